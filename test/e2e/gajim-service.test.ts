/** Gajim and the service itself: what is written to it, what its categories let in and put out. */
import test from 'ava';
import { ensurePackages } from '../../src/demo/packages.ts';
import { Component } from '../integration/component.ts';
import { prosody } from '../servers/prosody.ts';
import { launch, type XmppServer } from '../servers/server.ts';
import { hears } from './company.ts';
import { deedsOf } from './deeds.ts';
import { administered, desks } from './desks.ts';
import { Gajim, withoutGajim } from './gajim.ts';

const { reason: withoutServer } = await ensurePackages(['prosody']);
const reason = withoutServer ?? (await withoutGajim());
const deed = deedsOf(test, 'gajim', reason);

let server: XmppServer;
let component: Component;
let bob: Gajim;

test.before(async (t) => {
  if (reason !== undefined) return;
  t.timeout(90_000);
  server = await launch(prosody);
  component = await Component.start(server, { env: administered });
  bob = await Gajim.start(server, 'bob');
});

test.after.always(async () => {
  await bob?.end();
  await component?.remove();
  await server?.stop();
});

test.afterEach.always(async () => bob?.does('close'));

async function bobAsks(room: string): Promise<void> {
  await bob.does('open', 'GroupchatJoin', room);
  await bob.shows(/^(Semi|Non)-Anonymous$/);
  await bob.does('press', 'Join');
  await bob.hides(/^(Semi|Non)-Anonymous$/);
}

deed('chat', async (t) => {
  const { own, other } = await desks(t, server);
  await bob.does('open', 'chat', server.domain);
  await bob.does('say', 'help');
  const answer = await bob.shows(/^rooms: /m);
  t.true(answer.split('\n').length > 3, answer);
  await bob.does('say', 'rooms');
  const rooms = await bob.shows(new RegExp(own.room));
  t.false(rooms.includes(other), rooms);
  await bob.does('say', 'category list "M&A <all>"');
  await bob.keepsPicture('gajim-chat');
});

deed('inside', async (t) => {
  const { own } = await desks(t, server);
  await bobAsks(own.room);
  await own.alice.receives(
    'bob entering',
    ({ attrs }) => attrs['from'] === `${own.room}/bob` && attrs['type'] === undefined,
  );
  await bob.shows(/^the market is open$/);
  await bob.does('say', 'good morning');
  await hears(own.alice, 'good morning');
  t.pass();
});

deed('across', async (t) => {
  const { other } = await desks(t, server);
  await bob.does('open', 'GroupchatJoin', other);
  await bob.shows(/^Group chat does not exist$/);
  await bob.keepsPicture('gajim-across');
  t.pass();
});

deed('turned out', async (t) => {
  const { own, denies } = await desks(t, server);
  await bobAsks(own.room);
  await bob.shows(/^the market is open$/);
  await denies();
  await bob.shows(/^You have been removed from the group chat: Affiliation changed$/);
  await bob.keepsPicture('gajim-turned-out');
  t.pass();
});
