/**
 * The whole service in this process, with no server and no socket around it: what is given to `hear` is parsed as
 * from the stream, what the service says is counted and thrown away.
 */
import type { OutsideGroupMap } from '../src/category/group-members.ts';
import type { Clock } from '../src/ops/clock.ts';
import { systemClock } from '../src/ops/clock.ts';
import { silentLog } from '../src/ops/log.ts';
import { randomTexts } from '../src/ops/random.ts';
import { type RunningService, startService } from '../src/service/service.ts';
import type { Store } from '../src/store/port.ts';
import { parseElements } from '../src/wire/parser.ts';
import type { ComponentStream, StreamHandlers } from '../src/wire/stream.ts';
import { sendingText } from '../test/sending.ts';
import { fillDomain } from './fill.ts';

export interface LoneService {
  /** Text of whole stanzas, `from` included. */
  hear(text: string): void;
  /** Settles when the service takes stanzas, and has dealt with what can be dealt with at once. */
  breath(): Promise<void>;
  stop(): Promise<void>;
  readonly house: RunningService['house'];
}

export interface LoneServiceOptions {
  readonly store: Store;
  readonly clock?: Clock;
  /** Sees all text as it leaves. */
  readonly said?: (text: string) => void;
  readonly outsideGroups?: OutsideGroupMap;
}

export async function loneService(options: LoneServiceOptions): Promise<LoneService> {
  const { store, clock = systemClock, said, outsideGroups } = options;
  const paused = new Set<string>();
  let handlers: StreamHandlers | undefined;
  const hear = (text: string): void => {
    for (const stanza of parseElements(text) ?? []) handlers?.stanza(stanza);
  };
  const stream: ComponentStream = {
    up: true,
    bufferedBytes: 0,
    ...sendingText((text) => {
      said?.(text);
      // A server routes what we ask ourselves back to us, by which we know how far it has read.
      if (text.length < 300 && text.includes(`to="${fillDomain}"`)) setImmediate(() => hear(text));
    }),
    pause: (reason) => void paused.add(reason),
    resume: (reason) => void paused.delete(reason),
    reconnect: () => {},
    flush: () => Promise.resolve(),
    close: () => Promise.resolve(true),
  };
  const running: RunningService = await startService({
    domain: fillDomain,
    users: ['*'],
    serverCopies: false,
    admins: [],
    largeRoomsAbove: 0,
    roomsCreatedBy: 'everyone',
    rates: undefined,
    ...(outsideGroups && { outsideGroups }),
    version: '0',
    contacts: {},
    stanzaSizeBytesMax: 262_144,
    store,
    log: silentLog,
    clock,
    random: randomTexts(),
    openStream: (given) => {
      handlers = given;
      return stream;
    },
    fatal: ({ line }) => {
      throw new Error(line);
    },
    ready: () => {},
  });
  handlers?.up();
  const breath = async (): Promise<void> => {
    do await new Promise((resolve) => setImmediate(resolve));
    while (paused.size > 0);
  };
  await breath();
  return { hear, breath, stop: () => running.stop(), house: running.house };
}
