/** The archive of a room (XEP-0313 on XEP-0045), seen from outside. */
import test from 'ava';
import { child, type Element, serialize } from '../../src/wire/xml.ts';
import { errorOf, type World } from '../world.ts';
import { alice, bob, configure, enter, openRoom, owner, room, say, world } from './conversation.ts';

const mam = 'urn:xmpp:mam:2';
const rsm = 'http://jabber.org/protocol/rsm';

interface Page {
  readonly bodies: readonly string[];
  readonly ids: readonly string[];
  readonly complete: boolean;
  readonly count: string | undefined;
  readonly index: string | undefined;
  readonly first: string | undefined;
  readonly last: string | undefined;
  readonly results: readonly Element[];
  readonly error: ReturnType<typeof errorOf>;
}

async function page(
  on: World,
  who: string,
  query: {
    readonly fields?: Readonly<Record<string, string | readonly string[]>>;
    readonly set?: string;
    readonly flip?: boolean;
  } = {},
): Promise<Page> {
  const fields = Object.entries({ FORM_TYPE: mam, ...query.fields })
    .map(
      ([name, value]) =>
        `<field var='${name}'>${[value]
          .flat()
          .map((one) => `<value>${one}</value>`)
          .join('')}</field>`,
    )
    .join('');
  const set = query.set === undefined ? '' : `<set xmlns='${rsm}'>${query.set}</set>`;
  const flip = query.flip ? '<flip-page/>' : '';
  on.send(
    who,
    `<iq to='${room}' type='set' id='q'><query xmlns='${mam}' queryid='q1'><x xmlns='jabber:x:data' type='submit'>${fields}</x>${set}${flip}</query></iq>`,
  );
  const heard = await on.hears(who);
  const results = heard.filter((stanza) => child(stanza, 'result', mam) !== undefined);
  const iq = heard.find((stanza) => stanza.name === 'iq');
  const fin = iq && child(iq, 'fin', mam);
  const end = fin && child(fin, 'set', rsm);
  const forwarded = results.map((stanza) =>
    child(
      child(child(stanza, 'result', mam) ?? stanza, 'forwarded', 'urn:xmpp:forward:0') ?? stanza,
      'message',
      'jabber:client',
    ),
  );
  return {
    bodies: forwarded.map((message) => (message && child(message, 'body')?.getText()) ?? ''),
    ids: results.map((stanza) => child(stanza, 'result', mam)?.attrs['id'] ?? ''),
    complete: fin?.attrs['complete'] === 'true',
    count: end && child(end, 'count')?.getText(),
    index: end && child(end, 'first')?.attrs['index'],
    first: end && child(end, 'first')?.getText(),
    last: end && child(end, 'last')?.getText(),
    results,
    error: iq && errorOf(iq),
  };
}

/** A room where Olga and Alice have said, in turn, the numbers from 1. */
async function numbers(many: number, fields: Readonly<Record<string, string>> = {}): Promise<World> {
  const on = await world();
  await openRoom(on, fields);
  await enter(on, alice, 'Alice');
  for (let number = 1; number <= many; number++) {
    on.send(number % 2 === 1 ? owner : alice, say(String(number)));
    await on.pass(1_000);
  }
  for (const who of [owner, alice]) await on.hears(who);
  return on;
}

const range = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => String(from + index));

test('pages forward and backward meet, in the order of the room, and say when they are complete (§4.3)', async (t) => {
  const on = await numbers(12);
  const forward: string[] = [];
  for (let set = '<max>5</max>'; ; ) {
    const { bodies, complete, last } = await page(on, alice, { set });
    forward.push(...bodies);
    if (complete) break;
    set = `<max>5</max><after>${last}</after>`;
  }
  t.deepEqual(forward, range(1, 12));
  const newest = await page(on, alice, { set: '<max>5</max><before/>' });
  t.deepEqual(newest.bodies, range(8, 12));
  t.false(newest.complete);
  const older = await page(on, alice, { set: `<max>7</max><before>${newest.first}</before>` });
  t.deepEqual(older.bodies, range(1, 7));
  t.true(older.complete);
});

test('the count is exact, and the position of the first result with it', async (t) => {
  const on = await numbers(12);
  t.like(await page(on, alice, { set: '<max>0</max>' }), { count: '12', bodies: [] });
  t.like(await page(on, alice, { set: '<max>5</max><before/>' }), { count: '12', index: '7' });
  const { last } = await page(on, alice, { set: '<max>3</max>' });
  t.like(await page(on, alice, { fields: { 'after-id': last ?? '' }, set: '<max>2</max>' }), {
    count: '9',
    index: '0',
  });
});

test('a sender is filtered by nickname, and then no count is claimed', async (t) => {
  const on = await numbers(7);
  t.like(await page(on, alice, { fields: { with: `${room}/Olga` } }), {
    bodies: ['1', '3', '5', '7'],
    count: undefined,
    complete: true,
  });
  t.like(await page(on, alice, { fields: { with: `${room}/Olga` }, set: '<max>2</max><before/>' }), {
    bodies: ['5', '7'],
    complete: false,
  });
});

test('the real address is a filter only for those who may see it', async (t) => {
  const on = await numbers(4);
  t.like((await page(on, alice, { fields: { with: 'olga@localhost' } })).error, { condition: 'forbidden' });
  t.deepEqual((await page(on, owner, { fields: { with: 'alice@localhost' } })).bodies, ['2', '4']);
});

test('real addresses are in results only for those who may see them', async (t) => {
  const on = await numbers(2);
  t.false((await page(on, alice)).results.some((stanza) => serialize(stanza).includes('olga@localhost')));
  t.true((await page(on, owner)).results.some((stanza) => serialize(stanza).includes('alice@localhost/phone')));
});

test('dates bound the query on both sides, both included', async (t) => {
  const on = await numbers(10);
  const at = async (index: number): Promise<string> =>
    /stamp="([^"]*)"/.exec(serialize((await page(on, alice)).results[index] ?? t.fail()))?.[1] ?? '';
  t.deepEqual((await page(on, alice, { fields: { start: await at(2), end: await at(4) } })).bodies, ['3', '4', '5']);
  t.like(await page(on, alice, { fields: { start: '2040-01-01T00:00:00Z' } }), {
    bodies: [],
    complete: true,
    count: '0',
  });
  t.is((await page(on, alice, { fields: { start: 'yesterday' } })).error?.condition, 'bad-request');
});

test('ids fetch exactly these messages; before-id and after-id bound; unknown ids are item-not-found (§4.1.4)', async (t) => {
  const on = await numbers(6);
  const { ids } = await page(on, alice);
  t.deepEqual((await page(on, alice, { fields: { ids: [ids[4] ?? '', ids[1] ?? ''] } })).bodies, ['2', '5']);
  t.deepEqual((await page(on, alice, { fields: { 'after-id': ids[1] ?? '', 'before-id': ids[4] ?? '' } })).bodies, [
    '3',
    '4',
  ]);
  for (const fields of [{ ids: ['nope'] }, { 'after-id': 'nope' }, { 'before-id': 'nope' }]) {
    t.is((await page(on, alice, { fields })).error?.condition, 'item-not-found', JSON.stringify(fields));
  }
  for (const set of ['<after>nope</after>', '<before>nope</before>']) {
    t.is((await page(on, alice, { set })).error?.condition, 'item-not-found', set);
  }
});

test('a flipped page holds the same messages the other way round (§4.3.4)', async (t) => {
  const on = await numbers(6);
  t.deepEqual((await page(on, alice, { set: '<max>3</max>', flip: true })).bodies, ['3', '2', '1']);
});

test('absurd page sizes are bounded or refused', async (t) => {
  const on = await numbers(3);
  t.deepEqual((await page(on, alice, { set: '<max>1000000000</max>' })).bodies, ['1', '2', '3']);
  for (const max of ['-1', 'all', '1.5'])
    t.is((await page(on, alice, { set: `<max>${max}</max>` })).error?.condition, 'bad-request', max);
});

test('results come from the bare room without an inner addressee, each with the id of the live copy (XEP-0297)', async (t) => {
  const on = await numbers(0);
  on.send(alice, say('live'));
  const [live] = await on.hears(alice);
  const { results, ids } = await page(on, alice);
  t.is(results[0]?.attrs['from'], room);
  t.false(serialize(results[0] ?? t.fail()).includes(`to="${room}`));
  t.deepEqual(ids, [child(live ?? t.fail(), 'stanza-id', 'urn:xmpp:sid:0')?.attrs['id']]);
});

test('whoever may enter may read without being there; others may not', async (t) => {
  const on = await numbers(2);
  t.deepEqual((await page(on, bob)).bodies, ['1', '2']);
  on.send(owner, configure({ 'muc#roomconfig_passwordprotectedroom': '1', 'muc#roomconfig_roomsecret': 's' }));
  await on.settle();
  t.is((await page(on, bob)).error?.condition, 'forbidden');
  t.deepEqual((await page(on, alice)).bodies, ['1', '2'], 'who is in the room has given the password');
  on.send(owner, configure({ 'muc#roomconfig_passwordprotectedroom': '0', 'muc#roomconfig_membersonly': '1' }));
  await on.settle();
  t.is((await page(on, bob)).error?.condition, 'forbidden');
});

test('metadata tell the first and the last message; an empty archive has none (§5)', async (t) => {
  const on = await numbers(3);
  const ask = `<iq to='${room}' type='get' id='m'><metadata xmlns='${mam}'/></iq>`;
  on.send(alice, ask);
  const text = serialize((await on.hears(alice))[0] ?? t.fail());
  const { ids } = await page(on, alice);
  t.true(text.includes(`<start id="${ids[0]}"`) && text.includes(`<end id="${ids[2]}"`), text);
});

test('a reader sees what was reflected to it, always', async (t) => {
  const on = await numbers(0);
  const asked: string[] = [];
  on.onSent = (stanza) => {
    if (stanza.attrs['to'] !== alice || stanza.attrs['type'] !== 'groupchat') return;
    const said = stanza.attrs['id'] ?? '';
    asked.push(said);
    on.send(
      alice,
      `<iq to='${room}' type='set' id='q${said}'><query xmlns='${mam}' queryid='${said}'><set xmlns='${rsm}'><max>1</max><before/></set></query></iq>`,
    );
  };
  for (let number = 1; number <= 20; number++) on.send(number % 2 === 0 ? owner : alice, say(String(number)));
  for (const stanza of await on.hears(alice)) {
    const result = child(stanza, 'result', mam);
    if (result === undefined) continue;
    t.true(Number(/<body>(\d+)</.exec(serialize(result))?.[1]) >= Number(result.attrs['queryid']));
  }
  t.deepEqual(asked, range(1, 20));
});

test('preferences are refused: what a room keeps is its owners’ decision (XEP-0441)', async (t) => {
  const on = await numbers(0);
  on.send(alice, `<iq to='${room}' type='get' id='p'><prefs xmlns='${mam}'/></iq>`);
  t.is(errorOf((await on.hears(alice))[0] ?? t.fail())?.condition, 'feature-not-implemented');
});

test('disco#info names the subject to those alone who may read what is said in the room (§6.4)', async (t) => {
  const on = await world();
  await openRoom(on, { 'muc#roomconfig_membersonly': '1' });
  on.send(owner, `<message to='${room}' type='groupchat' id='s'><subject>between us</subject></message>`);
  const told = async (who: string): Promise<boolean> => {
    on.send(who, `<iq to='${room}' type='get' id='i'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>`);
    return (await on.hears(who)).some((stanza) => stanza.name === 'iq' && serialize(stanza).includes('between us'));
  };
  t.deepEqual([await told(owner), await told(bob)], [true, false]);
  on.send(owner, configure({ 'muc#roomconfig_membersonly': '0' }));
  t.true(await told(bob));
});
