/** Reading over all streams what was done, newest first. */
import type { AuditQuery } from '../../src/store/audit.ts';
import type { NewEvent } from '../../src/store/event.ts';
import { type Store, StoreError } from '../../src/store/port.ts';
import { commit, event, lawsOf, payloads, type StoreAdapter } from './place.ts';

const done = (text: string, at: number, person?: string): NewEvent =>
  event(text, { at, audited: true, ...(person !== undefined && { person }) });

/** All there is, in pages. */
async function walk(store: Store, query: Omit<AuditQuery, 'limit' | 'before'>, limit = 2): Promise<unknown[]> {
  const found: unknown[] = [];
  for (let page = await store.audit({ ...query, limit }); ; ) {
    found.push(...payloads(page.events));
    if (page.place === undefined) return found;
    page = await store.audit({ ...query, limit, before: JSON.parse(JSON.stringify(page.place)) });
  }
}

async function fill(store: Store): Promise<void> {
  await store.commit(commit('room:a', 1, [done('a1', 10, 'ann'), event('posted', { at: 10 }), done('a3', 20, 'bob')]));
  await store.commit(commit('service', 1, [done('s1', 15, 'ann')]));
  await store.commit(commit('room:b', 1, [event('posted', { at: 15, person: 'ann' }), done('b2', 15)]));
  await store.commit(commit('room:a', 4, [done('a4', 20, 'ann')]));
}

export function auditLaws(adapter: StoreAdapter): void {
  pages(adapter);
  writing(adapter);
}

function pages(adapter: StoreAdapter): void {
  const law = lawsOf(adapter);

  law('the audit has what was marked, by time and then as it was written, newest first', async (t, { store }) => {
    t.deepEqual(await store.audit({ limit: 5 }), { events: [] });
    await fill(store);
    for (const limit of [1, 2, 3, 5, 9]) t.deepEqual(await walk(store, {}, limit), ['a4', 'a3', 'b2', 's1', 'a1']);
    t.deepEqual(await walk(store, { stream: 'room:a' }), ['a4', 'a3', 'a1']);
    t.deepEqual(await walk(store, { person: 'ann' }), ['a4', 's1', 'a1']);
    t.deepEqual(await walk(store, { person: 'ann', stream: 'room:a' }), ['a4', 'a1']);
    t.deepEqual(await walk(store, { since: 15, until: 20 }), ['b2', 's1']);
    t.deepEqual(await walk(store, { stream: 'room:a', since: 11 }), ['a4', 'a3']);
    t.deepEqual(await walk(store, { stream: 'none' }), []);
    t.deepEqual(await walk(store, { person: 'none' }), []);
    t.deepEqual(await store.audit({ limit: 0 }), { events: [] });
  });

  law('what is written while somebody reads the audit moves nothing on the pages behind', async (t, { store }) => {
    await fill(store);
    const first = await store.audit({ limit: 2 });
    t.deepEqual(payloads(first.events), ['a4', 'a3']);
    await store.commit(commit('service', 2, [done('s2', 30), done('s3', 30)]));
    const { place = '' } = first;
    t.deepEqual(payloads((await store.audit({ limit: 9, before: place })).events), ['b2', 's1', 'a1']);
  });

  law('a place that is none is rejected', async (t, { store }) => {
    await fill(store);
    for (const before of ['', '-', '1', '1-x', '15-1 OR 1', '-1-1']) {
      await t.throwsAsync(store.audit({ limit: 2, before }), { instanceOf: StoreError });
    }
  });
}

function writing(adapter: StoreAdapter): void {
  const law = lawsOf(adapter);

  law('an audited event is found as it was given, also after a restart, and stays', async (t, place) => {
    const given = done('who did what', 17, 'ann');
    await place.store.commit(commit('room:a', 1, [{ ...given, version: 2 ** 32 - 1 }, event('x', { at: 17 })]));
    const expected = { stream: 'room:a', number: 1, replaced: false, ...given, version: 2 ** 32 - 1 };
    t.deepEqual((await place.store.audit({ limit: 9 })).events, [expected]);
    const store = await place.reopen();
    t.deepEqual((await store.audit({ limit: 9 })).events, [expected]);
    await store.saveSnapshot({ stream: 'room:a', number: 2, parts: {} });
    await store.compact({ stream: 'room:a', through: 2 });
    t.deepEqual((await store.audit({ limit: 9 })).events, [expected]);
  });

  law('a commit that is refused or given twice leaves nothing more in the audit', async (t, { store }) => {
    const given = commit('room:a', 1, [done('once', 5)]);
    await Promise.all([store.commit(given), store.commit(given)]);
    await store.commit(commit('room:a', 3, [done('a hole', 5)]));
    const both = event('x', { at: 9, audited: true, compactable: true });
    t.is((await store.commit(commit('room:a', 2, [both]))).kind, 'refused');
    t.deepEqual(await walk(store, {}), ['once']);
  });

  law('an audited event whose payload was replaced is in the audit as it is now', async (t, { store }) => {
    await store.commit(commit('room:a', 1, [done('a name', 5)]));
    await store.commit(
      commit('room:a', 2, [event('erased', { at: 6 })], { replace: [{ number: 1, payload: '"gone"' }] }),
    );
    const [found] = (await store.audit({ limit: 9 })).events;
    t.deepEqual([found?.payload, found?.replaced, found?.audited], ['"gone"', true, true]);
  });
}
