/**
 * Killed in the middle of a conversation, again and again: nothing lost, nothing doubled, one order for all, and
 * nobody has to come in again (DESIGN: Promises).
 */
import test, { type ExecutionContext } from 'ava';
import { resourceOf, TestClient } from '../client.ts';
import type { XmppServer } from '../servers/server.ts';
import { readWhole } from './archive-reader.ts';
import { chatter, Service, sightingOf, Witness } from './chatter.ts';
import { Component } from './component.ts';
import { findFaults, type Sighting } from './history-checker.ts';
import { SeededRandom } from './seeded-random.ts';
import { instantRoom, inTurnOnEachServer } from './stage.ts';
import { itemOf } from './stanzas.ts';

const rounds = 22;
const people = ['alice', 'bob', 'carol', 'dave'];
const voicesPerRoom = 3;
const settlingSeconds = 60;
const law = inTurnOnEachServer(test, 240);

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

async function killOnce(component: Component, service: Service, random: SeededRandom): Promise<void> {
  await pause(random.between(50, 700));
  service.down();
  await component.kill();
  await component.launchAgain();
  if (random.between(1, 5) === 1) {
    // Also while it is still starting, or catching up.
    await pause(random.between(0, 400));
    await component.kill();
    await component.launchAgain();
  }
  await component.ready();
  service.up();
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

law(
  `${rounds} kills under load lose nothing, double nothing, change no order, and nobody has to rejoin`,
  async (t, server) => {
    const random = SeededRandom.fromEnvironment('LONGROOM_TEST_SEED');
    t.log(`LONGROOM_TEST_SEED=${random.seed}`);
    const component = await Component.start(server);
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
    for (let round = 0; round < rounds; round += 1) await killOnce(component, service, random);
    goingOn = false;
    const sent = await Promise.all(chatters);
    const reader = await TestClient.connect(server, 'erin');
    t.teardown(() => reader.close());
    for (const [index, room] of rooms.entries()) {
      const results = await readWhole(reader, room, 100);
      const archive = results.filter(({ body }) => body !== '').map(({ id, forwarded }) => sightingOf(forwarded, id));
      await settled(company, room, archive);
      const faults = findFaults({
        archive,
        seen: new Map(witnesses.map((witness) => [witness.client.user, witness.saw(room)])),
        sent: sent[index]?.flat() ?? [],
      });
      t.deepEqual(faults, [], room);
      t.log(
        `${room}: ${archive.length} messages, ${witnesses.map((witness) => witness.saw(room).length).join(', ')} copies`,
      );
      t.true(archive.length > rounds);
    }
    for (const witness of witnesses) t.deepEqual(witness.surprises, []);
    await sameCompany(t, reader, company);
  },
);

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
