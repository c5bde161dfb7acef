/** The text of an export over the control socket: as fast as it is taken, and no faster. */
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parsed } from './protocol.ts';

/** What is wanted: all, or what is named; behind this section, where there is one. */
export interface ExportAsked {
  readonly user: string;
  readonly what: 'everything' | { readonly categories: readonly string[]; readonly rooms: readonly string[] };
  readonly after?: string;
}

/** The part of the program that makes exports: lines in pieces, none of which begins as the last words do; or what is wrong. */
export type Exporter = (
  asked: ExportAsked,
) => Promise<{ readonly text: AsyncIterable<string> } | { readonly problem: string }>;

/** The line behind the last one of the text. */
export const exportIsDone = JSON.stringify({ say: 'done' });

const namesMax = 1_000;

/** `undefined` where something else is asked for. */
export function readExportAsked(line: string): ExportAsked | undefined {
  const said = parsed(line);
  if (said?.['say'] !== 'export') return undefined;
  const { user, what, after } = said;
  if (typeof user !== 'string' || (after !== undefined && typeof after !== 'string')) return undefined;
  const asked = { user, ...(after !== undefined && { after }) };
  if (what === 'everything') return { ...asked, what };
  const { categories, rooms } = (what ?? {}) as Partial<Record<string, unknown>>;
  return isNames(categories) && isNames(rooms) ? { ...asked, what: { categories, rooms } } : undefined;
}

function isNames(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length <= namesMax && value.every((name) => typeof name === 'string');
}

/** Settles when all has been handed over, or nobody takes it any more; with why it ended early, where it did by itself. */
export async function sendText(socket: Socket, text: AsyncIterable<string>): Promise<Error | undefined> {
  let failed: Error | undefined;
  async function* withEnd(): AsyncGenerator<string> {
    try {
      yield* text;
      yield `${exportIsDone}\n`;
    } catch (error) {
      failed = error instanceof Error ? error : new Error(String(error));
      yield `${JSON.stringify({ say: 'refused', text: failed.message })}\n`;
    }
  }
  await pipeline(Readable.from(withEnd()), socket, { end: false });
  return failed;
}
