/** A commit whose outcome is not known for long: who waits for it, who does not, and in which order they are told. */
import test from 'ava';
import type { Commit, CommitOutcome } from '../../src/store/commit.ts';
import type { Store, StoreState } from '../../src/store/port.ts';
import { memoryStore } from '../memory-store.ts';
import { body, errorOf, World } from '../world.ts';
import { alice, bob, enter, join, openRoom, owner, room, say } from './conversation.ts';

const away: StoreState = { kind: 'away', since: 0, text: 'the database is being moved' };
const refused: CommitOutcome = { kind: 'refused', text: 'the store does not answer' };

/** What a message has become, said when the test says so. */
type Ending = (outcome: CommitOutcome | 'written') => void;

async function trial() {
  const memory = memoryStore();
  const endings: Ending[] = [];
  let held = false;
  let state: StoreState = { kind: 'up' };
  const store: Store = Object.create(memory, {
    state: { get: () => state },
    commit: {
      value: async (commit: Commit): Promise<CommitOutcome> => {
        if (state.kind === 'away') return refused;
        if (!held) return memory.commit(commit);
        const { promise, resolve } = Promise.withResolvers<Parameters<Ending>[0]>();
        endings.push(resolve);
        const outcome = await promise;
        return outcome === 'written' ? memory.commit(commit) : outcome;
      },
    },
  });
  const on = (await new World({ store, rates: undefined }).start()).connect();
  await openRoom(on);
  await enter(on, alice, 'Alice');
  for (const who of [owner, alice]) await on.hears(who);
  return {
    on,
    endings,
    hold: (is: boolean) => {
      held = is;
    },
    become: (is: StoreState) => {
      state = is;
    },
  };
}

test('refusals that overtake each other stop nobody behind them', async (t) => {
  const { on, endings, hold } = await trial();
  hold(true);
  for (const words of ['one', 'two', 'three']) on.send(alice, say(words));
  await on.settle();
  const [one, two, three] = endings;
  three?.(refused);
  await on.settle();
  two?.(refused);
  const errors = await on.hears(alice);
  t.deepEqual(errors.map(({ attrs }) => attrs['id']).sort(), ['three', 'two']);
  t.true(errors.every((error) => errorOf(error)?.type === 'wait'));
  one?.('written');
  hold(false);
  t.deepEqual((await on.hears(alice)).map(body), ['one']);
  on.send(alice, say('four'));
  t.deepEqual((await on.hears(alice)).map(body), ['four']);
  t.deepEqual((await on.hears(owner)).map(body), ['one', 'four']);
});

test('while the store is away nobody waits behind a message in doubt, and its sender is told what became of it', async (t) => {
  const { on, endings, hold, become } = await trial();
  hold(true);
  on.send(alice, say('doubtful'));
  await on.settle();
  const [doubtful] = endings;
  const query = `<iq to='${room}' type='set' id='q'><query xmlns='urn:xmpp:mam:2'/></iq>`;
  on.send(owner, query);
  t.deepEqual(await on.hears(owner), [], 'it may be known at any moment');
  become(away);
  await on.pass(1_000);
  for (const [who, stanza] of [
    [undefined, undefined],
    [bob, join('Bob')],
    [owner, query],
  ] as const) {
    if (who !== undefined) on.send(who, stanza);
    const heard = await on.hears(who ?? owner);
    t.deepEqual(
      heard.map(errorOf).map((error) => error?.type),
      ['wait'],
      stanza,
    );
  }
  t.deepEqual(await on.hears(alice), []);
  become({ kind: 'up' });
  hold(false);
  doubtful?.('written');
  t.deepEqual((await on.hears(alice)).map(body), ['doubtful']);
  await enter(on, bob, 'Bob');
  on.send(bob, say('after'));
  t.is((await on.hears(owner)).map(body).at(-1), 'after');
});
