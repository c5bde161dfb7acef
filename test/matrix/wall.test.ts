/** What `wall.property.test.ts` has found, made short: each was a hole in the wall once. */
import test from 'ava';
import type { Act } from './wall/acts.ts';
import { play } from './wall/play.ts';

const [ann, bea, cid] = ['ann@localhost', 'bea@localhost', 'cid@branch.example'] as const;

const found: Readonly<Record<string, readonly Act[]>> = {
  'whoever is out of scope finds the room in no list': [
    { act: 'category', category: 0, allowed: [], denied: [] },
    { act: 'ask', who: ann, what: 'rooms' },
    { act: 'ask', who: ann, what: 'channel search' },
    { act: 'ask', who: ann, what: 'search' },
  ],
  'who belongs to a room and is out of its scope is not shown it in chat': [
    { act: 'category', category: 0, allowed: ['*'], denied: ['group:desk'] },
    { act: 'group', group: 'group:desk', members: [ann] },
    { act: 'ask', who: ann, what: 'chat rooms' },
  ],
  'somebody who is blocked is not told that they are on a list now': [
    { act: 'block', whom: cid, blocked: true },
    { act: 'affiliate', who: 'root', room: 'hare', whom: cid, as: 'member' },
  ],
  'whom a policy keeps out is not told that they manage a room now': [
    { act: 'policy', principal: bea, allowed: false },
    { act: 'list', room: 'wolf', whom: bea, fact: 'manager', there: true },
  ],
  'after kills, too, whom a policy keeps out leaves the room they have just entered': [
    { act: 'trouble', after: 3, fault: 'die' },
    { act: 'do', who: bea, what: 'enter', room: 'wolf', other: ann },
    { act: 'fate', what: 'kill' },
    { act: 'policy', principal: '*', allowed: false },
  ],
};

for (const [title, acts] of Object.entries(found)) {
  test.serial(title, async (t) => {
    t.deepEqual(await play(acts), []);
  });
}
