/**
 * An XMPP client for tests: SASL PLAIN on loopback, no TLS, no reconnecting, no answers of its own. It keeps
 * everything it received, in order, and lets a scenario wait for what must come.
 */
import { connect, type Socket } from 'node:net';
import { StringDecoder } from 'node:string_decoder';
import { type Element, escapeXml, StreamReader } from './integration/element.ts';
import type { XmppServer } from './servers/server.ts';

const patienceSeconds = 20;
const shownStanzas = 30;
const shownCharacters = 400;

export type Matches = (stanza: Element) => boolean;

export interface JoinOptions {
  /** The `<history/>` element's attributes (XEP-0045 §7.2.13), or `none` for no such element. */
  readonly history?: Readonly<Record<string, string | number>> | 'none';
  readonly password?: string;
}

export interface Joined {
  /** Presence of those who were in the room before. */
  readonly others: readonly Element[];
  readonly self: Element;
  readonly history: readonly Element[];
  readonly subject: Element;
}

interface Waiting {
  readonly matches: Matches;
  readonly found: (stanza: Element) => void;
  readonly failed: (error: Error) => void;
}

let serial = 0;

/** An id that no other stanza of this test process has. */
export function freshId(): string {
  serial += 1;
  return `t${process.pid}-${serial}`;
}

export class TestClient {
  readonly server: XmppServer;
  readonly user: string;
  readonly bare: string;
  /** Everything that came since the session began, in order. */
  readonly transcript: Element[] = [];
  /** What no `receives` has taken yet, in order. */
  readonly unread: Element[] = [];
  /** Settles when the connection has ended, by either side. */
  readonly ended: Promise<void>;
  jid = '';
  readonly #socket: Socket;
  readonly #reader: StreamReader;
  readonly #decoder = new StringDecoder('utf8');
  readonly #waiting: Waiting[] = [];
  readonly #arrived = new Set<(stanza: Element) => void>();
  #live = true;

  private constructor(server: XmppServer, user: string, socket: Socket) {
    this.server = server;
    this.user = user;
    this.bare = `${user}@${server.host}`;
    this.#socket = socket;
    this.#reader = new StreamReader({
      opened: () => undefined,
      stanza: (stanza) => this.#receive(stanza),
      closed: () => socket.end(),
    });
    socket.on('data', (bytes: Buffer) => this.#reader.write(this.#decoder.write(bytes)));
    socket.on('error', () => socket.destroy());
    this.ended = new Promise((resolve) => {
      socket.once('close', () => {
        this.#end();
        resolve();
      });
    });
  }

  /** Signs in, binds the resource and sends available presence. */
  static async connect(server: XmppServer, user: string, resource?: string): Promise<TestClient> {
    const socket = connect({ host: server.address, port: server.c2sPort, noDelay: true });
    const client = new TestClient(server, user, socket);
    await client.#openStream();
    await client.#authenticate();
    await client.#openStream();
    await client.#bind(resource ?? freshId());
    client.send('<presence/>');
    return client;
  }

  send(stanza: string | Element): void {
    this.#socket.write(stanza.toString());
  }

  /** Hands over each stanza as it arrives, until the returned function is called. */
  onStanza(listener: (stanza: Element) => void): () => void {
    this.#arrived.add(listener);
    return () => this.#arrived.delete(listener);
  }

  /** Takes the first unread stanza that matches, waiting for it if need be. What does not match stays unread. */
  async receives(what: string, matches: Matches, seconds = patienceSeconds): Promise<Element> {
    const index = this.unread.findIndex(matches);
    if (index !== -1) return this.unread.splice(index, 1)[0] as Element;
    return await new Promise<Element>((resolve, reject) => {
      const waiting: Waiting = {
        matches,
        found: (stanza) => {
          clearTimeout(timer);
          resolve(stanza);
        },
        failed: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      };
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        reject(this.#missing(what, `did not come in ${seconds} s`));
      }, seconds * 1000);
      this.#waiting.push(waiting);
      if (!this.#live) this.#end();
    });
  }

  /** Takes all unread stanzas up to and with the first that matches: the order of what came can be seen. */
  async receivesUpTo(what: string, matches: Matches, seconds = patienceSeconds): Promise<Element[]> {
    const last = await this.receives(what, matches, seconds);
    const place = this.transcript.indexOf(last);
    const before = this.unread.filter((stanza) => this.transcript.indexOf(stanza) < place);
    this.unread.splice(0, before.length);
    return [...before, last];
  }

  /** Sends a request and takes its one answer, result or error. `payload` is the child element's text. */
  async iq(type: 'get' | 'set', to: string, payload: string, seconds = patienceSeconds): Promise<Element> {
    const id = freshId();
    this.send(`<iq type='${type}' to='${escapeXml(to)}' id='${id}'>${payload}</iq>`);
    return await this.receives(`the answer to ${payload.slice(0, shownCharacters)}`, isAnswer(id), seconds);
  }

  /** Asks for entry without waiting (XEP-0045 §7.2). Returns the id of the request. */
  requestJoin(room: string, nick: string, options: JoinOptions = {}): string {
    const id = freshId();
    const history = options.history ?? 'none';
    const asked = history === 'none' ? '' : `<history${attributes(history)}/>`;
    const password = options.password === undefined ? '' : `<password>${escapeXml(options.password)}</password>`;
    const x = `<x xmlns='http://jabber.org/protocol/muc'>${asked}${password}</x>`;
    this.send(`<presence id='${id}' to='${escapeXml(`${room}/${nick}`)}'>${x}</presence>`);
    return id;
  }

  /** Enters a room and reads everything up to the subject, which ends the entry (XEP-0045 §7.2.15). */
  async join(room: string, nick: string, options: JoinOptions = {}): Promise<Joined> {
    this.requestJoin(room, nick, options);
    const isSubject: Matches = (stanza) =>
      stanza.name === 'message' &&
      bareOf(stanza.attrs['from']) === room &&
      stanza.child('subject') !== undefined &&
      stanza.child('body') === undefined;
    const came = await this.receivesUpTo(`the subject of ${room} after entering as ${nick}`, (stanza) => {
      if (stanza.name === 'presence' && stanza.attrs['type'] === 'error' && bareOf(stanza.attrs['from']) === room) {
        throw new Error(`${this.jid} was refused: ${stanza.toString()}`);
      }
      return isSubject(stanza);
    });
    const ofRoom = came.filter((stanza) => bareOf(stanza.attrs['from']) === room);
    const presences = ofRoom.filter((stanza) => stanza.name === 'presence');
    const self = presences.find((stanza) => statusCodes(stanza).includes('110'));
    if (self === undefined) throw this.#missing('the self-presence (110)', 'was not there before the subject');
    return {
      others: presences.filter((stanza) => stanza !== self),
      self,
      history: ofRoom.filter((stanza) => stanza.name === 'message' && stanza !== ofRoom.at(-1)),
      subject: ofRoom.at(-1) as Element,
    };
  }

  /** Cuts the connection without a word. The server notices and says goodbye for the user. */
  async drop(): Promise<void> {
    this.#socket.resetAndDestroy();
    await this.ended;
  }

  /** Leaves properly. */
  async close(): Promise<void> {
    if (this.#live) this.#socket.end('</stream:stream>');
    const patience = setTimeout(() => this.#socket.destroy(), 1000);
    await this.ended;
    clearTimeout(patience);
  }

  async #openStream(): Promise<void> {
    this.#reader.restart();
    const namespaces = "xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'";
    this.#socket.write(`<?xml version='1.0'?><stream:stream ${namespaces} to='${this.server.host}' version='1.0'>`);
    await this.receives('stream features', (stanza) => stanza.name === 'features');
  }

  async #authenticate(): Promise<void> {
    const plain = Buffer.from(`\0${this.user}\0${this.server.password}`).toString('base64');
    this.send(`<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>${plain}</auth>`);
    await this.receives(`the sign-in of ${this.user}`, (stanza) => stanza.name === 'success');
  }

  async #bind(resource: string): Promise<void> {
    const bindNamespace = 'urn:ietf:params:xml:ns:xmpp-bind';
    const id = freshId();
    const payload = `<bind xmlns='${bindNamespace}'><resource>${escapeXml(resource)}</resource></bind>`;
    this.send(`<iq type='set' id='${id}'>${payload}</iq>`);
    const answer = await this.receives('the bound resource', isAnswer(id));
    this.jid = answer.expect('bind', bindNamespace).expect('jid').text;
    this.transcript.length = 0;
    this.unread.length = 0;
  }

  #receive(stanza: Element): void {
    this.transcript.push(stanza);
    for (const listener of this.#arrived) listener(stanza);
    for (const waiting of this.#waiting) {
      let matched = false;
      try {
        matched = waiting.matches(stanza);
      } catch (error) {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        this.unread.push(stanza);
        waiting.failed(error instanceof Error ? error : new Error(String(error)));
        return;
      }
      if (!matched) continue;
      this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
      waiting.found(stanza);
      return;
    }
    this.unread.push(stanza);
  }

  #end(): void {
    this.#live = false;
    for (const waiting of this.#waiting.splice(0)) {
      waiting.failed(this.#missing('a stanza', 'can no longer come: the connection has ended'));
    }
  }

  #missing(what: string, why: string): Error {
    const came = this.transcript
      .slice(-shownStanzas)
      .map((stanza) => `  ${stanza.toString().slice(0, shownCharacters)}`);
    return new Error(`${this.jid}: ${what} ${why}. What came, newest last:\n${came.join('\n')}`);
  }
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}='${escapeXml(String(value))}'`)
    .join('');
}

function isAnswer(id: string): Matches {
  return ({ name, attrs }) => name === 'iq' && attrs['id'] === id && /^(result|error)$/.test(attrs['type'] ?? '');
}

export function bareOf(jid: string | undefined): string {
  return (jid ?? '').split('/')[0] ?? '';
}

export function resourceOf(jid: string | undefined): string {
  const slash = (jid ?? '').indexOf('/');
  return slash === -1 ? '' : (jid ?? '').slice(slash + 1);
}

/** The status codes of a presence or message, as XEP-0045 §15.6 numbers them. */
export function statusCodes(stanza: Element): string[] {
  const x = stanza.child('x', 'http://jabber.org/protocol/muc#user');
  return (x?.all('status') ?? []).map((status) => status.attrs['code'] ?? '');
}
