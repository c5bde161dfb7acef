/** Where the store is another machine nobody waits for it one time after the other without need (`bench/trips.ts` has the figures). */
import test from 'ava';
import type { Element } from '../../src/wire/xml.ts';
import { memoryStore } from '../memory-store.ts';
import { domain } from '../world.ts';
import { alice, bob, enter, join, leave, openRoom, owner, room, say } from './conversation.ts';
import { type Far, farWorld, isTo, type Waited, waitedFor } from './trips.ts';

const reader = 'rita@localhost/desk';
const admin = { key: 'root', jid: 'root@localhost' };

/** Olga's room with a short history, in memory only if somebody asks for it. */
async function someHistory() {
  const store = memoryStore();
  const { on } = await farWorld(store);
  await openRoom(on);
  await enter(on, alice, 'Alice');
  for (let index = 0; index < 20; index++) on.send(alice, say(`${index}`));
  await on.hears(alice);
  await on.stop();
  return farWorld(store.reopen(), { admins: [admin.jid] });
}

function archive(at: Far, inside: string): Promise<Waited> {
  const act = () =>
    at.on.send(reader, `<iq to='${room}' type='set' id='q'><query xmlns='urn:xmpp:mam:2'>${inside}</query></iq>`);
  return waitedFor(at, { act, isAnswer: isTo(reader, 'iq') });
}

const field = (name: string, values: readonly string[]): string =>
  `<field var='${name}'>${values.map((value) => `<value>${value}</value>`).join('')}</field>`;

const form = (...fields: string[]): string =>
  `<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>urn:xmpp:mam:2</value></field>${fields.join('')}</x>`;

test('a message waits for its commit and for nothing else, whoever enters and reads meanwhile', async (t) => {
  const at = await someHistory();
  const { on } = at;
  await enter(on, alice, 'Alice');
  for (let index = 0; index < 250; index++) {
    if (index % 10 === 0) on.send(bob, index % 20 === 0 ? join('Bob', '') : leave('Bob'));
    if (index % 25 === 0) on.send(reader, `<iq to='${room}' type='set' id='q'><query xmlns='urn:xmpp:mam:2'/></iq>`);
    const isEcho = (stanza: Element) => isTo(alice, 'message')(stanza) && stanza.attrs['id'] === `new${index}`;
    const { trips } = await waitedFor(at, {
      act: () => on.send(alice, say('so be it', '', `new${index}`)),
      isAnswer: isEcho,
    });
    if (trips !== 1) t.fail(`${index}: ${trips} trips`);
  }
  t.pass();
});

test('whoever enters a room that is not in memory waits for what has to be read one after the other, and the commit', async (t) => {
  const at = await someHistory();
  const act = () => at.on.send(reader, join('Rita'));
  const isAnswer = (stanza: Element) => isTo(reader, 'presence')(stanza) && stanza.attrs['from'] === `${room}/Rita`;
  // Who they are, the address, its snapshot, what came since, who is meant in it; and that they have entered.
  t.is((await waitedFor(at, { act, isAnswer })).trips, 6);
  at.on.send(reader, leave('Rita'));
  await at.on.hears(reader);
  t.is((await waitedFor(at, { act, isAnswer })).trips, 1);
});

test('a page of an archive is one trip, by an id or by none, and by a time two', async (t) => {
  const at = await someHistory();
  t.is((await archive(at, '')).trips, 5);
  const ids = (await at.on.hears(reader)).flatMap((stanza) => stanza.getChild('result')?.attrs['id'] ?? []);
  t.is(ids.length, 20);
  t.is((await archive(at, `<set xmlns='http://jabber.org/protocol/rsm'><after>${ids[3]}</after></set>`)).trips, 1);
  t.is(
    (await archive(at, form(field('start', ['2020-01-01T00:00:00Z']), field('end', ['2040-01-01T00:00:00Z'])))).trips,
    2,
  );
  t.is((await archive(at, form(field('ids', ids)))).trips, 1);
  t.is((await archive(at, form(field('after-id', ids.slice(0, 1)), field('before-id', ids.slice(9, 10))))).trips, 2);
});

test('lists do not take longer with each group somebody is in, and with each room they belong to', async (t) => {
  const store = memoryStore();
  const groups = Array.from({ length: 6 }, (_, index) => `group ${index}`);
  const outsideGroups = new Map(groups.map((name) => [name, { members: new Set(['rita@localhost']), source: 'ldap' }]));
  const at = await farWorld(store, { house: { outsideGroups } });
  const keys = await store.people.keys(['rita@localhost', ...groups.map((name) => `group:${name}`)]);
  for (let index = 0; index < 30; index++) {
    const jid = `r${index}@${domain}`;
    const affiliated = [...keys.values()];
    const stream = `room:key${index}`;
    await store.rooms.claim({ jid, key: `key${index}` });
    const events = [{ kind: 'dismissed', version: 1, at: 1, payload: '{}' }];
    await store.commit({ stream, first: 1, id: 1_000 + index, events, affiliated });
  }
  const act = () =>
    at.on.send(
      reader,
      `<iq to='${domain}' type='get' id='q'><query xmlns='http://jabber.org/protocol/disco#items'/></iq>`,
    );
  // Who they are, what they belong to, what that is, and the page.
  t.is((await waitedFor(at, { act, isAnswer: isTo(reader, 'iq') })).trips, 4);
});

test('who is in many rooms is probed after a cut without one room waiting for another', async (t) => {
  const store = memoryStore();
  const { on: near } = await farWorld(store);
  for (let index = 0; index < 60; index++) {
    near.send(`u${index}@localhost/r`, join(`u${index}`).replace(room, `r${index}@${domain}`));
  }
  await near.settle();
  await near.stop();
  const at = await farWorld(store.reopen());
  const act = () => {
    at.on.cut();
    at.on.connect();
  };
  const isAnswer = ({ attrs }: Element) => attrs['id'] === 'probe';
  // What may be undelivered (nothing), a page of sessions, their rooms.
  t.is((await waitedFor(at, { act, isAnswer, answers: 60 })).trips, 3);
});

test('rooms follow a change of their category several at a time', async (t) => {
  const store = memoryStore();
  const { on: near } = await farWorld(store);
  for (let index = 0; index < 40; index++) {
    near.send(owner, join('Olga').replace(room, `r${index}@${domain}`));
    near.send('mallory@localhost/r', join('Mallory').replace(room, `r${index}@${domain}`));
    await near.settle();
    const unlocked = `<iq to='r${index}@${domain}' type='set' id='c'><query xmlns='http://jabber.org/protocol/muc#owner'><x xmlns='jabber:x:data' type='submit'/></query></iq>`;
    near.send(owner, unlocked);
    near.send('mallory@localhost/r', join('Mallory').replace(room, `r${index}@${domain}`));
  }
  await near.settle();
  await near.stop();
  const at = await farWorld(store.reopen(), { admins: [admin.jid] });
  const act = () =>
    void at.on.house.categories.change({
      actor: admin,
      key: 'default',
      wish: { denied: { add: ['mallory@localhost'] } },
    });
  const isFarewell = (stanza: Element) =>
    isTo('mallory@localhost/r', 'presence')(stanza) && stanza.attrs['type'] === 'unavailable';
  const { trips } = await waitedFor(at, { act, isAnswer: isFarewell, answers: 40 });
  t.true(trips < 40, `${trips} trips`);
});
