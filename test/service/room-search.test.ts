/** Finding rooms by channel search (XEP-0433). */
import test from 'ava';
import { child, children, childText, type Element, elements, text } from '../../src/wire/xml.ts';
import { memoryStore } from '../memory-store.ts';
import { domain, errorOf, World } from '../world.ts';
import { alice, bob, join } from './conversation.ts';
import { ask, type Fields, openRoom, town, written } from './town.ts';

const searchNs = 'urn:xmpp:channel-search:0:search';
const params = 'urn:xmpp:channel-search:0:search-params';
const errors = 'urn:xmpp:channel-search:0:error';

function channels(fields: Fields, set = ''): string {
  return `<search xmlns='${searchNs}'>${set}<x xmlns='jabber:x:data' type='submit'>${written({ FORM_TYPE: params, ...fields })}</x></search>`;
}

function page(inner: string): string {
  return `<set xmlns='http://jabber.org/protocol/rsm'>${inner}</set>`;
}

async function found(on: World, fields: Fields, set = ''): Promise<Element[]> {
  const result = child(await ask(on, channels(fields, set)), 'result', searchNs);
  if (result === undefined) throw new Error('no result');
  return children(result, 'item');
}

function names(items: readonly Element[]): string[] {
  return items.map(({ attrs }) => attrs['address']?.split('@')[0] ?? '');
}

test('the search form has every field with its default (XEP-0433 §4.2.1)', async (t) => {
  const on = await town();
  const answer = await ask(on, `<search xmlns='${searchNs}'/>`);
  const form = child(child(answer, 'search', searchNs) ?? t.fail(), 'x', 'jabber:x:data') ?? t.fail();
  const fields = children(form, 'field').map((field) => [
    field.attrs['var'],
    field.attrs['type'],
    childText(field, 'value') ?? '',
  ]);
  t.deepEqual(fields, [
    ['FORM_TYPE', 'hidden', params],
    ['q', 'text-single', ''],
    ['all', 'boolean', '0'],
    ['sinname', 'boolean', '1'],
    ['sindescription', 'boolean', '1'],
    ['sinaddress', 'boolean', '1'],
    ['min_users', 'text-single', '0'],
    ['types', 'list-multi', 'xep-0045'],
    ['key', 'list-single', '{urn:xmpp:channel-search:0:order}nusers'],
  ]);
});

test('a word is found in name, description and address, and a result tells what the room is (XEP-0433 §6.2)', async (t) => {
  const on = await town();
  const items = await found(on, { q: 'CAFE', key: '{urn:xmpp:channel-search:0:order}address' });
  t.deepEqual(names(items), ['cafe-noir', 'club', 'garden']);
  const told = items.map((item) => Object.fromEntries(elements(item).map((part) => [part.name, text(part)])));
  t.deepEqual(told, [
    {
      name: 'cafe-noir',
      nusers: '1',
      'service-type': 'xep-0045',
      'is-open': 'true',
      'anonymity-mode': 'muc_semianonymous',
    },
    {
      name: 'Club',
      description: 'Café for members',
      language: 'de',
      nusers: '1',
      'service-type': 'xep-0045',
      'anonymity-mode': '{urn:xmpp:channel-search:0:anonymity}none',
    },
    {
      name: 'Café Zürich',
      description: 'Plants & talk',
      language: 'de-AT',
      nusers: '1',
      'service-type': 'xep-0045',
      'is-open': 'true',
      'anonymity-mode': 'muc_semianonymous',
    },
  ]);
  const only = (more: Fields) => found(on, { q: 'cafe', ...more }).then(names);
  t.deepEqual(await only({ sinname: '0', sinaddress: '0' }), ['club']);
  t.deepEqual(await only({ sinname: '0', sindescription: 'false' }), ['cafe-noir']);
  t.deepEqual(await only({ sindescription: '0', sinaddr: '0' }), ['garden']);
  t.deepEqual(names(await found(on, { q: 'zurich talk' })), ['garden']);
});

test('a hidden room is neither found nor counted, and one that is hidden later no longer', async (t) => {
  const on = await town();
  const count = async (fields: Fields) => {
    const result = child(await ask(on, channels(fields, page('<max>0</max>'))), 'result', searchNs) ?? t.fail();
    t.is(children(result, 'item').length, 0);
    return childText(child(result, 'set', 'http://jabber.org/protocol/rsm') ?? t.fail(), 'count');
  };
  t.is(await count({ all: '1' }), '3');
  t.is(await count({ q: 'hideout' }), '0');
  t.is(await count({ q: 'secret' }), '0');
  await openRoom(on, 'garden', { 'muc#roomconfig_publicroom': '0' });
  t.is(await count({ all: '1' }), '2');
});

test('those with most people come first, and few people can be left out', async (t) => {
  const on = await town();
  on.send(alice, join('Alice').replace('den@', 'club@'));
  on.send(bob, join('Bob').replace('den@', 'club@'));
  on.send(alice, join('Alice').replace('den@', 'garden@'));
  for (const who of [alice, bob]) await on.hears(who);
  t.deepEqual(names(await found(on, { all: '1' })), ['garden', 'cafe-noir', 'club']);
  await openRoom(on, 'club', { 'muc#roomconfig_membersonly': '0' });
  for (const who of [alice, bob])
    on.send(who, join('Alice').replace('den@', 'club@').replace('Alice', who.slice(0, 3)));
  for (const who of [alice, bob]) await on.hears(who);
  const items = await found(on, { all: '1', min_users: '2' });
  t.deepEqual(
    items.map((item) => [item.attrs['address']?.split('@')[0], childText(item, 'nusers')]),
    [
      ['club', '3'],
      ['garden', '2'],
    ],
  );
  on.send(alice, `<presence to='garden@${domain}/Alice' type='unavailable'/>`);
  await on.hears(alice);
  t.deepEqual(names(await found(on, { all: '1', min_users: '2' })), ['club']);
});

test('results come in pages, forwards and backwards (XEP-0433 §4.2.2, XEP-0059)', async (t) => {
  const on = await town();
  const fields = { all: 'true', key: '{urn:xmpp:channel-search:0:order}address' };
  const turn = async (set: string) => {
    const result = child(await ask(on, channels(fields, page(set))), 'result', searchNs) ?? t.fail();
    const told = child(result, 'set', 'http://jabber.org/protocol/rsm') ?? t.fail();
    t.is(childText(told, 'count'), '3');
    return {
      rooms: names(children(result, 'item')),
      first: childText(told, 'first') ?? '',
      last: childText(told, 'last') ?? '',
    };
  };
  const first = await turn('<max>2</max>');
  t.deepEqual(first.rooms, ['cafe-noir', 'club']);
  const second = await turn(`<max>2</max><after>${first.last}</after>`);
  t.deepEqual(second.rooms, ['garden']);
  const back = await turn(`<max>1</max><before>${second.first}</before>`);
  t.deepEqual(back.rooms, ['club']);
  t.deepEqual((await turn('<max>2</max><before/>')).rooms, ['club', 'garden']);
  t.deepEqual((await turn(`<after>${second.last}</after>`)).rooms, []);
  const nowhere = errorOf(await ask(on, channels(fields, page('<after>made up</after>'))));
  t.is(nowhere?.condition, 'item-not-found');
  const index = errorOf(await ask(on, channels(fields, page('<index>1</index>'))));
  t.is(index?.condition, 'feature-not-implemented');
});

const REFUSED: readonly [why: string, fields: Fields, condition: string, type: string, name: string][] = [
  ['an unknown order (§4.2.2.2)', { q: 'a', key: 'size' }, 'feature-not-implemented', 'modify', 'invalid-sort-key'],
  ['no word in what was typed (§4.2.2.3)', { q: '?! -' }, 'bad-request', 'modify', 'invalid-search-terms'],
  ['too many words (§4.2.2.3)', { q: 'a b c d e f' }, 'bad-request', 'modify', 'invalid-search-terms'],
  ['too long a text (§4.2.2.3)', { q: 'a'.repeat(257) }, 'bad-request', 'modify', 'invalid-search-terms'],
  ['all rooms and words (§4.2.2.6)', { q: 'a', all: '1' }, 'bad-request', 'modify', 'conflicting-fields'],
  [
    'words and nothing to search in (§4.2.2.6)',
    { q: 'a', sinname: '0', sindescription: '0', sinaddress: '0' },
    'bad-request',
    'modify',
    'conflicting-fields',
  ],
  ['nothing to search for (§4.2.2.7)', { min_users: '1' }, 'bad-request', 'cancel', 'no-search-conditions'],
  ['another form (§4.2.2.7)', { FORM_TYPE: 'x', q: 'a' }, 'bad-request', 'cancel', 'no-search-conditions'],
];

for (const [why, fields, condition, type, name] of REFUSED) {
  test(`refused: ${why} (XEP-0433)`, async (t) => {
    const answer = await ask(await town(), channels(fields));
    t.like(errorOf(answer), { condition, type });
    t.truthy(child(child(answer, 'error') ?? t.fail(), name, errors));
  });
}

test('nothing found is an empty result, fields that nobody knows are passed over (XEP-0433 §5)', async (t) => {
  const on = await town();
  t.deepEqual(await found(on, { q: 'nothing-like-it', 'x-unknown': '7' }), []);
  t.deepEqual(await found(on, { all: '1', types: 'xep-0369' }), []);
  t.is((await found(on, { all: '1', types: 'xep-0045' })).length, 3);
});

test('who may not use the service finds nothing in it', async (t) => {
  const on = await town();
  const stranger = 'eve@elsewhere.example/x';
  const result = child(await ask(on, channels({ all: '1' }), 'get', stranger), 'result', searchNs) ?? t.fail();
  t.is(children(result, 'item').length, 0);
});

test('searches wait for each other; who comes when too many wait is told when to come again (XEP-0433 §4.2.2.4)', async (t) => {
  const store = memoryStore();
  const opened = Promise.withResolvers<void>();
  const slow = Object.create(store, {
    rooms: {
      value: {
        ...store.rooms,
        search: async (query: Parameters<typeof store.rooms.search>[0]) => {
          await opened.promise;
          return store.rooms.search(query);
        },
      },
    },
  }) as typeof store;
  const on = (await new World({ store: slow }).start()).connect();
  for (let number = 0; number < 52; number++) {
    on.send(bob, `<iq to='${domain}' type='get' id='${number}'>${channels({ all: '1' })}</iq>`);
  }
  const [refused = t.fail(), ...others] = await on.hears(bob);
  t.is(others.length, 0);
  t.is(refused.attrs['id'], '51');
  t.like(errorOf(refused), { condition: 'resource-constraint', type: 'wait' });
  const limit = child(child(refused, 'error') ?? t.fail(), 'rate-limit', errors) ?? t.fail();
  t.true(Number(limit.attrs['retry-after']) > 0);
  opened.resolve();
  t.is((await on.hears(bob)).length, 51);
});
