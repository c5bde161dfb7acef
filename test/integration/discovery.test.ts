/** The service and its rooms as clients discover them (XEP-0030, XEP-0045 §6, §16.5). */
import test from 'ava';
import { onEachServer } from './stage.ts';
import { configure, errorOf, fieldsOf, ns } from './stanzas.ts';

const law = onEachServer(test);
const info = `<query xmlns='${ns.discoInfo}'/>`;

law('the service is a place for text conferences, and no gateway (XEP-0045 §6.1)', async (t, scene) => {
  const alice = await scene.user('alice');
  const listed = await alice.iq('get', scene.server.domain, info);
  const query = listed.expect('query', ns.discoInfo);
  t.deepEqual(
    query.all('identity').map(({ attrs }) => [attrs['category'], attrs['type']]),
    [['conference', 'text']],
  );
  const features = query.all('feature').map(({ attrs }) => attrs['var'] ?? '');
  for (const feature of ['http://jabber.org/protocol/muc', ns.discoInfo, ns.discoItems])
    t.true(features.includes(feature), feature);
  t.false(features.includes('jabber:iq:gateway'));
});

law(
  'a room says what it is: identity, features, and its card as the first form, flags as 1 and 0 (XEP-0045 §6.4)',
  async (t, scene) => {
    const alice = await scene.owner('alice', 'Alice');
    await configure(alice, scene.room, { 'muc#roomconfig_roomname': 'Card', 'muc#roomconfig_roomdesc': 'about cards' });
    const query = (await alice.iq('get', scene.room, info)).expect('query', ns.discoInfo);
    const identity = query.expect('identity').attrs;
    t.deepEqual([identity['category'], identity['type'], identity['name']], ['conference', 'text', 'Card']);
    const features = query.all('feature').map(({ attrs }) => attrs['var'] ?? '');
    const expected = [
      'http://jabber.org/protocol/muc',
      'http://jabber.org/protocol/muc#stable_id',
      ns.sid,
      ns.mam,
      `${ns.mam}#extended`,
    ];
    for (const feature of expected) t.true(features.includes(feature), feature);
    const one = (...names: string[]): number => names.filter((name) => features.includes(name)).length;
    t.is(one('muc_open', 'muc_membersonly'), 1);
    t.is(one('muc_public', 'muc_hidden'), 1);
    t.is(one('muc_persistent', 'muc_temporary'), 1);
    t.is(one('muc_moderated', 'muc_unmoderated'), 1);
    t.is(one('muc_nonanonymous', 'muc_semianonymous'), 1);
    t.is(one('muc_passwordprotected', 'muc_unsecured'), 1);
    t.is(new Set(features).size, features.length);
    const card = query.expect('x', ns.form);
    t.is(card.attrs['type'], 'result');
    const fields = fieldsOf(card);
    t.deepEqual(fields.get('FORM_TYPE'), [ns.mucInfo]);
    t.deepEqual(fields.get('muc#roomconfig_roomname'), ['Card']);
    t.deepEqual(fields.get('muc#roominfo_description'), ['about cards']);
    t.deepEqual(fields.get('muc#roominfo_occupants'), ['1']);
    t.regex(fields.get('muc#roominfo_changesubject')?.[0] ?? '', /^[01]$/);
    for (const field of card.all('field').filter(({ attrs }) => attrs['type'] === 'boolean')) {
      t.regex(field.expect('value').text, /^[01]$/, field.attrs['var']);
    }
  },
);

law('public rooms are listed page by page, hidden ones are not (XEP-0045 §6.3, XEP-0059)', async (t, scene) => {
  const alice = await scene.owner('alice', 'Alice');
  const rooms = ['a', 'b', 'c'].map((name) => `listed-${name}-${scene.room}`);
  for (const room of rooms) {
    await alice.join(room, 'Alice');
    await configure(alice, room, { 'muc#roomconfig_publicroom': room === rooms[1] ? '0' : '1' });
  }
  // Who belongs to a hidden room is shown it.
  const carol = await scene.user('carol');
  const found: string[] = [];
  let after = '';
  for (let pages = 0; pages < 200; pages += 1) {
    const ask = `<query xmlns='${ns.discoItems}'><set xmlns='${ns.rsm}'><max>1</max>${after}</set></query>`;
    const query = (await carol.iq('get', scene.server.domain, ask)).expect('query', ns.discoItems);
    const items = query.all('item').map(({ attrs }) => attrs['jid'] ?? '');
    t.true(items.length <= 1);
    if (items.length === 0) break;
    found.push(...items);
    const set = query.expect('set', ns.rsm);
    t.truthy(set.child('count'));
    after = `<after>${set.expect('last').text}</after>`;
  }
  t.is(new Set(found).size, found.length);
  t.deepEqual(
    rooms.map((room) => found.includes(room)),
    [true, false, true],
  );
});

law('what is not there is said to be not there (XEP-0030 §7)', async (t, scene) => {
  const alice = await scene.user('alice');
  const nowhere = `nowhere-${scene.room}`;
  t.is(errorOf(await alice.iq('get', nowhere, info)), 'cancel/item-not-found');
  t.is(errorOf(await alice.iq('get', nowhere, `<query xmlns='${ns.discoItems}'/>`)), 'cancel/item-not-found');
  t.is(
    errorOf(await alice.iq('get', scene.server.domain, "<query xmlns='urn:unknown'/>")),
    'cancel/service-unavailable',
  );
  t.is(
    errorOf(await alice.iq('get', scene.server.domain, `<query xmlns='${ns.discoInfo}' node='nothing'/>`)),
    'cancel/item-not-found',
  );
});
