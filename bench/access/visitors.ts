/** People who come into rooms of a service in this process, and talk there; each is timed until they hear of it. */
import type { OutsideGroupMap } from '../../src/category/group-members.ts';
import type { Store } from '../../src/store/port.ts';
import { fillDomain } from '../fill.ts';
import { type LoneService, loneService } from '../lone-service.ts';

export interface Visitors {
  readonly service: LoneService;
  /** Milliseconds until the entrance is durable and told. */
  enter(bare: string, room: number): Promise<number>;
  /** Enters and says something every few milliseconds until it is asked to stop; how long each message took. */
  talk(bare: string, room: number): Promise<() => Promise<readonly number[]>>;
  /** How many have been told that they are not in a room any more. */
  readonly out: { count: number; lastAt: number };
}

const talkEveryMilliseconds = 5;

export async function visitors(load: {
  readonly store: Store;
  readonly outsideGroups?: OutsideGroupMap;
}): Promise<Visitors> {
  const waiting = new Map<string, (when: number) => void>();
  const out = { count: 0, lastAt: 0 };
  const settle = (key: string | undefined): void => {
    const resolve = waiting.get(key ?? '');
    if (resolve === undefined) return;
    waiting.delete(key ?? '');
    resolve(performance.now());
  };
  const said = (text: string): void => {
    for (const stanza of text.split(/(?<=<\/presence>|<\/message>)/)) {
      if (stanza.includes('type="error"')) fail(`refused: ${stanza.slice(0, 600)}`);
      if (stanza.includes('"110"')) {
        if (stanza.includes('type="unavailable"')) {
          out.count += 1;
          out.lastAt = performance.now();
        } else settle(/ to="([^"]+)"/.exec(stanza)?.[1] + roomIn(stanza));
      } else settle(/ id="(said\d+)"/.exec(stanza)?.[1]);
    }
  };
  const service = await loneService({ ...load, said });
  let spoken = 0;
  const answered = (key: string): Promise<number> => new Promise((resolve) => waiting.set(key, resolve));
  const enter = async (bare: string, room: number): Promise<number> => {
    const nick = bare.slice(0, bare.indexOf('@'));
    const to = `r${room}@${fillDomain}`;
    const told = answered(`${bare}/desk${to}`);
    const begun = performance.now();
    service.hear(
      `<presence from='${bare}/desk' to='${to}/${nick}'><x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x></presence>`,
    );
    return (await told) - begun;
  };
  const say = async (bare: string, room: number): Promise<number> => {
    const id = `said${++spoken}`;
    const told = answered(id);
    const begun = performance.now();
    service.hear(
      `<message from='${bare}/desk' to='r${room}@${fillDomain}' type='groupchat' id='${id}'><body>so be it</body></message>`,
    );
    return (await told) - begun;
  };
  const talk = async (bare: string, room: number): Promise<() => Promise<readonly number[]>> => {
    await enter(bare, room);
    const waits: Promise<number>[] = [];
    const timer = setInterval(() => waits.push(say(bare, room)), talkEveryMilliseconds);
    return () => {
      clearInterval(timer);
      return Promise.all(waits);
    };
  };
  return { service, enter, talk, out };
}

/** Not into the service, which would log it and go on. */
function fail(why: string): void {
  queueMicrotask(() => {
    throw new Error(why);
  });
}

function roomIn(stanza: string): string {
  return /from="([^"/]+)\//.exec(stanza)?.[1] ?? '';
}
