/** An ethical wall, set up from Gajim alone by its administrator: groups, categories, an auditorium, a secret room. */
import test from 'ava';
import { ensurePackages } from '../../src/demo/packages.ts';
import { TestClient } from '../client.ts';
import { Component } from '../integration/component.ts';
import { isFor, isHeard, isNotThere, isPutOut, mayNotSpeak } from '../integration/wall.ts';
import { prosody } from '../servers/prosody.ts';
import { launch, type XmppServer } from '../servers/server.ts';
import { deedsOf } from './deeds.ts';
import { administered } from './desks.ts';
import { Gajim, withoutGajim } from './gajim.ts';

const { reason: withoutServer } = await ensurePackages(['prosody']);
const reason = withoutServer ?? (await withoutGajim());
const deed = deedsOf(test, 'gajim', reason);

let server: XmppServer;
let component: Component;
let alice: Gajim;

test.before(async (t) => {
  if (reason !== undefined) return;
  t.timeout(90_000);
  server = await launch(prosody);
  component = await Component.start(server, { env: administered });
  alice = await Gajim.start(server, 'alice');
});

test.after.always(async () => {
  await alice?.end();
  await component?.remove();
  await server?.stop();
});

/** What is filled in, by label, and what is pressed then. */
interface Step {
  readonly fills?: Readonly<Record<string, string>>;
  readonly shows?: RegExp;
  readonly presses: 'Next' | 'Complete';
}

/** Chooses a command from the list, goes through its forms, and reads what came of it. */
async function runs(command: string, steps: readonly Step[], done: RegExp): Promise<void> {
  const picture = `gajim-${command.toLowerCase().replaceAll(' ', '-')}`;
  await alice.does('choose', command);
  for (const [number, { fills = {}, shows, presses }] of steps.entries()) {
    if (shows !== undefined) await alice.shows(shows);
    for (const [label, text] of Object.entries(fills)) await alice.does('answer', label, text);
    await alice.keepsPicture(`${picture}-${number + 1}`);
    await alice.does('press', presses);
  }
  await alice.shows(done);
  await alice.keepsPicture(`${picture}-done`);
  await alice.does('press', 'Commands');
}

async function makesRoom(what: Step['fills'], who: Step['fills'], done: RegExp): Promise<void> {
  const first: Step = { shows: /^Privacy$/, fills: what ?? {}, presses: 'Next' };
  await runs('Create a room', [first, { shows: /^Members$/, fills: who ?? {}, presses: 'Complete' }], done);
}

deed('wall', async (t) => {
  await alice.does('open', 'AdHocCommands', server.domain);
  await alice.shows(/^Create a group$/);
  await alice.keepsPicture('gajim-commands');
  const traders = { Group: 'traders', Members: 'bob@localhost\ncarol@localhost' };
  await runs('Create a group', [{ fills: traders, presses: 'Complete' }], /traders/);
  const analysts = { Group: 'analysts', Members: 'dave@localhost\nerin@localhost' };
  await runs('Create a group', [{ fills: analysts, presses: 'Complete' }], /analysts/);
  const trading = { Name: 'Trading', Description: 'Buying & selling', Allowed: 'group:traders' };
  const noAnalysts = { Denied: 'group:analysts', Creators: 'group:traders' };
  await runs(
    'Create a category',
    [{ fills: { ...trading, ...noAnalysts }, presses: 'Complete' }],
    /"Trading" is there/,
  );
  const research = { Name: 'Research', Allowed: 'group:analysts', Denied: 'group:traders' };
  await runs('Create a category', [{ fills: research, presses: 'Complete' }], /"Research" is there/);
  const floor = { Name: 'Trading floor', Category: 'Trading', Type: 'Auditorium', Privacy: 'Open' };
  const people = { Managers: 'bob@localhost', Presenters: 'bob@localhost', Address: 'floor' };
  await makesRoom(floor, people, /floor@/);
  const falcon = { Name: 'Falcon', Category: 'Research', Privacy: 'Secret' };
  await makesRoom(falcon, { Members: 'dave@localhost', Address: 'falcon' }, /falcon@/);

  const comes = async (name: string): Promise<TestClient> => {
    const client = await TestClient.connect(server, name);
    t.teardown(() => client.close());
    return client;
  };
  const [bob, carol, dave, erin] = await Promise.all(['bob', 'carol', 'dave', 'erin'].map(comes));
  if (bob === undefined || carol === undefined || dave === undefined || erin === undefined) throw new Error('nobody');
  const [floorRoom, falconRoom] = [`floor@${server.domain}`, `falcon@${server.domain}`];
  await isFor(t, bob, floorRoom);
  await isFor(t, carol, floorRoom);
  await isHeard(t, { speaker: bob, listener: carol, room: floorRoom, text: 'the market is open' });
  await mayNotSpeak(t, carol, floorRoom);
  await isNotThere(t, dave, floorRoom);
  await isFor(t, dave, falconRoom);
  for (const other of [bob, carol, erin]) await isNotThere(t, other, falconRoom);

  await alice.does('choose', 'Change a group');
  await alice.does('answer', 'Group', 'traders');
  await alice.does('press', 'Next');
  await alice.shows(/^Members$/);
  t.is(await alice.holds('Members'), 'bob@localhost\ncarol@localhost');
  await alice.does('answer', 'Members', 'bob@localhost');
  await alice.keepsPicture('gajim-change-a-group-2');
  await alice.does('press', 'Next');
  await alice.shows(/Shall it be changed\?/);
  await alice.keepsPicture('gajim-change-a-group-3');
  await alice.does('press', 'Complete');
  await alice.shows(/is changed/);
  await isPutOut(t, { whom: carol, watcher: bob, room: floorRoom });
  await isNotThere(t, carol, floorRoom);

  await alice.does('press', 'Commands');
  await runs('Categories', [], /Buying & selling/);
});
