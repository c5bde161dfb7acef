/** Moving a service in a test: exported as text, imported from it, and all that a store tells laid side by side. */

import type { StoredEvent } from '../../src/store/event.ts';
import type { Store } from '../../src/store/port.ts';
import { beginExport } from '../../src/transfer/export.ts';
import type { Head, Scope } from '../../src/transfer/format.ts';
import { Import, type ImportReport } from '../../src/transfer/import.ts';
import { readExport } from '../../src/transfer/read-export.ts';
import { type Begun, fileText, wishAfter } from '../../src/transfer/write-export.ts';
import { domain } from '../world.ts';

let files = 0;

/** The whole file. `meanwhile` is called before each piece of it is made. */
export async function exported(
  store: Store,
  more: { readonly what?: Scope; readonly begun?: Begun; readonly meanwhile?: () => Promise<void> } = {},
): Promise<string> {
  const { what = 'everything', begun, meanwhile } = more;
  files += 1;
  const source = { store, service: domain, version: '0', now: () => 0, random: () => `file ${files}` };
  const made = await beginExport(source, wishAfter(what, begun));
  if ('problem' in made) throw new Error(made.problem);
  const progress = { rooms: 0, events: 0, roomsInAll: 0 };
  let text = '';
  for await (const piece of fileText(made.text, { begun, progress, told: () => {} })) {
    text += piece;
    await meanwhile?.();
  }
  return text;
}

export interface Imported {
  readonly report: ImportReport;
  readonly told: readonly string[];
}

export async function imported(
  store: Store,
  text: string,
  more: { readonly dry?: boolean; readonly service?: string } = {},
): Promise<Imported> {
  const told: string[] = [];
  const { dry = false, service = domain } = more;
  const env = { store, service, dry, now: () => 0, tell: (line: string) => told.push(line), progress: () => {} };
  let work: Import | undefined;
  for await (const read of readExport(inPieces(text))) {
    if (read.kind === 'head') work = await Import.begin(env, read.head);
    else await work?.take(read);
  }
  await work?.finish();
  if (work === undefined) throw new Error('nothing was read');
  return { report: work.report, told };
}

/** In pieces of all sizes, as files and sockets give them. */
export async function* inPieces(text: string): AsyncGenerator<string> {
  for (let [from, size] = [0, 1]; from < text.length; from += size, size = (size * 7 + 13) % 5_000 || 1) {
    yield text.slice(from, from + size);
  }
}

export function headOf(text: string): Head {
  return JSON.parse(text.slice(0, text.indexOf('\n'))) as Head;
}

const all = { order: 'ascending', limit: 1_000_000 } as const;

export async function streamsOf(store: Store): Promise<readonly string[]> {
  return (await store.transfer.streams({ limit: 1_000_000 })).filter((stream) => stream !== 'probe');
}

/** All that a store tells, but of who was there before it and when. */
export async function contentOf(store: Store) {
  const streams: Record<string, unknown> = {};
  const named = new Set<string>();
  for (const stream of await streamsOf(store)) {
    const events: readonly StoredEvent[] = await store.read({ stream, ...all });
    for (const { person } of events) if (person !== undefined) named.add(person);
    for (const { archiveId, number } of events) {
      if (archiveId === undefined) continue;
      const found = await store.findArchived({ stream, archiveId });
      if (found?.number !== number) throw new Error(`${archiveId} of ${stream} is not found`);
    }
    streams[stream] = { events, last: await store.lastNumber(stream), snapshot: await store.snapshot(stream) };
  }
  const { memberships } = await store.transfer.memberships({ limit: 1_000_000 });
  return {
    streams,
    rooms: await store.rooms.list({ shown: 'all', limit: 1_000_000 }),
    people: [...(await store.people.jids([...named]))].sort(),
    memberships: [...memberships].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
    sessions: await store.sessions.list({ limit: 1_000_000 }),
    audit: (await store.audit({ limit: 1_000_000 })).events.map(({ stream, number }) => `${stream} ${number}`).sort(),
  };
}
