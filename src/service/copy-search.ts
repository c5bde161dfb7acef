/**
 * Does the server make copies for us (XEP-0033), and can they be used? A service is found as §2 of the XEP says
 * and then tried: what it copies has to arrive in order with what is sent past it, else the order that a room
 * promises would be lost (docs/decisions/0007-multicast.md), and no copy may show who else got one.
 */
import type { Clock } from '../ops/clock.ts';
import { NS } from '../wire/namespaces.ts';
import { prepareSplice, spliceTo, stanzaText } from '../wire/splice.ts';
import { featuresIn, itemsIn } from '../wire/xep/xep0030-answer.ts';
import { addressesIn, blindCopiesText, throughService } from '../wire/xep/xep0033.ts';
import { type Element, xml } from '../wire/xml.ts';

/** A service takes as many in one stanza: its limit should be more than 20 (XEP-0033 §8). More save hardly anything. */
export const addressesMax = 20;
/** A server that makes its copies beside the stream was overtaken in nine of ten trials, and more where it was busy. */
const trials = 10;
const patienceMilliseconds = 60_000;
/** Items of the server that are asked what they are. */
const itemsMax = 50;

export type Finding =
  | { readonly kind: 'usable'; readonly service: string; readonly domains: ReadonlySet<string> }
  | { readonly kind: 'unusable'; readonly service: string; readonly why: string }
  | { readonly kind: 'none' };

export interface CopySearchEnvironment {
  readonly domain: string;
  /** The server, as the domain of its users. */
  readonly host: string;
  readonly clock: Clock;
  /** Another one for each search. */
  readonly id: string;
  send(text: string): void;
}

type Settle<T> = (value: T) => void;

export class CopySearch {
  readonly #env: CopySearchEnvironment;
  /** Where trials come from; their copies go to addresses that begin with it. */
  readonly #place: string;
  readonly #answers = new Map<string, { readonly from: string; readonly settle: Settle<Element> }>();
  readonly #giveUp = new Set<() => void>();
  #trial: ((stanza: Element) => void) | undefined;
  #cancelled = false;

  constructor(env: CopySearchEnvironment) {
    this.#env = env;
    this.#place = `${env.domain}/${env.id}`;
  }

  /** Looks at a stanza from the server and says whether it belongs to this search. */
  takes(stanza: Element): boolean {
    const { id = '', from, to = '' } = stanza.attrs;
    if (to.startsWith(this.#place)) {
      this.#trial?.(stanza);
      return true;
    }
    const asked = this.#answers.get(id);
    if (asked === undefined || asked.from !== from || stanza.name !== 'iq') return false;
    this.#answers.delete(id);
    asked.settle(stanza);
    return true;
  }

  /** What is awaited will not come any more. */
  cancel(): void {
    this.#cancelled = true;
    for (const giveUp of this.#giveUp) giveUp();
  }

  async run(): Promise<Finding> {
    const { host, domain } = this.#env;
    const [info, list] = await Promise.all([this.#ask(host, NS.discoInfo), this.#ask(host, NS.discoItems)]);
    const items = list === undefined ? [] : itemsIn(list).filter((jid) => jid.endsWith(`.${host}`));
    const service = offersCopies(info) ? host : await this.#offeringOf(items.filter((jid) => jid !== domain));
    if (service === undefined) return { kind: 'none' };
    for (let trial = 1; trial <= trials; trial += 1) {
      const why = await this.#try(service, `${this.#place}/${trial}`);
      if (why !== undefined) return { kind: 'unusable', service, why };
    }
    return { kind: 'usable', service, domains: new Set([host, ...items.filter((jid) => jid !== service)]) };
  }

  async #offeringOf(items: readonly string[]): Promise<string | undefined> {
    const asked = items.slice(0, itemsMax);
    const answers = await Promise.all(asked.map((jid) => this.#ask(jid, NS.discoInfo)));
    return asked.find((_, index) => offersCopies(answers[index]));
  }

  #ask(to: string, xmlns: string): Promise<Element | undefined> {
    const id = `${this.#env.id}-${xmlns}-${to}`;
    return this.#patiently<Element | undefined>(undefined, (settle) => {
      this.#answers.set(id, { from: to, settle });
      const query = xml('iq', { type: 'get', id, from: this.#env.domain, to }, xml('query', { xmlns }));
      this.#env.send(stanzaText(query));
    });
  }

  /** Has copies made for ourselves and sends one stanza past them. Gives what is wrong with them, if anything is. */
  #try(service: string, to: string): Promise<string | undefined> {
    const copied = Array.from({ length: addressesMax }, (_, index) => `${to}/${index}`);
    const expected = [...copied, `${to}/past`];
    const message = xml('message', { type: 'groupchat', from: this.#place }, xml('no-store', { xmlns: NS.hints }));
    const spliced = prepareSplice(message);
    return this.#patiently<string | undefined>('they do not arrive', (settle) => {
      let arrived = 0;
      this.#trial = (stanza) => {
        const fault = this.#faultOf(stanza, expected[arrived]);
        arrived += 1;
        if (fault !== undefined || arrived === expected.length) settle(fault);
      };
      const copies = throughService(spliced, service, blindCopiesText(copied)) ?? '';
      this.#env.send(copies + spliceTo(spliced, `${to}/past`));
    });
  }

  #faultOf(stanza: Element, expected: string | undefined): string | undefined {
    const { type, from, to = '' } = stanza.attrs;
    if (type === 'error') return 'it refuses to make them';
    if (from !== this.#place || type !== 'groupchat') return 'they are not like what was sent';
    if (addressesIn(stanza).some((jid) => jid !== to)) return 'they show who else got one';
    return to === expected ? undefined : 'they do not keep their place among what is sent otherwise';
  }

  /** Settles with what `start` gets, or with `otherwise` when that takes too long. */
  #patiently<T>(otherwise: T, start: (settle: Settle<T>) => void): Promise<T> {
    if (this.#cancelled) return Promise.resolve(otherwise);
    return new Promise((resolve) => {
      const giveUp = (): void => settle(otherwise);
      const settle = (value: T): void => {
        stopWaiting();
        this.#giveUp.delete(giveUp);
        resolve(value);
      };
      const stopWaiting = this.#env.clock.after(patienceMilliseconds, giveUp);
      this.#giveUp.add(giveUp);
      start(settle);
    });
  }
}

function offersCopies(answer: Element | undefined): boolean {
  return answer !== undefined && featuresIn(answer).has(NS.address);
}
