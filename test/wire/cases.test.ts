/**
 * The examples of the XEPs, and what hostile or careless peers make of them, as data: `cases/xepNNNN/<name>.xml` is what
 * is on the wire, the `.json` beside it what it means. A new case is two files and no code.
 */
import { readdirSync, readFileSync } from 'node:fs';
import test from 'ava';
import { isRefusal } from '../../src/wire/error.ts';
import { canonical, counterpart } from './xep/canonical.ts';
import { READERS } from './xep/readers.ts';
import { stanzaFrom } from './xep/stanza-from.ts';
import { WRITERS } from './xep/writers.ts';

interface Case {
  /** A sentence that says what holds. */
  readonly law: string;
  /** Reading the XML gives this; `null` for nothing at all, `refusal` for condition and type. */
  readonly read?: { readonly by: string; readonly gives: unknown };
  /** From this data the XML is written, or the part of it that has the name of what is written. */
  readonly write?: { readonly by: string; readonly from: unknown };
}

const CASES = new URL('cases/', import.meta.url);
const folders = readdirSync(CASES, { withFileTypes: true }).filter((entry) => entry.isDirectory());

for (const { name: folder } of folders) {
  const files = readdirSync(new URL(`${folder}/`, CASES)).filter((file) => file.endsWith('.json'));
  for (const file of files) define({ folder, name: file.slice(0, -'.json'.length) });
}

function define({ folder, name }: { readonly folder: string; readonly name: string }): void {
  const file = (ending: string): string => readFileSync(new URL(`${folder}/${name}.${ending}`, CASES), 'utf8');
  const { law, read, write } = JSON.parse(file('json')) as Case;
  test(`${folder}/${name}: ${law}`, (t) => {
    const xmlText = file('xml').trim();
    t.true(read !== undefined || write !== undefined, 'a case reads or writes');
    if (read !== undefined) {
      const reader = READERS[read.by];
      if (reader === undefined) return t.fail(`no reader ${read.by}`);
      t.deepEqual(plain(reader(stanzaFrom(xmlText))), read.gives);
    }
    if (write !== undefined) {
      const written = WRITERS[write.by]?.(write.from);
      if (written === undefined) return t.fail(`nothing written by ${write.by}`);
      const expected = counterpart(stanzaFrom(xmlText), written);
      if (expected === undefined) return t.fail(`no <${written.name}/> in the case`);
      t.deepEqual(canonical(written), canonical(expected));
    }
  });
}

/** Values as JSON can say them; of a refusal only what machines read, but it has to have a text for people. */
function plain(value: unknown): unknown {
  if (value === undefined) return null;
  if (isRefusal(value)) {
    return value.text.length > 20 ? { refusal: [value.condition, value.type] } : 'a refusal without a helpful text';
  }
  return JSON.parse(
    JSON.stringify(value, (_, part: unknown) => (part instanceof Map ? Object.fromEntries(part) : part)),
  );
}
