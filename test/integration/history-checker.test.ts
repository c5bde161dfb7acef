/** The judge itself is judged: it finds what it is there to find, and nothing else. */
import test from 'ava';
import fc from 'fast-check';
import { findFaults, type RoomRecord, type Sighting } from './history-checker.ts';

const archive: readonly Sighting[] = ['a', 'b', 'c', 'd', 'e'].map((id) => ({
  id,
  origin: `o-${id}`,
  body: `body ${id}`,
}));

function record(changes: Partial<RoomRecord> = {}, seen: readonly Sighting[] = archive): RoomRecord {
  return {
    archive,
    seen: new Map([
      ['alice', archive],
      ['bob', seen],
    ]),
    sent: archive.map(({ origin }) => origin),
    ...changes,
  };
}

test('a record in which everybody saw everything in order has no fault', (t) => {
  t.deepEqual(findFaults(record()), []);
});

test('copies repeated with the same stanza-id are no fault, wherever they come', (t) => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 4 })), (repeats) => {
      const seen = [...archive, ...repeats.map((index) => archive[index] ?? t.fail())];
      return findFaults(record({}, seen)).length === 0;
    }),
  );
  t.pass();
});

test('a message that one person did not see is lost, whichever it is', (t) => {
  for (const missing of archive) {
    const faults = findFaults(
      record(
        {},
        archive.filter((sighting) => sighting !== missing),
      ),
    );
    t.is(faults.length, 1);
    t.regex(faults[0] ?? '', new RegExp(`^lost: bob never saw o-${missing.id}`));
  }
});

test('a message that somebody saw and the archive does not have is lost', (t) => {
  const ghost = { id: 'x', origin: 'o-x', body: 'x' };
  const faults = findFaults(record({}, [...archive, ghost]));
  t.is(faults.length, 1);
  t.regex(faults[0] ?? '', /^lost: bob saw o-x as x/);
});

test('a message that was confirmed to its sender and is not in the archive is lost', (t) => {
  t.regex(findFaults(record({ sent: ['o-a', 'o-z'] }))[0] ?? '', /^lost: o-z was confirmed/);
});

test('one message under two archive ids is doubled', (t) => {
  const twice = [...archive, { id: 'f', origin: 'o-c', body: 'body c' }];
  const faults = findFaults({ archive: twice, seen: new Map([['bob', twice]]), sent: [] });
  t.deepEqual(faults, ['doubled: o-c has the archive ids c and f']);
});

test('any exchange of two messages is found as a wrong order', (t) => {
  for (let first = 0; first < archive.length; first += 1) {
    for (let second = first + 1; second < archive.length; second += 1) {
      const seen = [...archive];
      [seen[first], seen[second]] = [archive[second] ?? t.fail(), archive[first] ?? t.fail()];
      t.true(findFaults(record({}, seen)).some((fault) => fault.startsWith('reordered: bob')));
    }
  }
});

test('a message with another body or another sender than in the archive is changed', (t) => {
  const seen = archive.map((sighting) => (sighting.id === 'b' ? { ...sighting, body: 'other' } : sighting));
  t.regex(findFaults(record({}, seen))[0] ?? '', /^changed: bob saw b/);
});

test('many faults of one kind are told briefly', (t) => {
  const long = Array.from({ length: 100 }, (_, index) => ({ id: `${index}`, origin: `o-${index}`, body: '' }));
  const faults = findFaults({ archive: long, seen: new Map([['bob', []]]), sent: [] });
  t.is(faults.length, 6);
  t.is(faults.at(-1), '… and 95 more like this');
});
