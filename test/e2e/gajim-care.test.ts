/** Gajim again: what others said is taken back, voice is asked for and given, people are invited, commands are run. */
import test from 'ava';
import { ensurePackages } from '../../src/demo/packages.ts';
import { Component } from '../integration/component.ts';
import { prosody } from '../servers/prosody.ts';
import { launch, type XmppServer } from '../servers/server.ts';
import { type Meeting, meet, says, setsAffiliation } from './company.ts';
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
  await bob.does('open', 'GroupchatJoin', room);
  await bob.shows(/^(Semi|Non)-Anonymous$/);
  await bob.does('press', 'Join');
  await bob.hides(/^(Semi|Non)-Anonymous$/);
  await bob.shows(/^Owners \(/);
  await alice.receives('bob entering', ({ attrs }) => attrs['from'] === `${room}/bob` && attrs['type'] === undefined);
}

function invites({ room, alice }: Meeting): void {
  const invite = "<invite to='bob@localhost'><reason>come in</reason></invite>";
  alice.send(`<message to='${room}'><x xmlns='http://jabber.org/protocol/muc#user'>${invite}</x></message>`);
}

deed('moderate', async (t) => {
  const meeting = await meet(t, server, component);
  await setsAffiliation(meeting, 'bob@localhost', 'owner');
  await bobEnters(meeting);
  says(meeting.alice, meeting.room, 'buy this');
  await bob.shows(/^buy this$/);
  await bob.does('retract', 'buy this');
  await bob.shows(/^Why do you want to retract this message\?$/);
  await bob.does('fill', '-1', 'spam');
  await bob.does('press', 'Retract');
  await meeting.alice.receives(
    'the retraction',
    (stanza) => stanza.child('retract', 'urn:xmpp:message-retract:1') !== undefined,
  );
  await bob.shows(/^This message has been retracted by bob\. Reason: spam$/);
  t.pass();
});

deed('command', async (t) => {
  const meeting = await meet(t, server, component);
  await setsAffiliation(meeting, 'bob@localhost', 'owner');
  await bobEnters(meeting);
  await bob.does('open', 'AdHocCommands', meeting.room);
  await bob.does('choose', 'Create or change a hat');
  await bob.shows(/^A hat is a title/);
  await bob.does('fill', '-1', 'Host');
  await bob.does('fill', '-2', 'urn:hat:host');
  await bob.does('press', 'Complete');
  await bob.shows(/can be assigned/);
  t.pass();
});

// In rooms that hide real addresses it fails on an inviter who is an occupant of the room.
deed('invited', async (t) => {
  await bob.does('open', 'account', '');
  const members = await meet(t, server, component);
  await members.configure({ 'muc#roomconfig_whois': 'anyone', 'muc#roomconfig_membersonly': '1' });
  invites(members);
  await bob.shows(/^alice invited you to room-/);
  await bob.does('press', 'Show');
  await bob.shows(/^has invited you to a group chat\./);
  await bob.does('press', 'Join');
  await members.alice.receives('bob entering', ({ attrs }) => attrs['from'] === `${members.room}/bob`);
  t.pass();
});

deed('ask for voice', async (t) => {
  const meeting = await meet(t, server, component);
  await meeting.configure({ 'muc#roomconfig_moderatedroom': '1' });
  await bobEnters(meeting);
  await bob.shows(/^visitor$/);
  await bob.does('act', 'muc-request-voice');
  const asked = await meeting.alice.receives(
    'the request',
    (stanza) => stanza.child('x', 'jabber:x:data') !== undefined,
  );
  t.true(String(asked).includes('bob'));
});

deed('give voice', async (t) => {
  const meeting = await meet(t, server, component);
  await meeting.configure({ 'muc#roomconfig_moderatedroom': '1' });
  await setsAffiliation(meeting, 'bob@localhost', 'owner');
  await bobEnters(meeting);
  const carol = await meeting.user('carol');
  await carol.join(meeting.room, 'Carol');
  const form =
    "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>http://jabber.org/protocol/muc#request</value></field><field var='muc#role'><value>participant</value></field></x>";
  carol.send(`<message to='${meeting.room}'>${form}</message>`);
  await bob.does('click', 'Pending Voice Requests');
  await bob.shows(/^Carol$/);
  await bob.does('click', 'Approve');
  await carol.receives('voice', (stanza) => stanza.child('x')?.child('item')?.attrs['role'] === 'participant');
  says(carol, meeting.room, 'thank you');
  await bob.shows(/^thank you$/);
  t.pass();
});

deed('subject', async (t) => {
  const meeting = await meet(t, server, component);
  await setsAffiliation(meeting, 'bob@localhost', 'owner');
  await bobEnters(meeting);
  await bob.does('open', 'GroupchatDetails', meeting.room, 'manage');
  await bob.does('write', 'Coffee');
  await bob.does('press', 'Change Subject');
  await meeting.alice.receives('the subject', (stanza) => stanza.child('subject')?.text === 'Coffee');
  await bob.shows(/^Coffee$/);
  t.pass();
});

deed('find', async (t) => {
  const meeting = await meet(t, server, component);
  await bob.does('open', 'ServiceDiscovery', server.domain);
  // It is known by then what it is; before, there would be nothing to look into.
  await bob.shows(/^<b>Rooms that last/);
  await bob.does('choose', server.domain);
  await bob.shows(new RegExp(`^${meeting.room.split('@')[0]}$`));
  t.pass();
});
