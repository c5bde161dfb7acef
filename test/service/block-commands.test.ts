/** Keeping people out of the service by command (XEP-0050). */
import test from 'ava';
import { memoryStore } from '../memory-store.ts';
import { domain, statuses } from '../world.ts';
import { command, commandXml, listed, stage } from './commanding.ts';
import { alice, bob, join } from './conversation.ts';
import { admin, conditions, talking } from './kept-out.ts';

test('administrators block, see who is blocked, and unblock, by command; others may not', async (t) => {
  const store = memoryStore();
  const on = await talking(store);
  const root = `${admin}/desk`;
  const run = (node: string, fields?: Readonly<Record<string, string>>) =>
    stage(on, root, commandXml(`longroom:blocks:${node}`, { action: 'execute' }, fields), domain);
  t.deepEqual((await run('list')).notes, ['info: Nobody is blocked.']);
  t.is((await run('block', { address: 'Bob@localhost', reason: 'spam' })).status, 'completed');
  t.true((await on.hears(bob)).some((stanza) => statuses(stanza).includes(301)));
  const rows = listed(await run('list'));
  t.deepEqual(
    rows.map((row) => [row['Address or domain'], row['By'], row['Reason']]),
    [['bob@localhost', admin, 'spam']],
  );
  on.send(bob, join('Bob'));
  t.deepEqual(conditions(await on.hears(bob)), ['presence forbidden auth']);
  t.is((await run('unblock', { address: 'bob@localhost' })).status, 'completed');
  on.send(bob, join('Bob'));
  t.deepEqual(conditions(await on.hears(bob)), []);
  const refused = await command(
    on,
    alice,
    commandXml('longroom:blocks:block', {}, { address: 'bob@localhost' }),
    domain,
  );
  t.true('condition' in refused && refused.condition === 'forbidden');
});

test('a command that blocks with a bad address asks again, and blocks nobody', async (t) => {
  const store = memoryStore();
  const on = await talking(store);
  const root = `${admin}/desk`;
  const asked = await stage(on, root, commandXml('longroom:blocks:block'), domain);
  const more = { sessionid: asked.sessionid, action: 'complete' };
  const again = await stage(on, root, commandXml('longroom:blocks:block', more, { address: 'not an address' }), domain);
  t.is(again.status, 'executing');
  t.true(again.notes[0]?.startsWith('error: '));
  t.deepEqual(on.blocking.blocked(), []);
});
