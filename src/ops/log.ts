/**
 * The program's log: one JSON object per line on standard error, readable when a person watches.
 *
 * Everybody gets a `Log` handed in; nobody imports a global one.
 */
import pino, { type DestinationStream, type LoggerOptions } from 'pino';
import { prettyFactory } from 'pino-pretty';

/** Facts that belong to one line of the log. Never put a secret or the text of a message here. */
export type LogFields = Readonly<Record<string, unknown>>;

/** What the rest of the house may do with the log. */
export interface Log {
  debug(fields: LogFields, msg: string): void;
  info(fields: LogFields, msg: string): void;
  warn(fields: LogFields, msg: string): void;
  error(fields: LogFields, msg: string): void;
}

/** The levels an operator can choose, from the most talkative to silence. */
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface LogOptions {
  readonly level: LogLevel;
  /** Exact texts that must never appear in a line, for example the component secret. */
  readonly secrets?: readonly string[];
  /** Where lines go; standard error when absent. */
  readonly destination?: DestinationStream;
  /** Lines for people instead of JSON; when absent, true if standard error is a terminal. */
  readonly pretty?: boolean;
}

const STANDARD_ERROR = 2;
const SECRET_FIELDS = ['secret', 'password', 'token', 'apiKey', 'authorization'];
const CENSORED = '[redacted]';
/** Shorter secrets are not searched for as text: they would black out ordinary words. */
const SHORTEST_SEARCHED_SECRET = 4;

/** Opens the log. Lines are written before the call returns, so a crash loses none. */
export function openLog(options: LogOptions): Log {
  const settings: LoggerOptions = {
    level: options.level,
    redact: { paths: SECRET_FIELDS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: CENSORED },
    serializers: { err: pino.stdSerializers.err, error: pino.stdSerializers.err },
    formatters: { level: (label) => ({ level: label }) },
    timestamp: pino.stdTimeFunctions.isoTime,
    base: null,
  };
  const readable = options.pretty ?? (options.destination === undefined && process.stderr.isTTY === true);
  const destination = options.destination ?? pino.destination({ dest: STANDARD_ERROR, sync: true });
  return pino(settings, withoutSecrets(readable ? forPeople(destination) : destination, options.secrets ?? []));
}

/** A log that keeps nothing, for tests and for parts that run without one. */
export const silentLog: Log = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
};

function withoutSecrets(destination: DestinationStream, secrets: readonly string[]): DestinationStream {
  const searched = secrets
    .filter((secret) => secret.length >= SHORTEST_SEARCHED_SECRET)
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)]);
  if (searched.length === 0) return destination;
  return {
    write: (line) => {
      destination.write(searched.reduce((text, secret) => text.replaceAll(secret, CENSORED), line));
    },
  };
}

function forPeople(destination: DestinationStream): DestinationStream {
  const format = prettyFactory({ colorize: process.stderr.isTTY === true, translateTime: 'SYS:HH:MM:ss.l' });
  return { write: (line) => destination.write(format(line)) };
}
