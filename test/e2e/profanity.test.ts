/** Profanity, typed into and read from its screen, in rooms of a Longroom beside a real Prosody. */
import test from 'ava';
import { ensurePackages } from '../../src/demo/packages.ts';
import { Component } from '../integration/component.ts';
import { prosody } from '../servers/prosody.ts';
import { launch, type XmppServer } from '../servers/server.ts';
import { changesRole, hears, meet, says, setsAffiliation, whispers } from './company.ts';
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

deed('enter', async (t) => {
  const meeting = await meet(t, server, component);
  await meeting.subject('Tea and cake');
  await bob.enters(meeting);
  await bob.shows(/2 occupants: Alice, Bob/);
  t.regex(await bob.shows(/room subject/), /Alice has set the room subject: Tea and cake/);
});

deed('latest', async (t) => {
  const meeting = await meet(t, server, component);
  for (let number = 1; number <= 40; number += 1) says(meeting.alice, meeting.room, `line ${number}`);
  await hears(meeting.alice, 'line 40');
  await bob.enters(meeting);
  await bob.shows(/Alice: line 40$/);
  const lines = (await bob.conversation()).filter((line) => line.startsWith('- Alice: line'));
  t.deepEqual(
    lines,
    Array.from({ length: 30 }, (_, index) => `- Alice: line ${index + 11}`),
  );
});

deed('talk', async (t) => {
  const meeting = await meet(t, server, component);
  await bob.enters(meeting);
  says(meeting.alice, meeting.room, 'Grüße & 🫖');
  await bob.shows(/Alice: Grüße & 🫖$/);
  await bob.types('tea for <me>?');
  await hears(meeting.alice, 'tea for <me>?');
  await bob.shows(/Bob: tea for <me>\?$/);
  t.pass();
});

deed('correct', async (t) => {
  const meeting = await meet(t, server, component);
  await bob.enters(meeting);
  await bob.types('tee');
  const first = await hears(meeting.alice, 'tee');
  await bob.types('/correct tea');
  const second = await hears(meeting.alice, 'tea');
  t.is(second.expect('replace', 'urn:xmpp:message-correct:0').attrs['id'], first.attrs['id']);
  await bob.shows(/\+ Bob: tea$/);
});

deed('subject', async (t) => {
  const { room } = await meet(t, server, component);
  await bob.makes(`own-${room}`);
  await bob.types('/subject set Coffee');
  await bob.shows(/Bob has set the room subject: Coffee/);
  t.pass();
});

deed('taken', async (t) => {
  const meeting = await meet(t, server, component);
  await bob.enters(meeting);
  await bob.types('/nick Alice');
  await bob.types('/win console');
  await bob.shows(new RegExp(`Error joining room ${meeting.room}, reason: conflict`));
  t.pass();
});

deed('nick', async (t) => {
  const meeting = await meet(t, server, component);
  await bob.enters(meeting);
  await bob.types('/nick Robert');
  await meeting.alice.receives('the new nick', ({ attrs }) => attrs['from'] === `${meeting.room}/Robert`);
  await bob.types('here I am');
  await bob.shows(/Robert: here I am$/);
  t.pass();
});

deed('whisper', async (t) => {
  const meeting = await meet(t, server, component);
  await bob.enters(meeting);
  await bob.types('/msg Alice psst');
  const heard = await hears(meeting.alice, 'psst');
  t.is(heard.attrs['type'], 'chat');
  t.is(heard.attrs['from'], `${meeting.room}/Bob`);
  whispers(meeting.alice, `${meeting.room}/Bob`, 'what is it?');
  await bob.shows(/Alice: what is it\?$/);
});

deed('invited', async (t) => {
  const { room, alice } = await meet(t, server, component);
  const invite = "<invite to='bob@localhost'><reason>come in</reason></invite>";
  alice.send(`<message to='${room}'><x xmlns='http://jabber.org/protocol/muc#user'>${invite}</x></message>`);
  await bob.types('/win console');
  await bob.shows(new RegExp(`Room +: ${room}`));
  await bob.shows(/Message: come in/);
  await bob.enters({ room, alice });
  t.pass();
});

deed('invite', async (t) => {
  const meeting = await meet(t, server, component);
  const carol = await meeting.user('carol');
  await bob.enters(meeting);
  await bob.types('/invite send carol@localhost come');
  const invitation = await carol.receives('the invitation', ({ name }) => name === 'message');
  t.is(invitation.expect('x', 'jabber:x:conference').attrs['jid'], meeting.room);
});

deed('voice', async (t) => {
  const meeting = await meet(t, server, component);
  await meeting.configure({ 'muc#roomconfig_moderatedroom': '1' });
  await bob.types(`/join ${meeting.room} nick Bob`);
  await bob.shows(/role: visitor, affiliation: none/);
  await bob.types('may I?');
  await bob.shows(/You may read here, but not write/);
  await changesRole(meeting, 'Bob', 'participant');
  await bob.shows(/Your role has been changed to: participant, by: Alice/);
  await bob.types('now I may');
  await hears(meeting.alice, 'now I may');
  t.pass();
});

deed('kicked', async (t) => {
  const meeting = await meet(t, server, component);
  await bob.enters(meeting);
  await changesRole(meeting, 'Bob', 'none', 'too loud');
  await bob.shows(new RegExp(`Kicked from ${meeting.room} by Alice, reason: too loud`));
  await bob.enters(meeting);
  await bob.types('quiet now');
  await hears(meeting.alice, 'quiet now');
  t.pass();
});

deed('banned', async (t) => {
  const meeting = await meet(t, server, component);
  await bob.enters(meeting);
  await setsAffiliation(meeting, 'bob@localhost', 'outcast', 'enough');
  await bob.shows(new RegExp(`Banned from ${meeting.room} by Alice, reason: enough`));
  await bob.types(`/join ${meeting.room} nick Bob`);
  await bob.shows(new RegExp(`Error joining room ${meeting.room}, reason: forbidden`));
  await setsAffiliation(meeting, 'bob@localhost', 'none');
  await bob.enters(meeting);
  t.pass();
});

deed('closed', async (t) => {
  const meeting = await meet(t, server, component);
  await meeting.configure({ 'muc#roomconfig_membersonly': '1' });
  await bob.types('/win console');
  await bob.types(`/join ${meeting.room} nick Bob`);
  await bob.shows(new RegExp(`Error joining room ${meeting.room}, reason: registration-required`));
  await setsAffiliation(meeting, 'bob@localhost', 'member');
  await bob.types(`/join ${meeting.room} nick Bob`);
  await bob.shows(/You have joined the room as Bob, role: participant, affiliation: member/);
  t.pass();
});

deed('password', async (t) => {
  const meeting = await meet(t, server, component);
  await meeting.configure({ 'muc#roomconfig_passwordprotectedroom': '1', 'muc#roomconfig_roomsecret': 'cauldron' });
  await bob.types('/win console');
  await bob.types(`/join ${meeting.room} nick Bob`);
  await bob.shows(new RegExp(`Error joining room ${meeting.room}, reason: not-authorized`));
  await bob.types(`/join ${meeting.room} nick Bob password cauldron`);
  await bob.shows(/You have joined the room as Bob/);
  t.pass();
});

deed('destroyed', async (t) => {
  const meeting = await meet(t, server, component);
  await bob.enters(meeting);
  await meeting.destroy('we moved');
  await bob.shows(new RegExp(`Room destroyed: ${meeting.room}, reason: we moved`));
  t.pass();
});

deed('outage', async (t) => {
  const meeting = await meet(t, server, component);
  await bob.enters(meeting);
  await component.kill();
  await bob.types('anybody there?');
  await bob.types('/win console');
  await bob.shows(new RegExp(`Error from ${meeting.room}: `));
  await component.startAgain();
  await bob.types(`/win ${meeting.room}`);
  await bob.types('and now?');
  await hears(meeting.alice, 'and now?');
  says(meeting.alice, meeting.room, 'as if nothing had happened');
  await bob.shows(/Alice: as if nothing had happened$/);
  t.pass();
});

deed('reconnect', async (t) => {
  const meeting = await meet(t, server, component);
  await bob.enters(meeting);
  await bob.types('/disconnect');
  await meeting.alice.receives('bob leaving', ({ attrs }) => attrs['type'] === 'unavailable');
  says(meeting.alice, meeting.room, 'where is he?');
  await bob.shows(/logged out successfully/);
  await bob.types('/clear');
  await bob.hides(/logged/);
  await bob.types('/connect bob@localhost');
  await bob.shows(/logged in successfully/);
  await bob.enters(meeting);
  await bob.shows(/Alice: where is he\?$/);
  t.pass();
});
