/**
 * XEP-0055: Jabber Search 1.3 (2009-09-15)
 *
 * Of the fields that need no form only `nick` means something for rooms: their name. Whoever shows forms has more.
 */
import { isRefusal, type Refusal, refusal } from '../error.ts';
import { type Form, fieldRefusal, formIn, listField, textField } from '../form.ts';
import { buildForm } from '../form-build.ts';
import { NS } from '../namespaces.ts';
import { buildPage, type Page, type PageRequest, parsePageRequest } from '../rsm.ts';
import { childText, type Element, is, xml } from '../xml.ts';
import { given } from './given.ts';
import { type CategoryOptions, categoryField } from './search-category.ts';
import { WORDS_MAX, wordsIn } from './search-words.ts';

const TEXTS = ['name', 'description', 'address'] as const;
type Text = (typeof TEXTS)[number];

export interface RoomQuery {
  readonly words: readonly { readonly words: readonly string[]; readonly in: readonly Text[] }[];
  readonly language?: string;
  readonly open?: boolean;
  /** Key or name of a category. */
  readonly category?: string;
  /** Whether the answer is to be a form as well. */
  readonly byForm: boolean;
  readonly page: PageRequest;
}

export type RoomSearchRequest = { readonly kind: 'ask-form' } | { readonly kind: 'search'; readonly query: RoomQuery };

const TYPED_MAX = 256;
const LANGUAGE_MAX = 35;
const INSTRUCTIONS = 'Fill in what you look for; a part of a word is enough. As a nickname, give the name of a room.';
/** Names that are not registered begin so (XEP-0068 §3.4). */
const LABELS = {
  'x-name': 'Name of the room',
  'x-description': 'What it is for',
  'x-address': 'Address',
  'x-language': 'Language (such as en)',
  'x-open': 'Who may enter',
  'x-occupants': 'People in it',
  'x-category': 'Category',
} as const;
const OPEN_OPTIONS = ['any', 'open', 'closed'] as const;

/** Reads the payload of an iq; `undefined` where it is no search. */
export function parseRoomSearch(payload: Element, type: 'get' | 'set'): RoomSearchRequest | Refusal | undefined {
  if (!is(payload, 'query', NS.search)) return undefined;
  if (type === 'get') return { kind: 'ask-form' };
  const form = formIn(payload);
  if (isRefusal(form)) return form;
  const page = parsePageRequest(payload);
  if (isRefusal(page)) return page;
  const wish = form === undefined ? parseNick(payload) : parseFields(form);
  if (isRefusal(wish)) return wish;
  const { words, language, open, category } = wish;
  if (words.length === 0 && (language ?? open ?? category) === undefined) return nothingToSearchFor();
  return { kind: 'search', query: { ...wish, byForm: form !== undefined, page } };
}

type Wish = Omit<RoomQuery, 'byForm' | 'page'>;

function parseNick(payload: Element): Wish | Refusal {
  const typed = childText(payload, 'nick') ?? '';
  if ([...typed].length > TYPED_MAX) return fieldRefusal('nick', `at most ${TYPED_MAX} characters`);
  const words = parseWords('nick', typed);
  if (isRefusal(words)) return words;
  return { words: words.length === 0 ? [] : [{ words, in: ['name', 'address'] }] };
}

function parseFields(form: Form): Wish | Refusal {
  const words: Wish['words'][number][] = [];
  for (const text of TEXTS) {
    const typed = textField(form, `x-${text}`, { charactersMax: TYPED_MAX });
    if (isRefusal(typed)) return typed;
    const found = parseWords(`x-${text}`, typed ?? '');
    if (isRefusal(found)) return found;
    if (found.length > 0) words.push({ words: found, in: [text] });
  }
  const language = textField(form, 'x-language', { charactersMax: LANGUAGE_MAX });
  if (isRefusal(language)) return language;
  const open = listField(form, 'x-open', OPEN_OPTIONS);
  if (isRefusal(open)) return open;
  const category = textField(form, 'x-category', { charactersMax: TYPED_MAX });
  if (isRefusal(category)) return category;
  return given({
    words,
    language: language?.trim() || undefined,
    open: open === undefined || open === 'any' ? undefined : open === 'open',
    category: category?.trim() || undefined,
  });
}

function parseWords(field: string, typed: string): readonly string[] | Refusal {
  const words = wordsIn(typed);
  return words === 'too-many' ? fieldRefusal(field, `${WORDS_MAX} words at most`) : words;
}

/** `categories` by key, where there are some to choose from. */
export function buildRoomSearchForm(categories: CategoryOptions = []): Element {
  const form = buildForm({
    type: 'form',
    formType: NS.search,
    title: 'Search for rooms',
    instructions: INSTRUCTIONS,
    fields: [
      { kind: 'text-single', name: 'x-name', label: LABELS['x-name'] },
      { kind: 'text-single', name: 'x-description', label: LABELS['x-description'] },
      { kind: 'text-single', name: 'x-address', label: LABELS['x-address'] },
      { kind: 'text-single', name: 'x-language', label: LABELS['x-language'] },
      {
        kind: 'list-single',
        name: 'x-open',
        label: LABELS['x-open'],
        value: 'any',
        options: [
          { value: 'any', label: 'Does not matter' },
          { value: 'open', label: 'Everybody' },
          { value: 'closed', label: 'Members, or who knows a password' },
        ],
      },
      ...categoryField('x-category', categories),
    ],
  });
  return xml('query', { xmlns: NS.search }, xml('instructions', {}, INSTRUCTIONS), xml('nick'), form);
}

export interface FoundRoom {
  readonly jid: string;
  readonly name: string;
  readonly description: string;
  readonly language: string;
  readonly occupants: number;
  readonly open: boolean;
  /** The name of its category, where there is something to be said of it. */
  readonly category?: string;
}

const COLUMNS = ['x-name', 'x-description', 'x-language', 'x-occupants', 'x-open'] as const;

/** Nothing found is an empty element, without a form and without a page (§2.1). */
export function buildFoundRooms(
  rooms: readonly FoundRoom[],
  { byForm, page }: { readonly byForm: boolean; readonly page: Page },
): Element {
  if (page.count === 0) return xml('query', { xmlns: NS.search });
  const found = byForm ? [foundForm(rooms)] : rooms.map(({ jid, name }) => xml('item', { jid }, xml('nick', {}, name)));
  return xml('query', { xmlns: NS.search }, ...found, buildPage(page));
}

function foundForm(rooms: readonly FoundRoom[]): Element {
  const withCategory = rooms.some(({ category }) => category !== undefined);
  const columns = withCategory ? [...COLUMNS, 'x-category' as const] : COLUMNS;
  return buildForm({
    type: 'result',
    formType: NS.search,
    fields: [],
    table: {
      columns: [{ name: 'jid', label: 'Room' }, ...columns.map((name) => ({ name, label: LABELS[name] }))],
      rows: rooms.map(({ jid, name, description, language, occupants, open, category }) => [
        ...[jid, name, description, language],
        ...[String(occupants), open ? 'open' : 'closed'],
        ...(withCategory ? [category ?? ''] : []),
      ]),
    },
  });
}

const nothingToSearchFor = (): Refusal =>
  refusal('bad-request', 'modify', 'Fill in one field at least: the answer cannot be all rooms.');
