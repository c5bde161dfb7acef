/**
 * The kinds of value a setting can have: how each is read from YAML or from environment text, and how
 * it is described to people. All of them accept text, because the environment has nothing else.
 */
import { z } from 'zod';
import { forever, readKept } from '../kept-days.ts';
import { readRate } from '../service/rates.ts';
import { prepareDomain, prepareLocal } from '../wire/jid.ts';
import { readMongoAddress } from './store-address.ts';

/** Reads one kind of value; `form` says in words what is accepted. */
export interface Kind<T> {
  readonly form: string;
  readonly type: z.ZodType<T>;
}

const LIST_LENGTH_MAX = 1000;
const DEFAULT_COMPONENT_PORT = '5347';

export const domain: Kind<string> = {
  form: 'a domain, such as rooms.example.org',
  type: prepared('a domain', (value) => prepareDomain(value.trim())),
};

export const domains: Kind<readonly string[]> = {
  form: 'a list of domains, or * for everyone',
  type: list(prepared('a domain', (value) => (value.trim() === '*' ? '*' : prepareDomain(value.trim())))),
};

/** A text that is taken as it is; its content never appears in a message. */
export const secret: Kind<string> = {
  form: 'text',
  type: z.string({ error: 'must be text; put it in quotes' }).min(1, { error: 'must not be empty' }),
};

export const componentAddress: Kind<string> = {
  form: 'an address such as xmpp://host:5347',
  type: text('an address').transform((value, context) => {
    const address = URL.canParse(value) ? new URL(value) : undefined;
    const plain = address && address.username === '' && address.search === '' && ['', '/'].includes(address.pathname);
    if (address?.protocol === 'xmpp:' && address.hostname !== '' && plain) {
      return `xmpp://${address.hostname}:${address.port || DEFAULT_COMPONENT_PORT}`;
    }
    context.addIssue('must look like xmpp://host:5347');
    return z.NEVER;
  }),
};

export const storeAddress: Kind<string> = {
  form: 'sqlite:PATH, or mongodb://user@host:27017/database, or the same with mongodb+srv://',
  type: text('an address').refine((value) => /^sqlite:./.test(value) || readMongoAddress(value) !== undefined, {
    error:
      'must look like sqlite:PATH or mongodb://user@host:27017/database; in a user or password, signs such as @ : / % are percent-encoded',
  }),
};

/** How many servers of a MongoDB confirm a write before it counts as written. */
export const writeConcern: Kind<'majority' | number> = {
  form: 'majority, or a number from 1 to 50',
  type: z.preprocess(
    (value) => (typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value),
    z.custom<'majority' | number>(
      (value) =>
        value === 'majority' || (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 50),
      { error: 'must be majority, or a number from 1 to 50' },
    ),
  ),
};

/** A file of the operating system, or none. */
export const socketPath: Kind<string> = {
  form: 'a path, or off',
  type: z.preprocess(
    (value) => (value === false ? 'off' : value),
    text('a path').min(1, { error: 'must be a path, or off' }),
  ),
};

export const webAddress: Kind<string> = {
  form: 'an address such as http://host:7700',
  type: text('an address').refine((value) => /^https?:\/\/[^/\s]/.test(value) && URL.canParse(value), {
    error: 'must look like http://host:7700',
  }),
};

/** What people can click on; shown to everybody who asks the service what it is. */
export const contactAddresses: Kind<readonly string[]> = {
  form: 'a list of addresses, such as mailto:help@example.org, xmpp:help@example.org or https://example.org/help',
  type: list(
    text('an address').refine((value) => /^(mailto:\S+@|xmpp:\S|https?:\/\/[^/\s])\S*$/.test(value), {
      error: 'must begin with mailto:, xmpp:, https:// or http://',
    }),
  ),
};

export const onOff: Kind<'on' | 'off'> = {
  form: 'on or off',
  type: z.preprocess(
    (value) => (value === true || value === 'true' ? 'on' : value === false || value === 'false' ? 'off' : value),
    z.enum(['on', 'off'], { error: 'must be on or off' }),
  ),
};

export const rate: Kind<string> = {
  form: 'a rate such as 10/s, 100 at once',
  type: text('a rate such as 10/s, 100 at once').refine((value) => readRate(value) !== undefined, {
    error: 'must be a rate such as 10/s, 100 at once, with both numbers above 0',
  }),
};

export function oneOf<const T extends string>(words: readonly [T, ...T[]]): Kind<T> {
  const form = words.join(', ');
  return { form, type: z.enum(words, { error: `must be one of ${form}` }) };
}

export const daysOrForever: Kind<number | 'forever'> = {
  form: `a number of days from 1 to ${forever - 1}, or forever`,
  type: z.unknown().transform((value, context) => {
    const days = readKept(String(value));
    if (days !== undefined && days > 0) return days === forever ? ('forever' as const) : days;
    context.addIssue(`must be a number of days from 1 to ${forever - 1}, or forever`);
    return z.NEVER;
  }),
};

export function wholeNumber(range: { readonly min: number; readonly max: number }): Kind<number> {
  const form = `a whole number from ${range.min} to ${range.max}`;
  const error = `must be ${form}`;
  return {
    form,
    type: z.preprocess(
      (value) => (typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value),
      z.int({ error }).min(range.min, { error }).max(range.max, { error }),
    ),
  };
}

export function text(what: string): z.ZodString {
  return z.string({ error: `must be ${what}, as text` });
}

/** A YAML list, or text with commas. */
export function list<T>(item: z.ZodType<T, string>): z.ZodType<readonly T[]> {
  return z.preprocess(
    (value) => {
      if (typeof value !== 'string') return value;
      const parts = value.split(',').map((part) => part.trim());
      return parts.filter((part) => part !== '');
    },
    z
      .array(item, { error: 'must be a list' })
      .max(LIST_LENGTH_MAX, { error: `must not have more than ${LIST_LENGTH_MAX} entries` }),
  );
}

/** What people type is prepared; what the server sends never comes by here. */
export function prepared(what: string, prepare: (value: string) => string | undefined): z.ZodType<string, string> {
  return text(what).transform((value, context) => {
    const result = prepare(value);
    if (result !== undefined) return result;
    context.addIssue(`is not ${what}`);
    return z.NEVER;
  });
}

export function preparedBareJid(value: string): string | undefined {
  const at = value.indexOf('@');
  const local = at > 0 ? prepareLocal(value.slice(0, at).trim()) : undefined;
  const host = at > 0 ? prepareDomain(value.slice(at + 1).trim()) : undefined;
  return local === undefined || host === undefined ? undefined : `${local}@${host}`;
}
