/**
 * What is counted, and how much of it is let through unless the operator says otherwise. Bursts are what clients do when
 * they come back: with 100 rooms, each is asked for, entered, and read three lists and ten pages of history, from three
 * devices. A room's are what 20,000 people do who come back together.
 */
import type { Rate } from './buckets.ts';

/** As people write it: `10/s, 100 at once`. */
export type RateText = `${number}/s, ${number} at once`;

interface Row {
  /** What one person may do, everywhere together. */
  readonly person: RateText;
  /** What all may do in one room. */
  readonly room: RateText;
}

export const defaultRates = {
  messages: { person: '10/s, 100 at once', room: '200/s, 1000 at once' },
  presence: { person: '20/s, 1000 at once', room: '500/s, 50000 at once' },
  joins: { person: '10/s, 600 at once', room: '1000/s, 50000 at once' },
  invites: { person: '0.5/s, 100 at once', room: '2/s, 500 at once' },
  queries: { person: '100/s, 6000 at once', room: '2000/s, 200000 at once' },
} as const satisfies Readonly<Record<string, Row>>;

export type LimitKind = keyof typeof defaultRates;

export const limitKinds = Object.keys(defaultRates) as LimitKind[];

export type Rates = Readonly<Record<LimitKind, { readonly person: Rate; readonly room: Rate }>>;

const written = /^(\d{1,6}(?:\.\d{1,3})?)\/s, (\d{1,9}) at once$/;

/** Undefined for what is no rate, or one that would let nothing through. */
export function readRate(text: string): Rate | undefined {
  const [, perSecond, burst] = written.exec(text) ?? [];
  const rate = { perSecond: Number(perSecond), burst: Number(burst) };
  return rate.perSecond > 0 && rate.burst > 0 ? rate : undefined;
}

/** All rates, from what is said of each. Throws where one of them is none: they were checked when they were read. */
export function ratesFrom(text: (kind: LimitKind, whose: keyof Row) => string): Rates {
  const rate = (kind: LimitKind, whose: keyof Row): Rate => {
    const read = readRate(text(kind, whose));
    if (read === undefined) throw new Error(`not a rate: ${text(kind, whose)}`);
    return read;
  };
  const of = (kind: LimitKind) => [kind, { person: rate(kind, 'person'), room: rate(kind, 'room') }] as const;
  return Object.fromEntries(limitKinds.map(of)) as Rates;
}
