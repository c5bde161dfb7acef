/**
 * How often somebody waits for the store, one time after the other, where it is another machine:
 *   node bench/trips.ts
 * The whole service above a store in memory that is a way off: calls that are given together take one trip together. What a
 * trip takes is the network's and the store's; how many there are is ours. No time passes, so every run gives the same.
 */

import type { Person } from '../src/room/state.ts';
import type { Element } from '../src/wire/xml.ts';
import { type MemoryStore, memoryStore } from '../test/memory-store.ts';
import { type Far, farWorld, isTo, waitedFor } from '../test/service/trips.ts';
import { fillRoom, peopleOf } from './access/filling.ts';
import { fill, fillDomain, fillJid } from './fill.ts';
import { report } from './result-file.ts';

const rooms = 1_000;
const messages = 200_000;
const sessions = 10_000;
const categories = 100;
/** People who are in a room, and then are not. */
const denied = 100;
/** Beside those with people in them: some that nobody but their members is shown. */
const hiddenRooms = 40;
const groups = ['one', 'two', 'three', 'four', 'five'];
const olga = 'olga@localhost/r';
const root = 'root@localhost/r';

type Row = Readonly<Record<string, number>>;

async function count(at: Far, act: () => void, isAnswer: (stanza: Element) => boolean, answers = 1): Promise<Row> {
  const { trips, calls } = await waitedFor(at, { act, isAnswer, answers });
  return { 'trips until answered': trips, 'calls of the store': calls };
}

async function filled(): Promise<MemoryStore> {
  const store = memoryStore();
  await fill(store, { rooms, messages, sessions });
  const names = ['olga@localhost', 'localhost', ...groups.map((name) => `group:${name}`)];
  const people = await peopleOf(store, names);
  for (let room = 0; room < hiddenRooms; room++) {
    const entries = [people[0], people[1 + (room % groups.length)]].filter((one) => one !== undefined);
    await fillRoom(store, {
      room: rooms + room,
      settings: { public: false, membersOnly: true },
      entries: entries.map(asMember),
    });
  }
  return store;
}

function asMember(person: Person) {
  return { person, facts: { member: true } as const };
}

/** As after a start: nothing is in memory. */
function started(near: MemoryStore): ReturnType<typeof farWorld> {
  const inGroups = groups.map((name) => [name, { members: new Set(['olga@localhost']), source: 'ldap' }] as const);
  const house = { outsideGroups: new Map(inGroups) };
  return farWorld(near.reopen(), { admins: ['root@localhost'], largeRoomsAbove: 0, house });
}

const entering = (room: number, nick: string): string =>
  `<presence to='${fillJid(room)}/${nick}'><x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='20'/></x></presence>`;

const leaving = (room: number): string => `<presence to='${fillJid(room)}/Olga' type='unavailable'/>`;

function comingAndGoing(at: Far): Record<string, () => Promise<Row>> {
  const said = isTo(olga, 'message');
  const isOwn = (room: number) => (stanza: Element) =>
    isTo(olga, 'presence')(stanza) && stanza.attrs['from'] === `${fillJid(room)}/Olga`;
  const isSubject = (stanza: Element): boolean => said(stanza) && stanza.getChild('subject') !== undefined;
  const sends = (xml: string, isAnswer: (stanza: Element) => boolean) => () =>
    count(at, () => at.on.send(olga, xml), isAnswer);
  const message = `<message to='${fillJid(3)}' type='groupchat' id='m'><body>so be it</body></message>`;
  return {
    'enter a room that is not in memory, never seen before, until inside': sends(entering(1, 'Olga'), isOwn(1)),
    'enter a room that is not in memory, known already, until inside': sends(entering(2, 'Olga'), isOwn(2)),
    'the same, until its history has been told': sends(entering(3, 'Olga'), isSubject),
    'a message': sends(message, said),
    leave: sends(leaving(3), isTo(olga, 'presence')),
    'enter a room that is in memory, until inside': sends(entering(3, 'Olga'), isOwn(3)),
  };
}

const query = (inside: string): string => `<query xmlns='urn:xmpp:mam:2'>${inside}</query>`;

const set = (inside: string): string =>
  query(`<set xmlns='http://jabber.org/protocol/rsm'><max>50</max>${inside}</set>`);

const filter = (field: string, values: readonly string[]): string =>
  query(
    `<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE' type='hidden'><value>urn:xmpp:mam:2</value></field>` +
      `<field var='${field}'>${values.map((value) => `<value>${value}</value>`).join('')}</field></x>`,
  );

function readingArchives(at: Far): Record<string, () => Promise<Row>> {
  const ids: string[] = [];
  const isAnswer = (stanza: Element): boolean => {
    const id = stanza.getChild('result')?.attrs['id'];
    if (id !== undefined) ids.push(id);
    return isTo(olga, 'iq')(stanza);
  };
  const asks =
    (room: number, payload: () => string, type = 'set') =>
    () =>
      count(at, () => at.on.send(olga, `<iq to='${fillJid(room)}' type='${type}' id='q'>${payload()}</iq>`), isAnswer);
  return {
    'first page of an archive, the room not in memory': asks(5, () => set('')),
    'first page of an archive, the room in memory': asks(3, () => set('')),
    'a page behind an id': asks(3, () => set(`<after>${ids.at(-1)}</after>`)),
    'a page from a time on': asks(3, () => filter('start', [new Date(Date.now() - 3_600_000).toISOString()])),
    'fifty messages by their ids': asks(3, () => filter('ids', ids.slice(-50))),
    'where the archive begins and ends': asks(3, () => "<metadata xmlns='urn:xmpp:mam:2'/>", 'get'),
  };
}

function aboutAll({ far, on }: Far): Record<string, () => Promise<Row>> {
  const typed = (text: string) => () =>
    count(
      { far, on },
      () => on.send(olga, `<message to='${fillDomain}' type='chat' id='t'><body>${text}</body></message>`),
      isTo(olga, 'message'),
    );
  return {
    'a page of the list of rooms': () =>
      count(
        { far, on },
        () =>
          on.send(
            olga,
            `<iq to='${fillDomain}' type='get' id='q'><query xmlns='http://jabber.org/protocol/disco#items'/></iq>`,
          ),
        isTo(olga, 'iq'),
      ),
    'my rooms': typed('my rooms'),
    'where somebody is': () =>
      count(
        { far, on },
        () => on.send(root, `<message to='${fillDomain}' type='chat' id='t'><body>where u3@localhost</body></message>`),
        isTo(root, 'message'),
      ),
  };
}

/** Until the job that follows is over. */
async function changeCategory({ far, on }: Far): Promise<Row> {
  const before = { trips: far.trips, calls: far.calls.length };
  const [actor] = await peopleOf(far.store, ['root@localhost']);
  if (actor === undefined) throw new Error('nobody');
  const wish = { denied: { add: Array.from({ length: denied }, (_, at) => `u${at * 10}@localhost`) } };
  await on.house.categories.change({ actor, key: 'default', wish });
  const answered = far.trips - before.trips;
  while (on.house.jobs.list().some(({ state }) => state === 'running')) await on.settle();
  return {
    'trips until answered': answered,
    'trips until all is done': far.trips - before.trips,
    'calls of the store': far.calls.length - before.calls,
  };
}

async function makeCategories({ far, on }: Far): Promise<void> {
  const [actor] = await peopleOf(far.store, ['root@localhost']);
  if (actor === undefined) throw new Error('nobody');
  for (let made = 0; made < categories; made++) {
    const wish = { name: `Category ${made}`, allowed: { set: ['localhost'] } };
    await on.house.categories.create({ actor, wish });
  }
}

const rows: Record<string, Row> = {};

async function measure(scenes: Record<string, () => Promise<Row>>): Promise<void> {
  for (const [name, scene] of Object.entries(scenes)) rows[name] = await scene();
}

const near = await filled();
const first = await started(near);
await measure(comingAndGoing(first));
await measure(readingArchives(first));
await measure(aboutAll(first));
await measure({ [`a category of ${rooms} rooms denies ${denied} people`]: () => changeCategory(first) });
await makeCategories(first);
await first.on.stop();
const again = await started(near);
rows[`a start with ${categories} categories`] = { 'trips until answered': again.start };
const isProbe = (stanza: Element): boolean => stanza.attrs['id'] === 'probe';
const cut = (): void => {
  again.on.cut();
  again.on.connect();
};
await measure({
  [`the stream was cut: ${sessions} sessions are probed`]: () => count(again, cut, isProbe, sessions - denied),
});
report('trips', { rows });
