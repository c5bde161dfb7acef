/** The record of a category, as it is stored. */
import { applyCategoryEvent, type Category, emptyCategory, traitsOf } from '../category/category.ts';
import type {
  CategoryChanged,
  CategoryCreated,
  CategoryEvent,
  CategoryLists,
  CategoryTraits,
} from '../category/events.ts';
import type { ListDelta } from '../category/principal-set.ts';
import type { PersonKey } from '../store/event.ts';
import type { PeopleIndex } from './people-index.ts';
import { asItIs, type Body, type EventRows, nameIn, recordEvents } from './record-events.ts';
import type { KeyOf, Parts, RecordCodec, StreamRecord } from './stream-record.ts';

export type CategoryRecord = StreamRecord<Category, CategoryEvent>;

const categoryStreamPrefix = 'category:';

export function categoryStream(key: string): string {
  return categoryStreamPrefix + key;
}

/** The key of the category whose stream it is; undefined where it is another stream. */
export function categoryKeyOf(stream: string): string | undefined {
  return stream.startsWith(categoryStreamPrefix) ? stream.slice(categoryStreamPrefix.length) : undefined;
}

const listNames = ['allowed', 'denied', 'creators'] as const;

type ListParts = { readonly [List in keyof CategoryLists]: ListDelta };

function mapLists(lists: CategoryLists, change: (one: string) => string): CategoryLists {
  const changed = listNames.flatMap((list) => {
    const delta = lists[list];
    return delta === undefined
      ? []
      : [[list, { added: delta.added.map(change), removed: delta.removed.map(change) }] as const];
  });
  return Object.fromEntries(changed);
}

function namesInLists(lists: CategoryLists): string[] {
  return listNames.flatMap((list) => [...(lists[list]?.added ?? []), ...(lists[list]?.removed ?? [])]);
}

function withLists<Event extends CategoryCreated | CategoryChanged>() {
  return {
    names: ({ lists }: Event) => namesInLists(lists),
    encode: ({ kind: _kind, at: _at, by: _by, lists, ...told }: Event, keyOf: KeyOf) => ({
      ...told,
      lists: mapLists(lists, keyOf),
    }),
    keys: ({ lists }: Body) => namesInLists(lists as ListParts),
    decode: ({ lists, ...told }: Body, people: PeopleIndex) =>
      ({ ...told, lists: mapLists(lists as ListParts, nameIn(people)) }) as Omit<Event, 'kind' | 'at' | 'by'>,
  };
}

const rows: EventRows<CategoryEvent> = {
  'category-created': withLists<CategoryCreated>(),
  'category-changed': withLists<CategoryChanged>(),
  'category-reviewed': { ...asItIs, housekeeping: true },
  'category-removed': asItIs,
};

const marks = ['at', 'removed', 'namedByHand', 'listedByHand', 'narrowed', 'reviewed', 'narrowedByHand'] as const;

interface CategoryPart extends Pick<Category, (typeof marks)[number]>, CategoryTraits {
  readonly lists: Readonly<Record<(typeof listNames)[number], readonly PersonKey[]>>;
}

export function categoryCodec(key: string): RecordCodec<Category, CategoryEvent> {
  return {
    empty: () => emptyCategory(key),
    apply: applyCategoryEvent,
    ...recordEvents<CategoryEvent>(rows),
    snapshot: {
      names: (category) => listNames.flatMap((list) => [...category[list]]),
      encode: encodeCategory,
      keys: (parts) => Object.values(partOf(parts)?.lists ?? {}).flat(),
      fill: fillCategory,
    },
  };
}

function encodeCategory(category: Category, keyOf: KeyOf): Parts {
  const part = {
    ...traitsOf(category),
    ...Object.fromEntries(marks.map((mark) => [mark, category[mark]])),
    lists: Object.fromEntries(listNames.map((list) => [list, [...category[list]].map(keyOf)])),
  };
  return { category: JSON.stringify(part) };
}

function partOf(parts: Parts): CategoryPart | undefined {
  const text = parts['category'];
  return text === undefined ? undefined : (JSON.parse(text) as CategoryPart);
}

function fillCategory(category: Category, parts: Parts, people: PeopleIndex): void {
  const part = partOf(parts);
  if (part === undefined) return;
  const { lists, ...rest } = part;
  Object.assign(category, rest);
  for (const list of listNames) category[list].apply({ added: lists[list].map(nameIn(people)), removed: [] });
}
