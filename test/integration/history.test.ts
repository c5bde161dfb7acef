/** History on entering (XEP-0045 §7.2.13) and the archive (XEP-0313). */
import test from 'ava';
import { type JoinOptions, resourceOf } from '../client.ts';
import { askArchive, readPage, readWhole, readWholeBackwards } from './archive-reader.ts';
import { onEachServer, type Scene } from './stage.ts';
import { bodyOf, caughtUp, errorOf, groupchat, isLeft, ns, sayAll, says } from './stanzas.ts';

const law = onEachServer(test);

/** What a newcomer is sent of the past; it leaves again. */
async function historyFor(scene: Scene, history: JoinOptions['history']): Promise<string[]> {
  const dave = await scene.user('dave');
  const joined = await dave.join(scene.room, 'Dave', history === undefined ? {} : { history });
  dave.send(`<presence type='unavailable' to='${scene.room}/Dave'/>`);
  await dave.receives('its own leaving', isLeft(`${scene.room}/Dave`));
  return joined.history.map(bodyOf);
}

function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `message ${String(index + 1).padStart(3, '0')}`);
}

law('who enters gets as much of the past as it asks for (XEP-0045 §7.2.13)', async (t, scene) => {
  const alice = await scene.owner('alice', 'Alice');
  await sayAll(alice, scene.room, numbered(5));
  t.deepEqual(await historyFor(scene, 'none'), numbered(5));
  t.deepEqual(await historyFor(scene, { maxstanzas: 2 }), numbered(5).slice(3));
  t.deepEqual(await historyFor(scene, { maxstanzas: 0 }), []);
  t.deepEqual(await historyFor(scene, { maxchars: 0 }), []);
  const some = await historyFor(scene, { maxchars: 1_200 });
  t.true(some.length > 0 && some.length < 5, `${some.length} messages for 1,200 characters`);
  t.deepEqual(some, numbered(5).slice(-some.length));
  t.deepEqual(await historyFor(scene, { seconds: 600 }), numbered(5));
  t.deepEqual(await historyFor(scene, { since: '2100-01-01T00:00:00Z' }), []);
  t.deepEqual(await historyFor(scene, { since: '1970-01-01T00:00:00Z' }), numbered(5));
});

law('history is delayed by the room, from the one who said it, with the id it has for ever', async (t, scene) => {
  const alice = await scene.owner('alice', 'Alice');
  const [id] = await sayAll(alice, scene.room, ['once upon a time']);
  const bob = await scene.user('bob');
  const [old] = (await bob.join(scene.room, 'Bob')).history;
  t.is(old?.attrs['from'], `${scene.room}/Alice`);
  t.is(old?.child('delay', ns.delay)?.attrs['from'], scene.room);
  t.is(old?.child('stanza-id', ns.sid)?.attrs['id'], id);
  const [archived] = (await readPage(bob, scene.room)).results.filter(({ body }) => body !== '');
  t.is(archived?.id, id);
});

law(
  '120 messages are read in pages of 50, forwards and backwards, each once and in order (XEP-0313 §4.2, XEP-0059 §2)',
  async (t, scene) => {
    const alice = await scene.owner('alice', 'Alice');
    const ids = await sayAll(alice, scene.room, numbered(120));
    const forwards = await readWhole(alice, scene.room, 50);
    t.deepEqual(
      forwards.map(({ body }) => body),
      numbered(120),
    );
    t.deepEqual(
      forwards.map(({ id }) => id),
      ids,
    );
    t.deepEqual(
      (await readWholeBackwards(alice, scene.room, 50)).map(({ id }) => id),
      ids,
    );
    const first = await readPage(alice, scene.room, { page: '<max>50</max>' });
    t.is(first.count, 120);
    t.is(first.first, ids[0]);
    t.is(first.last, ids[49]);
    t.false(first.complete);
    const counted = await readPage(alice, scene.room, { page: '<max>0</max>' });
    t.is(counted.count, 120);
    t.is(counted.results.length, 0);
    const flipped = await readPage(alice, scene.room, { page: '<max>50</max><before/>', flip: true });
    t.deepEqual(
      flipped.results.map(({ id }) => id),
      ids.slice(70).reverse(),
    );
  },
);

law(
  'the archive is bounded by ids and by dates, and unknown ids are item-not-found (XEP-0313 §4.1)',
  async (t, scene) => {
    const alice = await scene.owner('alice', 'Alice');
    const ids = await sayAll(alice, scene.room, numbered(6));
    const [id0 = '', id1 = '', , , id4 = ''] = ids;
    const idsOf = async (fields: Record<string, string | string[]>): Promise<string[]> =>
      (await readPage(alice, scene.room, { fields })).results.map(({ id }) => id);
    t.deepEqual(await idsOf({ 'after-id': id1 }), ids.slice(2));
    t.deepEqual(await idsOf({ 'before-id': id1 }), [id0]);
    t.deepEqual(await idsOf({ 'after-id': id1, 'before-id': id4 }), ids.slice(2, 4));
    t.deepEqual(await idsOf({ ids: [id4, id0] }), [id0, id4]);
    t.deepEqual(await idsOf({ start: '2100-01-01T00:00:00Z' }), []);
    t.deepEqual(await idsOf({ start: '2000-01-01T00:00:00Z', end: '2100-01-01T00:00:00Z' }), ids);
    for (const name of ['after-id', 'before-id', 'ids']) {
      t.is(await askArchive(alice, scene.room, { fields: { [name]: 'no-such-id' } }), 'cancel/item-not-found', name);
    }
    const unknownPage = '<max>5</max><after>no-such-id</after>';
    t.is(await askArchive(alice, scene.room, { page: unknownPage }), 'cancel/item-not-found');
  },
);

law('results come from the bare room, and what is in them has no addressee (XEP-0313 §5.1.2)', async (t, scene) => {
  const alice = await scene.owner('alice', 'Alice');
  const bob = await scene.occupant('bob', 'Bob');
  const [id] = await sayAll(alice, scene.room, ['for the record']);
  const [result] = (await readPage(bob, scene.room)).results.filter(({ body }) => body !== '');
  t.is(result?.carrier.attrs['from'], scene.room);
  t.is(result?.carrier.attrs['to'], bob.jid);
  t.is(result?.forwarded.attrs['to'], undefined);
  t.is(result?.forwarded.attrs['from'], `${scene.room}/Alice`);
  t.is(result?.forwarded.attrs['type'], 'groupchat');
  t.is(result?.id, id);
  t.truthy(result?.carrier.expect('result').expect('forwarded').child('delay', ns.delay));
});

law('the archive says what it can filter and where it begins and ends (XEP-0313 §4.1.2, §6)', async (t, scene) => {
  const alice = await scene.owner('alice', 'Alice');
  const ids = await sayAll(alice, scene.room, numbered(3));
  const form = (await alice.iq('get', scene.room, `<query xmlns='${ns.mam}'/>`)).expect('query').expect('x', ns.form);
  const fields = form.all('field').map(({ attrs }) => attrs['var']);
  for (const name of ['with', 'start', 'end', 'before-id', 'after-id', 'ids']) t.true(fields.includes(name), name);
  const metadata = (await alice.iq('get', scene.room, `<metadata xmlns='${ns.mam}'/>`)).expect('metadata', ns.mam);
  t.is(metadata.expect('start').attrs['id'], ids[0]);
  t.is(metadata.expect('end').attrs['id'], ids[2]);
});

law(
  'whoever may enter may read without entering; whoever reads sees everything it has been shown',
  async (t, scene) => {
    const alice = await scene.owner('alice', 'Alice');
    const erin = await scene.user('erin');
    await sayAll(alice, scene.room, ['readable']);
    t.true((await readWhole(erin, scene.room, 50)).some(({ body }) => body === 'readable'));
    const bob = await scene.occupant('bob', 'Bob');
    for (const body of numbered(10)) {
      bob.send(groupchat(scene.room, body));
      await alice.receives('the message', says(scene.room, body));
      const newest = await readPage(alice, scene.room, { page: '<max>1</max><before/>' });
      t.is(newest.results[0]?.body, body);
    }
  },
);

law('absurd pages are refused or bounded, never served without bound (XEP-0059 §2.1)', async (t, scene) => {
  const alice = await scene.owner('alice', 'Alice');
  await sayAll(alice, scene.room, numbered(3));
  for (const max of ['-1', 'many', '', '1e3']) {
    t.regex(String(await askArchive(alice, scene.room, { page: `<max>${max}</max>` })), /^modify\/bad-request$/, max);
  }
  const generous = await readPage(alice, scene.room, { page: '<max>1000000000</max>' });
  t.deepEqual(
    generous.results.map(({ body }) => body),
    numbered(3),
  );
  for (const start of ['yesterday', '2026-13-45T99:99:99Z']) {
    t.is(await askArchive(alice, scene.room, { fields: { start } }), 'modify/bad-request', start);
  }
  const search = { fields: { 'withtext-of-another-world': 'x' } };
  t.is(typeof (await askArchive(alice, scene.room, search)), 'string');
  await caughtUp(alice, scene.room);
  t.is(
    errorOf(
      await alice.iq('get', `nowhere-${resourceOf(alice.jid)}@${scene.server.domain}`, `<query xmlns='${ns.mam}'/>`),
    ),
    'cancel/item-not-found',
  );
});
