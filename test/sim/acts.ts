/** What people do in a run: everything a room offers, at random, each as its client would. */
import type { Element } from '../../src/wire/xml.ts';
import { domain } from '../world.ts';
import type { Client, Stay } from './client.ts';
import type { Random } from './random.ts';
import * as stanza from './stanzas.ts';

export interface Stage {
  readonly random: Random;
  readonly rooms: readonly string[];
  readonly people: readonly string[];
  /** Through the server, if the stream stands; else the server refuses it and nothing of it is heard of again. */
  send(client: Client, stanza: Element): void;
  ask(client: Client, query: Element, about: string): string;
  /** An act that happens more often in this run. */
  readonly leaning: string | undefined;
  /** A number that was not used before in this run. */
  count(): number;
}

interface Act {
  readonly client: Client;
  readonly room: string;
  readonly stay: Stay;
  readonly on: Stage;
}

export function act(client: Client, on: Stage): string {
  const room = on.random.pick(on.rooms);
  const stay = client.stay(room);
  const scene: Act = { client, room, stay, on };
  if (stay.mustConfigure) return configureNew(scene);
  const choices = stay.belief === 'in' ? inside : outside;
  const [, leaning] = choices.find(([, [name]]) => name === on.leaning) ?? [];
  const [name, perform] = leaning !== undefined && on.random.percent(30) ? leaning : on.random.weighted(choices);
  perform(scene);
  return `${name} ${room.slice(0, room.indexOf('@'))}`;
}

export function configureNew({ client, room, stay, on }: Act): string {
  stay.mustConfigure = false;
  on.ask(client, stanza.configure(room, {}), 'configure');
  return 'opens';
}

/** Sends what was not yet reflected; under a new stanza id, since it is another attempt at the same message. */
export function sendAgain(client: Client, on: Stage): void {
  for (const one of client.pending.values()) {
    if (client.stay(one.room).belief !== 'in') continue;
    one.attempts += 1;
    on.send(client, stanza.post(one.room, { ...one, id: `${one.originId}.${one.attempts}` }));
  }
}

export function say({ client, room, on }: Pick<Act, 'client' | 'room' | 'on'>): void {
  const originId = `o${on.count()}`;
  const message = { room, originId, body: `${originId} by ${client.bare}`, attempts: 1 };
  client.pending.set(originId, message);
  on.send(client, stanza.post(room, { ...message, id: `${originId}.1` }));
}

export function enter({ client, room, stay, on }: Act, history = 0): void {
  stay.belief = 'entering';
  // An earlier try, with history, may still be under way.
  stay.wantsHistory ||= history > 0;
  if (stay.nick === '') stay.nick = client.bare.slice(0, client.bare.indexOf('@'));
  on.send(client, stanza.enter(room, stay.nick, history));
}

type Choice = readonly [weight: number, choice: readonly [name: string, perform: (scene: Act) => void]];

const outside: readonly Choice[] = [
  [12, ['enters', (scene) => enter(scene)]],
  [3, ['enters with history', (scene) => enter(scene, scene.on.random.between(1, 20))]],
  [2, ['asks', asks]],
  [2, ['registers', registers]],
  [1, ['reads', reads]],
];

const inside: readonly Choice[] = [
  [30, ['says', say]],
  [3, ['says off the record', offTheRecord]],
  [8, ['says again', ({ client, on }) => sendAgain(client, on)]],
  [4, ['retracts', retracts]],
  [3, ['moderates', moderates]],
  [3, ['subject', ({ client, room, on }) => on.send(client, stanza.subject(room, `s${on.count()}`))]],
  [2, ['composes', ({ client, room, on }) => on.send(client, stanza.composing(room))]],
  [3, ['whispers', whispers]],
  [3, ['leaves', leaves]],
  [3, ['renames', renames]],
  [2, ['shows', ({ client, room, stay, on }) => on.send(client, stanza.presence(room, stay.nick))]],
  [4, ['configures', configures]],
  [5, ['administers', administers]],
  [4, ['hats', handlesHats]],
  [3, ['cards', changesCard]],
  [4, ['registers', registers]],
  [3, ['decides', decides]],
  [7, ['reads', reads]],
  [5, ['asks', asks]],
  [3, ['destroys', ({ client, room, on }) => void on.ask(client, stanza.destroy(room), 'destroy')]],
];

function offTheRecord({ client, room, on }: Act): void {
  const originId = `o${on.count()}`;
  client.pending.set(originId, { room, originId, body: originId, attempts: 1 });
  on.send(client, stanza.post(room, { originId, body: originId, id: `${originId}.1` }, 'no-store'));
}

/** What one said, as it was heard or before that; sometimes what somebody else did. */
function retracts({ client, room, on }: Act): void {
  const pending = [...client.pending.values()].filter((one) => one.room === room).map(({ originId }) => originId);
  const heard = lately({ client, room }).filter(({ own }) => own || on.random.percent(10));
  const names = [...pending.slice(-1), ...heard.map(({ stanzaId }) => stanzaId)];
  if (names.length === 0) return say({ client, room, on });
  on.send(client, stanza.retract(room, on.random.pick(names), `r${on.count()}`));
}

function moderates({ client, room, on }: Act): void {
  const heard = lately({ client, room });
  if (heard.length === 0) return say({ client, room, on });
  on.ask(client, stanza.moderate(room, on.random.pick(heard).stanzaId), 'moderate');
}

function lately({ client, room }: Pick<Act, 'client' | 'room'>): Client['messages'] {
  return client.messages.filter((one) => one.room === room).slice(-10);
}

function whispers({ client, room, on }: Act): void {
  on.send(client, stanza.privately(room, on.random.pick(on.people), `pm${on.count()}`));
}

function leaves({ client, room, stay, on }: Act): void {
  stay.belief = 'out';
  on.send(client, stanza.presence(room, stay.nick, 'unavailable'));
}

function renames({ client, room, on }: Act): void {
  const name = client.bare.slice(0, client.bare.indexOf('@'));
  on.send(client, stanza.presence(room, on.random.pick([name, `${name}2`, on.random.pick(on.people)])));
}

function configures({ client, room, on }: Act): void {
  const { random } = on;
  const flag = (): string => random.pick(['0', '1']);
  const fields = random.pick<Readonly<Record<string, string>>>([
    { 'muc#roomconfig_roomname': `name ${on.count()}` },
    { 'muc#roomconfig_moderatedroom': flag() },
    { 'muc#roomconfig_membersonly': flag() },
    { 'muc#roomconfig_whois': random.pick(['anyone', 'moderators']) },
    { 'muc#roomconfig_changesubject': flag() },
    { 'muc#roomconfig_publicroom': flag() },
    { 'muc#roomconfig_enablearchiving': flag() },
    { 'muc#roomconfig_persistentroom': flag(), 'muc#roomconfig_allowpm': random.pick(['anyone', 'none']) },
    { 'muc#roomconfig_passwordprotectedroom': '1', 'muc#roomconfig_roomsecret': 'sesame' },
    { 'muc#roomconfig_maxusers': 'many' },
    { 'longroom#roomconfig_largeroom': random.pick(['-1', '0', '1', '3', '5']) },
  ]);
  on.ask(client, stanza.configure(room, fields), 'configure');
}

function administers({ client, room, on }: Act): void {
  const { random } = on;
  const nick = random.pick(on.people);
  const item = random.percent(50)
    ? { jid: `${nick}@localhost`, affiliation: random.pick(['owner', 'admin', 'member', 'member', 'none', 'outcast']) }
    : { nick, role: random.pick(['moderator', 'participant', 'visitor', 'none']) };
  on.ask(client, stanza.administer(room, item), 'administer');
}

function handlesHats({ client, room, on }: Act): void {
  const { random } = on;
  const uri = `urn:hat:${random.pick(['host', 'scribe'])}`;
  const jid = `${random.pick(on.people)}@localhost`;
  const worn = { 'hats#uri': uri, 'hats#jid': jid };
  const [command, fields] = random.pick<readonly [string, Readonly<Record<string, string>>]>([
    ['create', { 'hats#uri': uri, 'hats#title': `hat ${on.count()}` }],
    ['assign', worn],
    ['assign', worn],
    ['unassign', worn],
    ['destroy', { 'hats#uri': uri }],
  ]);
  on.ask(client, stanza.hats(room, command, fields), 'hats');
}

function changesCard({ client, room, on }: Act): void {
  const picture = on.random.percent(70) ? `picture ${on.count()}` : undefined;
  on.ask(client, stanza.setCard(room, picture), 'card');
}

/** Under names of one's own: whom somebody else's is reserved for could not come in any more. */
function registers({ client, room, on }: Act): void {
  const name = client.bare.slice(0, client.bare.indexOf('@'));
  const wish = on.random.percent(25) ? 'remove' : { nick: on.random.pick([name, `${name}2`]) };
  on.ask(client, stanza.register(room, wish), 'register');
}

function decides({ client, room, on }: Act): void {
  const name = on.random.pick(on.people);
  on.send(client, stanza.decide(room, on.random.pick([name, `${name}2`]), on.random.percent(60)));
}

function reads({ client, room, on }: Act): void {
  const { random } = on;
  const known = client.lastIds.length > 0 ? random.pick(client.lastIds) : 'unknown';
  const queryId = `q${on.count()}`;
  const max = String(random.pick([0, 1, 5, 50]));
  const query = random.pick([
    { page: { max } },
    { page: { max, before: '' } },
    { page: { max, after: known } },
    { page: { before: known }, flip: true },
    { filter: { start: '2026-01-01T00:00:01Z' } },
    { filter: { end: '2026-01-01T00:01:00Z' }, page: { max } },
    { filter: { start: '2026-01-01T00:00:20Z', end: '2026-01-01T01:00:00Z' } },
    { filter: { 'before-id': known } },
    { filter: { ids: [known] } },
    { filter: { with: `${room}/${random.pick(on.people)}` } },
  ]);
  on.ask(client, stanza.history(room, { queryId, ...query }), 'history');
}

function asks({ client, room, stay, on }: Act): void {
  const query = on.random.pick([
    stanza.askForm(room),
    stanza.askList(room, { affiliation: on.random.pick(['owner', 'member', 'outcast']) }),
    stanza.disco(room, 'info'),
    stanza.disco(room, 'items'),
    stanza.metadata(room),
    stanza.ping(stay.nick === '' ? room : `${room}/${stay.nick}`),
    stanza.askService(),
    stanza.disco(domain, 'items'),
    stanza.disco(domain, 'items', { max: '1' }),
    stanza.disco(domain, 'items', { max: '1', before: '' }),
    stanza.search(),
    stanza.askCard(room),
  ]);
  on.ask(client, query, 'question');
}
