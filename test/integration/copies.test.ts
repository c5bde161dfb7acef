/** Where the server makes the copies of messages (XEP-0033), a room is what it was: order, content, who is in it. */
import test, { type ExecutionContext } from 'ava';
import type { TestClient } from '../client.ts';
import { ejabberdWithMulticast } from '../servers/ejabberd.ts';
import { prosodyWithCopies } from '../servers/prosody.ts';
import { launch, type ServerRecipe, users } from '../servers/server.ts';
import { servers } from '../servers/servers.ts';
import { readWhole } from './archive-reader.ts';
import { Component } from './component.ts';
import { Scene } from './stage.ts';
import { bodyOf, caughtUp, groupchat, isLeft, says, stanzaIdOf } from './stanzas.ts';

const usable = 'the server makes the copies of messages';
const unusable = 'the server offers to make copies, but they cannot be used';
const namespace = 'http://jabber.org/protocol/address';
const rounds = 20;

function law(recipe: ServerRecipe, title: string, logged: string): void {
  const skipped = servers.find((choice) => choice.recipe.name === recipe.name)?.skipped;
  if (skipped !== undefined) return void test.skip(`${recipe.name}: ${title} (${skipped})`, (t) => t.pass());
  test(`${recipe.name}: ${title}`, async (t) => {
    t.timeout(120_000);
    const server = await launch(recipe);
    t.teardown(() => server.stop());
    const component = await Component.start(server);
    t.teardown(() => component.remove());
    await component.logs(logged);
    await roomKeepsItsOrder(t, new Scene(server, component, t));
    t.deepEqual(
      component.log().filter(({ level }) => ['warn', 'error', 'fatal'].includes(String(level))),
      [],
    );
  });
}

/** Everybody talks at once, to all and between the lines to one; whoever comes, goes or is gone is noticed. */
async function roomKeepsItsOrder(t: ExecutionContext, scene: Scene): Promise<void> {
  const clients = [await scene.owner('alice', 'alice')];
  for (const user of users.slice(1)) clients.push(await scene.occupant(user, user));
  for (const client of clients) await caughtUp(client, scene.room);
  for (let round = 0; round < rounds; round += 1) for (const client of clients) talk(client, scene.room, round);
  // When the room has done with what each of them sent, all of it has left for everybody.
  await Promise.all(clients.map((client) => caughtUp(client, scene.room)));
  const [first, ...others] = await Promise.all(clients.map((client) => heardBy(client, scene.room)));
  t.is(first?.length, rounds * clients.length);
  for (const heard of others) t.deepEqual(heard, first);
  const archived = (await readWhole(clients[0] as TestClient, scene.room, 50)).filter(({ body }) => body !== '');
  t.deepEqual(
    archived.map(({ id, body }) => `${body} ${id}`),
    first,
  );
  for (const client of clients) {
    t.is(
      client.transcript.find((stanza) => stanza.child('addresses', namespace) !== undefined),
      undefined,
    );
    for (const sender of clients) t.deepEqual(linesOf(sender, client, scene.room), inTurn(sender, client));
  }
  await whoLeavesIsSeenToLeave(clients, scene);
}

function talk(client: TestClient, room: string, round: number): void {
  client.send(groupchat(room, `${client.user} ${round}`));
  client.send(`<presence to='${room}/${client.user}'><status>${client.user} ${round}</status></presence>`);
  const next = users[(users.indexOf(client.user as (typeof users)[number]) + 1) % users.length];
  client.send(`<message type='chat' to='${room}/${next}'><body>psst ${round}</body></message>`);
}

async function heardBy(client: TestClient, room: string): Promise<string[]> {
  await caughtUp(client, room);
  return client.transcript
    .filter(({ name, attrs }) => name === 'message' && attrs['type'] === 'groupchat')
    .filter((stanza) => bodyOf(stanza) !== '')
    .map((stanza) => `${bodyOf(stanza)} ${stanzaIdOf(stanza)}`);
}

/** What one heard of another, messages to all, presence and messages to one alike. */
function linesOf(sender: TestClient, client: TestClient, room: string): string[] {
  return client.transcript
    .filter(({ attrs }) => attrs['from'] === `${room}/${sender.user}`)
    .map((stanza) => bodyOf(stanza) || (stanza.child('status')?.text ?? ''))
    .filter((line) => line !== '')
    .map((line) => line.replace(`${sender.user} `, ''));
}

function inTurn(sender: TestClient, client: TestClient): string[] {
  const toNext = users[(users.indexOf(sender.user as (typeof users)[number]) + 1) % users.length] === client.user;
  return Array.from({ length: rounds }, (_, round) =>
    toNext ? [`${round}`, `${round}`, `psst ${round}`] : [`${round}`, `${round}`],
  ).flat();
}

async function whoLeavesIsSeenToLeave(clients: readonly TestClient[], scene: Scene): Promise<void> {
  const [alice, bob] = clients as [TestClient, TestClient];
  await bob.drop();
  await alice.receives('that Bob is gone', isLeft(`${scene.room}/bob`));
  const back = await scene.user('bob');
  const { history } = await back.join(scene.room, 'bob', { history: { maxstanzas: 5 } });
  if (history.length !== 5) throw new Error(`history of ${history.length} messages`);
  alice.send(groupchat(scene.room, 'welcome back'));
  await back.receives('what is said next', says(scene.room, 'welcome back'));
}

law(prosodyWithCopies, 'with copies made by the server, all see and hear the same in the same order', usable);
law(ejabberdWithMulticast, 'a service whose copies are overtaken is not used', unusable);
