/** A file from before the index person → rooms gets it at opening, from the record of its rooms. */
import { DatabaseSync } from 'node:sqlite';
import test from 'ava';
import type { NewEvent } from '../../src/store/event.ts';
import { applicationId, migrations } from '../../src/store/sqlite/schema.ts';
import { openSqliteStore } from '../../src/store/sqlite/store.ts';
import { commit, event } from './place.ts';
import { freshFolder } from './sqlite-place.ts';

function created(by: string): NewEvent {
  return event('', { kind: 'created', person: by, payload: JSON.stringify({ settings: {}, open: true }) });
}

function affiliated(whom: string, facts: object): NewEvent {
  return event('', { kind: 'affiliated', person: 'olga', payload: JSON.stringify({ whom, facts }) });
}

/** The same record in a file as it was before the third step of the layout. */
function inOlderFile(path: string): string {
  const older = `${path}.older`;
  const database = new DatabaseSync(older);
  for (const step of migrations.slice(0, 2)) database.exec(step);
  database.prepare('ATTACH ? AS given').run(path);
  database.exec('UPDATE writer SET epoch = (SELECT epoch FROM given.writer)');
  for (const table of ['stream', 'event', 'recent', 'feed']) {
    database.exec(`INSERT INTO ${table} SELECT * FROM given.${table}`);
  }
  database.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = 2`);
  database.close();
  return older;
}

for (const gatheredMax of [2, 1_000]) {
  const where = gatheredMax === 2 ? 'in their places' : 'among the recent ones';
  test(`events ${where} say who belongs to which room, and all there is counts as seen`, async (t) => {
    const { path, remove } = freshFolder();
    t.teardown(remove);
    const before = await openSqliteStore({ path, faults: { gatheredMax } });
    await before.commit(
      commit('room:a', 1, [
        created('olga'),
        affiliated('ann', { member: true }),
        affiliated('bob', { member: true }),
        affiliated('eve', { outcast: true, reason: 'spam' }),
        affiliated('dan', { presenter: true, nick: 'Dan' }),
        affiliated('pat', { nick: 'Pat' }),
      ]),
    );
    await before.commit(commit('room:a', 7, [affiliated('bob', {}), affiliated('ann', { manager: 'admin' })]));
    await before.commit(commit('room:a', 9, [event('hello')]));
    await before.commit(commit('room:b', 1, [created('ann'), affiliated('bob', { member: true })]));
    await before.commit(commit('room:c', 1, [created('ann')]));
    await before.commit(commit('room:c', 2, [event('', { kind: 'destroyed', payload: '{}' })]));
    await before.close();
    const store = await openSqliteStore({ path: inOlderFile(path) });
    const of = (person: string) => store.memberships.list({ person, limit: 10 });
    t.deepEqual(await of('olga'), [{ stream: 'room:a', seen: 9 }]);
    t.deepEqual(await of('ann'), [
      { stream: 'room:a', seen: 9 },
      { stream: 'room:b', seen: 2 },
    ]);
    t.deepEqual(await of('bob'), [{ stream: 'room:b', seen: 2 }]);
    t.deepEqual(await of('dan'), [{ stream: 'room:a', seen: 9 }]);
    t.deepEqual([await of('eve'), await of('pat')], [[], []]);
    await store.close();
  });
}
