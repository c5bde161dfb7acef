/** What was taken back (XEP-0424) is nowhere in the record any more: not in events, not in snapshots, not after a death. */
import test from 'ava';
import { type Store, StoreError } from '../../src/store/port.ts';
import { child, serialize } from '../../src/wire/xml.ts';
import { memoryStore } from '../memory-store.ts';
import { World } from '../world.ts';
import { alice, bob, enter, openRoom, origin, owner, say } from './conversation.ts';
import { history, ns, retract, said, sid, subject } from './taking-back.ts';

test('nothing of what was taken back is left in the store, and it stays so after a kill', async (t) => {
  const store = memoryStore();
  const on = (await new World({ rates: undefined, store }).start()).connect();
  await openRoom(on);
  await enter(on, alice, 'Alice');
  await enter(on, bob, 'Bob');
  const id = await said(on, alice, say('xyzzy', origin('o1'), 'm1'));
  const subjectId = await said(on, owner, subject('xyzzy'));
  on.send(alice, retract(id, origin('r1')));
  on.send(owner, retract(subjectId, '', 'r2'));
  await on.hears(owner);
  const [stream = ''] = await store.sessions.streams(owner);
  const events = await store.read({ stream, order: 'ascending', limit: 1_000 });
  t.true(events.length > 5);
  t.notRegex(JSON.stringify(events), /xyzzy/);
  t.notRegex(JSON.stringify(await store.snapshot(stream)), /xyzzy/);
  t.truthy(await store.snapshot(stream), 'the last snapshot had the subject, so another one was made');
  const after = (await new World({ rates: undefined, store }).start()).connect();
  after.send(alice, say('xyzzy', origin('o1'), 'm1'));
  const echo = (await after.hears(alice)).find((stanza) => child(stanza, 'retracted', ns) !== undefined);
  t.is(child(echo ?? t.fail(), 'stanza-id', sid)?.attrs['id'], id);
  const later = await history(after);
  t.false(later.some((stanza) => serialize(stanza).includes('xyzzy')));
  t.deepEqual(
    later.flatMap((stanza) => child(stanza, 'subject')?.getText() ?? []),
    [''],
  );
});

test('a subject that is taken back is in no snapshot any more, also where another one had followed', async (t) => {
  const store = memoryStore();
  const on = (await new World({ rates: undefined, store }).start()).connect();
  await openRoom(on);
  const id = await said(on, owner, subject('xyzzy'));
  for (let i = 0; i < 250; i++) on.send(owner, say(`${i}`));
  await on.settle();
  const [stream = ''] = await store.sessions.streams(owner);
  t.regex(JSON.stringify(await store.snapshot(stream)), /xyzzy/);
  await said(on, owner, subject('Spring'));
  on.send(owner, retract(id));
  await on.settle();
  t.notRegex(JSON.stringify(await store.snapshot(stream)), /xyzzy/);
  t.regex(JSON.stringify(await store.snapshot(stream)), /Spring/);
});

test('a process that dies before it could make the new snapshot leaves that to the next one', async (t) => {
  const kept = memoryStore();
  let dying = false;
  const store: Store = {
    ...kept,
    pendingBytes: 0,
    saveSnapshot: (snapshot) => (dying ? Promise.reject(new StoreError('away')) : kept.saveSnapshot(snapshot)),
  };
  const on = (await new World({ rates: undefined, store }).start()).connect();
  await openRoom(on);
  const id = await said(on, owner, subject('xyzzy'));
  for (let i = 0; i < 250; i++) on.send(owner, say(`${i}`));
  await on.settle();
  dying = true;
  on.send(owner, retract(id));
  await on.settle();
  const [stream = ''] = await kept.sessions.streams(owner);
  t.regex(JSON.stringify(await kept.snapshot(stream)), /xyzzy/);
  const after = (await new World({ rates: undefined, store: kept }).start()).connect();
  after.send(owner, say('anything'));
  await after.settle();
  t.notRegex(JSON.stringify(await kept.snapshot(stream)), /xyzzy/);
});

test('what was in no archive can be taken back as well', async (t) => {
  const store = memoryStore();
  const on = (await new World({ rates: undefined, store }).start()).connect();
  await openRoom(on, { 'muc#roomconfig_enablearchiving': '0' });
  await enter(on, bob, 'Bob');
  const id = await said(on, bob, say('xyzzy', '', 'm1'));
  on.send(bob, retract(id));
  await on.hears(bob);
  const [stream = ''] = await store.sessions.streams(owner);
  t.notRegex(JSON.stringify(await store.read({ stream, order: 'ascending', limit: 1_000 })), /xyzzy/);
});
