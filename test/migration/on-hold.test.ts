/** What was said elsewhere comes before a room that is on hold: the hold covers all of it, and lets go of all of it. */
import test from 'ava';
import { readHouse } from '../../src/migration/facts-of-house.ts';
import { silentLog } from '../../src/ops/log.ts';
import { JumpingClock } from '../jumping-clock.ts';
import { type MemoryStore, memoryStore } from '../memory-store.ts';
import { alice, say } from '../service/conversation.ts';
import { archive, begin, den, leap, orders, round, says } from '../service/keeping.ts';
import { retract } from '../service/taking-back.ts';
import type { World } from '../world.ts';
import { bring, foreignRoom } from './foreign.ts';

const sender = 'alice@localhost/old';
const past = foreignRoom([
  { id: 'p1', at: 1_000, nick: 'Alice', sender, inside: '<body>long ago</body>' },
  { id: 'p2', at: 2_000, nick: 'Alice', sender, inside: '<body>the old secret</body>' },
  { id: 'p3', at: 3_000, nick: 'Alice', sender, inside: "<retract xmlns='urn:xmpp:message-retract:1' id='p2'/>" },
]);

/** The service begins again with its past. */
async function withPast(on: World, store: MemoryStore): Promise<[World, MemoryStore]> {
  await on.stop();
  const stopped = store.reopen();
  const house = await readHouse(stopped, silentLog, 'General');
  const { outcome, why } = await bring(past, stopped, { house, now: () => on.clock.now() });
  if (outcome !== 'before') throw new Error(`${outcome}: ${why}`);
  const clock = new JumpingClock();
  clock.leap(on.clock.now() - clock.now());
  const next = stopped.reopen();
  return [await begin(next, { clock, keptDays: 7 }), next];
}

/** Whether a text lies anywhere in the store, under whatever key. */
async function liesAnywhere(store: MemoryStore, text: string): Promise<boolean> {
  for (const stream of await store.transfer.streams({ limit: 1_000 })) {
    const events = await store.read({ stream, after: 0, order: 'ascending', limit: 100_000 });
    if (events.some(({ payload }) => payload.includes(text))) return true;
  }
  return false;
}

for (const what of ['rooms=den', 'categories=General', 'everything=yes', 'people=alice@localhost']) {
  test(`what a hold on ${what} covers stays when the past comes before it, and goes when it is released`, async (t) => {
    const store = memoryStore();
    const on = await den(store, { keptDays: 7 });
    await orders(on, `hold create "Case 17" ${what}`);
    await says(on, alice, say('held'), say('the new secret', '', 'm1'));
    const [, id = ''] = (await archive(on)).ids;
    await says(on, alice, retract(id));
    const [again, next] = await withPast(on, store);
    leap(again, 8);
    await round(again);
    t.deepEqual((await archive(again)).bodies, ['long ago', 'held']);
    for (const secret of ['the old secret', 'the new secret']) t.true(await liesAnywhere(next, secret), secret);
    await orders(again, 'hold release "Case 17"');
    await round(again);
    t.deepEqual((await archive(again)).bodies, []);
    for (const said of ['the old secret', 'the new secret', 'long ago', 'held']) {
      t.false(await liesAnywhere(next, said), said);
    }
  });
}

test('the past is gone through for what is too old, also where it comes before what was gone through', async (t) => {
  const store = memoryStore();
  const on = await den(store, { keptDays: 7 });
  await says(on, alice, say('held'));
  const until = new Date(on.clock.now()).toISOString();
  await orders(on, `hold create "Case 17" people=alice@localhost from=2000-01-01 until=${until}`);
  leap(on, 1);
  await says(on, alice, say('not held'));
  leap(on, 8);
  await round(on);
  t.deepEqual((await archive(on)).bodies, ['held']);
  const [again] = await withPast(on, store);
  t.deepEqual((await archive(again)).bodies, ['long ago', 'held']);
  await round(again);
  t.deepEqual((await archive(again)).bodies, ['held']);
});
