/**
 * The stage of an example: stanzas in the words of XEP-0045 (`coven@chat.shakespeare.lit`), translated for the place
 * where it is played. `play(18)` sends what example 18 shows as sent to the service and expects what it shows as coming.
 */
import { type Element, readElements } from '../integration/element.ts';
import { type Ids, mismatch } from './compare.ts';
import { stanzasOf } from './examples.ts';
import type { Theatre } from './theatre.ts';

const service = 'chat.shakespeare.lit';
const host = 'shakespeare.lit';

/** Where an example contradicts the text, itself or a setting: words of it, and what stands there instead. */
export type Edits = readonly (readonly [written: string, played: string])[];

/** People of the coven, by what XEP-0045 calls them. */
export const crone1 = 'crone1@shakespeare.lit/desktop';
export const wiccarocks = 'wiccarocks@shakespeare.lit/laptop';
export const hag66 = 'hag66@shakespeare.lit/pda';
export const hecate = 'hecate@shakespeare.lit/broom';
export const coven = 'coven@chat.shakespeare.lit';

export class Stage {
  readonly #theatre: Theatre;
  readonly #ids: Ids = new Map();
  #serial = 0;

  constructor(theatre: Theatre) {
    this.#theatre = theatre;
  }

  /** Plays the stanzas of an example in their order. */
  async play(example: number, edits: Edits = []): Promise<void> {
    const stanzas = stanzasOf(example);
    for (const [written] of edits) {
      if (!stanzas.some((stanza) => `${stanza}`.includes(written)))
        throw new Error(`example ${example} has no ${written}`);
    }
    for (const stanza of stanzas) {
      const xml = edited(`${stanza}`, edits);
      if (readElements(xml).some(isForService)) await this.send(xml);
      else await this.receive(xml);
    }
  }

  /** Plays what people send each other past the service: each stanza leaves its `from` and comes to its `to`. */
  async pass(example: number): Promise<void> {
    for (const stanza of stanzasOf(example)) {
      await this.unread(stanza.attrs['to'] ?? '');
      await this.send(`${stanza}`);
      await this.receive(`${stanza}`);
    }
  }

  /** Sends a stanza whose `from` says who does. */
  async send(xml: string): Promise<void> {
    const [stanza] = readElements(this.#translated(xml));
    const from = stanza?.attrs['from'];
    if (stanza === undefined || from === undefined) throw new Error(`nobody sends ${xml}`);
    const { id } = stanza.attrs;
    if (id !== undefined) this.#ids.set(id, id);
    await this.#theatre.send(from, stanza.toString());
  }

  /** Waits for a stanza like this one, whose `to` says who gets it; `to` may be a bare JID. */
  async receive(xml: string, who?: string): Promise<Element> {
    const [expected] = readElements(this.#translated(xml));
    const to = who === undefined ? expected?.attrs['to'] : this.#translated(who);
    if (expected === undefined || to === undefined) throw new Error(`nobody gets ${xml}`);
    return this.#theatre.receive(to, `${expected}`, (stanza) => mismatch(expected, stanza, this.#ids) === undefined);
  }

  /** Why the next unread stanza is not this one: for looking closer. */
  async unread(who: string): Promise<readonly Element[]> {
    return this.#theatre.unread(this.#translated(who));
  }

  async forget(): Promise<void> {
    await this.#theatre.forget();
  }

  /** A request of which only the answer's type matters. */
  async request(from: string, type: 'get' | 'set', to: string, payload: string): Promise<void> {
    const answer = await this.ask(from, type, to, payload);
    if (answer.attrs['type'] !== 'result') throw new Error(`${payload} was answered with ${answer}`);
  }

  /** A request, and its answer as it came. */
  async ask(from: string, type: 'get' | 'set', to: string, payload: string): Promise<Element> {
    const id = `request-${++this.#serial}`;
    await this.send(`<iq from='${from}' to='${to}' type='${type}' id='${id}'>${payload}</iq>`);
    const asker = this.#translated(from);
    return this.#theatre.receive(asker, `the answer to ${payload}`, ({ attrs }) => attrs['id'] === id);
  }

  /** Enters and reads up to its own presence. */
  async enter(who: string, room: string, nick: string, inside = "<history maxstanzas='0'/>"): Promise<void> {
    const x = `<x xmlns='http://jabber.org/protocol/muc'>${inside}</x>`;
    await this.send(`<presence from='${who}' to='${room}/${nick}'>${x}</presence>`);
    const jid = this.#translated(who);
    await this.#theatre.receive(jid, `the presence of ${nick}, for ${who} itself`, isSelfPresence);
  }

  async configure(owner: string, room: string, fields: Readonly<Record<string, string>> = {}): Promise<void> {
    const written = Object.entries({ FORM_TYPE: 'http://jabber.org/protocol/muc#roomconfig', ...fields })
      .map(([name, value]) => `<field var='${name}'><value>${value}</value></field>`)
      .join('');
    const x = `<x xmlns='jabber:x:data' type='submit'>${written}</x>`;
    await this.request(owner, 'set', room, `<query xmlns='http://jabber.org/protocol/muc#owner'>${x}</query>`);
  }

  async affiliate(by: string, room: string, affiliations: Readonly<Record<string, string>>): Promise<void> {
    const items = Object.entries(affiliations)
      .map(([jid, affiliation]) => `<item jid='${jid}' affiliation='${affiliation}'/>`)
      .join('');
    await this.request(by, 'set', room, `<query xmlns='http://jabber.org/protocol/muc#admin'>${items}</query>`);
  }

  /** The coven as §7 finds it: its owner is firstwitch, an admin is secondwitch, and both are in it. Nothing is unread. */
  async coven(fields: Readonly<Record<string, string>> = {}): Promise<void> {
    await this.enter(crone1, coven, 'firstwitch');
    await this.configure(crone1, coven, fields);
    await this.affiliate(crone1, coven, { 'wiccarocks@shakespeare.lit': 'admin' });
    await this.enter(wiccarocks, coven, 'secondwitch');
    await this.forget();
  }

  #translated(xml: string): string {
    const { domain, host: ours, suffix } = this.#theatre;
    return xml
      .replaceAll(/([\w.-]+)@chat\.shakespeare\.lit/g, (_, room: string) => `${room}${suffix}@${domain}`)
      .replaceAll(service, domain)
      .replaceAll(host, ours);
  }
}

function isForService({ attrs }: Element): boolean {
  const { to = '', from = '' } = attrs;
  return !from.includes(service) && (to.includes(service) || to === host);
}

function edited(xml: string, edits: Edits): string {
  return edits.reduce((played, [written, instead]) => played.replaceAll(written, instead), xml);
}

function isSelfPresence(stanza: Element): boolean {
  const x = stanza.child('x', 'http://jabber.org/protocol/muc#user');
  return stanza.name === 'presence' && (x?.all('status').some(({ attrs }) => attrs['code'] === '110') ?? false);
}
