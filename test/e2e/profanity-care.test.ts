/** Profanity again: rooms are made, configured and looked after, commands are run. */
import test from 'ava';
import { ensurePackages } from '../../src/demo/packages.ts';
import { Component } from '../integration/component.ts';
import { prosody } from '../servers/prosody.ts';
import { launch, type XmppServer } from '../servers/server.ts';
import { meet, says, setsAffiliation } from './company.ts';
import { deedsOf } from './deeds.ts';
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
  component = await Component.start(server);
  bob = await Profanity.start(server, 'bob');
});

test.after.always(async () => {
  await bob?.end();
  await component?.remove();
  await server?.stop();
});

deed('make', async (t) => {
  const { room, user } = await meet(t, server, component);
  await bob.makes(`own-${room}`);
  const carol = await user('carol');
  await carol.join(`own-${room}`, 'Carol');
  says(carol, `own-${room}`, 'a nice room');
  await bob.shows(/Carol: a nice room$/);
  t.pass();
});

deed('form', async (t) => {
  const { room, user } = await meet(t, server, component);
  await bob.makes(`own-${room}`);
  await bob.types('/room config');
  const [tag] = (/field\d+/.exec(await bob.shows(/\] Only members may enter: FALSE/)) ?? []) as string[];
  await bob.types(`/${tag} on`);
  await bob.shows(/\] Only members may enter: TRUE/);
  await bob.types('/form submit');
  await bob.shows(/Room configuration successful/);
  const carol = await user('carol');
  const id = carol.requestJoin(`own-${room}`, 'Carol');
  const refused = await carol.receives('the refusal', ({ attrs }) => attrs['id'] === id);
  t.truthy(refused.expect('error').child('registration-required'));
});

deed('manage', async (t) => {
  const { room, user } = await meet(t, server, component);
  const carol = await user('carol');
  await bob.makes(`own-${room}`);
  await bob.types('/affiliation set member carol@localhost');
  await bob.types('/affiliation list member');
  await bob.shows(/Affiliation: member/);
  await bob.shows(/! +carol@localhost$/);
  await carol.join(`own-${room}`, 'Carol');
  await bob.types('/role set moderator Carol');
  await bob.shows(/Carol's role has been changed to: moderator, by: Bob/);
  await bob.types('/role list moderator');
  await bob.shows(/! +Carol \(carol@localhost/);
  await bob.types('/kick Carol bye');
  await bob.shows(/Carol has been kicked from the room by Bob, reason: bye/);
  await carol.join(`own-${room}`, 'Carol');
  await bob.types('/ban carol@localhost away with you');
  await bob.shows(/Carol has been banned from the room by Bob/);
  t.pass();
});

deed('find', async (t) => {
  const { room } = await meet(t, server, component);
  await bob.types('/win console');
  await bob.types(`/rooms service ${server.domain}`);
  await bob.shows(new RegExp(`- +${room} \\(`));
  await bob.types(`/disco info ${room}`);
  await bob.shows(new RegExp(`Service discovery info for ${room}`));
  await bob.shows(/muc_semianonymous/);
  t.pass();
});

deed('command', async (t) => {
  const meeting = await meet(t, server, component);
  await setsAffiliation(meeting, 'bob@localhost', 'owner');
  await bob.enters(meeting);
  await bob.types(`/cmd list ${meeting.room}`);
  await bob.shows(/urn:xmpp:hats:commands:create$/);
  await bob.types(`/cmd exec urn:xmpp:hats:commands:create ${meeting.room}`);
  await bob.shows(/\[field1\] Title \(required\)/);
  await bob.types('/field1 Host');
  await bob.types('/field2 anything');
  await bob.types('/form submit');
  await bob.shows(/The field "URI" has to be a URI, such as/);
  await bob.types('/field2 urn:hat:host');
  await bob.types('/form submit');
  await bob.shows(/The hat "Host" can be assigned to people now/);
  t.pass();
});
