/**
 * How many messages an hour there are in a room, roughly (XEP-0502): a counter for each of the last 24 full hours and
 * one for this hour. Counted is what people read as a message of its own.
 */

const hourMilliseconds = 3_600_000;
const hoursCounted = 24;

export interface StoredRate {
  /** The hour of the first counter, since 1970; the others are for the hours before it. */
  readonly hour: number;
  readonly counts: readonly number[];
  /** The hour in which counting began. */
  readonly since: number;
}

export class MessageRate {
  #hour = 0;
  #counts: number[] | undefined;
  #since: number | undefined;

  /** From this moment (milliseconds since 1970) on every message is counted. */
  begin(at: number): void {
    this.#since ??= hourOf(at);
  }

  count(at: number): void {
    this.begin(at);
    const passed = hourOf(at) - this.#hour;
    if (this.#counts === undefined || passed > hoursCounted) this.#counts = [0];
    else for (let hour = 0; hour < passed; hour++) this.#counts.unshift(0);
    if (this.#counts.length > hoursCounted + 1) this.#counts.length = hoursCounted + 1;
    this.#hour = hourOf(at);
    this.#counts[0] = (this.#counts[0] ?? 0) + 1;
  }

  /** Undefined while there has been no full hour to tell of. */
  perHour(now: number): number | undefined {
    const hours = this.#since === undefined ? 0 : Math.min(hoursCounted, hourOf(now) - this.#since);
    if (hours < 1) return undefined;
    let messages = 0;
    for (const [place, count] of (this.#counts ?? []).entries()) {
      const ago = hourOf(now) - this.#hour + place;
      if (ago >= 1 && ago <= hoursCounted) messages += count;
    }
    return messages / hours;
  }

  get stored(): StoredRate | undefined {
    return this.#since === undefined ? undefined : { hour: this.#hour, counts: this.#counts ?? [], since: this.#since };
  }

  static from(stored: StoredRate): MessageRate {
    const rate = new MessageRate();
    rate.#hour = stored.hour;
    rate.#counts = [...stored.counts];
    rate.#since = stored.since;
    return rate;
  }
}

function hourOf(at: number): number {
  return Math.floor(at / hourMilliseconds);
}

const besideAnother = ['urn:xmpp:message-correct:0', 'urn:xmpp:reactions:0'];

/** Whether people read it as a message of its own: with a text, and not about an earlier one, whose text may be for old clients. */
export function isTalk({ xml, retracts }: { readonly xml: string; readonly retracts?: unknown }): boolean {
  return retracts === undefined && /<body[\s>]/.test(xml) && !besideAnother.some((about) => xml.includes(about));
}
