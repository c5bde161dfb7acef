import test from 'ava';
import { readTransferWords } from '../../src/transfer/words.ts';

const read = (line: string) => readTransferWords(line.split(' '));
const mistake = (line: string) => {
  const found = read(line);
  return found?.kind === 'mistake' ? found.text : found;
};

test('what is to be exported, and where to', (t) => {
  t.deepEqual(read('export a.jsonl'), {
    kind: 'export',
    path: 'a.jsonl',
    what: 'everything',
    resume: false,
    quiet: false,
  });
  t.deepEqual(read('export - --category A --category=B -q --room den@x -c l.yaml'), {
    kind: 'export',
    path: '-',
    what: { categories: ['A', 'B'], rooms: ['den@x'] },
    resume: false,
    quiet: true,
    file: 'l.yaml',
  });
  t.deepEqual(read('import --dry-run -- -a.jsonl'), { kind: 'import', path: '-a.jsonl', dry: true, quiet: false });
  t.deepEqual(read('backup copy.sqlite'), { kind: 'backup', path: 'copy.sqlite', quiet: false });
  t.is(read('room list'), undefined);
  t.is(read('help room'), undefined);
});

test('help says how each is used', (t) => {
  for (const line of ['help export', 'export --help', 'export x -h']) {
    const found = read(line);
    t.regex(found?.kind === 'help' ? found.text : '', /^longroom export FILE \[--category NAME\]/);
  }
});

test('what is mistyped is named, with what was probably meant', (t) => {
  t.is(mistake('export a --categry X'), '"export" has no option "--categry"; did you mean "--category"?');
  t.is(mistake('import a --dryrun'), '"import" has no option "--dryrun"; did you mean "--dry-run"?');
  t.regex(
    String(mistake('backup a --category X')),
    /^"backup" has no option "--category"; usage: longroom backup FILE/,
  );
  t.regex(String(mistake('export')), /^say which file; usage: longroom export FILE/);
  t.regex(String(mistake('import a b')), /^there is more than "import" takes; usage/);
  t.is(mistake('export a --room'), 'the option "--room" needs a value');
  t.is(mistake('export a --room='), 'the option "--room" needs a value');
  t.is(mistake('export a --resume=yes'), 'the option "--resume" takes no value');
  t.is(mistake('export - --resume'), 'only a file can be gone on with: --resume and - do not go together');
  t.is(mistake('backup -'), 'a backup is a file: say which');
});
