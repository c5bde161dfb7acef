/** Rooms by session. */
import type { Store } from '../port.ts';
import { sessionsIn } from './documents.ts';
import { behindPairsOf, pairsOf } from './keys.ts';
import type { MongoWork } from './work.ts';

interface Session {
  readonly session: string;
  readonly streams: string[];
}

export function sessionsOn(work: MongoWork): Store['sessions'] {
  const sessions = sessionsIn(work.database);
  return {
    streams: (session) =>
      work.readSettled(async () => {
        const found = await sessions
          .find({ _id: pairsOf(session) })
          .sort({ _id: 1 })
          .toArray();
        return found.map(({ stream }) => stream);
      }),
    list: ({ after, limit }) =>
      work.readSettled(async () => {
        const found: Session[] = [];
        if (limit <= 0) return found;
        const rows = sessions.find(after === undefined ? {} : { _id: { $gt: behindPairsOf(after) } }).sort({ _id: 1 });
        // Most sessions are in few rooms. Reading stops with the session behind the last one.
        for await (const { session, stream } of rows.batchSize(limit + 1)) {
          const last = found.at(-1);
          if (last?.session === session) last.streams.push(stream);
          else if (found.length < limit) found.push({ session, streams: [stream] });
          else break;
        }
        return found;
      }),
  };
}
