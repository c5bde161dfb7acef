/**
 * Kills in the middle of a conversation, again and again: nothing lost, nothing doubled, one order for all, and
 * nobody has to come in again (DESIGN: Promises).
 */
import type { ExecutionContext } from 'ava';
import { resourceOf, TestClient } from '../client.ts';
import type { XmppServer } from '../servers/server.ts';
import { readWhole } from './archive-reader.ts';
import { chatter, Service, sightingOf, Witness } from './chatter.ts';
import { Component } from './component.ts';
import { findFaults, type Sighting } from './history-checker.ts';
import { SeededRandom } from './seeded-random.ts';
import { instantRoom } from './stage.ts';
import { itemOf } from './stanzas.ts';

const people = ['alice', 'bob', 'carol', 'dave'];
const voicesPerRoom = 3;
const settlingSeconds = 60;

/** A database server that may be killed beside the component. */
export interface KillableStore {
  readonly url: string;
  kill(): Promise<void>;
  start(): Promise<void>;
}

interface Company {
  readonly rooms: readonly string[];
  readonly witnesses: readonly Witness[];
}

async function gather(t: ExecutionContext, server: XmppServer): Promise<Company> {
  const rooms = ['red', 'green', 'blue'].map((name) => `${name}@${server.domain}`);
  const clients: TestClient[] = [];
  for (const name of people) {
    const client = await TestClient.connect(server, name);
    t.teardown(() => client.close());
    for (const room of rooms) {
      await client.join(room, name);
      if (clients.length === 0) await client.iq('set', room, instantRoom);
    }
    clients.push(client);
  }
  return { rooms, witnesses: clients.map((client) => new Witness(client, rooms)) };
}

async function killOnce(
  { component, service, store }: { component: Component; service: Service; store: KillableStore | undefined },
  random: SeededRandom,
): Promise<void> {
  await pause(random.between(50, 700));
  const who = store === undefined ? 0 : random.between(0, 2);
  if (store !== undefined && who > 0) await store.kill();
  if (who < 2) {
    service.down();
    await component.kill();
  } else await pause(random.between(0, 1_000));
  const storeBack = who > 0 ? store?.start() : undefined;
  if (who < 2) {
    await component.launchAgain();
    if (random.between(1, 5) === 1) {
      // Also while it is still starting, or catching up.
      await pause(random.between(0, 400));
      await component.kill();
      await storeBack;
      await component.launchAgain();
    }
    await component.ready();
    service.up();
  }
  await storeBack;
}

async function pause(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Waits until everybody has been sent everything that is in the archive, or for as long as that may take. */
async function settled({ witnesses }: Company, room: string, archive: readonly Sighting[]): Promise<void> {
  const missing = (witness: Witness): boolean => {
    const seen = new Set(witness.saw(room).map(({ id }) => id));
    return archive.some(({ id }) => !seen.has(id));
  };
  for (let waited = 0; waited < settlingSeconds * 10 && witnesses.some(missing); waited += 1) await pause(100);
}

/** What is killed stays up between the kills for some moments only, while everybody talks. */
export async function killedUnderLoad(
  t: ExecutionContext,
  server: XmppServer,
  { rounds, store }: { readonly rounds: number; readonly store?: KillableStore },
): Promise<void> {
  const random = SeededRandom.fromEnvironment('LONGROOM_TEST_SEED');
  t.log(`LONGROOM_TEST_SEED=${random.seed}`);
  const component = await Component.start(server, store && { env: { LONGROOM_STORE_URL: store.url } });
  t.teardown(() => component.remove());
  const company = await gather(t, server);
  const { rooms, witnesses } = company;
  const service = new Service();
  let goingOn = true;
  const chatters = rooms.map((room) =>
    Promise.all(
      witnesses.flatMap((witness) =>
        Array.from({ length: voicesPerRoom }, (_, voice) =>
          chatter(witness, room, `${witness.client.user}-${room.split('@')[0]}-${voice}`, service, () => goingOn),
        ),
      ),
    ),
  );
  for (let round = 0; round < rounds; round += 1) await killOnce({ component, service, store }, random);
  goingOn = false;
  const sent = await Promise.all(chatters);
  const reader = await TestClient.connect(server, 'erin');
  t.teardown(() => reader.close());
  for (const [index, room] of rooms.entries()) {
    const kept = await judge(t, { company, reader, room, sent: sent[index]?.flat() ?? [] });
    t.true(kept > rounds);
  }
  for (const witness of witnesses) t.deepEqual(witness.surprises, []);
  await sameCompany(t, reader, company);
}

/**
 * Everybody was sent what is in the archive, in its order, and the archive has what was confirmed, once. Gives how many
 * messages that are.
 */
async function judge(
  t: ExecutionContext,
  {
    company,
    reader,
    room,
    sent,
  }: { readonly company: Company; readonly reader: TestClient; readonly room: string; readonly sent: string[] },
): Promise<number> {
  const results = await readWhole(reader, room, 100);
  const archive = results.filter(({ body }) => body !== '').map(({ id, forwarded }) => sightingOf(forwarded, id));
  await settled(company, room, archive);
  const seen = new Map(company.witnesses.map((witness) => [witness.client.user, witness.saw(room)]));
  t.deepEqual(findFaults({ archive, seen, sent }), [], room);
  const copies = [...seen.values()].map(({ length }) => length).join(', ');
  t.log(`${room}: ${archive.length} messages, ${copies} copies`);
  return archive.length;
}

/** Whoever comes in now finds the same people with the same nicks and roles. */
async function sameCompany(t: ExecutionContext, newcomer: TestClient, { rooms }: Company): Promise<void> {
  for (const room of rooms) {
    const { others } = await newcomer.join(room, 'erin', { history: { maxstanzas: 0 } });
    const found = others.map((presence) => `${resourceOf(presence.attrs['from'])} ${itemOf(presence)['role']}`);
    t.deepEqual(
      found.sort(),
      people.map((name) => `${name} ${name === 'alice' ? 'moderator' : 'participant'}`),
    );
  }
}
