/** The text of an export that the running service makes. */
import { connect, type Socket } from 'node:net';
import { type ExportAsked, exportIsDone } from '../control/exports.ts';
import { parsed } from '../control/protocol.ts';
import { linesIn } from './read-export.ts';

/** The service does not do it, for a reason that its text tells. */
export class ExportRefused extends Error {
  override name = 'ExportRefused';
}

/** Nothing where no service listens there. Rejects where one may not be asked. */
export function reachService(path: string): Promise<Socket | undefined> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.once('connect', () => resolve(socket));
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ECONNREFUSED') return resolve(undefined);
      const why = error.code === 'EACCES' ? 'be the user that it runs as' : error.message;
      reject(new ExportRefused(`the service at ${path} cannot be asked: ${why}`));
    });
  });
}

/** @throws ExportRefused */
export async function* textFromService(socket: Socket, asked: ExportAsked): AsyncGenerator<string> {
  socket.setEncoding('utf8');
  // It is read below, and its end is what the reader hears of.
  socket.on('error', () => {});
  socket.write(`${JSON.stringify({ say: 'export', ...asked })}\n`);
  try {
    for await (const { text, whole } of linesIn(piecesOf(socket))) {
      if (text === exportIsDone) return;
      if (text.startsWith('{"say":')) throw new ExportRefused(String(parsed(text)?.['text'] ?? 'it gave no reason'));
      if (whole) yield `${text}\n`;
    }
  } finally {
    socket.destroy();
  }
  throw new ExportRefused('the service hung up before it was done');
}

async function* piecesOf(socket: Socket): AsyncGenerator<string> {
  for await (const piece of socket) yield String(piece);
}
