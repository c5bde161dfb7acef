/** The table of clients in the docs is what the tests of the clients show. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { clientsPage } from './clients-page.ts';
import { type ClientName, DEEDS } from './deeds.ts';

const HERE = new URL('./', import.meta.url);
const ROOT = new URL('../../', import.meta.url);

test('docs/clients.md is the table of deeds', async (t) => {
  const written = await readFile(new URL('docs/clients.md', ROOT), 'utf8').catch(() => '');
  const page = clientsPage();
  if (written !== page) {
    await mkdir(new URL('artifacts/', ROOT), { recursive: true });
    await writeFile(new URL('artifacts/clients.md', ROOT), page);
  }
  t.is(written, page, `what it should be is in ${fileURLToPath(new URL('artifacts/clients.md', ROOT))}`);
});

for (const client of ['converse', 'profanity', 'gajim'] satisfies ClientName[]) {
  test(`whatever the table says ${client} can do is tested, and nothing else`, async (t) => {
    const files = (await readdir(HERE)).filter((file) => file.startsWith(client) && file.endsWith('.test.ts'));
    const sources = await Promise.all(files.map((file) => readFile(new URL(file, HERE), 'utf8')));
    const tested = [...sources.join('\n').matchAll(/^deed\('([\w ]+)'/gm)].map(([, name]) => name ?? '');
    const claimed = Object.entries(DEEDS).filter(([, deed]) => deed[client].startsWith('yes'));
    t.deepEqual(tested.sort(), claimed.map(([name]) => name).sort());
  });
}
