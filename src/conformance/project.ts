/** The project's own files, read for what is written about them. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { renderDoap } from './doap.ts';
import type { TextFile } from './evidence.ts';
import { renderPage } from './page.ts';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Those of `test/tidy` are about the sources and show nothing of a XEP. */
const TESTS = ['test/!(tidy)/**/*.test.ts', 'test/!(tidy)/**/*.xml', 'test/xep-0045/plays/*.ts'];

/** Not in `dist/`: this is about the sources, and only useful beside them. */
export function readProject(): { readonly sources: readonly TextFile[]; readonly tests: readonly TextFile[] } {
  return { sources: read('src/**/*.ts'), tests: TESTS.flatMap(read) };
}

function read(pattern: string): TextFile[] {
  const paths = globSync(pattern, { cwd: ROOT }).toSorted();
  return paths.map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
}

/** What `npm run docs` writes about conformance, as it has to be now. */
export function documents(): TextFile[] {
  return [
    { path: 'docs/conformance.md', text: renderPage(readProject()) },
    { path: 'docs/longroom.doap', text: renderDoap() },
  ];
}
