/** What people, administrators and fate do, as data: what a failing run prints can be pasted into a test. */
import fc from 'fast-check';
import {
  type Animal,
  animals,
  type Fact,
  type Group,
  groups,
  type Person,
  type Principal,
  type Privacy,
  persons,
  principals,
  privacies,
} from './model.ts';

/** What somebody does with a room, with a client. */
export const deeds = [
  'enter',
  'leave',
  'say',
  'say again',
  'whisper',
  'subject',
  'mention',
  'retract',
  'read',
  'info',
  'items',
  'members',
  'form',
  'ping',
  'ping ann',
  'card',
  'commands',
  'register',
  'unregister',
  'invite',
  'decline',
  'voice',
  'configure',
  'destroy',
  'rename oneself',
  'chat show',
  'chat people',
  'chat join',
  'chat help',
] as const;
export type DeedName = (typeof deeds)[number];

/** What somebody asks of the service. */
export const questions = [
  'rooms',
  'channel search',
  'search',
  'service info',
  'activity',
  'chat rooms',
  'chat mine',
  'chat join all',
  'chat where',
  'chat categories',
] as const;
export type Question = (typeof questions)[number];

export const affiliations = ['owner', 'admin', 'member', 'none', 'outcast'] as const;

export type Act =
  | { readonly act: 'do'; readonly who: Person; readonly what: DeedName; readonly room: Animal; readonly other: Person }
  | { readonly act: 'ask'; readonly who: Person; readonly what: Question }
  /** By a client of whoever says that they may, or of an administrator, in muc#admin. */
  | {
      readonly act: 'affiliate';
      readonly who: Person | 'root';
      readonly room: Animal;
      readonly whom: Person;
      readonly as: (typeof affiliations)[number];
    }
  /** By the commands of the room. */
  | {
      readonly act: 'list';
      readonly room: Animal;
      readonly whom: Principal;
      readonly fact: Fact;
      readonly there: boolean;
    }
  | {
      readonly act: 'category';
      readonly category: number;
      readonly allowed: readonly Principal[];
      readonly denied: readonly Principal[];
    }
  | { readonly act: 'group'; readonly group: Group; readonly members: readonly Person[] }
  | { readonly act: 'policy'; readonly principal: Principal; readonly allowed: boolean | undefined }
  | { readonly act: 'block'; readonly whom: Person; readonly blocked: boolean }
  | { readonly act: 'move'; readonly room: Animal; readonly category: number }
  | { readonly act: 'disable'; readonly room: Animal; readonly disabled: boolean }
  | { readonly act: 'privacy'; readonly room: Animal; readonly privacy: Privacy }
  | { readonly act: 'type'; readonly room: Animal; readonly auditorium: boolean }
  /** To the process, or to its stream. */
  | { readonly act: 'fate'; readonly what: 'kill' | 'stop' | 'cut' }
  | { readonly act: 'pass'; readonly seconds: number }
  /** The store fails: at the operation after so many. */
  | { readonly act: 'trouble'; readonly after: number; readonly fault: 'refuse' | 'lose' | 'die' };

const person = fc.constantFrom(...persons);
const animal = fc.constantFrom(...animals);
const category = fc.nat({ max: 2 });
const some = fc.uniqueArray(fc.constantFrom(...principals), { maxLength: 3 });

/** Mostly everybody, or somebody by name: lists that leave people in as well as out. */
const allowed = fc.oneof(fc.constant<Principal[]>(['*']), fc.constant<Principal[]>(['localhost']), some);

export const anyAct: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 40,
    arbitrary: fc.record({
      act: fc.constant('do' as const),
      who: person,
      what: fc.oneof(fc.constantFrom('enter' as const, 'say' as const), fc.constantFrom(...deeds)),
      room: animal,
      other: person,
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ act: fc.constant('ask' as const), who: person, what: fc.constantFrom(...questions) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      act: fc.constant('affiliate' as const),
      who: fc.oneof(person, fc.constant('root' as const)),
      room: animal,
      whom: person,
      as: fc.constantFrom(...affiliations),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      act: fc.constant('list' as const),
      room: animal,
      whom: fc.constantFrom(...principals.filter((one) => one !== '*')),
      fact: fc.constantFrom('manager' as const, 'member' as const, 'member' as const, 'outcast' as const),
      there: fc.boolean(),
    }),
  },
  { weight: 6, arbitrary: fc.record({ act: fc.constant('category' as const), category, allowed, denied: some }) },
  {
    weight: 5,
    arbitrary: fc.record({
      act: fc.constant('group' as const),
      group: fc.constantFrom(...groups),
      members: fc.uniqueArray(person, { maxLength: 3 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      act: fc.constant('policy' as const),
      principal: fc.constantFrom(...principals),
      allowed: fc.constantFrom(true, false, undefined),
    }),
  },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('block' as const), whom: person, blocked: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ act: fc.constant('move' as const), room: animal, category }) },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('disable' as const), room: animal, disabled: fc.boolean() }) },
  {
    weight: 4,
    arbitrary: fc.record({
      act: fc.constant('privacy' as const),
      room: animal,
      privacy: fc.constantFrom(...privacies),
    }),
  },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('type' as const), room: animal, auditorium: fc.boolean() }) },
  {
    weight: 4,
    arbitrary: fc.record({
      act: fc.constant('fate' as const),
      what: fc.constantFrom('kill' as const, 'stop' as const, 'cut' as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('pass' as const), seconds: fc.constantFrom(1, 40) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      act: fc.constant('trouble' as const),
      after: fc.nat({ max: 8 }),
      fault: fc.constantFrom('refuse' as const, 'lose' as const, 'die' as const),
    }),
  },
);
