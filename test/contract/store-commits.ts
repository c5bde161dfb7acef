/** What a commit promises. */

import { archiveId } from '../../src/store/archive-id.ts';
import type { NewEvent } from '../../src/store/event.ts';
import { commit, event, everything, lawsOf, numbers, payloads, type StoreAdapter, write } from './place.ts';

export function commitLaws(adapter: StoreAdapter): void {
  wholeCommits(adapter);
  streamsAlone(adapter);
  duplicates(adapter);
  malformedCommits(adapter);
}

function wholeCommits(adapter: StoreAdapter): void {
  const law = lawsOf(adapter);

  law('an event comes back as it was given', async (t, { store }) => {
    const given: NewEvent[] = [
      {
        kind: 'posted',
        version: 3,
        at: 17,
        person: 'p1',
        archiveId: 'a-b',
        ordinal: 1,
        payload: '{"body":"ä🙂\\u0000"}',
      },
      { kind: 'entered', version: 1, at: Date.UTC(2200, 0), compactable: true, payload: '""' },
    ];
    await store.commit(commit('room:a', 1, given));
    t.deepEqual(
      await store.read({ stream: 'room:a', ...everything }),
      given.map((one, i) => ({ stream: 'room:a', number: i + 1, replaced: false, ...one })),
    );
  });

  law('commits given at once are written in their order', async (t, { store }) => {
    const outcomes = await Promise.all(
      [1, 2, 3, 4].map((number) => store.commit(commit('room:a', number, [event(`m${number}`)]))),
    );
    t.deepEqual(
      outcomes.map(({ kind }) => kind),
      ['committed', 'committed', 'committed', 'committed'],
    );
    t.deepEqual(payloads(await store.read({ stream: 'room:a', ...everything })), ['m1', 'm2', 'm3', 'm4']);
  });

  law('a commit that need not be synced is written like the others, in its order', async (t, place) => {
    const { store } = place;
    const outcomes = await Promise.all([
      store.commit(commit('room:a', 1, [event('in')])),
      store.commit({ ...commit('room:a', 2, [event('out')]), unsynced: true }),
    ]);
    t.true(outcomes.every(({ kind }) => kind === 'committed'));
    t.is((await store.commit({ ...commit('room:b', 1, [event('out')]), unsynced: true })).kind, 'committed');
    const again = await place.reopen();
    t.deepEqual(payloads(await again.read({ stream: 'room:a', ...everything })), ['in', 'out']);
    t.deepEqual(payloads(await again.read({ stream: 'room:b', ...everything })), ['out']);
    t.is((await again.feed({ after: {}, limit: 10 })).events.length, 3);
  });

  law('a later commit has a greater sequence', async (t, { store }) => {
    const one = await store.commit(commit('room:a', 1, [event('x')]));
    const two = await store.commit(commit('room:b', 1, [event('y')]));
    t.true(one.kind === 'committed' && two.kind === 'committed' && two.sequence > one.sequence);
  });

  law('a tombstone takes the place of a payload, and of nothing else', async (t, { store }) => {
    const posted = event('secret', { archiveId: archiveId({ number: 1, random: 'r' }), ordinal: 1, person: 'p1' });
    await write(t, store, { stream: 'room:a', events: [posted] });
    await store.commit(commit('room:a', 2, [event('retracted')], { replace: [{ number: 1, payload: '"gone"' }] }));
    t.deepEqual(await store.read({ stream: 'room:a', before: 2, ...everything }), [
      { stream: 'room:a', number: 1, ...posted, payload: '"gone"', replaced: true },
    ]);
  });

  for (const [kind, archive] of [
    ['of ours', archiveId({ number: 1, random: 'r' })],
    ['from elsewhere', 'an-id'],
  ] as const) {
    law(`what is taken out of the archive is found there no more, by an id ${kind}`, async (t, { store }) => {
      const posted = { ...event('secret', { person: 'p1' }), archiveId: archive, ordinal: 1 };
      const next = event('next', { archiveId: archiveId({ number: 2, random: 'r' }), ordinal: 2 });
      await write(t, store, { stream: 'room:a', events: [posted, next] });
      const replace = [{ number: 1, payload: '"gone"', unarchived: true as const }];
      await store.commit(commit('room:a', 3, [event('removed')], { replace }));
      const archived = await store.read({ stream: 'room:a', ...everything, archived: true });
      t.deepEqual(
        archived.map(({ number }) => number),
        [2],
      );
      t.is(await store.findArchived({ stream: 'room:a', archiveId: archive }), undefined);
      const { archiveId: _id, ordinal: _ordinal, ...left } = posted;
      t.deepEqual(await store.read({ stream: 'room:a', before: 2, ...everything }), [
        { stream: 'room:a', number: 1, ...left, payload: '"gone"', replaced: true },
      ]);
    });
  }

  law('what is given and not yet durable is told in bytes', async (t, { store }) => {
    t.is(store.pendingBytes, 0);
    const under = store.commit(commit('room:a', 1, [event('x'.repeat(10_000))]));
    t.true(store.pendingBytes >= 10_000);
    await under;
    t.is(store.pendingBytes, 0);
  });
}

function streamsAlone(adapter: StoreAdapter): void {
  const law = lawsOf(adapter);

  law('a commit that leaves a hole is refused, and takes no other stream with it', async (t, { store }) => {
    const outcomes = await Promise.all([
      store.commit(commit('room:a', 1, [event('a1')])),
      store.commit(commit('room:b', 2, [event('b2')])),
      store.commit(commit('room:c', 1, [event('c1')])),
    ]);
    t.deepEqual(
      outcomes.map(({ kind }) => kind),
      ['committed', 'refused', 'committed'],
    );
    t.is(await store.lastNumber('room:b'), 0);
    t.is(await store.lastNumber('room:c'), 1);
  });

  law(
    'what follows a refused commit in its stream is refused until the caller starts from what is there',
    async (t, { store }) => {
      await write(t, store, { stream: 'room:a', events: [event('a1')] });
      const outcomes = await Promise.all([
        store.commit(commit('room:a', 2, [])),
        store.commit(commit('room:a', 3, [event('a3')])),
        store.commit(commit('room:a', 4, [event('a4')])),
      ]);
      t.deepEqual(
        outcomes.map(({ kind }) => kind),
        ['refused', 'refused', 'refused'],
      );
      t.is(await store.lastNumber('room:a'), 1);
      await write(t, store, { stream: 'room:a', events: [event('a2')], first: 2 });
      t.deepEqual(numbers(await store.read({ stream: 'room:a', ...everything })), [1, 2]);
    },
  );

  law('a refused commit has changed neither payloads nor sessions nor the feed', async (t, { store }) => {
    await store.commit(commit('room:a', 1, [event('a1')], { entered: ['ann@x/1'] }));
    const outcome = await store.commit(
      commit('room:a', 3, [event('a3')], {
        replace: [{ number: 1, payload: '"gone"' }],
        entered: ['bob@x/1'],
        left: ['ann@x/1'],
      }),
    );
    t.is(outcome.kind, 'refused');
    t.deepEqual(payloads(await store.read({ stream: 'room:a', ...everything })), ['a1']);
    t.deepEqual(await store.sessions.streams('ann@x/1'), ['room:a']);
    t.deepEqual(await store.sessions.streams('bob@x/1'), []);
    t.is((await store.feed({ after: {}, limit: 10 })).events.length, 1);
  });
}

function duplicates(adapter: StoreAdapter): void {
  const law = lawsOf(adapter);

  law('a commit given twice is committed twice and written once', async (t, { store }) => {
    const given = commit('room:a', 1, [event('once'), event('once more')], { entered: ['ann@x/1'] });
    const together = await Promise.all([store.commit(given), store.commit(given)]);
    const later = await store.commit(given);
    t.is(together[0].kind, 'committed');
    t.deepEqual(together[1], together[0]);
    t.deepEqual(later, together[0]);
    t.deepEqual(payloads(await store.read({ stream: 'room:a', ...everything })), ['once', 'once more']);
    t.is((await store.feed({ after: {}, limit: 10 })).events.length, 2);
  });

  law('a number that another commit of this writer holds is refused to the next', async (t, { store }) => {
    await write(t, store, { stream: 'room:a', events: [event('first come')] });
    t.is((await store.commit(commit('room:a', 1, [event('too late')]))).kind, 'refused');
    t.deepEqual(payloads(await store.read({ stream: 'room:a', ...everything })), ['first come']);
  });

  law('a commit that begins within another is refused, given with it or later', async (t, { store }) => {
    const given = (text: string) => commit('room:a', 2, [event(text)]);
    const outcomes = await Promise.all([
      store.commit(commit('room:a', 1, [event('1'), event('2'), event('3')])),
      store.commit(given('beside')),
    ]);
    t.deepEqual(
      [outcomes[0].kind, outcomes[1].kind, (await store.commit(given('later'))).kind],
      ['committed', 'refused', 'refused'],
    );
  });

  law('the first commit of a stream with an imported archive id is stale to the next writer', async (t, place) => {
    const given = commit('room:a', 1, [event('a1', { archiveId: 'imported', ordinal: 1 })]);
    await place.store.commit(given);
    t.is((await (await place.reopen()).commit(given)).kind, 'stale');
  });

  law('an imported archive id is used once in a stream, and its refusal touches no other', async (t, { store }) => {
    const imported = (text: string) => event(text, { archiveId: 'imported', ordinal: 1 });
    await write(t, store, { stream: 'room:a', events: [imported('a1')] });
    const outcomes = await Promise.all([
      store.commit(commit('room:b', 1, [imported('b1')])),
      store.commit(commit('room:a', 2, [imported('a2')])),
      store.commit(commit('room:c', 1, [event('c1')])),
      store.commit(commit('room:b', 2, [event('b2')])),
    ]);
    t.deepEqual(
      outcomes.map(({ kind }) => kind),
      ['committed', 'refused', 'committed', 'committed'],
    );
    t.is(await store.lastNumber('room:a'), 1);
    t.is((await store.findArchived({ stream: 'room:a', archiveId: 'imported' }))?.number, 1);
  });
}

function malformedCommits(adapter: StoreAdapter): void {
  const law = lawsOf(adapter);

  law('a commit that is not well formed is refused, and changes nothing', async (t, { store }) => {
    await write(t, store, { stream: 'room:a', events: [event('a1', { at: 50 })] });
    const malformed = [
      commit('room:a', 2, []),
      commit('room:b', 0, [event('x')]),
      commit('room:b', 1.5, [event('x')]),
      commit('room:a', 2, [event('x', { at: 49 })]),
      commit('room:a', 2, [event('x', { at: 60 }), event('y', { at: 59 })]),
      commit('room:a', 2, [event('x', { archiveId: 'no ordinal' })]),
      commit('room:a', 2, [event('x')], { replace: [{ number: 2, payload: '"itself"' }] }),
      commit('room:a', 2, [event('x')], { replace: [{ number: 0, payload: '"nobody"' }] }),
    ];
    for (const given of malformed) {
      const outcome = await store.commit(given);
      t.is(outcome.kind, 'refused', JSON.stringify(given));
      t.true(outcome.kind === 'refused' && outcome.text.length > 10);
    }
    t.is(await store.lastNumber('room:a'), 1);
    t.is(await store.lastNumber('room:b'), 0);
  });
}
