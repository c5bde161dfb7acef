/** What several commits together change in who belongs where: one write for each membership, and one for each visit. */
import type { AnyBulkWriteOperation } from 'mongodb';
import type { StreamId } from '../event.ts';
import type { MembershipDocument } from './documents.ts';
import { pair } from './keys.ts';
import type { DirectoryEffects } from './work.ts';

type Write = AnyBulkWriteOperation<MembershipDocument>;

interface Change {
  readonly person: string;
  readonly stream: StreamId;
  readonly belongs: boolean;
  /** Number of the event that says so. */
  readonly number: number;
  /** Whether the person belonged, and did not, within these commits. */
  readonly came: boolean;
  readonly went: boolean;
}

export class MembershipChanges {
  readonly #changes = new Map<string, Change>();
  /** What has been seen at last. */
  readonly #visits = new Map<string, number>();

  /** In the order of the commits. */
  add({ stream, number, began, affiliated = [], unaffiliated = [], visited = [] }: DirectoryEffects): void {
    for (const person of unaffiliated) {
      const id = pair(person, began);
      const before = this.#changes.get(id);
      const came = before !== undefined && (before.came || before.belongs);
      this.#changes.set(id, { person, stream, number, belongs: false, came, went: true });
      this.#visits.delete(id);
    }
    for (const person of affiliated) {
      const id = pair(person, began);
      const before = this.#changes.get(id);
      // Whoever belonged already stays as they were.
      if (before?.belongs) continue;
      this.#changes.set(id, { person, stream, number, belongs: true, came: true, went: before?.went ?? false });
    }
    for (const person of visited) this.#visits.set(pair(person, began), number);
  }

  belonging(): ReadonlyMap<string, Write> {
    return new Map([...this.#changes].map(([id, change]) => [id, change.belongs ? come(id, change) : go(id, change)]));
  }

  /** To be written after `belonging`. */
  visits(): ReadonlyMap<string, Write> {
    return new Map(
      [...this.#visits].map(([id, seen]) => {
        const filter = { _id: id, belongs: { $eq: true }, seen: { $lt: seen } };
        return [id, { updateOne: { filter, update: { $set: { seen } } } }];
      }),
    );
  }
}

function come(id: string, { person, stream, number, went }: Change): Write {
  // Who went within these commits may be written down as belonging still.
  const filter = { _id: id, number: { $lt: number }, ...(!went && { belongs: { $eq: false } }) };
  const update = { $set: { belongs: true, number, seen: number }, $setOnInsert: { person, stream } };
  return { updateOne: { filter, update, upsert: true } };
}

function go(id: string, { person, stream, number, came }: Change): Write {
  const filter = { _id: id, number: { $lt: number } };
  const update = { $set: { belongs: false, number }, $setOnInsert: { person, stream, seen: 0 } };
  // Of who never belonged nothing is written down.
  return { updateOne: { filter, update, upsert: came } };
}
