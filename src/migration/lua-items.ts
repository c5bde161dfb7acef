/** A list of Prosody's: a file of `item(...);`, one after the other, read piece by piece. */
import { createReadStream } from 'node:fs';
import { type LuaValue, readItem } from './lua.ts';
import { isMalformed, type Malformed } from './malformed.ts';

export interface LuaItem {
  readonly kind: 'item';
  readonly value: LuaValue;
  readonly line: number;
}

/** What stands between two beginnings of items is not kept beyond this. */
const itemCharactersMax = 8_388_608;
const beginning = '\nitem(';

/** Items in order; a damaged one is told with its line, and reading goes on with the next. */
export async function* itemsIn(path: string): AsyncGenerator<LuaItem | Malformed> {
  // Every item begins on a line of its own, and no text of Prosody's has a line break in it.
  let text = '\n';
  let line = 0;
  let overlong = false;
  for await (const chunk of createReadStream(path, { encoding: 'latin1', highWaterMark: 1_048_576 })) {
    text += chunk as string;
    for (let end = text.indexOf(beginning, 1); end !== -1; end = text.indexOf(beginning, 1)) {
      const piece = text.slice(0, end);
      if (!overlong) yield* itemOf(piece, line);
      overlong = false;
      line += linesIn(piece);
      text = text.slice(end);
    }
    if (text.length <= itemCharactersMax) continue;
    if (!overlong)
      yield { kind: 'malformed', text: `an item is longer than ${itemCharactersMax} characters`, line: line + 1 };
    overlong = true;
    line += linesIn(text.slice(0, -beginning.length));
    text = text.slice(-beginning.length);
  }
  if (!overlong) yield* itemOf(text, line);
}

/** `line`: the one that ends where the piece begins. */
function* itemOf(piece: string, line: number): Generator<LuaItem | Malformed> {
  if (piece.trim() === '') return;
  const value = readItem(piece);
  if (isMalformed(value)) yield { ...value, line: line + value.line - 1 };
  else yield { kind: 'item', value, line: line + 1 };
}

function linesIn(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}
