/** The lists of a room, against lists that are written down plainly and looked through. */
import test from 'ava';
import fc from 'fast-check';
import { AccessList, type Entry } from '../../src/room/access-list.ts';

const jid = fc.constantFrom('ann@x', 'bob@x', 'cat@x', 'x');
const facts = fc.constantFrom<Entry['facts']>(
  { member: true },
  { manager: 'owner', member: true },
  { member: true, nick: 'Fox' },
  { manager: 'owner', nick: 'FOX' },
  { outcast: true, nick: 'hen' },
);
const change = fc.record({ jid, facts: fc.option(facts, { nil: undefined }) });

function make(
  list: AccessList,
  plain: Map<string, Entry>,
  changes: readonly { jid: string; facts: Entry['facts'] | undefined }[],
) {
  for (const { jid, facts } of changes) {
    if (facts === undefined) {
      list.delete(jid);
      plain.delete(jid);
    } else {
      const entry = { person: { key: jid, jid }, facts };
      list.set(entry);
      plain.set(jid, entry);
    }
  }
}

function portrait(list: AccessList) {
  const holders = (nick: string) =>
    list
      .holdersOf(nick)
      .map(({ jid }) => jid)
      .sort();
  const entries = Object.fromEntries(
    Array.from(list.values(), (entry) => [entry.person.jid, list.get(entry.person.jid)]),
  );
  return { size: list.size, owners: list.owners, fox: holders('fox'), hen: holders('hen'), entries };
}

function expected(plain: ReadonlyMap<string, Entry>) {
  const all = [...plain.values()];
  const holders = (nick: string) =>
    all
      .filter(({ facts }) => facts.nick?.toLowerCase() === nick)
      .map(({ person }) => person.jid)
      .sort();
  return {
    size: all.length,
    owners: all.filter(({ facts }) => facts.manager === 'owner').length,
    fox: holders('fox'),
    hen: holders('hen'),
    entries: Object.fromEntries(plain),
  };
}

test('whatever changes, the lists answer as plain ones would, and a draft changes nothing but itself', (t) => {
  fc.assert(
    fc.property(fc.array(change), fc.array(change), (first, second) => {
      const list = new AccessList();
      const plain = new Map<string, Entry>();
      make(list, plain, first);
      const before = expected(plain);
      t.deepEqual(portrait(list), before);
      const draft = list.draft();
      make(draft, plain, second);
      t.deepEqual(portrait(draft), expected(plain));
      t.deepEqual(portrait(list), before);
    }),
  );
});
