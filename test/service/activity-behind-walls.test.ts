/** Who is away hears of rooms they may enter, and of no others (XEP-0437): groups, scope, disabled rooms. */
import test from 'ava';
import { type Element, text } from '../../src/wire/xml.ts';
import { memoryStore } from '../memory-store.ts';
import { domain, type World } from '../world.ts';
import { owner, say } from './conversation.ts';
import { change, member, part, parts, roomIn, root, secret, trader, twoDesks } from './two-desks.ts';

const deal = `deal@${domain}`;
const actor = { key: 'root', jid: 'root@localhost' };
const from = { session: root, person: actor };

function toldOf(heard: readonly Element[]): string[] {
  return heard.flatMap((stanza) => {
    const indicators = part(stanza, 'rai');
    return indicators === undefined ? [] : parts(indicators, 'activity').map(text);
  });
}

async function subscribe(on: World): Promise<string[]> {
  on.send(trader, `<presence to='${domain}' id='r'><rai xmlns='urn:xmpp:rai:0'/></presence>`);
  return toldOf(await on.hears(trader));
}

async function talk(on: World): Promise<string[]> {
  on.send(owner, say('hello').replaceAll('den@', 'deal@'));
  return toldOf(await on.hears(trader));
}

/** A secret room of the category for traders, with Olga in it. */
async function house(store = memoryStore()): Promise<World> {
  const on = await twoDesks(store);
  await roomIn(on, 'deal', 'Trading', secret);
  return on;
}

async function groupBelongs(on: World, store: ReturnType<typeof memoryStore>): Promise<void> {
  await on.house.groups.create({ actor, name: 'desk', members: ['tina@localhost'] });
  await change(on, 'Trading', { allowed: { add: ['group:desk'] } });
  const key = (await store.people.keys(['group:desk'])).get('group:desk') ?? '';
  await on.ask(deal, {
    kind: 'change-lists',
    from,
    changes: [{ whom: { jid: 'group:desk', key }, set: { member: true } }],
  });
  await on.settle();
}

test('who belongs to a room by a group is told as a member is, whether the group or they came first', async (t) => {
  const store = memoryStore();
  const on = await house(store);
  t.deepEqual(await subscribe(on), []);
  t.deepEqual(await talk(on), [], 'of a secret room, to who does not belong to it');
  await groupBelongs(on, store);
  t.deepEqual(await talk(on), [deal]);
  t.deepEqual(await talk(on), [], 'once');
  on.send(trader, `<presence to='${domain}' type='unavailable'/>`);
  await on.settle();
  t.deepEqual(await subscribe(on), []);
  t.deepEqual(await talk(on), [deal], 'from then on');
});

test('who is out of scope is told nothing, neither at once nor later', async (t) => {
  const on = await house();
  await member(on, deal, 'tina@localhost');
  await talk(on);
  t.deepEqual(await subscribe(on), [deal]);
  on.send(trader, `<presence to='${domain}' type='unavailable'/>`);
  await change(on, 'Trading', { denied: { add: ['tina@localhost'] } });
  t.deepEqual(await subscribe(on), []);
  t.deepEqual(await talk(on), []);
});

test('of a disabled room nobody is told', async (t) => {
  const on = await house();
  await member(on, deal, 'tina@localhost');
  await talk(on);
  await on.ask(deal, { kind: 'disable', from });
  await on.settle();
  t.deepEqual(await subscribe(on), []);
});
