/** Who there is in the matrix, and what holds of each: the columns of its tables. */
import type { ListChange } from '../../src/room/administration-request.ts';

export interface Somebody {
  /** In the titles of tests. */
  readonly title: string;
  readonly session: string;
  /** What stands on the lists of the room, of whom. */
  readonly listed?: Readonly<Record<string, ListChange['set']>>;
  /** Denied by the category, whatever else holds. */
  readonly denied?: true;
  /** Only in an auditorium. */
  readonly presents?: true;
}

export const desk = 'group:desk';
export const rivals = 'group:rivals';
export const branch = 'branch.example';
export const administrators = ['root@localhost', 'root@elsewhere.example'];

const person = (name: string, host = 'localhost'): string => `${name}@${host}`;
const listed = (set: ListChange['set'], whom = person('wanda')) => ({ listed: { [whom]: set } });
const wanda = { session: `${person('wanda')}/desk` };

/** In scope are `localhost`, `branch.example` and the group. */
export const people = {
  stranger: { title: 'somebody out of scope', session: `${person('eve', 'elsewhere.example')}/phone` },
  denied: {
    title: 'an owner and member whom the category denies',
    ...wanda,
    ...listed({ manager: 'owner', member: true }),
    denied: true,
  },
  'in scope': { title: 'somebody in scope', ...wanda },
  outcast: { title: 'an outcast', ...wanda, ...listed({ outcast: true }) },
  member: { title: 'a member', ...wanda, ...listed({ member: true }) },
  'by group': { title: 'a member by group', session: `${person('gina')}/desk`, ...listed({ member: true }, desk) },
  'by domain': {
    title: 'a member by domain',
    session: `${person('dora', branch)}/desk`,
    ...listed({ member: true }, branch),
  },
  manager: { title: 'a manager who is no member', ...wanda, ...listed({ manager: 'owner' }) },
  'manager, member': {
    title: 'a manager and member',
    ...wanda,
    ...listed({ manager: 'owner', member: true }),
  },
  'admin of room': {
    title: 'a member whom XEP-0045 calls admin',
    ...wanda,
    ...listed({ manager: 'admin', member: true }),
  },
  presenter: { title: 'a presenter', ...wanda, ...listed({ member: true, presenter: true }), presents: true },
  'presenter, manager': {
    title: 'a presenter and manager',
    ...wanda,
    ...listed({ manager: 'owner', member: true, presenter: true }),
    presents: true,
  },
  administrator: { title: 'an administrator of the service', session: `${person('root')}/desk` },
  'admin. outside': {
    title: 'an administrator of the service out of scope',
    session: `${person('root', 'elsewhere.example')}/desk`,
  },
} as const satisfies Record<string, Somebody>;

export function bareOf(session: string): string {
  return session.slice(0, session.indexOf('/'));
}

export type Who = keyof typeof people;

export function isWho(name: string): name is Who {
  return Object.hasOwn(people, name);
}
