/**
 * XEP-0433: Extended Channel Search 0.1.0 (2020-02-27)
 */
import { isRefusal, type Refusal, refusal } from '../error.ts';
import { booleanField, type Form, formIn, integerField, textField } from '../form.ts';
import { buildForm } from '../form-build.ts';
import { NS } from '../namespaces.ts';
import { buildPage, type Page, type PageRequest, parsePageRequest } from '../rsm.ts';
import { type Element, is, xml } from '../xml.ts';
import { given } from './given.ts';
import { type CategoryOptions, categoryField } from './search-category.ts';
import { WORDS_MAX, wordsIn } from './search-words.ts';

const TEXTS = ['name', 'description', 'address'] as const;
export type ChannelText = (typeof TEXTS)[number];

export interface ChannelQuery {
  /** Absent where all are wanted. */
  readonly words?: { readonly words: readonly string[]; readonly in: readonly ChannelText[] };
  readonly occupantsMin: number;
  readonly order: 'address' | 'occupants';
  /** Key or name of a category; absent where any will do. */
  readonly category?: string;
  /** Whether rooms of XEP-0045 are wanted, or only what is not here. */
  readonly rooms: boolean;
  readonly page: PageRequest;
}

export type ChannelSearch = { readonly kind: 'ask-form' } | { readonly kind: 'search'; readonly query: ChannelQuery };

const TYPE = 'xep-0045';
const CATEGORY = `{${NS.longroomCategories}}category`;
const TYPED_MAX = 256;
const OCCUPANTS_MAX = 2 ** 31 - 1;
const ORDERS: Readonly<Record<string, ChannelQuery['order']>> = {
  [`{${NS.channelSearchOrder}}nusers`]: 'occupants',
  [`{${NS.channelSearchOrder}}address`]: 'address',
};

/** Reads the payload of an iq; `undefined` where it is no search. Fields that are not known are passed over (§5). */
export function parseChannelSearch(payload: Element): ChannelSearch | Refusal | undefined {
  if (!is(payload, 'search', NS.channelSearch)) return undefined;
  const form = formIn(payload);
  if (form === undefined) return { kind: 'ask-form' };
  if (isRefusal(form)) return form;
  const page = parsePageRequest(payload);
  if (isRefusal(page)) return page;
  const query = parseQuery(form, page);
  return isRefusal(query) ? query : { kind: 'search', query };
}

function parseQuery(form: Form, page: PageRequest): ChannelQuery | Refusal {
  if (form.type !== 'submit' || form.formType !== NS.channelSearchParams) return noSearchConditions();
  const words = parseWords(form);
  if (isRefusal(words)) return words;
  const occupantsMin = integerField(form, 'min_users', { min: 0, max: OCCUPANTS_MAX });
  if (isRefusal(occupantsMin)) return occupantsMin;
  const order = parseOrder(form);
  if (isRefusal(order)) return order;
  const category = textField(form, CATEGORY, { charactersMax: TYPED_MAX });
  if (isRefusal(category)) return category;
  const types = form.fields.get('types') ?? [];
  return given({
    words: words === 'all' ? undefined : words,
    occupantsMin: occupantsMin ?? 0,
    order,
    category: category?.trim() || undefined,
    rooms: types.length === 0 || types.includes(TYPE),
    page,
  });
}

function parseWords(form: Form): NonNullable<ChannelQuery['words']> | 'all' | Refusal {
  const all = booleanField(form, 'all');
  if (isRefusal(all)) return all;
  const typed = textField(form, 'q', { charactersMax: TYPED_MAX });
  if (isRefusal(typed)) return invalidSearchTerms(`Search for at most ${TYPED_MAX} characters, in one line.`);
  const isTyped = typed !== undefined && typed !== '';
  if (all === true) return isTyped ? conflictingFields('Either all rooms or those with some words: not both.') : 'all';
  if (!isTyped) return noSearchConditions();
  const words = wordsIn(typed);
  if (words === 'too-many') return invalidSearchTerms(`Search for ${WORDS_MAX} words at most.`);
  if (words.length === 0) return invalidSearchTerms('Search for a word with at least one letter or digit.');
  const texts: ChannelText[] = [];
  for (const text of TEXTS) {
    const wanted = isSearched(form, text);
    if (isRefusal(wanted)) return wanted;
    if (wanted) texts.push(text);
  }
  if (texts.length === 0) return conflictingFields('There is nothing to search in: name, description or address.');
  return { words, in: texts };
}

/** The address has one name in the example (§4.2.1) and another one in the table (§6.1). */
function isSearched(form: Form, text: ChannelText): boolean | Refusal {
  const wanted = booleanField(form, `sin${text}`);
  if (wanted !== undefined || text !== 'address') return wanted ?? true;
  return booleanField(form, 'sinaddr') ?? true;
}

function parseOrder(form: Form): ChannelQuery['order'] | Refusal {
  const values = form.fields.get('key') ?? [];
  if (values.length === 0) return 'occupants';
  const [key = ''] = values;
  const order = Object.hasOwn(ORDERS, key) && values.length === 1 ? ORDERS[key] : undefined;
  return order ?? invalidSortKey();
}

/** The form, with the values that hold where a field is not sent; `categories` by key, where there are some to choose from. */
export function buildChannelSearchForm(categories: CategoryOptions = []): Element {
  const form = buildForm({
    type: 'form',
    formType: NS.channelSearchParams,
    title: 'Search for rooms',
    instructions: 'Each of the words has to be in one of the texts; a part of a word is enough.',
    fields: [
      { kind: 'text-single', name: 'q', label: 'Search for' },
      { kind: 'boolean', name: 'all', label: 'All rooms (instead of a search)', value: false },
      { kind: 'boolean', name: 'sinname', label: 'Search in names', value: true },
      { kind: 'boolean', name: 'sindescription', label: 'Search in descriptions', value: true },
      { kind: 'boolean', name: 'sinaddress', label: 'Search in addresses', value: true },
      {
        kind: 'text-single',
        name: 'min_users',
        label: 'With so many people in it at least',
        value: '0',
        validation: { min: 0, max: OCCUPANTS_MAX },
      },
      {
        kind: 'list-multi',
        name: 'types',
        label: 'Kinds of rooms',
        values: [TYPE],
        options: [{ value: TYPE, label: 'Rooms (XEP-0045)' }],
      },
      {
        kind: 'list-single',
        name: 'key',
        label: 'Sort by',
        value: `{${NS.channelSearchOrder}}nusers`,
        options: [
          { value: `{${NS.channelSearchOrder}}nusers`, label: 'Number of people' },
          { value: `{${NS.channelSearchOrder}}address`, label: 'Address' },
        ],
      },
      ...categoryField(CATEGORY, categories),
    ],
  });
  return xml('search', { xmlns: NS.channelSearch }, form);
}

export interface Channel {
  readonly jid: string;
  readonly name: string;
  readonly description: string;
  readonly language: string;
  readonly occupants: number;
  readonly open: boolean;
  readonly realJids: boolean;
  /** The name of its category, where there is something to be said of it. */
  readonly category?: string;
}

/** Texts that are not there are left out, and `is-open` where it is not so: some take its presence for a yes (§6.2). */
export function buildChannels(channels: readonly Channel[], page: Page): Element {
  return xml('result', { xmlns: NS.channelSearch }, ...channels.map(buildChannel), buildPage(page));
}

function buildChannel(channel: Channel): Element {
  const { jid, name, description, language, occupants, open, realJids, category } = channel;
  const said = (element: string, text: string) => (text === '' ? undefined : xml(element, {}, text));
  return xml(
    'item',
    { address: jid },
    said('name', name),
    said('description', description),
    said('language', language),
    xml('nusers', {}, String(occupants)),
    xml('service-type', {}, TYPE),
    open ? xml('is-open', {}, 'true') : undefined,
    xml('anonymity-mode', {}, realJids ? `{${NS.channelSearchAnonymity}}none` : 'muc_semianonymous'),
    category === undefined ? undefined : xml('category', { xmlns: NS.longroomCategories }, category),
  );
}

type Why = NonNullable<Refusal['application']>;

function application(name: string, attrs: NonNullable<Why['attrs']> = {}): { readonly application: Why } {
  return { application: { name, xmlns: NS.channelSearchError, attrs } };
}

const invalidSortKey = (): Refusal =>
  refusal(
    'feature-not-implemented',
    'modify',
    'Rooms can be sorted by "nusers" and "address".',
    application('invalid-sort-key'),
  );

const invalidSearchTerms = (text: string): Refusal =>
  refusal('bad-request', 'modify', text, application('invalid-search-terms'));

const conflictingFields = (text: string): Refusal =>
  refusal('bad-request', 'modify', text, application('conflicting-fields'));

const noSearchConditions = (): Refusal =>
  refusal(
    'bad-request',
    'cancel',
    'Say in the form what to search for ("q"), or that all rooms are wanted ("all").',
    application('no-search-conditions'),
  );

export const tooManySearches = (retryAfterSeconds: number): Refusal =>
  refusal(
    'resource-constraint',
    'wait',
    'Too many people are searching at the moment. Try again shortly.',
    application('rate-limit', { 'retry-after': retryAfterSeconds }),
  );
