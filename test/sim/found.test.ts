/** What the seeded runs have found, each told as a short story (see also `sim.test.ts`). */
import test from 'ava';
import { type MemoryStore, memoryStore } from '../memory-store.ts';
import { alice, bob, configure, enter, join, openRoom, origin, owner, room, say } from '../service/conversation.ts';
import { body, domain, errorOf, statuses, World } from '../world.ts';

async function talk(store: MemoryStore): Promise<World> {
  const on = (await new World({ store }).start()).connect();
  await openRoom(on);
  await enter(on, alice, 'Alice');
  await enter(on, bob, 'Bob');
  await on.pass(5_000);
  for (const who of [owner, alice, bob]) await on.hears(who);
  return on;
}

/** A new process on the same disk, to which the stream is not open yet. */
function successor(store: MemoryStore): Promise<World> {
  return new World({ store }).start();
}

async function said(on: World, who: string): Promise<string[]> {
  return (await on.hears(who)).flatMap((stanza) => body(stanza) ?? []);
}

function firsts(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

test('what is asked of a room before its address is taken waits for it: creating and configuring at once both succeed', async (t) => {
  const on = (await new World({ store: memoryStore() }).start()).connect();
  on.send(owner, join('Olga'));
  on.send(owner, configure({}));
  const heard = await on.hears(owner);
  t.deepEqual(
    heard.flatMap((stanza) => errorOf(stanza) ?? []),
    [],
  );
  t.true(heard.some((stanza) => statuses(stanza).includes(201)));
  t.is(heard.find(({ name }) => name === 'iq')?.attrs['type'], 'result');
});

test('what is said right after a cut comes behind what was lost in it', async (t) => {
  const on = await talk(memoryStore());
  on.send(alice, say('older'));
  on.cut();
  await on.settle();
  on.inbox(bob).splice(0);
  on.connect();
  on.send(alice, say('newer'));
  t.deepEqual(firsts(await said(on, bob)), ['older', 'newer']);
});

/** A world whose store does nothing while it is told to be slow. */
async function slowTalk(): Promise<{ readonly on: World; readonly slow: (yes: boolean) => void }> {
  let slow = false;
  const store = memoryStore({ schedule: 'manual' });
  const on = new World({ store, turn: () => void (slow || store.tick()) });
  let started = false;
  const starting = on.start().finally(() => {
    started = true;
  });
  while (!started) await Promise.resolve(store.tick());
  (await starting).connect();
  await openRoom(on);
  await enter(on, bob, 'Bob');
  await on.pass(5_000);
  return {
    on,
    slow: (yes) => {
      slow = yes;
    },
  };
}

async function calm(on: World): Promise<void> {
  for (let rounds = 0; rounds < 10; rounds++) await on.settle();
}

test('what is not yet durable when the stream comes up again comes behind what was lost on it', async (t) => {
  const { on, slow } = await slowTalk();
  on.send(owner, say('lost on the stream'));
  await on.settle();
  slow(true);
  on.send(owner, say('pending'));
  on.cut();
  on.inbox(bob).splice(0);
  on.connect();
  slow(false);
  await calm(on);
  t.deepEqual(firsts(await said(on, bob)), ['lost on the stream', 'pending']);
});

test('an echo that is still being read when the stream is cut does not overtake what was lost on it', async (t) => {
  const { on, slow } = await slowTalk();
  on.send(owner, say('older'));
  on.send(owner, say('newer', origin('o1')));
  await on.settle();
  slow(true);
  on.send(owner, say('newer', origin('o1')));
  on.cut();
  on.inbox(owner).splice(0);
  on.connect();
  slow(false);
  await calm(on);
  t.deepEqual(firsts(await said(on, owner)), ['older', 'newer']);
});

test('who entered later is not sent again what was said before', async (t) => {
  const store = memoryStore();
  const first = await talk(store);
  first.send(alice, say('before Dora'));
  first.send('dora@localhost/x', join('Dora'));
  await first.settle();
  first.send(alice, say('with Dora'));
  await first.settle();
  const on = await successor(store.reopen());
  on.connect();
  t.deepEqual(await said(on, 'dora@localhost/x'), ['with Dora']);
  t.deepEqual(await said(on, bob), ['before Dora', 'with Dora']);
});

for (const operation of ['feed', 'rooms.findByKey', 'rooms.find', 'read', 'people.jids']) {
  test(`what is to be sent again is sent when the store can be read, if ${operation} fails at first`, async (t) => {
    const store = memoryStore();
    const first = await talk(store);
    first.send(alice, say('not lost'));
    await first.settle();
    let failures = 0;
    let started = false;
    // A service that cannot read what it is does not start; this is about what it does afterwards.
    const fails = (name: string) => started && name === operation && failures++ === 0;
    const next = store.reopen({ fault: (name) => (fails(name) ? 'refuse' : undefined) });
    const on = await successor(next);
    started = true;
    on.connect();
    await on.pass(5_000);
    t.true(failures > 0);
    t.true((await said(on, bob)).includes('not lost'));
  });
}

test('who made a room and did not hear that it is new hears it again, so that the room does not stay locked', async (t) => {
  const store = memoryStore();
  const first = (await new World({ store }).start()).connect();
  first.send(owner, join('Olga'));
  await first.settle();
  const on = await successor(store.reopen());
  on.connect();
  t.true((await on.hears(owner)).some((stanza) => statuses(stanza).includes(201)));
});

test('who was kicked while the stream was cut is told so when it is up again', async (t) => {
  const on = await talk(memoryStore());
  on.send(
    owner,
    `<iq to='${room}' type='set' id='kick'><query xmlns='http://jabber.org/protocol/muc#admin'><item nick='Bob' role='none'/></query></iq>`,
  );
  on.cut();
  await on.settle();
  on.inbox(bob).splice(0);
  on.connect();
  const [told] = (await on.hears(bob)).filter(({ attrs }) => attrs['type'] === 'unavailable');
  t.deepEqual(statuses(told ?? t.fail()), [307, 110]);
});

test('who was the last to leave a room that ends with that is told that it left, after a kill as well', async (t) => {
  const store = memoryStore();
  const first = (await new World({ store }).start()).connect();
  first.send(owner, join('Olga'));
  await first.pass(5_000);
  first.send(owner, `<presence to='${room}/Olga' type='unavailable'/>`);
  await first.settle();
  const on = await successor(store.reopen());
  on.connect();
  const [told] = (await on.hears(owner)).filter(({ attrs }) => attrs['type'] === 'unavailable');
  t.deepEqual(statuses(told ?? t.fail()), [110]);
});

test('a query that the store cannot answer is refused with resource-constraint, to be tried again', async (t) => {
  let refusing = false;
  const store = memoryStore({ fault: (name) => (refusing && name === 'rooms.list' ? 'refuse' : undefined) });
  const on = await talk(store);
  refusing = true;
  on.send(alice, `<iq to='${domain}' type='get' id='i'><query xmlns='http://jabber.org/protocol/disco#items'/></iq>`);
  const [answer] = await on.hears(alice);
  t.like(errorOf(answer ?? t.fail()), { condition: 'resource-constraint', type: 'wait' });
});

test('whoever is told to wait has not been written, also when an earlier message of the room waits to be sent again', async (t) => {
  let readable = true;
  let refusing = false;
  const fault = (name: string): 'refuse' | undefined =>
    (name === 'people.jids' && !readable) || (name === 'commit' && refusing) ? 'refuse' : undefined;
  const store = memoryStore();
  const first = await talk(store);
  first.send(alice, say('to be sent again'));
  await first.settle();
  const on = await successor(store.reopen({ fault }));
  on.connect();
  await on.settle();
  on.cut();
  readable = false;
  on.connect();
  on.send(alice, say('durable', origin('o1')));
  await on.settle();
  refusing = true;
  on.send(bob, say('refused', origin('o2')));
  await on.settle();
  t.deepEqual(
    (await on.hears(alice)).flatMap((stanza) => errorOf(stanza) ?? []),
    [],
  );
  t.is((await on.hears(bob)).flatMap((stanza) => errorOf(stanza) ?? [])[0]?.type, 'wait');
  readable = true;
  refusing = false;
  await on.pass(3_000);
  t.true((await said(on, alice)).includes('durable'));
});
