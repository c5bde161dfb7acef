/** Profanity and the service itself: what is written to it, whom its categories let in. */
import test from 'ava';
import { ensurePackages } from '../../src/demo/packages.ts';
import { Component } from '../integration/component.ts';
import { prosody } from '../servers/prosody.ts';
import { launch, type XmppServer } from '../servers/server.ts';
import { hears } from './company.ts';
import { deedsOf } from './deeds.ts';
import { administered, desks } from './desks.ts';
import { Profanity, withoutProfanity } from './profanity.ts';

const { reason: withoutServer } = await ensurePackages(['prosody']);
const reason = withoutServer ?? (await withoutProfanity());
const deed = deedsOf(test, 'profanity', reason);

let server: XmppServer;
let component: Component;
let bob: Profanity;

test.before(async (t) => {
  if (reason !== undefined) return;
  t.timeout(90_000);
  server = await launch(prosody);
  component = await Component.start(server, { env: administered });
  bob = await Profanity.start(server, 'bob');
});

test.after.always(async () => {
  await bob?.end();
  await component?.remove();
  await server?.stop();
});

deed('chat', async (t) => {
  const { own, other } = await desks(t, server);
  await bob.types(`/msg ${server.domain} help`);
  await bob.shows(/ rooms: /);
  await bob.shows(/ category list: Categories$/);
  await bob.types('rooms');
  await bob.shows(new RegExp(own.room));
  t.false((await bob.screen()).some((line) => line.includes(other)));
});

deed('inside', async (t) => {
  const { own } = await desks(t, server);
  await bob.types(`/join ${own.room} nick Bob`);
  await own.alice.receives('bob entering', ({ attrs }) => attrs['from'] === `${own.room}/Bob`);
  await bob.shows(/the market is open/);
  await bob.types('good morning');
  await hears(own.alice, 'good morning');
  t.pass();
});

deed('across', async (t) => {
  const { other } = await desks(t, server);
  await bob.types('/win console');
  await bob.types(`/join ${other} nick Bob`);
  await bob.shows(new RegExp(`Error joining room ${other}, reason: not-allowed`));
  t.pass();
});
