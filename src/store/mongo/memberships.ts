/** Rooms by person. */
import type { Store } from '../port.ts';
import { membershipsIn } from './documents.ts';
import { pairsOf } from './keys.ts';
import type { MongoWork } from './work.ts';

export function membershipsOn(work: MongoWork): Store['memberships'] {
  const memberships = membershipsIn(work.database);
  return {
    list: ({ person, after, limit }) =>
      work.readSettled(async () => {
        if (limit <= 0) return [];
        // Also of a stream that they do not belong to any more: its document stays.
        const last =
          after === undefined ? undefined : await memberships.findOne({ _id: pairsOf(person), stream: { $eq: after } });
        if (last === null) return [];
        const found = await memberships
          .find({ _id: pairsOf(person, last?._id), belongs: { $eq: true } })
          .sort({ _id: 1 })
          .limit(limit)
          .toArray();
        return found.map(({ stream, seen }) => ({ stream, seen }));
      }),
  };
}
