/** A service that is moved to another file while people talk: who reads its history then finds what was there. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { commandLine } from '../../src/command-line.ts';
import { TestClient } from '../client.ts';
import { readPage, readWhole, readWholeBackwards } from './archive-reader.ts';
import { Component } from './component.ts';
import { instantRoom, inTurnOnEachServer } from './stage.ts';
import { sayAll } from './stanzas.ts';

const law = inTurnOnEachServer(test, 120);

law(
  'what was exported while people talked is read page by page after an import, under the same ids',
  async (t, server) => {
    const folder = mkdtempSync(join(tmpdir(), 'longroom-moved-'));
    t.teardown(() => rmSync(folder, { recursive: true, force: true }));
    const before = await Component.start(server);
    t.teardown(() => before.remove());
    const alice = await TestClient.connect(server, 'alice');
    t.teardown(() => alice.close());
    const room = `moved@${server.domain}`;
    await alice.join(room, 'Alice');
    await alice.iq('set', room, instantRoom);
    const numbered = (from: number) => Array.from({ length: 60 }, (_, nth) => `message ${from + nth}`);
    await sayAll(alice, room, numbered(0));

    const file = join(folder, 'all.jsonl.gz');
    let exported: { readonly code: number | string; readonly said: string } | undefined;
    const exporting = before.types('export', file).then((ended) => {
      exported = ended;
    });
    for (let from = 60; exported === undefined; from += 60) await sayAll(alice, room, numbered(from));
    await exporting;
    t.is(exported?.code, 0, exported?.said);
    const whole = (await readWhole(alice, room, 50)).map(({ id, body }) => [id, body]);
    await before.stop();

    const url = `sqlite:${join(folder, 'moved.db')}`;
    const env = { LONGROOM_XMPP_DOMAIN: server.domain, LONGROOM_XMPP_SECRET: server.secret, LONGROOM_STORE_URL: url };
    let said = '';
    const say = (text: string): void => {
      said += text;
    };
    const imported = await commandLine(['import', file], { env, user: 'olga', out: say, err: say, run: async () => 0 });
    t.is(imported, 0, said);

    const after = await Component.start(server, { env: { LONGROOM_STORE_URL: url } });
    t.teardown(() => after.remove());
    const found = (await readWhole(alice, room, 50)).map(({ id, body }) => [id, body]);
    t.true(found.length >= 60, `${found.length} messages`);
    t.deepEqual(found, whole.slice(0, found.length));
    const backwards = (await readWholeBackwards(alice, room, 50)).map(({ id, body }) => [id, body]);
    t.deepEqual(backwards, found);
    t.is((await readPage(alice, room, { page: '<max>0</max>' })).count, found.length);
    const [id] = await sayAll(alice, room, ['still here']);
    t.deepEqual(
      (await readWhole(alice, room, 50)).map((one) => one.id),
      [...found.map(([old]) => old), id],
    );
  },
);
