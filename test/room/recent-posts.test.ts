/** The room's memory of messages that may be sent again, against one that is written down plainly. */
import test from 'ava';
import fc from 'fast-check';
import { RecentPosts, recentPostsMax, recentPostsMin, recentSecondsMin } from '../../src/room/recent-posts.ts';

const day = recentSecondsMin * 1_000;

function remembering(count: number, step: number): RecentPosts {
  const recent = new RecentPosts();
  for (let number = 1; number <= count; number++) {
    recent.add({ by: 'ann', originId: `id-${number}`, number, at: number * step });
  }
  return recent;
}

test('a message is known by who sent it and the id they gave it', (t) => {
  const recent = remembering(500, 1_000);
  for (let number = 1; number <= 500; number++) t.is(recent.numberOf('ann', `id-${number}`), number);
  t.is(recent.numberOf('bob', 'id-7'), undefined);
  t.is(recent.numberOf('ann', 'id-501'), undefined);
  t.is(recent.numberOf('an', 'n\nid-7'), undefined);
});

test('a thousand messages are remembered however long ago they were', (t) => {
  const recent = remembering(3_000, day);
  t.is(recent.size, recentPostsMin);
  t.is(recent.numberOf('ann', 'id-2000'), undefined);
  t.is(recent.numberOf('ann', 'id-2001'), 2_001);
});

test('a day of messages is remembered, but not more than the bound', (t) => {
  const recent = remembering(recentPostsMax + 5_000, 1);
  t.is(recent.size, recentPostsMax);
  t.is(recent.numberOf('ann', 'id-5000'), undefined);
  t.is(recent.numberOf('ann', 'id-5001'), 5_001);
  t.is(recent.numberOf('ann', `id-${recentPostsMax + 5_000}`), recentPostsMax + 5_000);
});

test('what is stored and read again is the same memory', (t) => {
  const recent = remembering(1_500, 200_000);
  const again = RecentPosts.from(recent.rows);
  t.deepEqual(again.rows, recent.rows);
  again.add({ by: 'ann', originId: 'new', number: 1_600, at: 1_501 * 200_000 });
  t.is(again.size, recentPostsMin);
  t.is(again.numberOf('ann', 'id-501'), undefined);
  t.is(again.numberOf('ann', 'id-502'), 502);
  t.is(again.numberOf('ann', 'new'), 1_600);
  t.is(RecentPosts.from(new RecentPosts().rows).size, 0);
});

test('whatever is posted, the memory answers as a plain list would', (t) => {
  const post = fc.record({
    by: fc.constantFrom('ann', 'bob'),
    originId: fc.oneof(fc.nat(400).map(String), fc.string()),
    after: fc.constantFrom(0, 1_000, day / 700),
  });
  fc.assert(
    fc.property(fc.array(post, { minLength: 1_000, maxLength: 2_500, size: 'max' }), (posts) => {
      const recent = new RecentPosts();
      const plain = new Map<string, { number: number; second: number }>();
      let at = 0;
      for (const [index, { by, originId, after }] of posts.entries()) {
        at += after;
        recent.add({ by, originId, number: index + 1, at });
        const second = Math.floor(at / 1_000);
        plain.set(`${by}\n${originId}`, { number: index + 1, second });
        for (const [key, oldest] of plain) {
          if (plain.size <= recentPostsMin || oldest.second >= second - recentSecondsMin) break;
          plain.delete(key);
        }
      }
      t.is(recent.size, plain.size);
      for (const { by, originId } of posts) {
        if (recent.numberOf(by, originId) !== plain.get(`${by}\n${originId}`)?.number) return false;
      }
      return true;
    }),
    { numRuns: 10 },
  );
});

test('of 300,000 messages none is taken for another', (t) => {
  const recent = new RecentPosts();
  let mistaken = 0;
  for (let number = 1; number <= 300_000; number++) {
    if (recent.numberOf('ann', number.toString(36)) !== undefined) mistaken += 1;
    recent.add({ by: 'ann', originId: number.toString(36), number, at: number });
  }
  t.is(mistaken, 0);
});
