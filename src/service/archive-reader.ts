/** The archives of all rooms, for queries: a few are answered at a time. */
import { type ArchiveEnvironment, RoomArchive } from '../archive/room-archive.ts';
import { readPosted } from './event-codec.ts';
import { FewAtATime } from './few-at-a-time.ts';
import { occupantId } from './occupant-id.ts';
import { storeAway } from './refusals.ts';
import { roomStream } from './room-loader.ts';
import type { RoomQueryEnvironment } from './room-queries/question.ts';

export function archiveReader(
  env: Omit<ArchiveEnvironment, 'streamOf' | 'readMessage' | 'occupantId'>,
): RoomQueryEnvironment['archive'] {
  const archive = new RoomArchive({ ...env, streamOf: roomStream, readMessage: readPosted, occupantId });
  // Pages of history are large and read by many at once, when a server comes back.
  const reading = new FewAtATime({ atATime: 8, waitingMax: 2_000 });
  return async (request, question) => {
    const read = await reading.run(() => archive.answer(request, question));
    return read === undefined ? storeAway() : read.result;
  };
}
