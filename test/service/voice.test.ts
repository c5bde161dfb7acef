/** Requests for voice (XEP-0045 §7.13, §8.6). */
import test from 'ava';
import { formIn } from '../../src/wire/form.ts';
import { serialize } from '../../src/wire/xml.ts';
import { memoryStore } from '../memory-store.ts';
import { errorOf, World } from '../world.ts';
import { alice, bob, configure, enter, leave, openRoom, owner, room, talk } from './conversation.ts';
import { affiliationOf, asOwner, refusal, roleIn, roleOf } from './privilege-scenes.ts';
import { register } from './registering.ts';

const moderated = { 'muc#roomconfig_moderatedroom': '1' };

function form(fields: Readonly<Record<string, string>>, type = 'submit'): string {
  const written = Object.entries({ FORM_TYPE: 'http://jabber.org/protocol/muc#request', ...fields })
    .map(([name, value]) => `<field var='${name}'><value>${value}</value></field>`)
    .join('');
  return `<message to='${room}' id='v'><x xmlns='jabber:x:data' type='${type}'>${written}</x></message>`;
}

const request = form({ 'muc#role': 'participant' });

function answer(allow: string, { jid = bob, nick = 'Bob' } = {}): string {
  return form({ 'muc#role': 'participant', 'muc#jid': jid, 'muc#roomnick': nick, 'muc#request_allow': allow });
}

async function errorTo(on: World, who: string, stanza: string): Promise<string | undefined> {
  await on.hears(who);
  on.send(who, stanza);
  const [first] = await on.hears(who);
  const error = first && errorOf(first);
  return error && `${error.condition} ${error.type}`;
}

const formsOf = async (on: World, who: string): Promise<number> =>
  (await on.hears(who)).filter((stanza) => stanza.name === 'message' && formIn(stanza) !== undefined).length;

test('a request goes to each session of each moderator, and to nobody else', async (t) => {
  const on = await talk(moderated);
  await asOwner(on, roleOf('Alice', 'moderator'));
  await enter(on, 'olga@localhost/sofa', 'Olga');
  for (const who of [owner, alice, 'olga@localhost/sofa', bob]) await on.hears(who);
  on.send(bob, request);
  t.deepEqual(
    [
      await formsOf(on, owner),
      await formsOf(on, alice),
      await formsOf(on, 'olga@localhost/sofa'),
      (await on.hears(bob)).length,
    ],
    [1, 1, 1, 0],
  );
});

test('yes gives voice, no leaves it to others, a cancelled form says nothing', async (t) => {
  const on = await talk(moderated);
  on.send(bob, request);
  for (const skip of [answer('0'), form({}, 'cancel')]) t.is(await errorTo(on, owner, skip), undefined);
  t.is(await roleIn(on, 'Bob'), 'visitor');
  t.is(await errorTo(on, owner, answer('1')), undefined);
  t.is(await roleIn(on, 'Bob'), 'participant');
  t.is(await errorTo(on, owner, answer('1')), undefined, 'another moderator who was slower hears no complaint');
});

test('only moderators answer', async (t) => {
  const on = await talk(moderated);
  on.send(bob, request);
  await on.settle();
  t.is(await errorTo(on, bob, answer('1')), 'forbidden auth');
  t.is(await errorTo(on, alice, answer('1')), 'forbidden auth');
  t.is(await errorTo(on, 'carol@localhost/x', answer('1')), 'forbidden auth');
  t.is(await roleIn(on, 'Bob'), 'visitor');
});

test('an answer holds only for whoever asked, and while it is there', async (t) => {
  const on = await talk(moderated);
  t.is(await errorTo(on, owner, answer('1')), 'item-not-found cancel', 'nobody has asked');
  on.send(bob, request);
  await on.settle();
  t.is(await errorTo(on, owner, answer('1', { jid: alice })), 'item-not-found cancel');
  on.send(bob, leave('Bob'));
  await on.settle();
  t.is(await errorTo(on, owner, answer('1')), 'item-not-found cancel');
  await enter(on, 'carol@localhost/x', 'Bob');
  t.is(await errorTo(on, owner, answer('1')), 'item-not-found cancel', 'somebody else has the nickname now');
  t.is(await roleIn(on, 'Bob'), 'visitor');
});

test('a visitor has one request standing, also after leaving and entering, and may ask again after the interval', async (t) => {
  const on = await talk({ ...moderated, 'muc#roomconfig_voicerequestmininterval': '60' });
  t.is(await errorTo(on, bob, request), undefined);
  t.is(await errorTo(on, bob, request), 'resource-constraint wait');
  on.send(bob, leave('Bob'));
  await on.settle();
  await enter(on, bob, 'Bobby');
  t.is(await errorTo(on, bob, request), 'resource-constraint wait');
  t.is(await formsOf(on, owner), 1);
  await on.pass(60_000);
  t.is(await errorTo(on, bob, request), undefined);
  t.is(await formsOf(on, owner), 1);
});

test('a request still stands after a kill', async (t) => {
  const store = memoryStore();
  const on = (await new World({ store }).start()).connect();
  await openRoom(on, moderated);
  await enter(on, bob, 'Bob');
  on.send(bob, request);
  await on.settle();
  const again = (await new World({ store: store.reopen() }).start()).connect();
  t.is(await errorTo(again, bob, request), 'resource-constraint wait');
  t.is(await errorTo(again, owner, answer('1')), undefined);
  t.is(await roleIn(again, 'Bob'), 'participant');
});

test('a request that may have got lost with the stream is made again, while it stands', async (t) => {
  const on = await talk(moderated);
  for (const voice of ['no', 'yes']) {
    await on.pass(600_000);
    on.send(bob, request);
    if (voice === 'yes') on.send(owner, answer('1'));
    await on.settle();
    on.cut();
    on.inbox(owner).splice(0);
    on.connect();
    t.is(await formsOf(on, owner), voice === 'yes' ? 0 : 1);
  }
});

test('who has voice, is not in the room, or asks for more than voice is refused', async (t) => {
  const on = await talk(moderated);
  await asOwner(on, roleOf('Alice', 'participant'));
  t.is(await errorTo(on, alice, request), 'unexpected-request modify');
  t.is(await errorTo(on, 'carol@localhost/x', request), 'not-acceptable cancel');
  t.is(await errorTo(on, bob, form({ 'muc#role': 'moderator' })), 'not-acceptable modify');
  t.is(await errorTo(on, bob, form({})), 'bad-request modify');
  t.is(await errorTo(on, owner, form({ 'muc#request_allow': '1' })), 'bad-request modify');
  t.is(await errorTo(on, owner, form({ 'muc#request_allow': 'perhaps' })), 'not-acceptable modify');
});

test('a room may take no requests, and without a moderator there is nobody to ask', async (t) => {
  const on = await talk(moderated);
  await asOwner(on, configure({ 'muc#roomconfig_allowvoicerequests': '0' }));
  t.is(await errorTo(on, bob, request), 'not-allowed cancel');
  t.is(await refusal(on, owner, configure({ 'muc#roomconfig_voicerequestmininterval': '1' })), 'not-acceptable');
  await asOwner(on, configure({ allow_voice_requests: '1' }));
  on.send(owner, leave('Olga'));
  await on.settle();
  t.is(await errorTo(on, bob, request), 'recipient-unavailable wait');
});

test('the form tells who asks under which nickname, and offers yes and no as 1 and 0', async (t) => {
  const on = await talk(moderated);
  await on.hears(owner);
  on.send(bob, request);
  const [told] = await on.hears(owner);
  t.is(told?.attrs['from'], room);
  const text = serialize(told ?? t.fail());
  t.true(text.includes(`<field var="muc#jid" type="jid-single" label="Address"><value>${bob}</value></field>`), text);
  t.regex(text, /var="muc#request_allow" type="boolean"[^>]*><value>0<\/value>/);
});

test('whose voice was taken away does not get it back by registering, as a member or with another nickname (§5.1)', async (t) => {
  const on = await talk({ ...moderated, 'longroom#roomconfig_registration': 'open' });
  for (const nick of ['Bob', 'Bobby']) {
    await asOwner(on, roleOf('Bob', 'participant'));
    await asOwner(on, roleOf('Bob', 'visitor'));
    on.send(bob, register(nick));
    on.send(bob, leave('Bob'));
    await enter(on, bob, 'Bob');
    t.is(await roleIn(on, 'Bob'), 'visitor', nick);
  }
  await asOwner(on, affiliationOf('bob@localhost', 'none'));
  await asOwner(on, affiliationOf('bob@localhost', 'member'));
  t.is(await roleIn(on, 'Bob'), 'participant', 'but when a manager makes a member of them');
});
