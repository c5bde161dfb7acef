/** Who leaves by their own wish is told so at once; that it is written comes with the room's next commit, or soon. */
import test from 'ava';
import { memoryStore } from '../memory-store.ts';
import { errorOf, World } from '../world.ts';
import { alice, bob, enter, leave, openRoom, owner, say } from './conversation.ts';

async function talk(fault: (operation: string) => 'refuse' | undefined = () => undefined) {
  let committed = 0;
  const store = memoryStore({
    fault: (operation) => {
      if (operation === 'commit') committed += 1;
      return fault(operation);
    },
  });
  const commits = () => committed;
  const on = (await new World({ store }).start()).connect();
  await openRoom(on);
  await enter(on, alice, 'Alice');
  await enter(on, bob, 'Bob');
  await on.pass(1_000);
  for (const who of [owner, alice, bob]) await on.hears(who);
  return { store, on, commits };
}

const types = (stanzas: readonly { readonly attrs: Record<string, string | undefined> }[]) =>
  stanzas.map(({ attrs }) => attrs['type']);

test('a farewell waits for no commit, and is written within a second', async (t) => {
  const { store, on, commits } = await talk();
  const before = commits();
  on.send(alice, leave('Alice'));
  t.deepEqual(types(await on.hears(bob)), ['unavailable']);
  t.deepEqual(types(await on.hears(alice)), ['unavailable']);
  t.is(commits(), before);
  await on.pass(1_000);
  t.is(commits(), before + 1);
  const again = (await new World({ store: store.reopen() }).start()).connect();
  again.send(alice, say('am I there?'));
  t.true((await again.hears(alice)).some((stanza) => errorOf(stanza)?.condition === 'not-acceptable'));
});

test('who comes back at once costs one commit, and the record has both', async (t) => {
  const { store, on, commits } = await talk();
  const before = commits();
  on.send(alice, leave('Alice'));
  await enter(on, alice, 'Alice');
  t.is(commits(), before + 1);
  const again = (await new World({ store: store.reopen() }).start()).connect();
  again.send(alice, say('here'));
  t.true(types(await again.hears(bob)).includes('groupchat'));
});

test('a farewell that could not be written is written later, and nobody is a ghost', async (t) => {
  let refusing = false;
  const { store, on } = await talk((operation) => (refusing && operation === 'commit' ? 'refuse' : undefined));
  refusing = true;
  on.send(alice, leave('Alice'));
  t.deepEqual(types(await on.hears(bob)), ['unavailable']);
  await on.pass(500);
  on.send(bob, say('refused'));
  t.true((await on.hears(bob)).some((stanza) => errorOf(stanza)?.type === 'wait'));
  refusing = false;
  await on.pass(1_000);
  const again = (await new World({ store: store.reopen() }).start()).connect();
  again.send(alice, say('am I there?'));
  t.true((await again.hears(alice)).some((stanza) => errorOf(stanza)?.condition === 'not-acceptable'));
});

test('a clean stop writes every farewell', async (t) => {
  const { store, on } = await talk();
  on.send(alice, leave('Alice'));
  await on.stop();
  const again = (await new World({ store: store.reopen() }).start()).connect();
  again.send(alice, say('am I there?'));
  t.true((await again.hears(alice)).some((stanza) => errorOf(stanza)?.condition === 'not-acceptable'));
});
