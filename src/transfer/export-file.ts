/**
 * The file that an export is written to: plain, or packed where its name ends in `.gz`; `-` is the standard stream. Reading it:
 * what is packed is known by how it begins.
 */
import { createReadStream, createWriteStream } from 'node:fs';
import { access, constants, open, stat, truncate } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { ExportRefused } from './over-socket.ts';

export const standardStream = '-';

/** For its owner only: it holds what people wrote. */
const mode = 0o600;

export function isPacked(path: string): boolean {
  return path.toLowerCase().endsWith('.gz');
}

/** The text of a file, a piece at a time. Rejects as the file system does. */
export async function* textOf(path: string): AsyncGenerator<string> {
  const raw = createReadStream(path);
  const stream = (await beginsPacked(path)) ? raw.pipe(createGunzip()) : raw;
  // What goes wrong with the file is not handed on by `pipe`.
  if (stream !== raw) raw.once('error', (error: Error) => stream.destroy(error));
  stream.setEncoding('utf8');
  for await (const text of stream) yield String(text);
}

/** As all that gzip writes does (RFC 1952 §2.3.1). */
async function beginsPacked(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer.readUInt16BE() === 0x1f8b;
  } finally {
    await file.close();
  }
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

/** Whether it can be read at all. @throws ExportRefused, which says why not */
export async function mayBeRead(path: string): Promise<void> {
  if (path === standardStream) return;
  try {
    await access(path, constants.R_OK);
  } catch (error) {
    throw error instanceof Error ? fileError(path, error, 'reading') : error;
  }
}

export async function isThere(path: string): Promise<boolean> {
  return path !== standardStream && (await stat(path).catch(() => undefined)) !== undefined;
}

/** The disk or the file system fails. */
class FileFailed extends Error {
  override name = 'FileFailed';
  readonly code: string;

  constructor(code: string, text: string) {
    super(text);
    this.code = code;
  }
}

/** What the operating system says is wrong with a file, for people: another one has to be named, or the disk fails. */
export function fileError(path: string, error: Error, doing: 'reading' | 'writing'): Error {
  const code = 'code' in error ? String(error.code) : '';
  const asked = whatIsAsked(path, code, doing);
  if (asked !== undefined) return new ExportRefused(asked);
  const failed =
    code === 'ENOSPC' || code === 'EDQUOT'
      ? `the disk is full: make room on the file system that holds ${path}`
      : `${path}: ${error.message}`;
  return new FileFailed(code, failed);
}

function whatIsAsked(path: string, code: string, doing: 'reading' | 'writing'): string | undefined {
  switch (code) {
    case 'ENOENT':
      return doing === 'reading' ? `there is no ${path}` : `the folder of ${path} does not exist: create it`;
    case 'ENOTDIR':
      return `${path} names a file as if it were a folder`;
    case 'EEXIST':
      return `${path} is there already: name another file`;
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return `${path} may not be used: make ${doing === 'reading' ? 'it readable' : 'its folder writable'} for the user you are`;
    case 'EISDIR':
      return `${path} is a folder: name a file in it`;
    case 'EPIPE':
      return 'whoever read the standard output has stopped before its end';
    default:
      return undefined;
  }
}
