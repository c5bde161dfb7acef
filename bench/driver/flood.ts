/** The phase in which more is said than the service can take: as much as the connection takes, whatever is under way. */
import { setImmediate as turn } from 'node:timers/promises';
import { MessageOrder } from './message-order.ts';
import type { Room } from './room.ts';
import type { Session } from './session.ts';
import { say } from './talking.ts';
import type { Work } from './work.ts';

/** Messages between two looks at whether the connection still takes more. */
const AT_A_TIME = 64;

export interface Flood extends Work {
  /** When the last message was written, on the clock of `performance.now()`. */
  readonly endedAtMs: number;
  /** When everybody had got everything. */
  readonly drainedAtMs: number;
}

/** It is over when everybody has got everything. */
export async function flood(session: Session, rooms: readonly Room[], seconds: number): Promise<Flood> {
  for (const room of rooms) room.order = new MessageOrder(room.jid, room.size);
  const latencies: number[] = [];
  let said = 0;
  let delivered = 0;
  let endedAtMs = 0;
  const finish = (): void => {
    if (endedAtMs > 0 && latencies.length === said) session.done();
  };
  const pour = async (): Promise<void> => {
    for (const untilMs = performance.now() + seconds * 1000; performance.now() < untilMs; ) {
      for (let left = AT_A_TIME; left > 0; left -= 1) {
        const room = rooms[said % rooms.length];
        if (room !== undefined) say(session, room);
        said += 1;
      }
      await turn();
      await session.link.writable();
      if (session.fault !== undefined) return;
    }
    endedAtMs = performance.now();
    finish();
  };
  await session.run({
    name: 'saying more than can be taken',
    begin: () => {
      pour().catch((error: unknown) => session.fail(String(error)));
    },
    copy: (_room, _place, message) => {
      delivered += 1;
      if (message.missing > 0) return;
      latencies.push(performance.now() - message.sentAt);
      finish();
    },
    progress: () => `${latencies.length} of ${said} messages with everybody`,
  });
  return { operations: said, delivered, latencies, endedAtMs, drainedAtMs: session.doneAtMs };
}
