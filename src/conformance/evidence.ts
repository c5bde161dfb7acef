/**
 * Where a XEP lives and what shows it, found in the text of source and tests. A test says which XEP it is about in the
 * comment at the head of its file or in a title (`… (XEP-0045 §7.2.8)`); a section alone belongs to the XEP named
 * before it, at first to the one that the head of the file names first. Examples of XEPs as data lie in a folder that
 * is called after their XEP (`test/wire/cases/xep0045`). A play of a numbered example of XEP-0045 is about the section
 * in which the example is printed.
 */

export interface TextFile {
  /** From the project's root. */
  readonly path: string;
  readonly text: string;
}

/** Something about a XEP, or about one section of it, is in a file (or, examples as data, a folder). */
export interface Mention {
  readonly number: string;
  readonly section?: string;
  readonly path: string;
}

/** What a source file says that it implements. */
export interface Header {
  readonly number: string;
  readonly name: string;
  readonly version: string;
  readonly date: string;
  readonly path: string;
}

const HEADER = /^ \* XEP-(\d{4}): (.+) (\S+) \((\d{4}-\d\d-\d\d)\)$/gm;
const HEAD_COMMENT = /^\/\*\*.*?\*\//s;
const COMMENT_LINE = /^\s*(?:\/\/|\/?\*).*$/gm;
const TITLE = /(['"`])(?:\\.|(?!\1)[^\\\n])*\1/g;
const NAMED = /XEP-(?<xep>\d{4})|§(?<section>\d+(?:\.\d+)*)/g;
const PRINTED = /<example number='(?<number>\d+)' section='(?<section>[\d.]+)'>/g;
const PLAYED = /\bexample: (\d+)/g;
const EXAMPLES = /^(?<folder>test\/.*\bxep(?<xep>\d{4}))\/[^/]+\.xml$/;

export function headersOf(files: readonly TextFile[]): Header[] {
  return files.flatMap(({ path, text }) =>
    [...text.matchAll(HEADER)].map(([, number = '', name = '', version = '', date = '']) => {
      return { number, name, version, date, path };
    }),
  );
}

/** What tests say that they are about. Of files that are no tests only examples and their plays count. */
export function mentionsIn(files: readonly TextFile[]): Mention[] {
  const printedIn = sectionsOfExamples(files);
  return files.flatMap(({ path, text }) => {
    if (path.startsWith('test/xep-0045/plays/')) {
      const sections = [...text.matchAll(PLAYED)].flatMap(([, number = '']) => printedIn.get(number) ?? []);
      return [...new Set(sections)].map((section) => ({ number: '0045', section, path }));
    }
    const { folder, xep } = EXAMPLES.exec(path)?.groups ?? {};
    if (folder !== undefined && xep !== undefined) return [{ number: xep, path: `${folder}/` }];
    if (!path.endsWith('.test.ts')) return [];
    const [head = ''] = HEAD_COMMENT.exec(text) ?? [];
    const subject = /XEP-(\d{4})/.exec(head)?.[1];
    const code = text.slice(head.length).replaceAll(COMMENT_LINE, '');
    const titles = [...code.matchAll(TITLE)].map(([title]) => title);
    return [head, ...titles].flatMap((words) => namedIn(words, subject, path));
  });
}

/** By the number of the example. */
function sectionsOfExamples(files: readonly TextFile[]): ReadonlyMap<string, string> {
  const printed = files.filter(({ path }) => path.startsWith('test/xep-0045/examples/'));
  const found = printed.flatMap(({ text }) => [...text.matchAll(PRINTED)]);
  return new Map(found.map(({ groups }) => [groups?.['number'] ?? '', groups?.['section'] ?? '']));
}

function namedIn(words: string, subject: string | undefined, path: string): Mention[] {
  let about = subject;
  const mentions: Mention[] = [];
  for (const { groups } of words.matchAll(NAMED)) {
    const { xep, section } = groups ?? {};
    about = xep ?? about;
    if (about === undefined) continue;
    mentions.push({ number: about, path, ...(section !== undefined && { section }) });
  }
  return mentions;
}

/** Each path once; more than a few of one folder stand for the folder. */
export function places(paths: Iterable<string>): string[] {
  const byFolder = new Map<string, Set<string>>();
  for (const path of paths) {
    const folder = path.endsWith('/') ? path : path.slice(0, path.lastIndexOf('/') + 1);
    byFolder.set(folder, (byFolder.get(folder) ?? new Set()).add(path));
  }
  return [...byFolder].flatMap(([folder, files]) => (files.size > 3 ? [folder] : [...files])).toSorted();
}
