/** Converse.js in Chromium, in rooms of a Longroom beside a real Prosody. */
import test from 'ava';
import { statusCodes } from '../client.ts';
import { changesRole, hears, meet, says, setsAffiliation } from './company.ts';
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
  bob = await stage.visit('bob');
});

test.after.always(async () => {
  await stage?.close();
});

deed('enter', async (t) => {
  const meeting = await meet(t, stage.server, stage.component);
  await meeting.subject('Tea and cake');
  await bob.enters(meeting);
  await bob.shows('Tea and cake');
  await bob.shows('2 Participants');
  t.pass();
});

deed('latest', async (t) => {
  const meeting = await meet(t, stage.server, stage.component);
  says(meeting.alice, meeting.room, 'the kettle is on');
  await hears(meeting.alice, 'the kettle is on');
  await bob.asks(meeting.room);
  await bob.visitor.reads('the kettle is on');
  t.pass();
});

deed('page', async (t) => {
  const meeting = await meet(t, stage.server, stage.component);
  const lines = Array.from({ length: 130 }, (_, index) => `line ${index + 1}`);
  for (const line of lines) says(meeting.alice, meeting.room, line);
  await hears(meeting.alice, 'line 130');
  await bob.asks(meeting.room);
  t.deepEqual(await bob.visitor.endsWith(lines.slice(-10)), lines.slice(-10));
  const views = await bob.visitor.scrollsUpTo('line 1');
  t.is(views.at(-1)?.[0], 'line 1');
  t.deepEqual(
    lines.filter((line) => !views.flat().includes(line)),
    [],
  );
});

deed('talk', async (t) => {
  const meeting = await meet(t, stage.server, stage.component);
  await bob.enters(meeting);
  says(meeting.alice, meeting.room, 'Grüße & 🫖');
  await bob.visitor.reads('Grüße & 🫖');
  await bob.visitor.says('tea for <me>?');
  await hears(meeting.alice, 'tea for <me>?');
  t.pass();
});

deed('subject', async (t) => {
  const meeting = await meet(t, stage.server, stage.component);
  await setsAffiliation(meeting, 'bob@localhost', 'owner');
  await bob.enters(meeting);
  await bob.types('/topic Coffee');
  await meeting.alice.receives('the subject', (stanza) => stanza.child('subject')?.text === 'Coffee');
  await bob.shows('Coffee');
  t.pass();
});

deed('nick', async (t) => {
  const meeting = await meet(t, stage.server, stage.component);
  await bob.enters(meeting);
  await bob.types('/nick Robert');
  await meeting.alice.receives('the new nick', ({ attrs }) => attrs['from'] === `${meeting.room}/Robert`);
  await bob.shows('Your nickname has been changed to Robert');
  t.pass();
});

deed('kicked', async (t) => {
  const meeting = await meet(t, stage.server, stage.component);
  await bob.enters(meeting);
  await changesRole(meeting, 'bob', 'none', 'too loud');
  await bob.shows('You have been kicked from this groupchat');
  await bob.shows('The reason given is: "too loud"');
  await bob.visitor.keepsPicture('converse-kicked');
  await bob.page.reload();
  await bob.isThere(meeting);
  await bob.visitor.says('quiet now');
  await hears(meeting.alice, 'quiet now');
  t.pass();
});

deed('banned', async (t) => {
  const meeting = await meet(t, stage.server, stage.component);
  await bob.enters(meeting);
  await setsAffiliation(meeting, 'bob@localhost', 'outcast', 'enough');
  await bob.shows('You have been banned from this groupchat');
  await bob.shows('The reason given is: "enough"');
  await setsAffiliation(meeting, 'bob@localhost', 'none');
  await bob.page.reload();
  await bob.isThere(meeting);
  t.pass();
});

deed('closed', async (t) => {
  const meeting = await meet(t, stage.server, stage.component);
  await meeting.configure({ 'muc#roomconfig_membersonly': '1' });
  await bob.asks(meeting.room);
  await bob.shows('You are not on the member list of this groupchat');
  await setsAffiliation(meeting, 'bob@localhost', 'member');
  await bob.page.reload();
  await bob.isThere(meeting);
  t.pass();
});

deed('password', async (t) => {
  const meeting = await meet(t, stage.server, stage.component);
  await meeting.configure({ 'muc#roomconfig_passwordprotectedroom': '1', 'muc#roomconfig_roomsecret': 'cauldron' });
  await bob.asks(meeting.room);
  await bob.shows('This groupchat requires a password');
  await bob.page.locator('converse-muc input[type=password]').fill('cauldron');
  await bob.page.locator('converse-muc input[type=password]').press('Enter');
  await bob.isThere(meeting);
  t.pass();
});

deed('make', async (t) => {
  const { room, user } = await meet(t, stage.server, stage.component);
  const own = `own-${room}`;
  await bob.asks(own);
  await bob.shows('A new groupchat has been created');
  const carol = await user('carol');
  await carol.join(own, 'Carol');
  t.pass();
});

deed('form', async (t) => {
  const meeting = await meet(t, stage.server, stage.component);
  await setsAffiliation(meeting, 'bob@localhost', 'owner');
  await bob.enters(meeting);
  await bob.page.locator('converse-muc-heading .configure-chatroom-button').first().dispatchEvent('click');
  const box = bob.page.getByLabel('Only members may enter');
  await box.first().waitFor();
  await bob.visitor.keepsPicture('converse-form');
  await box.first().check();
  await bob.page.locator('form input[type=submit]:visible').first().click();
  await meeting.alice.receives('the change', (stanza) => statusCodes(stanza).includes('104'));
  t.pass();
});

deed('manage', async (t) => {
  const meeting = await meet(t, stage.server, stage.component);
  const carol = await meeting.user('carol');
  await setsAffiliation(meeting, 'bob@localhost', 'owner');
  await carol.join(meeting.room, 'Carol');
  await bob.enters(meeting);
  await bob.types('/member Carol');
  await bob.shows('Carol is now a member of this groupchat');
  await bob.types('/op Carol');
  await bob.shows(/Carol is now a moderator/);
  await bob.types('/kick Carol bye');
  await bob.shows('Carol has been kicked out by bob');
  t.pass();
});

deed('outage', async (t) => {
  const meeting = await meet(t, stage.server, stage.component);
  await bob.enters(meeting);
  await stage.component.kill();
  await stage.component.startAgain();
  await bob.visitor.says('did anything happen?');
  await hears(meeting.alice, 'did anything happen?');
  says(meeting.alice, meeting.room, 'nothing at all');
  await bob.visitor.reads('nothing at all');
  t.pass();
});

deed('reconnect', async (t) => {
  const meeting = await meet(t, stage.server, stage.component);
  await bob.enters(meeting);
  await bob.page.goto('about:blank');
  await meeting.alice.receives('bob leaving', ({ attrs }) => attrs['type'] === 'unavailable');
  says(meeting.alice, meeting.room, 'where is he?');
  await bob.page.goBack();
  await bob.isThere(meeting);
  await bob.visitor.reads('where is he?');
  t.pass();
});
