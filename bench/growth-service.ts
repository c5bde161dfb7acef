/** Messages in a room with long lists, and pages of a long history, through the whole service. */

import type { RoomEvent } from '../src/room/events.ts';
import { openHouse } from '../src/room/open-house.ts';
import { defaultSettings } from '../src/room/traits/index.ts';
import { encodeEvent } from '../src/service/event-codec.ts';
import { loadRoom, roomStream } from '../src/service/room-loader.ts';
import { encodeRoom } from '../src/service/snapshot-codec.ts';
import { listParts } from '../src/service/snapshot-parts.ts';
import type { NewEvent } from '../src/store/event.ts';
import type { Store } from '../src/store/port.ts';
import { pageReader, pageSize, set, since } from './asking-pages.ts';
import { fillDomain } from './fill.ts';
import { type Cost, Meter } from './growth-store.ts';
import { loneService } from './lone-service.ts';
import { rounded } from './result-file.ts';

const room = `listed@${fillDomain}`;
const underWay = 64;
const eventsPerCommit = 500;
/** Of so many messages one is followed by a change of the lists, and one by somebody who comes and goes. */
const messagesPerChange = 50;
const warmUpShare = 0.2;
const pagesPerPlace = 20;
const places = 20;

/** A room that is open, with so many members, each with a nickname reserved. */
async function makeListed(store: Store, entries: number): Promise<void> {
  const jids = ['olga@localhost', ...Array.from({ length: entries }, (_, index) => `m${index}@localhost`)];
  const people: { jid: string; key: string }[] = [];
  for (let from = 0; from < jids.length; from += 1_000) {
    const keys = await store.people.keys(jids.slice(from, from + 1_000));
    for (const [jid, key] of keys) people.push({ jid, key });
  }
  const [olga, ...members] = people;
  if (olga === undefined) throw new Error('nobody to make a room');
  const stamp = { at: Date.now() - 1_000, by: olga };
  const affiliated = members.map((whom): RoomEvent => {
    const facts = { member: true as const, nick: whom.jid };
    return { kind: 'affiliated', ...stamp, whom, facts };
  });
  const created: RoomEvent = { kind: 'created', ...stamp, settings: defaultSettings, open: true };
  const events: NewEvent[] = [created, ...affiliated].map(encodeEvent);
  await store.rooms.claim({ jid: room, key: 'listed' });
  for (let from = 0; from < events.length; from += eventsPerCommit) {
    const commit = { stream: roomStream('listed'), first: from + 1, id: from + 1 };
    await store.commit({ ...commit, events: events.slice(from, from + eventsPerCommit) });
  }
  const { room: made } = await loadRoom({ store, directory: openHouse }, room);
  const stream = roomStream('listed');
  await store.saveSnapshot({ stream, number: made.number, parts: encodeRoom(made, listParts) });
}

function changeOfLists(index: number): string {
  const affiliation = index % 2 === 0 ? 'member' : 'none';
  return (
    `<iq type='set' id='a' from='olga@localhost/r' to='${room}'><query xmlns='http://jabber.org/protocol/muc#admin'>` +
    `<item jid='new${index >> 1}@localhost' affiliation='${affiliation}'/></query></iq>`
  );
}

function entering(who: string): string {
  const jid = `${who}@localhost/r`;
  return `<presence from='${jid}' to='${room}/${who}'><x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x></presence>`;
}

export async function postWithLists(load: {
  readonly store: Store;
  readonly entries: number;
  readonly seconds: number;
}): Promise<Cost> {
  await makeListed(load.store, load.entries);
  const begun = new Map<string, number>();
  const meter = new Meter();
  let heard: () => void = () => {};
  let entered = false;
  const service = await loneService({
    store: load.store,
    said: (text) => {
      for (const [, id] of text.matchAll(/ id="m(\d+)"/g)) {
        const since = begun.get(id ?? '');
        if (since === undefined) continue;
        begun.delete(id ?? '');
        meter.add(performance.now() - since);
      }
      entered ||= text.includes('"110"');
      heard();
    },
  });
  // Loading so long a list takes its time, once; what is measured is life in the room then.
  service.hear(entering('olga'));
  while (!entered) await new Promise<void>((resolve) => (heard = resolve));
  const start = performance.now();
  const end = start + load.seconds * 1_000;
  let warm = false;
  for (let index = 0; performance.now() < end; index++) {
    if (!warm && performance.now() > start + load.seconds * 1_000 * warmUpShare) {
      warm = true;
      meter.restart();
    }
    begun.set(`${index}`, performance.now());
    service.hear(
      `<message from='olga@localhost/r' to='${room}' type='groupchat' id='m${index}'><body>so be it</body></message>`,
    );
    if (index % messagesPerChange === 0) {
      service.hear(changeOfLists(index / messagesPerChange));
      service.hear(entering('guest'));
      service.hear(`<presence type='unavailable' from='guest@localhost/r' to='${room}/guest'/>`);
    }
    while (begun.size >= underWay) await new Promise<void>((resolve) => (heard = resolve));
  }
  const cost = meter.cost();
  await service.stop();
  return cost;
}

/** CPU milliseconds of a page: from places chosen by chance, and then on from there. */
export async function measurePages(load: { readonly store: Store; readonly messages: number }): Promise<number> {
  const reader = await pageReader(load.store);
  const wander = async (): Promise<void> => {
    const ago =
      Math.floor(Math.random() * (load.messages - pageSize * (pagesPerPlace + 2))) + pageSize * (pagesPerPlace + 2);
    let last = await reader.ask(since(Date.now() - ago * 60_000));
    for (let left = pagesPerPlace - 1; left > 0; left--) last = await reader.ask(set(`<after>${last}</after>`));
  };
  for (let warm = 0; warm < 3; warm++) await wander();
  const cpu = process.cpuUsage();
  for (let place = 0; place < places; place++) await wander();
  const used = process.cpuUsage(cpu);
  await reader.stop();
  return rounded((used.user + used.system) / 1_000 / (places * pagesPerPlace), 2);
}
