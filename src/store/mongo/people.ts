/** People by key. */
import { randomBytes } from 'node:crypto';
import type { PersonKey } from '../event.ts';
import { inParts } from '../in-parts.ts';
import type { Store } from '../port.ts';
import { peopleIn } from './documents.ts';
import { leavingDuplicates } from './duplicates.ts';
import type { MongoWork } from './work.ts';

/** Unique enough for ever, and short, because every event carries one. */
const personKeyBytes = 9;

/** Asked for at once. */
const askedMax = 5_000;

export function peopleOn(work: MongoWork): Store['people'] {
  const people = peopleIn(work.database);
  const known = (jids: readonly string[]): Promise<ReadonlyMap<string, PersonKey>> =>
    work.read(async () => {
      const found = new Map<string, PersonKey>();
      for (const some of inParts([...new Set(jids)], askedMax)) {
        for (const { _id, jid } of await people.find({ jid: { $in: some } }).toArray()) found.set(jid, _id);
      }
      return inOrderOf(jids, found);
    });
  return {
    known,
    async keys(jids) {
      const found = await known(jids);
      const missing = [...new Set(jids)].filter((jid) => !found.has(jid));
      if (missing.length === 0) return found;
      const made = missing.map((jid) => ({ _id: randomBytes(personKeyBytes).toString('base64url'), jid }));
      await work.write(() => leavingDuplicates(made, (some) => people.insertMany(some, { ordered: false })));
      return known(jids);
    },
    jids: (keys) =>
      work.read(async () => {
        const found = new Map<PersonKey, string>();
        for (const some of inParts([...new Set(keys)], askedMax)) {
          for (const { _id, jid } of await people.find({ _id: { $in: some } }).toArray()) found.set(_id, jid);
        }
        return inOrderOf(keys, found);
      }),
  };
}

function inOrderOf(asked: readonly string[], found: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map(
    asked.flatMap((text) => {
      const answer = found.get(text);
      return answer === undefined ? [] : [[text, answer] as const];
    }),
  );
}
