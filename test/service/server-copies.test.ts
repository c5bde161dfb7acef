/** Messages whose copies the server makes (XEP-0033): when it is let, and that nobody notices. */
import test from 'ava';
import { addressesIn } from '../../src/wire/xep/xep0033.ts';
import { child, type Element, elements, is, xml } from '../../src/wire/xml.ts';
import { memoryStore } from '../memory-store.ts';
import { body, domain, World } from '../world.ts';
import { enter, openRoom, room, say } from './conversation.ts';

const host = 'localhost';
const namespace = 'http://jabber.org/protocol/address';
const people = ['Ada', 'Ben', 'Cem', 'Dora', 'Eli', 'Fay'].map((nick) => ({
  nick,
  session: `${nick.toLowerCase()}@${host}/phone`,
}));
const sessions = people.map(({ session }) => session);

/** How the server makes copies. */
interface Manner {
  readonly offers?: boolean;
  /** Everything that is sent meanwhile overtakes them. */
  late?: boolean;
  refuses?: boolean;
  readonly showsAll?: boolean;
}

/** A server that makes copies, beside the world's, which delivers what is addressed to one. */
class CopyingServer {
  readonly world: World;
  readonly #manner: Manner;
  /** Stanzas that came with a list of addresses, trials left out. */
  readonly asked: Element[] = [];

  constructor(manner: Manner, users: readonly string[] = [host]) {
    this.#manner = manner;
    this.world = new World({ store: memoryStore(), users, serverCopies: true });
    this.world.onSent = (stanza) => this.#sent(stanza);
  }

  /** Olga's room with six more people in it, and nothing unheard. */
  async withPeople(some = people): Promise<World> {
    await this.world.start();
    this.world.connect();
    await this.world.settle();
    await openRoom(this.world);
    for (const { session, nick } of some) await enter(this.world, session, nick);
    await this.world.pass(2_000);
    for (const { session } of some) await this.world.hears(session);
    this.asked.length = 0;
    return this.world;
  }

  #sent(stanza: Element): void {
    const { from = '', to = '' } = stanza.attrs;
    if (to.startsWith(`${domain}/`)) this.world.sendElement(from, stanza);
    if (to === host && stanza.name === 'iq') this.#answer(stanza);
    if (to !== host || child(stanza, 'addresses', namespace) === undefined) return;
    if (!from.startsWith(`${domain}/`)) this.asked.push(stanza);
    if (this.#manner.refuses) return this.#refuse(stanza);
    if (this.#manner.late) queueMicrotask(() => this.#copy(stanza));
    else this.#copy(stanza);
  }

  #answer(iq: Element): void {
    const { id, from } = iq.attrs;
    const query = iq.getChildElements()[0]?.attrs['xmlns'] ?? '';
    const offered = this.#manner.offers !== false && query.endsWith('#info') ? `<feature var='${namespace}'/>` : '';
    this.world.send(host, `<iq type='result' to='${from}' id='${id}'><query xmlns='${query}'>${offered}</query></iq>`);
  }

  #refuse(stanza: Element): void {
    const error = "<error type='cancel'><service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>";
    this.world.send(host, `<message type='error' to='${stanza.attrs['from']}'>${error}</message>`);
  }

  #copy(stanza: Element): void {
    for (const to of addressesIn(stanza)) {
      const kept = elements(stanza).filter((node) => this.#manner.showsAll || !isList(node));
      const copy = xml(stanza.name, { ...stanza.attrs, to }, ...kept);
      if (to.startsWith(`${domain}/`)) this.world.sendElement(stanza.attrs['from'] ?? '', copy);
      else this.world.inbox(to).push(copy);
    }
  }
}

function isList(element: Element): boolean {
  return is(element, 'addresses', namespace);
}

async function bodiesOf(on: World, session: string): Promise<(string | undefined)[]> {
  return (await on.hears(session)).map(body);
}

test('a server that offers it gets a message once, for all of its people', async (t) => {
  const server = new CopyingServer({});
  const on = await server.withPeople();
  on.send(sessions[0] ?? '', say('hello'));
  const heard = await Promise.all(sessions.map((session) => on.hears(session)));
  t.is(server.asked.length, 1);
  for (const [index, stanzas] of heard.entries()) {
    t.is(stanzas.length, 1);
    t.is(stanzas[0]?.attrs['to'], sessions[index]);
    t.is(stanzas[0]?.attrs['from'], `${room}/Ada`);
    t.is(body(stanzas[0] ?? t.fail()), 'hello');
    t.is(child(stanzas[0] ?? t.fail(), 'addresses', namespace), undefined);
  }
});

test('whoever is of another server gets the message from the room itself', async (t) => {
  const server = new CopyingServer({}, [host, 'elsewhere.test']);
  const guest = 'gus@elsewhere.test/phone';
  const on = await server.withPeople([...people, { nick: 'Gus', session: guest }]);
  on.send(guest, say('hello'));
  for (const session of [...sessions, guest]) t.deepEqual(await bodiesOf(on, session), ['hello']);
  t.is(server.asked.length, 1);
  t.false(addressesIn(server.asked[0] ?? t.fail()).includes(guest));
});

test('what is for few goes to each of them', async (t) => {
  const server = new CopyingServer({});
  const on = await server.withPeople(people.slice(0, 2));
  on.send(sessions[0] ?? '', say('hello'));
  t.deepEqual(await bodiesOf(on, sessions[1] ?? ''), ['hello']);
  t.deepEqual(server.asked, []);
});

const unfit: readonly (readonly [string, Manner])[] = [
  ['does not offer copies', { offers: false }],
  ['makes copies that are overtaken', { late: true }],
  ['refuses to make copies', { refuses: true }],
  ['shows everybody who else got a copy', { showsAll: true }],
];

for (const [what, manner] of unfit) {
  test(`a server that ${what} is not asked for any`, async (t) => {
    const server = new CopyingServer(manner);
    const on = await server.withPeople();
    on.send(sessions[0] ?? '', say('hello'));
    for (const session of sessions) t.deepEqual(await bodiesOf(on, session), ['hello']);
    t.deepEqual(server.asked, []);
  });
}

test('what a server suddenly does not copy is sent again, by the room itself from then on', async (t) => {
  const manner: Manner = {};
  const server = new CopyingServer(manner);
  const on = await server.withPeople();
  manner.refuses = true;
  on.send(sessions[0] ?? '', say('one'));
  await on.pass(1_000);
  on.send(sessions[0] ?? '', say('two'));
  for (const session of sessions) {
    const heard = (await on.hears(session)).filter(({ name }) => name === 'message').map(body);
    t.deepEqual(heard.filter(Boolean), ['one', 'two']);
  }
  t.is(server.asked.length, 1);
});
