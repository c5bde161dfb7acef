/** Profanity and the service itself: what is written to it, what its categories let in and put out. */
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
  await bob.types(`/msg ${server.domain} help`);
  await bob.shows(/ block add: Block somebody$/);
  await bob.shows(/ block list: Who is blocked$/);
  await bob.types('block add M&A.example');
  await bob.shows(/"M&A\.example" is not a domain/);
  t.pass();
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
  await bob.shows(new RegExp(`Error joining room ${other}`));
  t.log((await bob.screen()).filter((line) => line !== '').slice(-6));
  t.pass();
});

deed('turned out', async (t) => {
  const { own, denies } = await desks(t, server);
  await bob.types(`/join ${own.room} nick Bob`);
  await bob.shows(/the market is open/);
  await denies();
  await bob.shows(/category/);
  t.log((await bob.screen()).filter((line) => line !== '').slice(-6));
  t.pass();
});
