/** The phase in which people talk at a steady rate, however long the service takes: for how long it takes. */
import { MessageOrder } from './message-order.ts';
import { keepPace } from './pace.ts';
import type { Room } from './room.ts';
import type { Session } from './session.ts';
import type { Stanza } from './stanza.ts';
import { say } from './talking.ts';
import type { Timed, Work } from './work.ts';

/** Rooms in which, together, so many messages are said a second, in one after the other. */
export interface Voice {
  readonly rooms: readonly Room[];
  readonly perSecond: number;
}

export interface SteadyTalk extends Work {
  /** The messages of each voice. */
  readonly told: readonly (readonly Timed[])[];
}

/**
 * What goes on beside and is not measured: stanzas with ids that begin with `ask`, so that errors for them are taken,
 * and without text, so that nobody expects their copies.
 */
export interface Noise {
  readonly perSecond: number;
  act(index: number): void;
  heard(stanza: Stanza): void;
}

/** How long nothing of the noise arrives when it is over. */
const NOISE_OVER_MILLISECONDS = 500;

export async function talkSteadily(
  session: Session,
  voices: readonly Voice[],
  seconds: number,
  noise?: Noise,
): Promise<SteadyTalk> {
  const told: Timed[][] = voices.map(() => []);
  const voiceOf = new Map(voices.flatMap(({ rooms }, voice) => rooms.map((room) => [room, told[voice]] as const)));
  for (const room of voiceOf.keys()) room.order = new MessageOrder(room.jid, room.size);
  let said = 0;
  let complete = 0;
  let delivered = 0;
  let isOver = false;
  const paces = voices.map(({ rooms, perSecond }) => ({
    perSecond,
    act: (dueMs: number, index: number) => {
      const room = rooms[index % rooms.length];
      if (room === undefined) return;
      said += 1;
      say(session, room, { dueMs });
    },
  }));
  let noiseAtMs = 0;
  const finish = (): void => {
    if (!isOver || complete < said) return;
    if (performance.now() - noiseAtMs > NOISE_OVER_MILLISECONDS) session.done();
    else setTimeout(finish, NOISE_OVER_MILLISECONDS);
  };
  await session.run({
    name: 'talking steadily',
    begin: () => {
      const beside = noise && { perSecond: noise.perSecond, act: (_: number, index: number) => noise.act(index) };
      keepPace(beside === undefined ? paces : [...paces, beside], seconds)
        .then(() => {
          isOver = true;
          finish();
        })
        .catch((error: unknown) => session.fail(String(error)));
    },
    copy: (room, _place, message) => {
      delivered += 1;
      if (message.missing > 0) return;
      complete += 1;
      voiceOf.get(room)?.push({ dueMs: message.sentAt, tookMs: performance.now() - message.sentAt });
      finish();
    },
    ...(noise !== undefined && {
      stanza: (stanza: Stanza) => {
        noiseAtMs = performance.now();
        noise.heard(stanza);
      },
    }),
    progress: () => `${complete} of ${said} messages with everybody`,
  });
  return { operations: said, delivered, latencies: told.flat().map(({ tookMs }) => tookMs), told };
}
