/** Reads the YAML file into settings, remembering where each one stands. It knows keys, not values. */
import { readFileSync } from 'node:fs';
import { type Document, isMap, isScalar, LineCounter, type Node, parseDocument, type YAMLMap } from 'yaml';
import { nearest } from '../nearest.ts';
import type { ConfigProblem } from './problem.ts';
import { SETTING_ROWS } from './schema.ts';

export interface FileSettings {
  /** By setting key. Settings without a value are left out. */
  readonly values: ReadonlyMap<string, { readonly value: unknown; readonly where: string }>;
  readonly problems: readonly ConfigProblem[];
  /** Nothing in it could be understood, so nothing can be said about what is missing. */
  readonly broken: boolean;
  /** Where a setting that is missing would belong. */
  whereMissing(key: string): string;
}

interface Reading {
  readonly file: string;
  readonly lines: LineCounter;
  readonly document: Document;
  readonly values: Map<string, { value: unknown; where: string }>;
  readonly sections: Map<string, string>;
  readonly problems: ConfigProblem[];
}

const KEYS = SETTING_ROWS.map(([key]) => key);
const FILE_BYTES_MAX = 1_048_576;

export function readSettingsFile(file: string): FileSettings {
  const lines = new LineCounter();
  const text = readText(file);
  const document = parseDocument(text.kind === 'text' ? text.text : '', { lineCounter: lines, prettyErrors: false });
  const reading: Reading = { file, lines, document, values: new Map(), sections: new Map(), problems: [] };
  if (text.kind === 'unreadable') reading.problems.push({ where: file, key: '', message: text.reason });
  for (const error of document.errors) {
    reading.problems.push({ where: place(reading, error.pos[0]), key: '', message: firstLine(error.message) });
  }
  // What a broken file seems to say would only lead to mistakes that are none.
  const broken = reading.problems.length > 0;
  if (!broken) readTop(reading);
  return {
    values: reading.values,
    problems: reading.problems,
    broken,
    whereMissing: (key) => reading.sections.get(key.split('.')[0] ?? '') ?? `${file}:1:1`,
  };
}

function readText(file: string): { kind: 'text'; text: string } | { kind: 'unreadable'; reason: string } {
  try {
    const text = readFileSync(file, 'utf8');
    return text.length <= FILE_BYTES_MAX
      ? { kind: 'text', text }
      : { kind: 'unreadable', reason: 'is larger than 1 MiB' };
  } catch (error) {
    return {
      kind: 'unreadable',
      reason: `cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'})`,
    };
  }
}

function readTop(reading: Reading): void {
  const top = reading.document.contents;
  if (top === null || (isScalar(top) && top.value === null)) return;
  if (isMap(top)) readMap(reading, top, '');
  else
    reading.problems.push({
      where: place(reading, start(top)),
      key: '',
      message: 'must be a list of "key: value" lines',
    });
}

function readMap(reading: Reading, map: YAMLMap, prefix: string): void {
  for (const pair of map.items) {
    const name = isScalar(pair.key) ? String(pair.key.value) : String(pair.key);
    const where = place(reading, start(pair.key as Node | null));
    readEntry(reading, { key: prefix + name, where, node: pair.value as Node | null });
  }
}

function readEntry(reading: Reading, entry: { key: string; where: string; node: Node | null }): void {
  const { key, where, node } = entry;
  const empty = node === null || (isScalar(node) && node.value === null);
  if (KEYS.includes(key)) {
    if (!empty) reading.values.set(key, { value: plainValue(reading, node), where: place(reading, start(node)) });
    else reading.sections.set(key, where);
    return;
  }
  const isSection = KEYS.some((known) => known.startsWith(`${key}.`));
  if (!isSection) {
    reading.problems.push({ where, key, message: unknownKey(key) });
    return;
  }
  reading.sections.set(key, where);
  if (isMap(node)) readMap(reading, node, `${key}.`);
  else if (!empty)
    reading.problems.push({ where, key, message: 'is a section: its settings stand below it, indented' });
}

function unknownKey(key: string): string {
  const candidates = new Set(KEYS.flatMap((known) => [known, known.split('.')[0] ?? known]));
  const meant = nearest(key, candidates) ?? KEYS.find((known) => known.endsWith(`.${key}`));
  return meant === undefined ? 'unknown key' : `unknown key, did you mean ${meant}?`;
}

/** Aliases are bounded: a file that unfolds without end is refused as a wrong value. */
function plainValue(reading: Reading, node: Node): unknown {
  try {
    return node.toJS(reading.document, { maxAliasCount: 100 });
  } catch {
    return undefined;
  }
}

function start(node: Node | null): number {
  return node?.range?.[0] ?? 0;
}

function place(reading: Reading, offset: number): string {
  const { line, col } = reading.lines.linePos(offset);
  return `${reading.file}:${Math.max(line, 1)}:${Math.max(col, 1)}`;
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? text;
}
