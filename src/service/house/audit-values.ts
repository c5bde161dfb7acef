/** What an event says of before and after, as values that can be shown. Nothing secret is among them. */
import type { CategoryEvent, CategoryLists, CategoryTraits } from '../../category/events.ts';
import type { ListDelta } from '../../category/principal-set.ts';
import type { AuditEntry, AuditValues } from '../../commands/house.ts';
import { momentText } from '../../commands/moment.ts';
import { asAbove, keptText } from '../../kept-days.ts';
import type { RoomEvent } from '../../room/events.ts';
import type { Hold } from '../../room/holds.ts';
import { isSameValue, type SettingValue } from '../../room/setting.ts';
import { defaultCategory, type Facts } from '../../room/state.ts';
import { defaultSettings, type Settings } from '../../room/traits/index.ts';
import type { Block } from '../blocked-list.ts';
import type { ServiceEvent } from '../service-events.ts';

type Values = Pick<AuditEntry, 'before' | 'after'>;

/** Names of a list that are shown, and characters of one value. */
const namesMax = 50;
const charactersMax = 2_000;
/** Settings whose value nobody is shown. */
const secrets: ReadonlySet<string> = new Set<keyof Settings>(['password']);

const nothing: Values = { before: {}, after: {} };

/** `nameOf`: of a category, by key. */
export function valuesOfServiceEvent(event: ServiceEvent, nameOf: (key: string) => string): Values {
  switch (event.kind) {
    case 'blocked':
    case 'unblocked':
      return { before: ofBlock(event.before), after: event.kind === 'blocked' ? ofBlock(event.after) : {} };
    case 'group-created':
    case 'group-changed':
    case 'group-removed': {
      const { name, members } = event;
      const { before, after } = ofDelta('members', members);
      return {
        before: event.kind === 'group-created' ? {} : { group: name, ...before },
        after: event.kind === 'group-removed' ? {} : { group: name, ...after },
      };
    }
    case 'policy-changed': {
      const { right, principal, before, after } = event;
      const shown = (rule: boolean | undefined): AuditValues =>
        rule === undefined ? {} : { right, principal, rule: rule ? 'allowed' : 'refused' };
      return { before: shown(before), after: shown(after) };
    }
    case 'federation-changed':
      return { before: shown({ federation: event.before }), after: shown({ federation: event.after }) };
    case 'addin-changed': {
      const { name, before, after } = event;
      const addin = (url: string | undefined): AuditValues => (url === undefined ? {} : { addin: name, url });
      return { before: addin(before), after: addin(after) };
    }
    case 'settings-changed':
      return { before: shown({ ...event.before }), after: shown({ ...event.after }) };
    case 'admins-changed':
      return ofDelta('administrators', event.change);
    case 'announced': {
      const { text, rooms, category } = event;
      return { before: {}, after: shown({ text, category: category && nameOf(category), rooms }) };
    }
    case 'hold-created':
      return { before: {}, after: ofHold(event.hold, nameOf) };
    case 'hold-released':
      return { before: ofHold(event.hold, nameOf), after: {} };
    case 'holds-followed':
    case 'category-listed':
    case 'category-unlisted':
    case 'rooms-reviewed':
      return nothing;
  }
}

export function valuesOfCategoryEvent(event: CategoryEvent): Values {
  switch (event.kind) {
    case 'category-created': {
      const { description, retentionDays, ...traits } = event.after;
      const described = description === '' ? {} : { description };
      const kept = retentionDays === undefined || retentionDays === asAbove ? {} : { retentionDays };
      return {
        before: {},
        after: { ...ofTraits({ ...traits, ...described, ...kept }), ...ofLists(event.lists).after },
      };
    }
    case 'category-changed': {
      const lists = ofLists(event.lists);
      return {
        before: { ...ofTraits(event.before), ...lists.before },
        after: { ...ofTraits(event.after), ...lists.after },
      };
    }
    case 'category-removed':
      return { before: ofTraits(event.before), after: {} };
    case 'category-reviewed':
      return nothing;
  }
}

/** `nameOf`: as above. */
export function valuesOfRoomEvent(event: RoomEvent, nameOf: (key: string) => string): Values {
  switch (event.kind) {
    case 'created':
      return { before: {}, after: { ...ofMade(event.settings), category: nameOf(event.category ?? defaultCategory) } };
    case 'configured':
      // One that was locked since it was made, and is not any more.
      if (Object.keys(event.settings).length === 0) return { before: {}, after: shown({ open: event.open }) };
      return ofSettings({ ...event.before }, { ...event.settings });
    case 'affiliated': {
      const { whom, before, facts } = event;
      return {
        before: before === undefined ? {} : { [whom.jid]: ofFacts(before) },
        after: { [whom.jid]: ofFacts(facts) },
      };
    }
    case 'moved':
      return { before: { category: nameOf(event.from) }, after: { category: nameOf(event.to) } };
    case 'content-removed':
      return { before: { ...event.asked, messages: String(event.messages) }, after: event.asked };
    case 'set-aside':
      return { before: {}, after: shown({ 'message of': event.saidAt && momentText(event.saidAt) }) };
    case 'destroyed': {
      const { room, reason, alternate } = event;
      return { before: { address: room }, after: shown({ reason, 'new room': alternate }) };
    }
    case 'hat-created':
      return { before: {}, after: { hat: event.hat.uri, title: event.hat.title } };
    case 'hat-destroyed':
      return { before: { hat: event.uri }, after: {} };
    case 'hat-assigned':
      return { before: {}, after: { hat: event.uri, whom: event.whom.jid } };
    case 'hat-unassigned':
      return { before: { hat: event.uri, whom: event.whom.jid }, after: {} };
    default:
      return nothing;
  }
}

/** What is not as usual. */
function ofMade(settings: Partial<Settings>): AuditValues {
  const usual = new Map<string, SettingValue>(Object.entries(defaultSettings));
  const unusual = Object.entries(settings).filter(([name, value]) => {
    const before = usual.get(name);
    return before === undefined || !isSameValue(before, value);
  });
  return shown(Object.fromEntries(unusual));
}

/** Only what is another one; of a secret, that it is. */
function ofSettings(before: object, after: object): Values {
  const names = new Set(Object.keys(after));
  const of = (settings: object): AuditValues =>
    shown(Object.fromEntries(Object.entries(settings).filter(([name]) => names.has(name))));
  return { before: of(before), after: of(after) };
}

function ofBlock(block: Block | undefined): AuditValues {
  return block === undefined ? {} : shown({ whom: block.whom.jid, reason: block.reason });
}

function ofTraits({ retentionDays, ...traits }: Partial<CategoryTraits>): AuditValues {
  if (retentionDays === undefined) return shown({ ...traits });
  return shown({ ...traits, kept: retentionDays === asAbove ? 'as the service says' : keptText(retentionDays) });
}

function ofHold({ name, reason, ...covers }: Hold, nameOf: (key: string) => string): AuditValues {
  const { rooms, categories, people, everything, from, until } = covers;
  return shown({
    ...{ hold: name, reason, everything },
    ...(rooms.length > 0 && { rooms: rooms.map(({ jid }) => jid) }),
    ...(categories.length > 0 && { categories: categories.map(nameOf) }),
    ...(people.length > 0 && { people: people.map(({ jid }) => jid) }),
    ...(from !== undefined && { from: momentText(from) }),
    ...(until !== undefined && { until: momentText(until) }),
  });
}

function ofFacts(facts: Facts): string {
  const words = Object.entries(facts).flatMap(([fact, value]) => {
    if (value === undefined || value === false) return [];
    return [factText(fact, value)];
  });
  return words.length === 0 ? 'nobody' : words.join(', ');
}

function factText(fact: string, value: unknown): string {
  if (fact === 'manager') return `manager (${value})`;
  if (fact === 'outcast') return 'banned';
  if (fact === 'nick') return `nickname "${value}"`;
  return fact === 'reason' ? `because of "${value}"` : fact;
}

function ofLists({ allowed, denied, creators }: CategoryLists): Values {
  const parts = Object.entries({ allowed, denied, creators }).flatMap(([name, delta]) =>
    delta === undefined ? [] : [ofDelta(name, delta)],
  );
  return {
    before: Object.assign({}, ...parts.map(({ before }) => before)),
    after: Object.assign({}, ...parts.map(({ after }) => after)),
  };
}

/** Who was taken off stands before, who was put on after. */
function ofDelta(name: string, { added, removed }: ListDelta): Values {
  return {
    before: removed.length === 0 ? {} : { [name]: ofNames(removed) },
    after: added.length === 0 ? {} : { [name]: ofNames(added) },
  };
}

function ofNames(names: readonly string[]): string {
  const more = names.length - namesMax;
  return names.slice(0, namesMax).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

function shown(values: Readonly<Record<string, unknown>>): AuditValues {
  const texts = Object.entries(values).flatMap(([name, value]) => {
    if (value === undefined || value === null) return [];
    return [[name, secrets.has(name) ? 'changed' : textOf(value).slice(0, charactersMax)]];
  });
  return Object.fromEntries(texts);
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return ofNames(value.map(String));
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
