/**
 * Some people flood one room with as many messages as they can, and others talk in small rooms beside it: how long those
 * beside wait, before and meanwhile, with the limits that are on by default and without any. The flood is stored and
 * copied to everybody in its room like any message, as far as it is let in.
 */
import { removeFolder, temporaryFolder } from '../../test/servers/child.ts';
import { createRooms } from '../driver/creating.ts';
import { enterAll } from '../driver/entering.ts';
import type { Room } from '../driver/room.ts';
import type { Session } from '../driver/session.ts';
import type { Stanza } from '../driver/stanza.ts';
import { type Noise, talkSteadily } from '../driver/steady-talk.ts';
import { middleP99, percentile, type Timed } from '../driver/work.ts';
import { settle } from '../process/measure.ts';
import { startAlone } from '../targets/longroom.ts';
import { alone, median, type Scenario } from './scenario.ts';

const FULL = {
  rooms: 100,
  perSecond: 200,
  crowd: 50,
  flooders: 10,
  floodPerSecond: 3_000,
  seconds: 20,
  warmUpSeconds: 5,
};
const QUICK = { rooms: 10, perSecond: 50, crowd: 10, flooders: 2, floodPerSecond: 500, seconds: 1, warmUpSeconds: 0.2 };
const OCCUPANTS = 5;
const FILLER = 'nobody wants to read this, and everybody gets it. '.repeat(3);

interface Figures {
  readonly before: readonly Timed[];
  readonly meanwhile: readonly Timed[];
  readonly copies: number;
  readonly errors: number;
}

export const flood: Scenario = {
  name: 'flood',
  title: 'p99 beside a flood, times what it was',
  reach: 2,
  better: 'less',
  suits: alone,
  measure: async (_target, { repeat, quick, seconds }) => {
    const size = { ...(quick ? QUICK : FULL), ...(seconds !== undefined && { seconds }) };
    const without: Figures[] = [];
    const limited: Figures[] = [];
    for (let run = 0; run < repeat; run += 1) {
      without.push(await floodOnce('off', size));
      limited.push(await floodOnce('on', size));
    }
    const runs = limited.map(ratio);
    const more = {
      ...told(limited, ''),
      ...told(without, ', no limits'),
      'copies of the flood': median(limited.map(({ copies }) => copies)),
      'copies of the flood, no limits': median(without.map(({ copies }) => copies)),
      'errors for the flood': median(limited.map(({ errors }) => errors)),
    };
    return { value: median(runs), unit: 'times', runs, more };
  },
};

/** Each compared with what it was just before, as the rest of the machine was then. */
function ratio({ before, meanwhile }: Figures): number {
  return p99(meanwhile) / p99(before);
}

function p99(timed: readonly Timed[]): number {
  return percentile(
    timed.map(({ tookMs }) => tookMs),
    0.99,
  );
}

function told(all: readonly Figures[], how: string): Record<string, number> {
  const of = (read: (one: Figures) => number) => median(all.map(read));
  return {
    [`p99 ms before${how}`]: of(({ before }) => p99(before)),
    [`p99 ms${how}`]: of(({ meanwhile }) => p99(meanwhile)),
    [`middle second p99 ms before${how}`]: of(({ before }) => middleP99(before, 1)),
    [`middle second p99 ms${how}`]: of(({ meanwhile }) => middleP99(meanwhile, 1)),
    [`times${how}`]: of(ratio),
  };
}

async function floodOnce(limits: 'on' | 'off', size: typeof FULL): Promise<Figures> {
  const folder = await temporaryFolder('bench-flood');
  const running = await startAlone(folder, { LONGROOM_LIMITS: limits });
  const { session, parts } = running;
  try {
    const flooded = session.newRooms(1, size.crowd);
    const [target] = flooded;
    if (target === undefined) throw new Error('there is no room to be flooded');
    const rooms = session.newRooms(size.rooms, OCCUPANTS);
    await createRooms(session, [...flooded, ...rooms]);
    await enterAll(session, [...flooded, ...rooms], { exact: false });
    const voices = [{ rooms, perSecond: size.perSecond }];
    await talkSteadily(session, voices, size.warmUpSeconds);
    await settle(session, parts);
    const before = await talkSteadily(session, voices, size.seconds);
    await settle(session, parts);
    const noise = new Flooding(session, target, size);
    const meanwhile = await talkSteadily(session, voices, size.seconds, noise);
    const { copies, errors } = noise;
    return { before: before.told.flat(), meanwhile: meanwhile.told.flat(), copies, errors };
  } finally {
    await running.stop();
    await removeFolder(folder);
  }
}

/** What those who flood this room send, and what comes of it. */
class Flooding implements Noise {
  readonly perSecond: number;
  copies = 0;
  errors = 0;
  readonly #session: Session;
  readonly #room: Room;
  readonly #flooders: number;

  constructor(session: Session, room: Room, { floodPerSecond, flooders }: typeof FULL) {
    this.perSecond = floodPerSecond;
    this.#session = session;
    this.#room = room;
    this.#flooders = flooders;
  }

  act(index: number): void {
    const from = this.#session.userJid(this.#room.users[index % this.#flooders] ?? 0);
    const inside = `<text xmlns='urn:longroom:bench'>${FILLER}</text><store xmlns='urn:xmpp:hints'/>`;
    this.#session.send(
      `<message type='groupchat' id='ask${index}' from='${from}' to='${this.#room.jid}'>${inside}</message>`,
    );
  }

  heard(stanza: Stanza): void {
    if (stanza.is('type', 'error')) this.errors += 1;
    else this.copies += 1;
  }
}
