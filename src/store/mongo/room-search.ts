/** The search over the list of rooms: an index does not help where parts of words count. */
import type { Collection, Sort } from 'mongodb';
import type { RoomEntry } from '../port.ts';
import { type FoundRooms, folded, type RoomPlace, type RoomSearch, type SearchedText } from '../room-search.ts';
import type { RoomDocument } from './documents.ts';
import { inOrder } from './keys.ts';
import { entryOf } from './room-documents.ts';
import { countMeant } from './room-pages.ts';
import { allOf, type Condition, meant } from './shown-rooms.ts';

type Rooms = Collection<RoomDocument>;

const fields: Readonly<Record<SearchedText, string>> = {
  name: 'folded.name',
  description: 'folded.description',
  address: 'folded.address',
};

/** UTF-16 units of a word that is looked for; servers take patterns of 32 KiB. No listing holds a longer one. */
const wordLengthMax = 5_000;

export async function searchRooms(rooms: Rooms, query: RoomSearch): Promise<FoundRooms> {
  const conditions = conditionsOf(query);
  if (conditions === 'none') return { rooms: [], count: 0 };
  const page = query.limit > 0 ? await readPage(rooms, query, conditions) : [];
  const isWhole = query.after === undefined && query.before === undefined && page.length < query.limit;
  return { rooms: page, count: isWhole ? page.length : await countMeant(rooms, query, conditions) };
}

async function readPage(rooms: Rooms, query: RoomSearch, conditions: readonly Condition[]): Promise<RoomEntry[]> {
  const backwards = query.before !== undefined;
  const found = await rooms
    .find(allOf([...meant(query), ...conditions, ...boundOf(query)]))
    .sort(orders[query.order][backwards ? 'backwards' : 'forwards'])
    .limit(query.limit)
    .toArray();
  const entries = found.map(entryOf);
  return backwards ? entries.reverse() : entries;
}

const orders: Readonly<Record<RoomSearch['order'], { readonly forwards: Sort; readonly backwards: Sort }>> = {
  address: { forwards: { _id: 1 }, backwards: { _id: -1 } },
  occupants: { forwards: { occupants: -1, _id: 1 }, backwards: { occupants: 1, _id: -1 } },
};

/** `none`: nothing can meet them. */
function conditionsOf({ wanted, language, open, occupantsMin = 0 }: RoomSearch): Condition[] | 'none' {
  const said: Condition[] = [];
  if (open !== undefined) said.push({ open: { $eq: open } });
  if (occupantsMin > 0) said.push({ occupants: { $gte: occupantsMin } });
  if (language !== undefined) said.push({ languageTag: { $regex: `^${literally(`${language.toLowerCase()}-`)}` } });
  for (const { words, in: texts } of wanted) {
    for (const word of words.map(folded)) {
      if (texts.length === 0 || word.length > wordLengthMax || word.includes('\0')) return 'none';
      if (word !== '') said.push({ $or: texts.map((text) => ({ [fields[text]]: { $regex: literally(word) } })) });
    }
  }
  return said;
}

/** A pattern for exactly this text. As text and not as RegExp, whose source writes some characters as servers do not read them. */
function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

function boundOf({ order, after, before }: RoomSearch): Condition[] {
  if (before !== undefined) return before === 'end' ? [] : [beyond(before, order, 'before')];
  return after === undefined ? [] : [beyond(after, order, 'after')];
}

function beyond({ jid, occupants }: RoomPlace, order: RoomSearch['order'], side: 'after' | 'before'): Condition {
  const behind = side === 'after';
  const byJid: Condition = { _id: behind ? { $gt: inOrder(jid) } : { $lt: inOrder(jid) } };
  if (order === 'address') return byJid;
  const byNumber: Condition = { occupants: behind ? { $lt: occupants } : { $gt: occupants } };
  return { $or: [byNumber, { occupants: { $eq: occupants }, ...byJid }] };
}
