/** Days pass: what a room keeps no longer is gone from its archive, and what is on hold stays, on real servers. */
import test from 'ava';
import { TestClient } from '../client.ts';
import { readPage, readWholeBackwards } from './archive-reader.ts';
import { Component } from './component.ts';
import { instantRoom, inTurnOnEachServer } from './stage.ts';
import { sayAll } from './stanzas.ts';

const scenario = inTurnOnEachServer(test, 60);

/** Another clock for the process: it is three days later there. */
const later = 'const now=Date.now;Date.now=()=>now()+3*86400000';
const inThreeDays = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(later)}` };

scenario('what is older than a room keeps is gone, and what is on hold goes when it is released', async (t, server) => {
  const component = await Component.start(server);
  t.teardown(() => component.remove());
  const types = async (...words: string[]): Promise<string> => {
    const { code, said } = await component.types(...words);
    t.is(code, 0, said);
    return said;
  };
  const room = `retention@${server.domain}`;
  const alice = await TestClient.connect(server, 'alice');
  t.teardown(() => alice.close());
  const bob = await TestClient.connect(server, 'bob');
  t.teardown(() => bob.close());
  await alice.join(room, 'Alice');
  await alice.iq('set', room, instantRoom);
  await bob.join(room, 'Bob');
  await sayAll(
    alice,
    room,
    Array.from({ length: 250 }, (_, nth) => `alice ${nth}`),
  );
  const [heldId] = await sayAll(bob, room, ['bob old']);
  await types('hold', 'create', 'Case 17', '--people', `bob@${server.host}`);
  t.is(await component.stop(), 0);
  await component.startAgain(inThreeDays);
  await alice.join(room, 'Alice');
  await sayAll(alice, room, ['young']);
  await types('room', 'set', room, '--retention', '2', '--yes');

  const bodies = async () => (await readPage(alice, room)).results.map(({ body }) => body);
  const comesTo = async (expected: readonly string[]): Promise<void> => {
    // All rooms are gone through once an hour, and whenever a hold was released.
    await types('hold', 'create', 'Nothing', '--people', `nobody@${server.host}`);
    await types('hold', 'release', 'Nothing', '--yes');
    while ((await bodies()).join() !== expected.join());
  };
  await comesTo(['bob old', 'young']);
  const page = await readPage(alice, room);
  t.is(page.count, 2);
  t.is(page.first, heldId);
  t.deepEqual(
    (await readWholeBackwards(alice, room, 1)).map(({ body }) => body),
    ['bob old', 'young'],
  );
  await types('hold', 'release', 'Case 17', '--yes');
  await comesTo(['young']);
  t.is((await readPage(alice, room)).count, 1);
});
