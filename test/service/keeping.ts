/** A room in which days pass: what is said, what is left of it, and what an administrator has to do with that. */
import { child, serialize } from '../../src/wire/xml.ts';
import { JumpingClock } from '../jumping-clock.ts';
import { type MemoryStore, type MemoryStoreOptions, memoryStore } from '../memory-store.ts';
import { body, errorOf, World, type WorldOptions } from '../world.ts';
import { talks } from './chatting.ts';
import { alice, bob, enter, openRoom, owner, room } from './conversation.ts';

export const root = 'root@localhost/desk';
export const dayMilliseconds = 86_400_000;
const admins = ['root@localhost'];
const mam = 'urn:xmpp:mam:2';
const rsm = 'http://jabber.org/protocol/rsm';

type More = Partial<Pick<WorldOptions, 'keptDays' | 'clock'>>;

export async function begin(store: MemoryStore, more: More = {}): Promise<World> {
  return (await new World({ store, admins, rates: undefined, ...more }).start()).connect();
}

/** Olga's room with Alice and Bob in it. */
export async function den(store: MemoryStore = memoryStore(), more: More = {}): Promise<World> {
  const on = await begin(store, more);
  await openRoom(on);
  await enter(on, alice, 'Alice');
  await enter(on, bob, 'Bob');
  return on;
}

/** The process ends here, and another one begins. */
export async function killed(
  on: World,
  store: MemoryStore,
  options: MemoryStoreOptions = {},
): Promise<[World, MemoryStore]> {
  const clock = new JumpingClock();
  clock.leap(on.clock.now() - clock.now());
  const next = store.reopen(options);
  return [await begin(next, { clock }), next];
}

export async function says(on: World, who: string, ...stanzas: readonly string[]): Promise<void> {
  for (const stanza of stanzas) {
    on.send(who, stanza);
    await on.pass(1_000);
  }
  for (const one of [owner, alice, bob]) await on.hears(one);
}

export function leap(on: World, days: number): void {
  on.clock.leap(days * dayMilliseconds);
}

/** All rooms are gone through, to the end; gives what came of it. */
export async function round(on: World): Promise<string> {
  const running = on.house.jobs.list().find(({ state, topic }) => topic === 'retention' && state === 'running');
  const key = running?.key ?? (await on.house.retention.begin());
  if (typeof key !== 'string') throw new Error('it does not begin');
  let result: string | undefined;
  void on.house.jobs.ended(key).then((job) => {
    result = job?.result ?? '';
  });
  for (let tries = 0; tries < 200 && result === undefined; tries += 1) await on.pass(250);
  if (result === undefined) throw new Error('it does not come to an end');
  return result;
}

/** Says it, and the word that is asked for, if one is; gives the question, or the answer where there was none. */
export async function orders(on: World, text: string, who = root): Promise<string> {
  const [question = ''] = await talks(on, who, text);
  const word = /^Send "(\w+)" within/m.exec(question)?.[1];
  if (word === undefined) return question;
  const [answer = ''] = await talks(on, who, word);
  return `${question}\n${answer}`;
}

export interface Left {
  readonly bodies: readonly string[];
  readonly ids: readonly string[];
  readonly count: string | undefined;
  readonly index: string | undefined;
  readonly complete: string | undefined;
  readonly xml: string;
  readonly error: string | undefined;
}

/** A page of the archive, as Bob gets it. */
export async function archive(on: World, set = ''): Promise<Left> {
  await on.hears(bob);
  on.send(bob, `<iq to='${room}' type='set' id='q'><query xmlns='${mam}'>${set}</query></iq>`);
  const heard = await on.hears(bob);
  const results = heard.flatMap((stanza) => child(stanza, 'result', mam) ?? []);
  const iq = heard.find(({ name }) => name === 'iq');
  const fin = iq && child(iq, 'fin', mam);
  const end = fin && child(fin, 'set', rsm);
  const messages = results.map(
    (result) => child(child(result, 'forwarded', 'urn:xmpp:forward:0') ?? result, 'message', 'jabber:client') ?? result,
  );
  return {
    bodies: messages.flatMap((message) => child(message, 'body')?.getText() ?? []),
    ids: results.map(({ attrs }) => attrs['id'] ?? ''),
    count: end && child(end, 'count')?.getText(),
    index: end && child(end, 'first')?.attrs['index'],
    complete: fin?.attrs['complete'],
    xml: messages.map(serialize).join('\n'),
    error: iq && errorOf(iq)?.condition,
  };
}

/** What a newcomer is shown. */
export async function history(on: World): Promise<string[]> {
  const carol = 'carol@localhost/x';
  on.send(carol, `<presence to='${room}/Carol'><x xmlns='http://jabber.org/protocol/muc'/></presence>`);
  const heard = await on.hears(carol);
  on.send(carol, `<presence to='${room}/Carol' type='unavailable'/>`);
  await on.hears(carol);
  return heard.flatMap((stanza) => body(stanza) ?? []);
}

/** Whether a text lies anywhere in the record of the room. */
export async function lies(store: MemoryStore, text: string): Promise<boolean> {
  const stream = `room:${(await store.rooms.find(room))?.key}`;
  const events = await store.read({ stream, after: 0, order: 'ascending', limit: 100_000 });
  return events.some(({ payload }) => payload.includes(text));
}
