/**
 * What one change of a list costs where there are many entries in all, and in the room: time until it is answered, and
 * bytes that the process writes, to its disk or to its server. Through the whole service, snapshots included as they fall due.
 */
import { readFileSync } from 'node:fs';
import type { Person } from '../../src/room/state.ts';
import type { Store } from '../../src/store/port.ts';
import { fillModel, fillRoom, peopleOf } from '../access/filling.ts';
import { domain, userJid } from '../access/house.ts';
import { milliseconds, type Row } from '../access/timing.ts';
import { fillJid } from '../fill.ts';
import { loneService } from '../lone-service.ts';
import type { StorePlace } from './place.ts';

const lengths = [10, 1_000, 100_000];
const firstRoom = 900_000;
const owner = `olga@${domain}`;
const changes = 400;

export async function measureChanges(place: StorePlace, entries: number): Promise<Record<string, Row>> {
  const store = await place.open();
  const filled = await fillModel(store, entries);
  const sizes = lengths.filter((length) => length <= entries);
  const people = await peopleOf(store, [owner, ...Array.from({ length: sizes.at(-1) ?? 0 }, (_, at) => userJid(at))]);
  for (const [place, length] of sizes.entries()) await fillRoom(store, listed(firstRoom + place, people, length));
  const rows: Record<string, Row> = {};
  const changing = await changer(store);
  for (const [place, length] of sizes.entries()) {
    rows[`a change of a list of ${length}, with ${filled.entries} entries elsewhere`] = await changing.measure(
      fillJid(firstRoom + place),
    );
  }
  await changing.stop();
  return rows;
}

function listed(room: number, people: readonly Person[], length: number): Parameters<typeof fillRoom>[1] {
  const entries = people.slice(0, length + 1).map((person, index) => ({
    person,
    facts: index === 0 ? ({ manager: 'owner' } as const) : ({ member: true } as const),
  }));
  return { room, settings: { membersOnly: true, public: false }, entries };
}

interface Changer {
  measure(roomJid: string): Promise<Row>;
  stop(): Promise<void>;
}

async function changer(store: Store): Promise<Changer> {
  let answered: (text: string) => void = () => {};
  const service = await loneService({
    store,
    said: (text) => {
      if (text.includes('<iq') && text.includes('id="change"')) answered(text);
    },
  });
  const change = async (roomJid: string, index: number): Promise<void> => {
    const affiliation = index % 2 === 0 ? 'member' : 'none';
    const item = `<item jid='new${index >> 1}@${domain}' affiliation='${affiliation}'/>`;
    const answer = new Promise<string>((resolve) => (answered = resolve));
    service.hear(
      `<iq type='set' id='change' from='${owner}/r' to='${roomJid}'><query xmlns='http://jabber.org/protocol/muc#admin'>` +
        `${item}</query></iq>`,
    );
    const text = await answer;
    if (!text.includes('type="result"')) throw new Error(`no change: ${text}`);
  };
  return {
    async measure(roomJid) {
      // The room comes into memory, and those who are named have to be known.
      for (let index = 0; index < changes; index++) await change(roomJid, index);
      const waits: number[] = [];
      const before = bytesWritten();
      for (let index = 0; index < changes; index++) {
        const begun = performance.now();
        await change(roomJid, index);
        waits.push(performance.now() - begun);
      }
      return { ...milliseconds(waits), 'bytes written each': Math.round((bytesWritten() - before) / changes) };
    },
    stop: () => service.stop(),
  };
}

/** By all threads of this process, to files and sockets (proc(5)); 0 where there is no /proc. */
function bytesWritten(): number {
  try {
    return Number(/^wchar: (\d+)/m.exec(readFileSync('/proc/self/io', 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
