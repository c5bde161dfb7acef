/**
 * Those who have asked to become members and wait for a manager's word (XEP-0045 §7.10, §9.9), and those who have to
 * wait before they ask again. Never changed in place: another value each time, and most rooms share the empty one.
 */
import type { Person } from './state.ts';

/** What somebody says of themselves. */
export interface Answers {
  readonly first?: string;
  readonly last?: string;
  readonly url?: string;
  readonly email?: string;
  readonly faqEntry?: string;
}

export interface Application {
  readonly person: Person;
  readonly nick: string;
  readonly answers: Answers;
  /** Of the event, and so its name in the room. */
  readonly number: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

interface Resting {
  readonly person: Person;
  /** Milliseconds since 1970: when they may ask again. */
  readonly until: number;
}

export interface Applications {
  /** By bare JID, the oldest first. */
  readonly pending: ReadonlyMap<string, Application>;
  /** By bare JID, whoever was added last at the end. */
  readonly resting: ReadonlyMap<string, Resting>;
}

/** More are not taken: somebody has to decide on those first. */
export const pendingMax = 50;
const restingMax = 500;
/** Between two requests of one person, and after a manager has refused one. */
export const patienceMilliseconds = 10 * 60_000;
const refusedMilliseconds = 24 * 3_600_000;

export const noApplications: Applications = Object.freeze({ pending: new Map(), resting: new Map() });

/** With this one, instead of an earlier one of the same person. */
export function withApplication({ pending, resting }: Applications, application: Application): Applications {
  const next = new Map(pending);
  next.delete(application.person.jid);
  return { pending: next.set(application.person.jid, application), resting };
}

/** Without this person's, since they belong to the room now, or may not. */
export function withoutApplication(applications: Applications, { jid }: Person): Applications {
  if (!applications.pending.has(jid)) return applications;
  const pending = new Map(applications.pending);
  pending.delete(jid);
  return { pending, resting: applications.resting };
}

/** Without this person's, who withdrew it or was refused, and has to wait until they may ask again. */
export function withDismissed(
  applications: Applications,
  { whom, by, at }: { readonly whom: Person; readonly by: Person; readonly at: number },
): Applications {
  const asked = applications.pending.get(whom.jid)?.at ?? at;
  const until = by.key === whom.key ? asked + patienceMilliseconds : at + refusedMilliseconds;
  const resting = new Map(applications.resting);
  resting.delete(whom.jid);
  resting.set(whom.jid, { person: whom, until });
  for (const longest of resting.keys()) {
    if (resting.size <= restingMax) break;
    resting.delete(longest);
  }
  return { pending: withoutApplication(applications, whom).pending, resting };
}
