/** The same on a file: what was said elsewhere stands before what was said here. */
import { join } from 'node:path';
import test from 'ava';
import { openSqliteStore } from '../../src/store/sqlite/store.ts';
import { removeFolder, temporaryFolder } from '../servers/child.ts';
import { bob, configure, join as enters, owner, room, say } from '../service/conversation.ts';
import { World } from '../world.ts';
import { archiveOf, hearsUntil, listOf } from './asked.ts';
import { bring, foreignRoom } from './foreign.ts';

test('a room in a file that was lived in already gets its past', async (t) => {
  const folder = await temporaryFolder('before-on-sqlite');
  t.teardown(() => removeFolder(folder));
  const path = join(folder, 'store.sqlite');
  const first = (await new World({ store: await openSqliteStore({ path }) }).start()).connect();
  first.send(owner, enters('Olga'));
  await hearsUntil(first, owner, ({ name, attrs }) => name === 'presence' && attrs['type'] === undefined);
  first.send(owner, configure({}));
  await hearsUntil(first, owner, ({ name }) => name === 'iq');
  for (const word of ['one', 'two', 'three']) first.send(owner, say(word));
  await hearsUntil(first, owner, ({ attrs }) => attrs['id'] === 'three');
  const own = (await archiveOf(first, owner, room)).map(({ id }) => id);
  await first.stop();

  const store = await openSqliteStore({ path });
  const said = Array.from({ length: 1_200 }, (_, at) => ({
    ...{ id: `${at}-x`, at: at + 1, nick: 'Zoe', inside: `<body>number ${at}</body>` },
  }));
  const entries = [{ jid: 'zed@localhost', facts: { member: true } as const }];
  const report = await bring(foreignRoom(said, { entries }), store);
  t.is(report.outcome, 'before');
  t.is((await bring(foreignRoom(said, { entries }), store)).outcome, 'already');
  await store.close();

  const on = (await new World({ store: await openSqliteStore({ path }) }).start()).connect();
  t.teardown(() => on.stop());
  const found = await archiveOf(on, owner, room, 250);
  t.deepEqual(
    found.map(({ id }) => id),
    [...said.map(({ id }) => id), ...own],
  );
  t.deepEqual(await listOf(on, owner, room, 'member'), ['zed@localhost']);
  on.send(bob, enters('Bob', ''));
  const entered = await hearsUntil(on, bob, (stanza) => stanza.getChild('subject') !== undefined);
  t.true(
    entered.some(({ attrs }) => attrs['from'] === `${room}/Olga`),
    'Olga is still inside',
  );
});
