/** Reading groups from a directory: what no OpenLDAP does, and what would take one too long. */
import test from 'ava';
import { readAddressPattern } from '../../src/groups/address-pattern.ts';
import type { Directory, Entry, Search } from '../../src/groups/directory.ts';
import { LdapGroups } from '../../src/groups/ldap-source.ts';
import type { LogFields } from '../../src/ops/log.ts';
import { silentLog } from '../../src/ops/log.ts';

type Attributes = Readonly<Record<string, readonly string[]>>;

const groupsBase = 'ou=groups,dc=x';
const peopleBase = 'ou=people,dc=x';

/** Entries by name; what ends with the base is found below it. Ranges are given as Active Directory does. */
class Shelf implements Directory {
  readonly asked: Search[] = [];
  closed = 0;
  readonly #entries: Readonly<Record<string, Attributes>>;
  readonly #rangeSize: number;

  constructor(entries: Readonly<Record<string, Attributes>>, rangeSize = Number.POSITIVE_INFINITY) {
    this.#entries = entries;
    this.#rangeSize = rangeSize;
  }

  async *search(search: Search): AsyncIterable<readonly Entry[]> {
    this.asked.push(search);
    const found = Object.keys(this.#entries).filter((dn) =>
      search.scope === 'base' ? dn === search.base : dn.endsWith(search.base),
    );
    for (const dn of found) yield [{ dn, attributes: this.#given(this.#entries[dn] ?? {}, search) }];
  }

  async close(): Promise<void> {
    this.closed += 1;
  }

  #given(attributes: Attributes, search: Search): Map<string, readonly string[]> {
    const all = new Map(Object.entries(attributes));
    const members = attributes['member'] ?? [];
    if (members.length <= this.#rangeSize) return all;
    const [, from = '0'] = /range=(\d+)-/.exec(search.attributes.join()) ?? [];
    const end = Number(from) + this.#rangeSize;
    all.set('member', []);
    all.set(`member;range=${from}-${end < members.length ? end - 1 : '*'}`, members.slice(Number(from), end));
    return all;
  }
}

function sourceOn(shelf: Directory, said: LogFields[] = [], nested = true): LdapGroups {
  const jid = readAddressPattern('{uid}@example.org');
  if (jid === undefined) throw new Error('a pattern');
  return new LdapGroups({
    open: async () => shelf,
    groups: { base: groupsBase, filter: '(a=b)', name: 'cn' },
    people: { base: peopleBase, filter: '(c=d)', jid },
    nested,
    log: { ...silentLog, warn: (fields) => void said.push(fields) },
  });
}

function people(...uids: readonly string[]): Record<string, Attributes> {
  return Object.fromEntries(uids.map((uid) => [`uid=${uid},${peopleBase}`, { uid: [uid] }]));
}

function group(name: string, ...members: readonly string[]): Record<string, Attributes> {
  return { [`cn=${name},${groupsBase}`]: { cn: [name], member: members } };
}

const personDn = (uid: string) => `uid=${uid},${peopleBase}`;
const groupDn = (name: string) => `cn=${name},${groupsBase}`;

test('the members of a large group of Active Directory are asked for range by range', async (t) => {
  const uids = Array.from({ length: 3_200 }, (_, index) => `u${index}`);
  const shelf = new Shelf({ ...group('all', ...uids.map(personDn)), ...people(...uids) }, 1_500);
  const groups = await sourceOn(shelf).load();
  t.deepEqual(groups.get('all')?.toSorted(), uids.map((uid) => `${uid}@example.org`).toSorted());
  const ranges = shelf.asked.filter(({ scope }) => scope === 'base').map(({ attributes }) => attributes[0]);
  t.deepEqual(ranges, ['member;range=1500-*', 'member;range=3000-*']);
  t.is(shelf.closed, 1);
});

test('a range that never comes is a failure, not a smaller group', async (t) => {
  const shelf = new Shelf({ [groupDn('all')]: { cn: ['all'], 'member;range=0-1': [personDn('a'), personDn('b')] } });
  await t.throwsAsync(sourceOn(shelf).load(), { message: /did not give all members of cn=all/ });
  t.is(shelf.closed, 1);
});

test('groups in a circle have the same members, and a chain is followed a long way, but not for ever', async (t) => {
  const chain = Array.from({ length: 40 }, (_, index) =>
    group(`g${index}`, groupDn(`g${index + 1}`), personDn(`u${index}`)),
  );
  const uids = chain.map((_, index) => `u${index}`);
  const circle = { ...group('a', groupDn('b'), personDn('u0')), ...group('b', groupDn('a'), personDn('u1')) };
  const said: LogFields[] = [];
  const groups = await sourceOn(new Shelf(Object.assign({}, ...chain, circle, people(...uids))), said).load();
  t.deepEqual(groups.get('a')?.toSorted(), ['u0@example.org', 'u1@example.org']);
  t.deepEqual(groups.get('b')?.toSorted(), groups.get('a')?.toSorted());
  t.is(groups.get('g0')?.length, 21);
  t.is(groups.get('g39')?.length, 1);
  t.deepEqual(said, [{ unknownMembers: 1, groupsTooDeep: 19 }]);
});

test('groups of one name are one group, and an entry with several names is several', async (t) => {
  const shelf = new Shelf({
    [`cn=desk,ou=eu,${groupsBase}`]: { cn: ['desk'], member: [personDn('a')] },
    [`cn=desk,ou=us,${groupsBase}`]: { cn: ['desk', 'Büro'], member: [personDn('b')] },
    [`cn=c\\,d,${groupsBase}`]: { cn: ['c,d'], member: [personDn('a')] },
    ...people('a', 'b'),
  });
  const said: LogFields[] = [];
  t.deepEqual(Object.fromEntries(await sourceOn(shelf, said).load()), {
    desk: ['a@example.org', 'b@example.org'],
    Büro: ['b@example.org'],
  });
  t.deepEqual(said, [{ groupsWithoutName: 1 }]);
});

test('what cannot be used is told once, and again when it is something else', async (t) => {
  const entries: Record<string, Attributes> = {
    ...group('desk', 'nonsense', personDn('gone'), personDn("o'neil"), personDn('a')),
    ...people('a', "o'neil"),
  };
  const said: LogFields[] = [];
  const source = sourceOn(new Shelf(entries), said);
  await source.load();
  t.deepEqual((await source.load()).get('desk'), ['a@example.org']);
  t.deepEqual(said, [{ malformedMembers: 1, unknownMembers: 1, membersWithoutAddress: 1 }]);
  Object.assign(entries, people('gone'));
  await source.load();
  t.deepEqual(said[1], { malformedMembers: 1, membersWithoutAddress: 1 });
});

test('only the filters of the configuration are asked with, whatever the names in the directory', async (t) => {
  const shelf = new Shelf({ ...group('*)(uid=*', personDn('*')), ...people('*') });
  await sourceOn(shelf).load();
  t.deepEqual([...new Set(shelf.asked.map(({ filter }) => filter))], ['(a=b)', '(c=d)']);
});

test('more groups or members than are held are refused as a whole', async (t) => {
  const many = Object.assign({}, ...Array.from({ length: 10_001 }, (_, index) => group(`g${index}`)));
  await t.throwsAsync(sourceOn(new Shelf(many)).load(), { message: /more than 10000 groups .*ldap\.groupsFilter/ });

  const uids = Array.from({ length: 2_000 }, (_, index) => `u${index}`);
  const inner = group('inner', ...uids.map(personDn));
  const outer = Array.from({ length: 600 }, (_, index) => group(`o${index}`, groupDn('inner')));
  const nested = new Shelf(Object.assign({}, inner, ...outer, people(...uids)));
  await t.throwsAsync(sourceOn(nested).load(), { message: /more than 1000000 members/ });
});
