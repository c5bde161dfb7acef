import test from 'ava';
import { openSqliteStore } from '../../src/store/sqlite/store.ts';
import { crashRounds, killRounds } from './crash-rounds.ts';
import { freshFolder } from './sqlite-place.ts';

test('every acknowledged commit outlives SIGKILL at any moment, and no stream has a hole', async (t) => {
  t.timeout(240_000);
  const { path, remove } = freshFolder();
  await crashRounds(t, {
    place: path,
    notes: `${path}.notes`,
    rounds: killRounds(20),
    open: () => openSqliteStore({ path }),
    check: ({ epoch }, round) => t.is(epoch, 2 * round + 2, 'the killed process no longer holds the file'),
  });
  remove();
});
