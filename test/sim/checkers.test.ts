/** The checkers find what is planted, and find nothing where nothing is wrong. */
import test from 'ava';
import * as checkers from './checkers.ts';
import type { Fact, Story } from './ledger.ts';

const ann = 'ann@localhost/1';
const bea = 'bea@localhost/1';
const room = 'den@rooms.localhost';

function posted(number: number, id: string): Fact {
  return {
    number,
    kind: 'posted',
    session: ann,
    stanzaId: id,
    ordinal: number - 2,
    originId: `o-${id}`,
    id: `${id}.1`,
    body: id,
  };
}

const story: Story = {
  room,
  facts: [
    { number: 1, kind: 'entered', session: ann },
    { number: 2, kind: 'entered', session: bea },
    posted(3, 'a'),
    posted(4, 'b'),
    posted(5, 'c'),
  ],
};

function hears(session: string, ...ids: readonly string[]): checkers.Hearing[] {
  return ids.map((stanzaId) => ({ session, room, stanzaId, body: stanzaId }));
}

const alive = new Set([ann, bea]);

test('a run in which everybody heard everything in order breaks no promise, copies included', (t) => {
  const heard = [...hears(ann, 'a', 'b', 'c'), ...hears(bea, 'a', 'b', 'a', 'b', 'c')];
  t.deepEqual(checkers.orderKept([story], heard), []);
  t.deepEqual(checkers.nothingLost([story], heard, alive), []);
  t.deepEqual(checkers.heardIsDurable([story], heard), []);
  t.deepEqual(checkers.nothingDoubled([story]), []);
  t.deepEqual(checkers.recordWhole([story]), []);
});

test('a message heard behind a newer one is found', (t) => {
  t.is(checkers.orderKept([story], hears(bea, 'b', 'a', 'c')).length, 1);
});

test('behind a join that asked for history, older messages are in order; without one they are not', (t) => {
  const fresh = { session: bea, room, stanzaId: undefined };
  t.deepEqual(checkers.orderKept([story], [...hears(bea, 'c'), fresh, ...hears(bea, 'a', 'b')]), []);
  t.is(checkers.orderKept([story], [...hears(bea, 'c'), { ...fresh, session: ann }, ...hears(bea, 'a')]).length, 1);
});

test('the echo of what one said before leaving may come after entering again; what others said may not', (t) => {
  const again = [
    ...story.facts,
    { number: 6, kind: 'left', session: ann },
    { number: 7, kind: 'entered', session: ann },
  ];
  const facts = [...again, { number: 8, kind: 'entered', session: bea }, posted(9, 'd')] as Fact[];
  t.deepEqual(checkers.orderKept([{ room, facts }], hears(ann, 'b', 'd', 'a')), []);
  t.is(checkers.orderKept([{ room, facts }], hears(bea, 'b', 'd', 'a')).length, 1);
});

test('a message that somebody in the room never heard is found', (t) => {
  const heard = [...hears(ann, 'a', 'b', 'c'), ...hears(bea, 'a', 'c')];
  t.is(checkers.nothingLost([story], heard, alive).length, 1);
  t.deepEqual(checkers.nothingLost([story], heard, new Set([ann])), [], 'whoever went need not have heard it');
});

test('what was said before somebody entered, or after they left, need not reach them', (t) => {
  const [first, second, ...messages] = story.facts;
  const late = [
    first,
    ...messages.map((fact) => ({ ...fact, number: fact.number - 1 })),
    { ...second, number: 5 },
  ] as Fact[];
  t.deepEqual(checkers.nothingLost([{ room, facts: late }], hears(ann, 'a', 'b', 'c'), alive), []);
  const gone = [...story.facts, { number: 6, kind: 'left', session: bea }];
  t.deepEqual(checkers.nothingLost([{ room, facts: gone }], hears(ann, 'a', 'b', 'c'), alive), []);
});

test('a message that was heard and is not in the record, or reads otherwise there, is found', (t) => {
  t.is(checkers.heardIsDurable([story], hears(ann, 'a', 'x')).length, 1);
  t.is(checkers.heardIsDurable([story], [{ session: ann, room, stanzaId: 'a', body: 'other' }]).length, 1);
});

test('of what was taken back meanwhile one may have heard only that, and nothing else', (t) => {
  const [first, second, taken, ...others] = story.facts;
  const facts = [first, second, { ...taken, retracted: true }, ...others] as Fact[];
  const hears = (body: string | undefined) => [{ session: ann, room, stanzaId: 'a', body }];
  t.deepEqual(checkers.heardIsDurable([{ room, facts }], [...hears('a'), ...hears(undefined)]), []);
  t.is(checkers.heardIsDurable([{ room, facts }], hears('other')).length, 1);
  t.is(checkers.heardIsDurable([story], hears(undefined)).length, 1);
});

test('one message under two stanza-ids, and two messages under one, are found', (t) => {
  t.is(checkers.nothingDoubled([{ room, facts: [...story.facts, { ...posted(6, 'd'), originId: 'o-a' }] }]).length, 1);
  t.is(checkers.nothingDoubled([{ room, facts: [...story.facts, { ...posted(6, 'a'), originId: 'o-d' }] }]).length, 1);
});

test('a hole in the record, and one in the count of the archive, are found', (t) => {
  t.true(checkers.recordWhole([{ room, facts: story.facts.filter(({ number }) => number !== 2) }]).length > 0);
  t.is(checkers.recordWhole([{ room, facts: [...story.facts, { ...posted(6, 'd'), ordinal: 5 }] }]).length, 1);
});

test('an error for what is durable, and trouble of ours that is not for waiting, are found', (t) => {
  const error = { session: ann, room, id: 'x.1', condition: 'resource-constraint', type: 'wait' };
  t.deepEqual(checkers.errorsTrue([story], [error]), []);
  t.is(checkers.errorsTrue([story], [{ ...error, id: 'a.1' }]).length, 1);
  t.is(checkers.errorsTrue([story], [{ ...error, type: 'cancel' }]).length, 1);
});

test('somebody shown who is not there, and somebody not shown who should be, are found', (t) => {
  const truth = { there: ['Ann', 'Bea', 'Cid'], moderators: ['Ann'] };
  const shows = (...nicks: readonly string[]) => [{ session: ann, room, shown: new Set(nicks) }];
  t.deepEqual(checkers.listsRight(shows('Ann', 'Bea', 'Cid'), { ...truth, large: false }), []);
  t.is(checkers.listsRight(shows('Ann', 'Bea'), { ...truth, large: false }).length, 1);
  t.deepEqual(checkers.listsRight(shows('Ann', 'Bea'), { ...truth, large: true }), []);
  t.is(checkers.listsRight(shows('Bea'), { ...truth, large: true }).length, 1);
  t.is(checkers.listsRight(shows('Ann', 'Dan'), { ...truth, large: true }).length, 1);
});

test('a query with two answers, or with none and no excuse, is found', (t) => {
  const query = { id: 'q', session: ann, about: 'ping', answers: 1, excused: false };
  t.deepEqual(checkers.answeredOnce([query, { ...query, answers: 0, excused: true }]), []);
  t.is(
    checkers.answeredOnce([
      { ...query, answers: 2, excused: true },
      { ...query, answers: 0 },
    ]).length,
    2,
  );
});
