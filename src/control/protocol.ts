/**
 * What goes over the socket between the command line and the running service: a line of JSON for each thing said. The
 * command line asks for one command, and agrees, or wants more, as it is asked.
 */
import type { CommandResult, Page } from '../commands/command.ts';
import type { TypedValue } from '../commands/typed.ts';
import type { Refusal } from '../wire/error.ts';

export interface Asked {
  readonly user: string;
  readonly words: string;
  readonly room?: string;
  readonly values: readonly TypedValue[];
  /** Rows of one page. */
  readonly limit: number;
}

/** What the command line says. */
export type FromCommandLine =
  | ({ readonly say: 'run' } & Asked)
  /** To a question: it shall be done. Whoever does not agree hangs up. */
  | { readonly say: 'yes' }
  /** To a result that goes on. */
  | { readonly say: 'more' };

/** What the service says. A result without `next` and a refusal are its last words. */
export type FromService =
  | { readonly say: 'progress'; readonly text: string }
  | { readonly say: 'question'; readonly text: string }
  | { readonly say: 'result'; readonly result: CommandResult }
  | { readonly say: 'refused'; readonly condition: string; readonly text: string };

/** The part of the service that runs what was typed. */
export interface TypedRunner {
  begin(
    line: Omit<Asked, 'limit'>,
    progress: (text: string) => void,
  ): Promise<{ readonly question?: string; run(page: Page): Promise<CommandResult | Refusal> } | Refusal>;
}

/** Bytes of UTF-8 in the address of a socket, less the zero at its end: what Linux and the others have in common. */
const pathBytesMax = 103;

/** Why there can be no socket of this path, or nothing. */
export function pathProblem(path: string): string | undefined {
  const bytes = Buffer.byteLength(path);
  if (bytes <= pathBytesMax) return undefined;
  return `the path of the control socket may have ${pathBytesMax} bytes at most (a limit of the operating system), and ${path} has ${bytes}; set control.socket to a shorter one, such as one in /run`;
}

/** What is asked for, out of what came over the socket; `undefined` for anything else. */
export function readAsked(line: string): Asked | undefined {
  const said = parsed(line);
  if (said?.['say'] !== 'run') return undefined;
  const { user, words, room, values, limit } = said;
  const isText = (value: unknown): value is string => typeof value === 'string';
  if (!isText(user) || !/^[\w.@$-]{1,64}$/.test(user) || !isText(words)) return undefined;
  if (room !== undefined && !isText(room)) return undefined;
  if (!Array.isArray(values) || typeof limit !== 'number' || !(limit >= 1 && limit <= pageRowsMax)) return undefined;
  const typed = values.flatMap((value: unknown): TypedValue[] => {
    const { key, text } = (value ?? {}) as Partial<Record<string, unknown>>;
    return isText(key) && isText(text) ? [{ key, text }] : [];
  });
  if (typed.length !== values.length) return undefined;
  return { user, words, values: typed, limit: Math.floor(limit), ...(room !== undefined && { room }) };
}

export const pageRowsMax = 1_000;

/** What a line says, as far as it is an object of JSON. */
export function parsed(line: string): Partial<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A user of the operating system as far as their name is plain; others are told apart by it no further. */
export function plainUser(name: string): string {
  return name.replaceAll(/[^\w.@$-]/g, '_').slice(0, 64) || 'unknown';
}
