/** The file that an export is written to, and reading it: plain, or packed where its name ends in `.gz`; `-` is the standard stream. */
import { createReadStream, createWriteStream } from 'node:fs';
import { stat, truncate } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';

export const standardStream = '-';

/** For its owner only: it holds what people wrote. */
const mode = 0o600;

export function isPacked(path: string): boolean {
  return path.toLowerCase().endsWith('.gz');
}

/** Its text, a piece at a time. Rejects as the file system does. */
export async function* textOf(path: string): AsyncGenerator<string> {
  const raw = path === standardStream ? process.stdin : createReadStream(path);
  const stream = isPacked(path) ? raw.pipe(createGunzip()) : raw;
  // What goes wrong with the file is not handed on by `pipe`.
  if (stream !== raw) raw.once('error', (error: Error) => stream.destroy(error));
  stream.setEncoding('utf8');
  for await (const text of stream) yield String(text);
}

/** Writes the text; a plain file goes on behind these bytes. Rejects as the file system does. */
export async function writeText(
  path: string,
  text: AsyncIterable<string>,
  { packed, after = 0 }: { readonly packed: boolean; readonly after?: number },
): Promise<void> {
  const source = Readable.from(text);
  if (path === standardStream) return pipeline(source, process.stdout, { end: false });
  if (after > 0) await truncate(path, after);
  const file = createWriteStream(path, { flags: after > 0 ? 'a' : 'wx', mode });
  if (packed) await pipeline(source, createGzip(), file);
  else await pipeline(source, file);
}

export async function isThere(path: string): Promise<boolean> {
  return path !== standardStream && (await stat(path).catch(() => undefined)) !== undefined;
}

/** What the operating system says is wrong with a file, for people. */
export function fileProblem(path: string, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  switch (code) {
    case 'ENOENT':
      return `there is no ${path}`;
    case 'EEXIST':
      return `${path} is there already: name another file`;
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return `${path} may not be used: make it readable (or its folder writable) for the user you are`;
    case 'EISDIR':
      return `${path} is a folder: name a file in it`;
    case 'ENOSPC':
      return `the disk is full: make room on the file system that holds ${path}`;
    default:
      return `${path}: ${error instanceof Error ? error.message : String(error)}`;
  }
}
