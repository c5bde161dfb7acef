/** What is typed behind `longroom` to export, import and back up: words, options, and what is wrong with them. */
import { nearest } from '../nearest.ts';
import type { Scope } from './format.ts';

export type TransferWords =
  | {
      readonly kind: 'export';
      readonly path: string;
      readonly what: Scope;
      readonly resume: boolean;
      readonly quiet: boolean;
      readonly file?: string;
    }
  | {
      readonly kind: 'import';
      readonly path: string;
      readonly dry: boolean;
      readonly quiet: boolean;
      readonly file?: string;
    }
  | { readonly kind: 'backup'; readonly path: string; readonly quiet: boolean; readonly file?: string }
  | { readonly kind: 'help'; readonly text: string }
  | { readonly kind: 'mistake'; readonly text: string };

type Word = 'export' | 'import' | 'backup';

interface Usage {
  readonly usage: string;
  readonly help: string;
  /** Options that take a value, and those that are said or not. */
  readonly valued: readonly string[];
  readonly said: readonly string[];
}

const usages: Readonly<Record<Word, Usage>> = {
  export: {
    usage: 'longroom export FILE [--category NAME]... [--room ADDRESS]... [--resume] [--quiet] [--config FILE]',
    help: `Writes the whole service, or what is named, into a file from which "longroom import" can make it again: rooms, their
history with its ids, members, categories. It works while the service runs; each room is as it is at one moment.

  FILE             where to; packed where the name ends in .gz; - is standard output
  --category NAME  only the rooms of this category; may be given several times
  --room ADDRESS   only this room, or what stands before its @; may be given several times
  --resume         goes on with a file that was broken off
  --quiet          says nothing of how far it is
  --config FILE    says which service

For example: longroom export backup.jsonl.gz`,
    valued: ['category', 'room', 'config'],
    said: ['resume', 'quiet'],
  },
  import: {
    usage: 'longroom import FILE [--dry-run] [--quiet] [--config FILE]',
    help: `Puts what "longroom export" wrote into the store of this service, which has to be stopped. It may be repeated: what is
there is left alone, and one that was broken off goes on where it was. A room whose address is taken is left out, and said.

  FILE             where from, packed or not; - is standard input
  --dry-run        reads and checks all, says what would be done, and writes nothing
  --quiet          says nothing of how far it is
  --config FILE    says which service

For example: longroom import backup.jsonl.gz --dry-run`,
    valued: ['config'],
    said: ['dry-run', 'quiet'],
  },
  backup: {
    usage: 'longroom backup FILE [--quiet] [--config FILE]',
    help: `Copies the SQLite file as it is at one moment, also while the service runs, and looks whether the copy is sound. To
restore it, put it in the place of the file while the service is stopped.

  FILE             where to; must not be there yet
  --quiet          says nothing of how far it is
  --config FILE    says which service

For example: longroom backup /backups/longroom-monday.sqlite`,
    valued: ['config'],
    said: ['quiet'],
  },
};

const short: Readonly<Record<string, string>> = { c: 'config', h: 'help', q: 'quiet' };

export const transferWords: readonly Word[] = ['export', 'import', 'backup'];

/** Nothing where the first word is none of ours. */
export function readTransferWords(words: readonly string[]): TransferWords | undefined {
  const [first = '', ...rest] = words;
  if (first === 'help' && rest.length === 1) {
    const about = transferWords.find((word) => word === rest[0]);
    return about && { kind: 'help', text: helpOf(about) };
  }
  const word = transferWords.find((one) => one === first);
  return word && readRest(word, rest);
}

function helpOf(word: Word): string {
  const { usage, help } = usages[word];
  return `${usage}\n\n${help}\n`;
}

interface Typed {
  readonly paths: string[];
  readonly said: Set<string>;
  readonly valued: Map<string, string[]>;
}

function readRest(word: Word, words: readonly string[]): TransferWords {
  const typed: Typed = { paths: [], said: new Set(), valued: new Map() };
  for (let at = 0; at < words.length; ) {
    const one = words[at] ?? '';
    if (one === '--') {
      typed.paths.push(...words.slice(at + 1));
      break;
    }
    if (one === '-' || !one.startsWith('-')) {
      typed.paths.push(one);
      at += 1;
      continue;
    }
    const used = readOption(typed, word, words.slice(at, at + 2));
    if (typeof used === 'string') return mistake(used);
    at += used;
  }
  return typed.said.has('help') ? { kind: 'help', text: helpOf(word) } : finished(word, typed);
}

/** How many words the option takes up, or what is wrong with it. */
function readOption(typed: Typed, word: Word, [one = '', next]: readonly string[]): number | string {
  const [, written = '', equals, given = ''] = /^--?([^=]*)(=?)([\s\S]*)$/.exec(one) ?? [];
  const name = short[written] ?? written;
  const { valued, said, usage } = usages[word];
  if (name === 'help' || said.includes(name)) {
    if (equals !== '') return `the option "--${name}" takes no value`;
    typed.said.add(name);
    return 1;
  }
  if (!valued.includes(name)) {
    const meant = nearest(name, [...valued, ...said, 'help']);
    return `"${word}" has no option "--${name}"; ${meant === undefined ? `usage: ${usage}` : `did you mean "--${meant}"?`}`;
  }
  const value = equals === '' ? next : given;
  if (value === undefined || value === '') return `the option "--${name}" needs a value`;
  typed.valued.set(name, [...(typed.valued.get(name) ?? []), value]);
  return equals === '' ? 2 : 1;
}

function finished(word: Word, { paths, said, valued }: Typed): TransferWords {
  const { usage } = usages[word];
  const [path, ...more] = paths;
  if (path === undefined) return mistake(`say which file; usage: ${usage}`);
  if (more.length > 0) return mistake(`there is more than "${word}" takes; usage: ${usage}`);
  const file = valued.get('config')?.at(-1);
  const common = { path, quiet: said.has('quiet'), ...(file !== undefined && { file }) };
  switch (word) {
    case 'import':
      return { kind: 'import', ...common, dry: said.has('dry-run') };
    case 'backup':
      return path === '-' ? mistake('a backup is a file: say which') : { kind: 'backup', ...common };
    case 'export': {
      const resume = said.has('resume');
      if (resume && path === '-') return mistake('only a file can be gone on with: --resume and - do not go together');
      const categories = valued.get('category') ?? [];
      const rooms = valued.get('room') ?? [];
      const what = categories.length + rooms.length === 0 ? 'everything' : { categories, rooms };
      return { kind: 'export', ...common, what, resume };
    }
    default:
      return word satisfies never;
  }
}

function mistake(text: string): TransferWords {
  return { kind: 'mistake', text };
}
