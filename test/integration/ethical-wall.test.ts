/**
 * An ethical wall, built in three ways and tried from both sides: traders and analysts share a service, and nothing gets
 * across. Alice administers the service and is on neither side.
 */
import test, { type ExecutionContext } from 'ava';
import { TestClient } from '../client.ts';
import type { XmppServer } from '../servers/server.ts';
import { Component } from './component.ts';
import { inTurnOnEachServer } from './stage.ts';
import { type Filled, fillsIn, insistsOn, writesTo } from './surfaces.ts';
import { cannotBringIn, isFor, isHeard, isNotThere, isPutOut, mayNotSpeak, staysOut } from './wall.ts';

const law = inTurnOnEachServer(test, 120);

interface Sides {
  readonly component: Component;
  readonly service: string;
  readonly alice: TestClient;
  /** A trader, who presents on the floor. */
  readonly bob: TestClient;
  /** A trader, who will change sides. */
  readonly carol: TestClient;
  /** An analyst, on the secret project. */
  readonly dave: TestClient;
  /** An analyst, who knows nothing of it. */
  readonly erin: TestClient;
  /** Of the traders: an auditorium. */
  readonly floor: string;
  /** Of the analysts: open to all of them. */
  readonly notes: string;
  /** Of the analysts: secret. */
  readonly falcon: string;
}

async function begin(t: ExecutionContext, server: XmppServer): Promise<Sides> {
  const component = await Component.start(server, { env: { LONGROOM_ADMINS: `alice@${server.host}` } });
  t.teardown(() => component.remove());
  const comes = async (name: string): Promise<TestClient> => {
    const client = await TestClient.connect(server, name);
    t.teardown(() => client.close());
    return client;
  };
  const [alice, bob, carol] = [await comes('alice'), await comes('bob'), await comes('carol')];
  const [dave, erin] = [await comes('dave'), await comes('erin')];
  const room = (name: string): string => `${name}@${server.domain}`;
  const rooms = { floor: room('floor'), notes: room('notes'), falcon: room('falcon') };
  return { component, service: server.domain, alice, bob, carol, dave, erin, ...rooms };
}

/** What holds as long as Carol is a trader, and what holds at any time. */
async function theWallHolds(t: ExecutionContext, sides: Sides, carolTrades: boolean): Promise<void> {
  const { bob, carol, dave, erin, floor, notes, falcon } = sides;
  await isFor(t, bob, floor);
  await isFor(t, dave, notes);
  await isFor(t, erin, notes);
  await isFor(t, dave, falcon);
  if (carolTrades) {
    await isFor(t, carol, floor);
    await isHeard(t, { speaker: bob, listener: carol, room: floor, text: 'the market is open' });
    await mayNotSpeak(t, carol, floor);
    await isNotThere(t, carol, notes);
  } else {
    await isFor(t, carol, notes);
    await isHeard(t, { speaker: dave, listener: carol, room: notes, text: 'welcome on this side' });
    await isNotThere(t, carol, floor);
  }
  await isHeard(t, { speaker: dave, listener: erin, room: notes, text: 'buy nothing' });
  for (const analyst of [dave, erin]) await isNotThere(t, analyst, floor);
  await isNotThere(t, bob, notes);
  for (const other of [bob, carol, erin]) await isNotThere(t, other, falcon);
  await cannotBringIn(t, { who: bob, whom: dave, room: floor });
  await cannotBringIn(t, { who: dave, whom: bob, room: falcon });
}

async function carolChangesSides(t: ExecutionContext, sides: Sides, change: () => Promise<unknown>): Promise<void> {
  const { bob, carol, floor } = sides;
  await change();
  await isPutOut(t, { whom: carol, watcher: bob, room: floor });
  await staysOut(t, carol, floor);
}

/** All of it is in the record, by whom, and it can be read. */
async function theAuditTellsIt(t: ExecutionContext, { component }: Sides, by: RegExp): Promise<void> {
  const { code, said } = await component.types('audit', '--limit', '200');
  t.is(code, 0, said);
  for (const told of [/traders/, /analysts/, /Trading/, /Research/, /Trading floor/, /Falcon/, /carol@/]) {
    t.regex(said, told);
  }
  t.regex(said, by);
}

async function stillAfterAKill(t: ExecutionContext, sides: Sides, by: RegExp): Promise<void> {
  await sides.component.kill();
  await sides.component.startAgain();
  await theWallHolds(t, sides, false);
  await theAuditTellsIt(t, sides, by);
}

law('an administrator builds the wall by filling in forms', async (t, server) => {
  const sides = await begin(t, server);
  const { alice, bob, carol, dave, erin, service } = sides;
  const fills = (name: string, filled: Filled) => fillsIn(alice, service, `longroom:${name}`, filled);
  await fills('groups:create', { group: 'traders', members: [bob.bare, carol.bare] });
  await fills('groups:create', { group: 'analysts', members: [dave.bare, erin.bare] });
  const trading = { allowed: 'group:traders', denied: 'group:analysts', creators: 'group:traders' };
  await fills('categories:create', { name: 'Trading', ...trading });
  const research = { allowed: 'group:analysts', denied: 'group:traders', creators: 'group:analysts' };
  await fills('categories:create', { name: 'Research', ...research });
  const floor = { name: 'Trading floor', category: 'Trading', type: 'auditorium', privacy: 'open', address: 'floor' };
  await fills('rooms:create', { ...floor, managers: bob.bare, presenters: bob.bare });
  await fills('rooms:create', { name: 'Notes', category: 'Research', privacy: 'open', address: 'notes' });
  const falcon = { name: 'Falcon', category: 'Research', privacy: 'secret', address: 'falcon' };
  await fills('rooms:create', { ...falcon, managers: dave.bare, members: dave.bare });
  await theWallHolds(t, sides, true);
  await carolChangesSides(t, sides, async () => {
    await fills('groups:set', { group: 'traders', remove: carol.bare });
    await fills('groups:set', { group: 'analysts', add: carol.bare });
  });
  await theWallHolds(t, sides, false);
  await stillAfterAKill(t, sides, /alice@localhost/);
});

law('an administrator builds the wall by writing to the service', async (t, server) => {
  const sides = await begin(t, server);
  const { alice, carol, service } = sides;
  const sends = async (text: string, answer: RegExp) => t.regex(await insistsOn(alice, service, text), answer);
  await sends('group create traders bob@localhost,carol@localhost', /traders/);
  await sends('group create analysts dave@localhost,erin@localhost', /analysts/);
  await sends(
    'category create Trading allowed=group:traders denied=group:analysts creators=group:traders',
    /"Trading" is there/,
  );
  await sends(
    'category create Research allowed=group:analysts denied=group:traders creators=group:analysts',
    /"Research" is there/,
  );
  await sends(
    'room create "Trading floor" category=Trading type=auditorium privacy=open address=floor managers=bob@localhost presenters=bob@localhost',
    /floor@/,
  );
  await sends('room create Notes category=Research privacy=open address=notes', /notes@/);
  await sends(
    'room create Falcon category=Research privacy=secret address=falcon managers=dave@localhost members=dave@localhost',
    /falcon@/,
  );
  await theWallHolds(t, sides, true);
  t.notRegex(await writesTo(carol, service, 'rooms'), /Notes|Falcon/);
  await carolChangesSides(t, sides, async () => {
    await sends('group set traders remove=carol@localhost', /traders/);
    await sends('group set analysts add=carol@localhost', /analysts/);
  });
  t.regex(await writesTo(carol, service, 'rooms'), /Notes/);
  await theWallHolds(t, sides, false);
  await stillAfterAKill(t, sides, /alice@localhost/);
});

law('an administrator builds the wall on the command line', async (t, server) => {
  const sides = await begin(t, server);
  const { component } = sides;
  const types = async (...words: string[]) => {
    const { code, said } = await component.types(...words);
    t.is(code, 0, said);
  };
  await types('group', 'create', 'traders', '--members', 'bob@localhost', '--members', 'carol@localhost');
  await types('group', 'create', 'analysts', '--members', 'dave@localhost', '--members', 'erin@localhost');
  const trading = ['--allowed', 'group:traders', '--denied', 'group:analysts', '--creators', 'group:traders'];
  await types('category', 'create', 'Trading', ...trading);
  const research = ['--allowed', 'group:analysts', '--denied', 'group:traders', '--creators', 'group:analysts'];
  await types('category', 'create', 'Research', ...research);
  const floor = ['--category', 'Trading', '--type', 'auditorium', '--privacy', 'open', '--address', 'floor'];
  const bob = ['--managers', 'bob@localhost', '--presenters', 'bob@localhost'];
  await types('room', 'create', 'Trading floor', ...floor, ...bob);
  await types('room', 'create', 'Notes', '--category', 'Research', '--privacy', 'open', '--address', 'notes');
  const falcon = ['--category', 'Research', '--privacy', 'secret', '--address', 'falcon'];
  const dave = ['--managers', 'dave@localhost', '--members', 'dave@localhost'];
  await types('room', 'create', 'Falcon', ...falcon, ...dave);
  await theWallHolds(t, sides, true);
  await carolChangesSides(t, sides, async () => {
    await types('group', 'set', 'traders', '--remove', 'carol@localhost', '--yes');
    await types('group', 'set', 'analysts', '--add', 'carol@localhost', '--yes');
  });
  await theWallHolds(t, sides, false);
  await stillAfterAKill(t, sides, /command line/);
});
