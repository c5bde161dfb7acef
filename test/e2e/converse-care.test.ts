/** Converse.js again: what was said is corrected, taken back, answered; people are invited, commands are run. */
import test from 'ava';
import type { Page, WebSocketRoute } from 'playwright-core';
import { changesRole, hears, meet, says, setsAffiliation, whispers } from './company.ts';
import { ConverseStage, type ConverseVisit, withoutConverse } from './converse.ts';
import { deedsOf } from './deeds.ts';

const reason = await withoutConverse();
const deed = deedsOf(test, 'converse', reason);

let stage: ConverseStage;
let bob: ConverseVisit;

test.before(async (t) => {
  if (reason !== undefined) return;
  t.timeout(90_000);
  stage = await ConverseStage.open();
  bob = await stage.visit('bob', listensIn);
});

/** What comes to Bob's page goes by here, and does not come on while it is deaf. */
const wire = { deaf: false, loses: (_frame: string): void => undefined };

async function listensIn(page: Page): Promise<void> {
  await page.routeWebSocket(/xmpp-websocket/, (socket: WebSocketRoute) => {
    const server = socket.connectToServer();
    server.onMessage((frame) => {
      if (wire.deaf) wire.loses(String(frame));
      else socket.send(frame);
    });
  });
}

/** The page as it is, but for one setting. */
async function registersNicknames(page: Page): Promise<void> {
  await page.route('**/page/page.js', async (route) => {
    const response = await route.fetch();
    const script = await response.text();
    const body = script.replace('auto_register_muc_nickname: false', 'auto_register_muc_nickname: true');
    await route.fulfill({ response, body });
  });
}

test.after.always(async () => {
  await stage?.close();
});

deed('correct', async (t) => {
  const meeting = await meet(t, stage.server, stage.component);
  await bob.enters(meeting);
  await bob.visitor.says('tee');
  const first = await hears(meeting.alice, 'tee');
  await bob.acts('tee', 'Edit');
  await bob.types('tea');
  const second = await hears(meeting.alice, 'tea');
  t.is(second.expect('replace', 'urn:xmpp:message-correct:0').attrs['id'], first.attrs['id']);
});

deed('retract', async (t) => {
  const meeting = await meet(t, stage.server, stage.component);
  await bob.enters(meeting);
  await bob.visitor.says('a secret');
  await hears(meeting.alice, 'a secret');
  await bob.acts('a secret', 'Retract');
  await bob.confirms();
  await meeting.alice.receives(
    'the retraction',
    (stanza) => stanza.child('retract', 'urn:xmpp:message-retract:1') !== undefined,
  );
  await bob.page.reload();
  await bob.isThere(meeting);
  await bob.shows(/retracted|removed/);
  t.false((await bob.visitor.messages()).includes('a secret'));
});

deed('moderate', async (t) => {
  const meeting = await meet(t, stage.server, stage.component);
  await setsAffiliation(meeting, 'bob@localhost', 'owner');
  await bob.enters(meeting);
  says(meeting.alice, meeting.room, 'buy this');
  await bob.visitor.reads('buy this');
  await bob.acts('buy this', 'Retract');
  await bob.page.locator('.modal.show input[type=text], .modal.show textarea').first().fill('spam');
  await bob.confirms();
  await bob.shows(/has (removed|retracted)/);
  await bob.page.reload();
  await bob.isThere(meeting);
  await bob.shows(/spam/);
  await bob.visitor.keepsPicture('converse-moderated');
  t.false((await bob.visitor.messages()).includes('buy this'));
});

deed('whisper', async (t) => {
  const meeting = await meet(t, stage.server, stage.component);
  await bob.enters(meeting);
  await bob.page.locator('converse-muc-sidebar').getByText('Alice').first().click();
  const field = bob.page.locator('converse-muc-occupant .chat-textarea');
  await field.fill('psst');
  await field.press('Enter');
  const heard = await hears(meeting.alice, 'psst');
  t.is(heard.attrs['type'], 'chat');
  t.is(heard.attrs['from'], `${meeting.room}/bob`);
  whispers(meeting.alice, `${meeting.room}/bob`, 'what is it?');
  await bob.page.locator('converse-muc-occupant').getByText('what is it?').first().waitFor();
});

deed('voice', async (t) => {
  const meeting = await meet(t, stage.server, stage.component);
  await meeting.configure({ 'muc#roomconfig_moderatedroom': '1' });
  await bob.enters(meeting);
  await bob.shows("You're not allowed to send messages in this room");
  await changesRole(meeting, 'bob', 'participant');
  await bob.visitor.says('now I may');
  await hears(meeting.alice, 'now I may');
  t.pass();
});

deed('invited', async (t) => {
  const { room, alice } = await meet(t, stage.server, stage.component);
  const invite = "<invite to='bob@localhost'><reason>come in</reason></invite>";
  alice.send(`<message to='${room}'><x xmlns='http://jabber.org/protocol/muc#user'>${invite}</x></message>`);
  await bob.page.locator('.modal.show').getByText('come in').first().waitFor();
  await bob.confirms();
  await bob.isThere({ room, alice });
  t.pass();
});

deed('react', async (t) => {
  const meeting = await meet(t, stage.server, stage.component);
  await bob.enters(meeting);
  says(meeting.alice, meeting.room, 'cake?');
  const asked = await hears(meeting.alice, 'cake?');
  await bob.visitor.reads('cake?');
  await bob.acts('cake?', 'Add Reaction');
  await bob.page.locator('.reaction-item').first().click();
  const reaction = await meeting.alice.receives('the reaction', (stanza) => stanza.child('reactions') !== undefined);
  t.is(reaction.expect('reactions').attrs['id'], asked.expect('stanza-id').attrs['id']);
  const [smiley = ''] = reaction.expect('reactions').elements.map(({ text }) => text);
  const answer = `<reactions xmlns='urn:xmpp:reactions:0' id='${reaction.expect('reactions').attrs['id']}'>`;
  meeting.alice.send(
    `<message type='groupchat' to='${meeting.room}'>${answer}<reaction>${smiley}</reaction></reactions></message>`,
  );
  await bob.message('cake?').locator('.chat-msg__reaction', { hasText: '2' }).waitFor();
  await bob.visitor.keepsPicture('converse-react');
});

deed('invite', async (t) => {
  const meeting = await meet(t, stage.server, stage.component);
  const carol = await meeting.user('carol');
  await setsAffiliation(meeting, 'bob@localhost', 'owner');
  await bob.enters(meeting);
  await bob.page.locator('converse-muc-sidebar converse-dropdown button').first().click();
  await bob.page.locator('converse-muc-sidebar').getByText('Invite').first().click();
  await bob.page.locator('.modal.show input[name=invitee_jids]').fill('carol@localhost');
  await bob.page.locator('.modal.show textarea[name=reason]').fill('come');
  await bob.page.locator('.modal.show input[type=submit]').click();
  const invitation = await carol.receives('the invitation', ({ name }) => name === 'message');
  t.is(invitation.expect('x', 'jabber:x:conference').attrs['jid'], meeting.room);
});

deed('find', async (t) => {
  const meeting = await meet(t, stage.server, stage.component);
  await bob.page.locator('#chatrooms converse-dropdown button').first().click();
  await bob.page.locator('.show-list-muc-modal').first().click();
  await bob.page.locator('.modal.show form.list-chatrooms input[name=server]').fill(stage.server.domain);
  await bob.page.locator('.modal.show input[type=submit]').first().click();
  const row = bob.page.locator('.modal.show .room-item', { hasText: meeting.room.split('@')[0] ?? '' });
  await row.waitFor();
  await row.locator('.open-room').click();
  await bob.isThere(meeting);
  t.pass();
});

deed('forgotten', async (t) => {
  const meeting = await meet(t, stage.server, stage.component);
  await bob.enters(meeting);
  const kick = new Promise<void>((resolve) => {
    wire.loses = (frame) => (/code=['"]307/.test(frame) ? resolve() : undefined);
  });
  wire.deaf = true;
  await changesRole(meeting, 'bob', 'none');
  await meeting.alice.receives(
    'bob leaving',
    ({ attrs }) => attrs['from'] === `${meeting.room}/bob` && attrs['type'] === 'unavailable',
  );
  await kick;
  wire.deaf = false;
  await bob.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
  await meeting.alice.receives(
    'bob entering',
    ({ attrs }) => attrs['from'] === `${meeting.room}/bob` && attrs['type'] === undefined,
  );
  says(meeting.alice, meeting.room, 'there you are');
  await bob.visitor.reads('there you are');
  await bob.visitor.says('was I away?');
  await hears(meeting.alice, 'was I away?');
  t.pass();
});

deed('register', async (t) => {
  const meeting = await meet(t, stage.server, stage.component);
  const carol = await stage.visit('carol', registersNicknames);
  await carol.enters(meeting);
  const form = await meeting.alice.receives(
    'the request',
    (stanza) => stanza.child('x', 'jabber:x:data') !== undefined,
  );
  t.true(String(form).includes('carol@localhost'));
});

deed('command', async (t) => {
  const meeting = await meet(t, stage.server, stage.component);
  const commands = bob.page.locator('converse-adhoc-commands');
  const press = (label: string) => commands.locator(`input[value="${label}"]:visible`).click();
  await setsAffiliation(meeting, 'bob@localhost', 'owner');
  await bob.enters(meeting);
  await bob.page
    .locator('converse-user-profile .show-client-info, converse-user-profile [title*=ettings]')
    .first()
    .click();
  await bob.page.locator('#commands-tab').click();
  await commands.locator('input[name=jid]').fill(meeting.room);
  await press('List available commands');
  await commands.getByText('Create or change a hat').click();
  await commands.locator('input[name="hats#title"]').fill('Host');
  await commands.locator('input[name="hats#uri"]').fill('no uri');
  await press('Complete');
  await commands.getByText('a URI, such as').first().waitFor();
  await bob.visitor.keepsPicture('converse-command-error');
  t.is(await commands.locator('input[name="hats#title"]').inputValue(), 'Host');
  await commands.locator('input[name="hats#uri"]').fill('urn:hat:host');
  await press('Complete');
  await commands.getByText('can be assigned').waitFor();
  await commands.getByText('Assign a hat', { exact: true }).click();
  await commands.locator('input[name="hats#jid"]').fill('alice@localhost');
  await press('Complete');
  await meeting.alice.receives('the hat', (stanza) => stanza.child('hats', 'urn:xmpp:hats:0') !== undefined);
  await commands.getByText('Who wears a hat').click();
  await commands.getByText('alice@localhost').first().waitFor();
  await bob.visitor.keepsPicture('converse-command-list');
  await bob.closes();
  t.pass();
});
