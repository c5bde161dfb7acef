/** How much is said in a room, in what disco#info tells of it (XEP-0502). */
import test from 'ava';
import { MessageRate } from '../../src/room/message-rate.ts';
import { memoryStore } from '../memory-store.ts';
import { World } from '../world.ts';
import { alice, bob, enter, openRoom, owner, room, say } from './conversation.ts';

const hour = 3_600_000;

async function rate(on: World, who = bob): Promise<string | undefined> {
  on.send(who, `<iq to='${room}' type='get' id='d'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>`);
  const answer = (await on.hears(who)).find(({ attrs }) => attrs['id'] === 'd');
  return /message-activity"[^>]*><value>([^<]*)</.exec(String(answer))?.[1];
}

async function scene(fields: Readonly<Record<string, string>> = {}) {
  const store = memoryStore();
  const on = (await new World({ store, admins: [] }).start()).connect();
  await openRoom(on, fields);
  await enter(on, alice, 'Alice');
  return { on, store };
}

test('messages are counted by the hour, and only those that are some (§4)', async (t) => {
  const { on } = await scene();
  t.is(await rate(on), undefined, 'nothing is known yet, and no value stands for that (§3.1)');
  for (let i = 0; i < 12; i++) on.send(owner, say(`${i}`));
  on.send(owner, say('better', "<replace xmlns='urn:xmpp:message-correct:0' id='1'/>"));
  on.send(owner, `<message to='${room}' type='groupchat'><subject>new</subject></message>`);
  on.send(owner, `<message to='${room}/Alice' type='chat'><body>between us</body></message>`);
  on.send(
    owner,
    `<message to='${room}' type='groupchat'><active xmlns='http://jabber.org/protocol/chatstates'/></message>`,
  );
  await on.pass(hour);
  t.is(await rate(on), '12.00');
  await on.pass(3 * hour);
  t.is(await rate(on), '3.00');
  await on.pass(30 * hour);
  t.is(await rate(on), '0.00', 'older ones do not count');
});

for (const [what, fields] of [
  ['not listed', { 'muc#roomconfig_publicroom': '0' }],
  ['for members only', { 'muc#roomconfig_membersonly': '1' }],
  ['temporary', { 'muc#roomconfig_persistentroom': '0' }],
  ['guarded by a password', { 'muc#roomconfig_passwordprotectedroom': '1', 'muc#roomconfig_roomsecret': 'x' }],
] as const) {
  test(`nothing is told of a room that is ${what} (§3.1, §9)`, async (t) => {
    const { on } = await scene(fields);
    on.send(owner, say('hello'));
    await on.pass(2 * hour);
    t.is(await rate(on, owner), undefined);
  });
}

test('the count outlives the process', async (t) => {
  const { on, store } = await scene();
  for (let i = 0; i < 6; i++) on.send(owner, say(`${i}`));
  await on.pass(hour);
  const next = new World({ store: store.reopen(), admins: [], clock: on.clock });
  (await next.start()).connect();
  t.is(await rate(next), '6.00');
});

test('what is stored of the counters is what there was, and a clock that stands still does no harm', (t) => {
  const counted = new MessageRate();
  counted.begin(0);
  for (let at = 0; at < 40; at++) for (let i = 0; i <= at % 3; i++) counted.count(at * hour);
  const again = MessageRate.from(JSON.parse(JSON.stringify(counted.stored)));
  for (const at of [0, 1, 39, 40, 45, 63, 64, 1_000]) t.is(again.perHour(at * hour), counted.perHour(at * hour));
  t.is(counted.perHour(40 * hour), 2);
});
