/**
 * The promises of the house, checked against what people heard and what is durable. Nothing here knows the code
 * that is checked; each checker gives the breaches it found, as sentences.
 */
import { type Fact, present, type Story } from './ledger.ts';

/** A message with a stanza-id that reached a session, in the order in which it heard them. */
export interface Hearing {
  readonly session: string;
  readonly room: string;
  readonly stanzaId: string;
  readonly body: string | undefined;
}

/** A session heard its own presence for a join that asked for history: what follows may lie before what it heard. */
export interface FreshStart {
  readonly session: string;
  readonly room: string;
  readonly stanzaId: undefined;
}

export interface SenderError {
  readonly session: string;
  readonly room: string;
  readonly id: string;
  readonly condition: string;
  readonly type: string;
}

export interface Query {
  readonly id: string;
  readonly session: string;
  readonly about: string;
  answers: number;
  /** The process died, the stream was cut or the asker went away before there was an answer. */
  excused: boolean;
}

/** All sessions hear the messages of a room in the order of its record. */
export function orderKept(stories: readonly Story[], heard: readonly (Hearing | FreshStart)[]): string[] {
  const numbers = postedNumbers(stories);
  const breaches: string[] = [];
  const last = new Map<string, number>();
  const known = new Map<string, Set<string>>();
  for (const { session, room, stanzaId } of heard) {
    if (stanzaId === undefined) {
      for (const key of [...last.keys()]) if (key.startsWith(`${session} ${room} `)) last.delete(key);
      continue;
    }
    const place = numbers.get(stanzaId);
    if (place === undefined) continue;
    const before = known.get(session) ?? new Set();
    known.set(session, before);
    // A copy of what the session has heard already may come at any time.
    if (before.has(stanzaId)) continue;
    before.add(stanzaId);
    const key = `${session} ${room} ${place.story}`;
    const highest = last.get(key) ?? 0;
    if (place.number < highest && !echoOfEarlierStay(stories[place.story], session, { ...place, highest })) {
      breaches.push(`order: ${session} heard ${stanzaId} in ${room} after event ${highest}`);
    }
    last.set(key, Math.max(highest, place.number));
  }
  return breaches;
}

/** Whoever left and entered again, and then sends again what it had not seen reflected, gets it now. */
function echoOfEarlierStay(
  story: Story | undefined,
  session: string,
  heard: { readonly number: number; readonly highest: number },
): boolean {
  const facts = story?.facts ?? [];
  const own = facts.some((fact) => fact.number === heard.number && bare(fact.session) === bare(session));
  return (
    own && facts.some((fact) => entered(fact, session) && fact.number > heard.number && fact.number < heard.highest)
  );
}

function entered(fact: Fact, session: string): boolean {
  return fact.kind === 'entered' && fact.session === session;
}

/** Whoever is in the room has heard every message since entering. */
export function nothingLost(
  stories: readonly Story[],
  heard: readonly (Hearing | FreshStart)[],
  alive: ReadonlySet<string>,
): string[] {
  const ears = new Set(heard.map(({ session, stanzaId }) => `${session} ${stanzaId}`));
  const breaches: string[] = [];
  for (const story of stories) {
    for (const [session, since] of present(story)) {
      if (!alive.has(session)) continue;
      for (const { kind, number, stanzaId, body } of story.facts) {
        if (kind !== 'posted' || number < since || ears.has(`${session} ${stanzaId}`)) continue;
        breaches.push(`lost: ${session}, in ${story.room} since event ${since}, never heard ${stanzaId} (${body})`);
      }
    }
  }
  return breaches;
}

/** What was heard is durable, word for word; of what was taken back meanwhile one may have heard only that. */
export function heardIsDurable(stories: readonly Story[], heard: readonly (Hearing | FreshStart)[]): string[] {
  const facts = new Map<string, Fact>();
  for (const story of stories) for (const fact of story.facts) if (fact.stanzaId) facts.set(fact.stanzaId, fact);
  const breaches: string[] = [];
  for (const one of heard) {
    if (one.stanzaId === undefined) continue;
    const fact = facts.get(one.stanzaId);
    if (fact === undefined) breaches.push(`not durable: ${one.session} heard ${one.stanzaId} (${one.body})`);
    else if (fact.body !== one.body && !(fact.retracted && one.body === undefined))
      breaches.push(`changed: ${one.session} heard ${one.stanzaId} as ${one.body}`);
  }
  return breaches;
}

/** No message is in a record twice, and no stanza-id stands for two messages. */
export function nothingDoubled(stories: readonly Story[]): string[] {
  const breaches: string[] = [];
  const ids = new Set<string>();
  for (const { room, facts } of stories) {
    const sent = new Set<string>();
    for (const { kind, session, originId, stanzaId } of facts) {
      if (kind !== 'posted') continue;
      if (stanzaId !== undefined && ids.has(stanzaId)) breaches.push(`doubled: ${stanzaId} stands for two messages`);
      ids.add(stanzaId ?? '');
      if (originId === undefined) continue;
      const message = `${bare(session)} ${originId}`;
      if (sent.has(message)) breaches.push(`doubled: ${message} is in the record of ${room} twice`);
      sent.add(message);
    }
  }
  return breaches;
}

/** Events are numbered without gaps, and archived messages counted without gaps. */
export function recordWhole(stories: readonly Story[]): string[] {
  const breaches: string[] = [];
  for (const { room, facts } of stories) {
    let ordinal = 0;
    for (const [i, fact] of facts.entries()) {
      if (fact.number !== i + 1) breaches.push(`hole: ${room} has event ${fact.number} in place ${i + 1}`);
      if (fact.ordinal === undefined) continue;
      ordinal += 1;
      if (fact.ordinal !== ordinal) breaches.push(`hole: ${room} counts message ${ordinal} as ${fact.ordinal}`);
    }
  }
  return breaches;
}

/** Whoever was told to wait was told the truth: nothing of it is durable. And troubles of ours are for waiting. */
export function errorsTrue(stories: readonly Story[], errors: readonly SenderError[]): string[] {
  const written = new Set<string>();
  for (const { room, facts } of stories) {
    for (const { kind, session, id } of facts) if (kind === 'posted') written.add(`${room} ${session} ${id}`);
  }
  const breaches: string[] = [];
  for (const { session, room, id, condition, type } of errors) {
    const ours = condition === 'resource-constraint' || condition === 'internal-server-error';
    if (ours && type !== 'wait') breaches.push(`error: ${session} got ${condition} of type ${type}`);
    if (written.has(`${room} ${session} ${id}`))
      breaches.push(`error: ${session} was refused ${id}, and it is durable`);
  }
  return breaches;
}

/** What a client would show of who is in a room. */
export interface Shown {
  readonly session: string;
  readonly room: string;
  readonly shown: ReadonlySet<string>;
}

/** Nobody is shown who is not there; everybody who is there is shown, in a large room at least its moderators. */
export function listsRight(
  lists: readonly Shown[],
  truth: { readonly large: boolean; readonly there: readonly string[]; readonly moderators: readonly string[] },
): string[] {
  const there = new Set(truth.there);
  const due = truth.large ? truth.moderators : truth.there;
  return lists.flatMap(({ session, room, shown }) => [
    ...[...shown].filter((nick) => !there.has(nick)).map((nick) => `ghost: ${session} sees ${nick} in ${room}`),
    ...due.filter((nick) => !shown.has(nick)).map((nick) => `unseen: ${session} does not see ${nick} in ${room}`),
  ]);
}

/** Every query gets one answer; none only where it could not be. */
export function answeredOnce(queries: readonly Query[]): string[] {
  return queries
    .filter(({ answers, excused }) => answers > 1 || (answers === 0 && !excused))
    .map(({ id, session, about, answers }) => `answers: ${session} asked ${id} (${about}) and got ${answers} answers`);
}

function postedNumbers(stories: readonly Story[]): Map<string, { readonly number: number; readonly story: number }> {
  const numbers = new Map<string, { readonly number: number; readonly story: number }>();
  for (const [story, { facts }] of stories.entries()) {
    for (const { stanzaId, number } of facts) if (stanzaId !== undefined) numbers.set(stanzaId, { number, story });
  }
  return numbers;
}

function bare(session: string): string {
  return session.slice(0, session.indexOf('/'));
}
