/** Gajim, pressed and read on a screen that nobody sees, in rooms of a Longroom beside a real Prosody. */
import test from 'ava';
import { ensurePackages } from '../../src/demo/packages.ts';
import { statusCodes } from '../client.ts';
import { Component } from '../integration/component.ts';
import { prosody } from '../servers/prosody.ts';
import { launch, type XmppServer } from '../servers/server.ts';
import { changesRole, hears, type Meeting, meet, says, setsAffiliation, whispers } from './company.ts';
import { deedsOf } from './deeds.ts';
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
  component = await Component.start(server);
  bob = await Gajim.start(server, 'bob');
});

test.after.always(async () => {
  await bob?.end();
  await component?.remove();
  await server?.stop();
});

test.afterEach.always(async () => bob?.does('close'));

/** Bob is in the room, and his screen shows it. */
async function bobEnters({ room, alice }: Meeting): Promise<void> {
  await bobAsks(room);
  await bobIsThere({ room, alice });
}

async function bobIsThere({ room, alice }: Meeting): Promise<void> {
  await bob.shows(/^Owners \(/);
  await alice.receives('bob entering', ({ attrs }) => attrs['from'] === `${room}/bob` && attrs['type'] === undefined);
}

/** Bob follows a link to the room. */
async function bobAsks(room: string): Promise<void> {
  await bob.does('open', 'GroupchatJoin', room);
  await bob.shows(/^Semi-Anonymous$/);
  await bob.does('press', 'Join');
  await bob.hides(/^Semi-Anonymous$/);
}

deed('enter', async (t) => {
  const meeting = await meet(t, server, component);
  await meeting.subject('Tea and cake');
  await bobEnters(meeting);
  await bob.shows(/^Tea and cake$/);
  await bob.shows(/^Changed by Alice/);
  await bob.shows(/^Owners \(1\/2\)$/);
  t.pass();
});

deed('latest', async (t) => {
  const meeting = await meet(t, server, component);
  says(meeting.alice, meeting.room, 'the kettle is on');
  await hears(meeting.alice, 'the kettle is on');
  await bobEnters(meeting);
  await bob.shows(/^the kettle is on$/);
  t.pass();
});

deed('page', async (t) => {
  const meeting = await meet(t, server, component);
  const lines = Array.from({ length: 130 }, (_, index) => `line ${index + 1}`);
  for (const line of lines) says(meeting.alice, meeting.room, line);
  await hears(meeting.alice, 'line 130');
  await bobEnters(meeting);
  await bob.shows(/^line 130$/);
  await bob.does('scroll up');
  await bob.shows(/^line 1$/);
  const texts = await bob.texts();
  // Before it stand the rooms, each with the latest message.
  const begin = texts.indexOf('There is no more history');
  const shown = texts.slice(begin).filter((text) => text.startsWith('line '));
  t.deepEqual(shown, lines);
});

deed('talk', async (t) => {
  const meeting = await meet(t, server, component);
  await bobEnters(meeting);
  says(meeting.alice, meeting.room, 'Grüße & 🫖');
  await bob.shows(/^Grüße & 🫖$/);
  await bob.does('say', 'tea for <me>?');
  await hears(meeting.alice, 'tea for <me>?');
  await bob.shows(/^tea for <me>\?$/);
  t.pass();
});

deed('correct', async (t) => {
  const meeting = await meet(t, server, component);
  await bobEnters(meeting);
  await bob.does('say', 'tee');
  const first = await hears(meeting.alice, 'tee');
  await bob.shows(/^tee$/);
  await bob.does('correct', 'tea');
  const second = await hears(meeting.alice, 'tea');
  t.is(second.expect('replace', 'urn:xmpp:message-correct:0').attrs['id'], first.attrs['id']);
});

deed('nick', async (t) => {
  const meeting = await meet(t, server, component);
  await bobEnters(meeting);
  await bob.does('act', 'muc-change-nickname');
  await bob.does('fill', '-1', 'Robert');
  await bob.does('press', 'Change');
  await meeting.alice.receives('the new nick', ({ attrs }) => attrs['from'] === `${meeting.room}/Robert`);
  await bob.shows(/^You are now known as Robert$/);
  t.pass();
});

deed('whisper', async (t) => {
  const meeting = await meet(t, server, component);
  await bobEnters(meeting);
  await bob.does('whisper to', `${meeting.room}/Alice`);
  await bob.does('say', 'psst');
  const heard = await hears(meeting.alice, 'psst');
  t.is(heard.attrs['type'], 'chat');
  t.is(heard.attrs['from'], `${meeting.room}/bob`);
  whispers(meeting.alice, `${meeting.room}/bob`, 'what is it?');
  await bob.shows(/^what is it\?$/);
});

deed('invite', async (t) => {
  const meeting = await meet(t, server, component);
  const carol = await meeting.user('carol');
  await bobEnters(meeting);
  await bob.does('act', 'muc-invite');
  await bob.does('fill', '-1', 'carol@localhost');
  await bob.shows(/^New Contact$/);
  await bob.does('pick', 'New Contact');
  await bob.does('press', 'Invite');
  const invitation = await carol.receives('the invitation', ({ name }) => name === 'message');
  t.is(invitation.expect('x', 'jabber:x:conference').attrs['jid'], meeting.room);
});

deed('voice', async (t) => {
  const meeting = await meet(t, server, component);
  await meeting.configure({ 'muc#roomconfig_moderatedroom': '1' });
  await bobEnters(meeting);
  await bob.shows(/^visitor$/);
  await changesRole(meeting, 'bob', 'participant');
  await bob.shows(/Your Role has been set to Participant by Alice/);
  await bob.does('say', 'now I may');
  await hears(meeting.alice, 'now I may');
  t.pass();
});

deed('kicked', async (t) => {
  const meeting = await meet(t, server, component);
  await bobEnters(meeting);
  await changesRole(meeting, 'bob', 'none', 'too loud');
  await bob.shows(/^You have been kicked by Alice: too loud$/);
  await bob.does('press', 'Join');
  await bobIsThere(meeting);
  await bob.does('say', 'quiet now');
  await hears(meeting.alice, 'quiet now');
  t.pass();
});

deed('banned', async (t) => {
  const meeting = await meet(t, server, component);
  await bobEnters(meeting);
  await setsAffiliation(meeting, 'bob@localhost', 'outcast', 'enough');
  await bob.shows(/^You have been banned by Alice: enough$/);
  await bob.does('press', 'Join');
  await bob.shows(/^You are banned from this room\.$/);
  await setsAffiliation(meeting, 'bob@localhost', 'none');
  await bob.does('press', 'Try Again');
  await bobIsThere(meeting);
  t.pass();
});

deed('closed', async (t) => {
  const meeting = await meet(t, server, component);
  await meeting.configure({ 'muc#roomconfig_membersonly': '1' });
  await bobAsks(meeting.room);
  await bob.shows(/^Only members may enter this room/);
  await setsAffiliation(meeting, 'bob@localhost', 'member');
  await bob.does('press', 'Try Again');
  await bob.shows(/^You \(bob\) joined the group chat$/);
  t.pass();
});

deed('password', async (t) => {
  const meeting = await meet(t, server, component);
  await meeting.configure({ 'muc#roomconfig_passwordprotectedroom': '1', 'muc#roomconfig_roomsecret': 'cauldron' });
  await bobAsks(meeting.room);
  await bob.shows(/^Password Required$/);
  await bob.does('fill', '-1', 'cauldron');
  await bob.does('press', 'Join');
  await bob.shows(/^You \(bob\) joined the group chat$/);
  t.pass();
});

deed('make', async (t) => {
  const { room, alice, user } = await meet(t, server, component);
  const own = `own-${room}`;
  await bob.does('open', 'CreateGroupchatWindow', own);
  await bob.does('switch', 'Advanced Settings');
  await bob.does('fill', '-1', 'Kitchen');
  await bob.does('fill', '-3', own);
  await bob.does('press', 'Create');
  await bob.shows(/^A new group chat has been created$/);
  const info = "<query xmlns='http://jabber.org/protocol/disco#info'/>";
  const elsewhere = await user('bob');
  t.is((await elsewhere.iq('get', own, info)).expect('query').expect('identity').attrs['name'], 'Kitchen');
  // Gajim makes rooms hidden and for members only, and such a room is nobody else's business.
  t.truthy((await alice.iq('get', own, info)).expect('error').child('item-not-found'));
});

deed('form', async (t) => {
  const { room, alice, user } = await meet(t, server, component);
  await setsAffiliation({ room, alice }, 'bob@localhost', 'owner');
  await bobEnters({ room, alice });
  await bob.does('open', 'GroupchatDetails', room, 'config');
  await bob.shows(/Only members may enter/);
  await bob.does('switch', 'Only members may enter');
  await bob.does('press', 'Apply');
  await alice.receives('the change', (stanza) => statusCodes(stanza).includes('104'));
  const carol = await user('carol');
  const id = carol.requestJoin(room, 'Carol');
  const refused = await carol.receives('the refusal', ({ attrs }) => attrs['id'] === id);
  t.truthy(refused.expect('error').child('registration-required'));
});

deed('manage', async (t) => {
  const { room, alice, user } = await meet(t, server, component);
  const carol = await user('carol');
  await setsAffiliation({ room, alice }, 'bob@localhost', 'owner');
  await carol.join(room, 'Carol');
  await bobEnters({ room, alice });
  await bob.does('act', 'muc-change-affiliation', "['carol@localhost', 'member']");
  await bob.shows(/Affiliation of Carol has been set to Member by bob/);
  await bob.does('act', 'muc-change-role', "['Carol', 'moderator']");
  await bob.shows(/Role of Carol has been set to Moderator by bob/);
  await bob.does('act', 'muc-kick', "'Carol'");
  await bob.does('press', 'Kick');
  await bob.shows(/^Carol has been kicked by bob$/);
  t.pass();
});

deed('destroyed', async (t) => {
  const meeting = await meet(t, server, component);
  await bobEnters(meeting);
  await meeting.destroy('we moved');
  await bob.shows(/^Group chat has been destroyed/);
  await bob.shows(/^You left this group chat$/);
  t.pass();
});

deed('outage', async (t) => {
  const meeting = await meet(t, server, component);
  await bobEnters(meeting);
  await component.kill();
  await component.startAgain();
  await bob.does('say', 'did anything happen?');
  await hears(meeting.alice, 'did anything happen?');
  says(meeting.alice, meeting.room, 'nothing at all');
  await bob.shows(/^nothing at all$/);
  t.pass();
});

deed('reconnect', async (t) => {
  const meeting = await meet(t, server, component);
  await bobEnters(meeting);
  await bob.does('status', 'offline');
  await meeting.alice.receives('bob leaving', ({ attrs }) => attrs['type'] === 'unavailable');
  await bob.hides(/^Owners /);
  says(meeting.alice, meeting.room, 'where is he?');
  await bob.does('status', 'online');
  await bob.does('press', 'Join');
  await bob.shows(/^where is he\?$/);
  await bob.does('say', 'back again');
  await hears(meeting.alice, 'back again');
  t.pass();
});
