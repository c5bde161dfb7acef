/**
 * What somebody typed in chat, taken apart: the words of a command, values in their order, and values with their names
 * (`reason=spam`, `reason: a lot of spam`). Whatever the text is, something comes of it.
 */
import type { Command } from '../../commands/command.ts';
import { commandIn, keyNamed, type TypedValue, wordsMeant } from '../../commands/typed.ts';

export type ChatLine =
  | { readonly kind: 'help'; readonly about: readonly string[] }
  | { readonly kind: 'more' }
  | {
      readonly kind: 'command';
      readonly command: Command;
      readonly named: readonly TypedValue[];
      readonly unnamed: readonly string[];
    }
  /** With the words that were probably meant. */
  | { readonly kind: 'unknown'; readonly meant: string | undefined };

const tokensMax = 2_000;
const wordsForHelpMax = 5;

export function readLine(text: string, commands: readonly Command[]): ChatLine {
  const tokens = tokensOf(text);
  const words = tokens.map((token) => token.text);
  const [first = ''] = words;
  const asksForHelp = first.toLowerCase() === 'help' || first === '?';
  if (asksForHelp) return { kind: 'help', about: words.slice(1, 1 + wordsForHelpMax) };
  if (first.toLowerCase() === 'more' && words.length === 1) return { kind: 'more' };
  const found = commandIn(words, commands);
  if (found === undefined) return { kind: 'unknown', meant: wordsMeant(words, commands, ['help']) };
  const { command, used } = found;
  return { kind: 'command', command, ...valuesIn(tokens.slice(used), command) };
}

interface Token {
  /** Without the quotes. */
  readonly text: string;
  /** A new line began in front of it. */
  readonly newLine: boolean;
  /** Where the first `=` outside of quotes is; -1 for none. */
  readonly equals: number;
  /** It ends with a `:` outside of quotes. */
  readonly colon: boolean;
}

/**
 * Quotes as people type them and as phones make them of it, and what closes them: the first of these that comes. An
 * apostrophe within a word is none.
 */
const quotes: Readonly<Record<string, readonly string[]>> = {
  '"': ['"', '\u201d'],
  '\u201c': ['\u201d', '\u201c', '"'],
  '\u201d': ['\u201d', '"'],
  '\u201e': ['\u201c', '\u201d', '"'],
  '\u00ab': ['\u00bb'],
  "'": ["'"],
};

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length && tokens.length < tokensMax) {
    const from = at;
    while (at < text.length && /\s/.test(text.charAt(at))) at += 1;
    if (at === text.length) break;
    const newLine = text.slice(from, at).includes('\n');
    const read = tokenAt(text, at);
    tokens.push({ ...read.token, newLine });
    at = read.end;
  }
  return tokens;
}

function tokenAt(text: string, start: number): { readonly token: Omit<Token, 'newLine'>; readonly end: number } {
  let read = '';
  let equals = -1;
  let colon = false;
  let at = start;
  while (at < text.length && !/\s/.test(text.charAt(at))) {
    const character = text.charAt(at);
    const closing = read.length === 0 || equals === read.length - 1 ? quotes[character] : undefined;
    if (closing !== undefined) {
      const end = endOfQuoted(text, at + 1, closing);
      read += text.slice(at + 1, end);
      at = end + 1;
      colon = false;
      continue;
    }
    if (character === '=' && equals === -1) equals = read.length;
    colon = character === ':';
    read += character;
    at += 1;
  }
  return { token: { text: read, equals, colon }, end: at };
}

/** Where nothing closes it, it reaches to the end. */
function endOfQuoted(text: string, from: number, closing: readonly string[]): number {
  for (const close of closing) {
    const end = text.indexOf(close, from);
    if (end !== -1) return end;
  }
  return text.length;
}

function valuesIn(
  tokens: readonly Token[],
  command: Command,
): { readonly named: readonly TypedValue[]; readonly unnamed: readonly string[] } {
  const named: { key: string; text: string }[] = [];
  const unnamed: string[] = [];
  /** A value with a name and a colon reaches to the next name. */
  let open: { key: string; text: string } | undefined;
  for (const token of tokens) {
    const name = nameIn(token, command);
    if (name !== undefined) {
      named.push(name.value);
      open = name.open ? name.value : undefined;
    } else if (open !== undefined) {
      open.text = open.text === '' ? token.text : `${open.text}${token.newLine ? '\n' : ' '}${token.text}`;
    } else {
      unnamed.push(token.text);
    }
  }
  return { named, unnamed };
}

const hyphens = /^(--|\u2014|\u2013)/;

/** Also with the hyphens of the command line in front, and the dash that phones make of them; such a one needs no `=`. */
function nameIn(
  { text, equals, colon }: Token,
  command: Command,
): { readonly value: { key: string; text: string }; readonly open: boolean } | undefined {
  const alone = hyphens.test(text) ? text.length : -1;
  const end = equals !== -1 ? equals : colon ? text.length - 1 : alone;
  if (end < 1) return undefined;
  const key = keyNamed(command, text.slice(0, end).replace(hyphens, ''));
  if (key === undefined) return undefined;
  return { value: { key, text: text.slice(end + 1) }, open: equals === -1 };
}
