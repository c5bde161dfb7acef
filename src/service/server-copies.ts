/**
 * Where the server makes the copies of a message (XEP-0033), it gets one stanza for many recipients: it reads less,
 * and what is left to it is the part that no component can do. What it cannot copy, and everything for few, goes as
 * ever; a service is used only if both ways keep one order (`copy-search.ts`).
 */
import type { Clock } from '../ops/clock.ts';
import type { Log } from '../ops/log.ts';
import { domainOf } from '../wire/jid.ts';
import type { Spliced } from '../wire/splice.ts';
import { blindCopiesText, throughService } from '../wire/xep/xep0033.ts';
import type { Element } from '../wire/xml.ts';
import { addressesMax, CopySearch, type Finding } from './copy-search.ts';

/** For fewer recipients, the server's work on the addresses is as much as that on the copies. */
const recipientsMin = 5;

export interface ServerCopiesEnvironment {
  readonly domain: string;
  /** The server to ask, as the domain of its users; undefined where its copies are not wanted. */
  readonly host: string | undefined;
  readonly log: Log;
  readonly clock: Clock;
  random(): string;
  send(text: string): void;
  /** Ends this stream and opens the next: what was not delivered is sent again on that one. */
  reconnect(reason: string): void;
}

/** Recipients as the service gets them. */
interface Plan {
  /** One for each stanza. */
  readonly copied: readonly string[];
  readonly others: readonly string[];
}

export class ServerCopies {
  readonly #env: ServerCopiesEnvironment;
  #search: CopySearch | undefined;
  #used: Extract<Finding, { readonly kind: 'usable' }> | undefined;
  /** A service that failed while it was used is not trusted again by this process. */
  #failed = false;
  /** The audience of a room is the same array from message to message. */
  #plans = new WeakMap<readonly string[], Plan>();

  constructor(env: ServerCopiesEnvironment) {
    this.#env = env;
  }

  /** The stream is up: looks for a service. Until one is found, every copy is made here. */
  begin(): void {
    const { domain, host, clock, send, log, random } = this.#env;
    if (host === undefined || this.#failed) return;
    const search = new CopySearch({ domain, host, clock, send, id: `copies-${random()}` });
    this.#search = search;
    search.run().then(
      (finding) => {
        if (this.#search === search) this.#found(finding);
      },
      (error: unknown) => log.error({ error }, 'the server could not be asked for copies'),
    );
  }

  /** The stream is down. */
  end(): void {
    const search = this.#search;
    this.#search = undefined;
    this.#used = undefined;
    search?.cancel();
  }

  #found(finding: Finding): void {
    const { log } = this.#env;
    if (finding.kind === 'none') return;
    const { service } = finding;
    if (finding.kind === 'unusable') {
      log.info({ service, why: finding.why }, 'the server offers to make copies, but they cannot be used');
      return;
    }
    log.info({ service }, 'the server makes the copies of messages');
    this.#plans = new WeakMap();
    this.#used = finding;
  }

  /** Looks at a stanza from the server and says whether it is about its copies, and nobody else's business. */
  takes(stanza: Element): boolean {
    if (this.#search?.takes(stanza)) return true;
    const used = this.#used;
    if (used === undefined || stanza.attrs['from'] !== used.service || stanza.attrs['type'] !== 'error') return false;
    if (stanza.name === 'iq') return false;
    this.#failed = true;
    this.#env.log.warn({ service: used.service }, 'the server has refused to make copies; it is not asked again');
    this.end();
    this.#env.reconnect('the server has refused to make copies');
    return true;
  }

  /** Gives the server what it can copy; the recipients that are left are given back. */
  send(stanza: Spliced, to: readonly string[]): readonly string[] {
    const used = this.#used;
    if (used === undefined || to.length < recipientsMin) return to;
    const plan = this.#planFor(to, used.domains);
    let text = '';
    for (const blindCopies of plan.copied) {
      const one = throughService(stanza, used.service, blindCopies);
      if (one === undefined) return to;
      text += one;
    }
    if (text !== '') this.#env.send(text);
    return plan.others;
  }

  #planFor(to: readonly string[], domains: ReadonlySet<string>): Plan {
    const known = this.#plans.get(to);
    if (known !== undefined) return known;
    const there = to.filter((jid) => domains.has(domainOf(jid)));
    const plan = there.length < recipientsMin ? { copied: [], others: to } : planOf(there, to, domains);
    this.#plans.set(to, plan);
    return plan;
  }
}

function planOf(there: readonly string[], to: readonly string[], domains: ReadonlySet<string>): Plan {
  const copied: string[] = [];
  for (let from = 0; from < there.length; from += addressesMax) {
    copied.push(blindCopiesText(there.slice(from, from + addressesMax)));
  }
  return { copied, others: to.filter((jid) => !domains.has(domainOf(jid))) };
}
