/** Converse.js in Chromium, in rooms of a Longroom beside a real Prosody. */
import test from 'ava';
import type { Browser } from 'playwright-core';
import { ensurePackages } from '../../src/demo/packages.ts';
import { openWebsite, type Website } from '../../src/demo/website.ts';
import { statusCodes, TestClient } from '../client.ts';
import { Component } from '../integration/component.ts';
import { instantRoom } from '../integration/stage.ts';
import { freePort } from '../servers/ports.ts';
import { prosodyForBrowsers } from '../servers/prosody.ts';
import { launch, type XmppServer } from '../servers/server.ts';
import { findBrowser, launchBrowser, Visitor } from './browser.ts';
import { changesRole, hears, type Meeting, meet, says, setsAffiliation } from './company.ts';
import { deedsOf } from './deeds.ts';

const { reason: withoutServer } = await ensurePackages(['prosody']);
const program = await findBrowser();
const reason = withoutServer ?? ('reason' in program ? program.reason : undefined);
const deed = deedsOf(test, 'converse', reason);

let server: XmppServer;
let component: Component;
let website: Website;
let browser: Browser;
let bob: Visitor;

test.before(async (t) => {
  if (!('path' in program) || reason !== undefined) return;
  t.timeout(90_000);
  const http = await freePort();
  server = await launch(prosodyForBrowsers(http));
  component = await Component.start(server);
  const lobby = `lobby@${server.domain}`;
  const host = await TestClient.connect(server, 'dave');
  await host.join(lobby, 'Dave');
  await host.iq('set', lobby, instantRoom);
  says(host, lobby, 'welcome');
  await hears(host, 'welcome');
  await host.close();
  const ports = { page: await freePort(), http, component: server.componentPort };
  const state = { id: 'e2e', componentSecret: server.secret, password: server.password, ports, historyWritten: true };
  website = await openWebsite(state, [{ jid: lobby, name: 'lobby' }]);
  browser = await launchBrowser(program.path);
  bob = await Visitor.arrive(browser, { address: website.address, user: 'bob', rooms: 1, outside: [] });
});

test.after.always(async () => {
  await browser?.close();
  await website?.close();
  await component?.remove();
  await server?.stop();
});
/** Bob follows a link to the room, in the page that is open. */
async function bobAsks(room: string): Promise<void> {
  await bob.page.evaluate(`window.location.hash = ''; window.location.hash = '#converse/room?jid=${room}'`);
  await bob.sees(`converse-muc-heading .chatbox-title__text:has-text("${room.split('@')[0] ?? ''}")`);
}

async function bobEnters({ room, alice }: Meeting): Promise<void> {
  await bobAsks(room);
  await bobIsThere({ room, alice });
}

async function bobIsThere({ room, alice }: Meeting): Promise<void> {
  await alice.receives('bob entering', ({ attrs }) => attrs['from'] === `${room}/bob` && attrs['type'] === undefined);
  await bobSees('bob has entered the groupchat');
}

/** A text in the room that is open. */
async function bobSees(text: string | RegExp): Promise<void> {
  await bob.page.locator('converse-muc').getByText(text).first().waitFor();
}

async function bobTypes(text: string): Promise<void> {
  const field = bob.page.locator('converse-muc .chat-textarea');
  await field.fill(text);
  await field.press('Enter');
}

deed('enter', async (t) => {
  const meeting = await meet(t, server, component);
  await meeting.subject('Tea and cake');
  await bobEnters(meeting);
  await bobSees('Tea and cake');
  await bobSees('2 Participants');
  t.pass();
});

deed('latest', async (t) => {
  const meeting = await meet(t, server, component);
  says(meeting.alice, meeting.room, 'the kettle is on');
  await hears(meeting.alice, 'the kettle is on');
  await bobAsks(meeting.room);
  await bob.reads('the kettle is on');
  t.pass();
});

deed('page', async (t) => {
  const meeting = await meet(t, server, component);
  const lines = Array.from({ length: 130 }, (_, index) => `line ${index + 1}`);
  for (const line of lines) says(meeting.alice, meeting.room, line);
  await hears(meeting.alice, 'line 130');
  await bobAsks(meeting.room);
  t.deepEqual(await bob.endsWith(lines.slice(-10)), lines.slice(-10));
  const views = await bob.scrollsUpTo('line 1');
  t.is(views.at(-1)?.[0], 'line 1');
  t.deepEqual(
    lines.filter((line) => !views.flat().includes(line)),
    [],
  );
});

deed('talk', async (t) => {
  const meeting = await meet(t, server, component);
  await bobEnters(meeting);
  says(meeting.alice, meeting.room, 'Grüße & 🫖');
  await bob.reads('Grüße & 🫖');
  await bob.says('tea for <me>?');
  await hears(meeting.alice, 'tea for <me>?');
  t.pass();
});

deed('subject', async (t) => {
  const meeting = await meet(t, server, component);
  await setsAffiliation(meeting, 'bob@localhost', 'owner');
  await bobEnters(meeting);
  await bobTypes('/topic Coffee');
  await meeting.alice.receives('the subject', (stanza) => stanza.child('subject')?.text === 'Coffee');
  await bobSees('Coffee');
  t.pass();
});

deed('nick', async (t) => {
  const meeting = await meet(t, server, component);
  await bobEnters(meeting);
  await bobTypes('/nick Robert');
  await meeting.alice.receives('the new nick', ({ attrs }) => attrs['from'] === `${meeting.room}/Robert`);
  await bobSees('Your nickname has been changed to Robert');
  t.pass();
});

deed('kicked', async (t) => {
  const meeting = await meet(t, server, component);
  await bobEnters(meeting);
  await changesRole(meeting, 'bob', 'none', 'too loud');
  await bobSees('You have been kicked from this groupchat');
  await bobSees('The reason given is: "too loud"');
  await bob.keepsPicture('converse-kicked');
  await bob.page.reload();
  await bobIsThere(meeting);
  await bob.says('quiet now');
  await hears(meeting.alice, 'quiet now');
  t.pass();
});

deed('banned', async (t) => {
  const meeting = await meet(t, server, component);
  await bobEnters(meeting);
  await setsAffiliation(meeting, 'bob@localhost', 'outcast', 'enough');
  await bobSees('You have been banned from this groupchat');
  await bobSees('The reason given is: "enough"');
  await setsAffiliation(meeting, 'bob@localhost', 'none');
  await bob.page.reload();
  await bobIsThere(meeting);
  t.pass();
});

deed('closed', async (t) => {
  const meeting = await meet(t, server, component);
  await meeting.configure({ 'muc#roomconfig_membersonly': '1' });
  await bobAsks(meeting.room);
  await bobSees('You are not on the member list of this groupchat');
  await setsAffiliation(meeting, 'bob@localhost', 'member');
  await bob.page.reload();
  await bobIsThere(meeting);
  t.pass();
});

deed('password', async (t) => {
  const meeting = await meet(t, server, component);
  await meeting.configure({ 'muc#roomconfig_passwordprotectedroom': '1', 'muc#roomconfig_roomsecret': 'cauldron' });
  await bobAsks(meeting.room);
  await bobSees('This groupchat requires a password');
  await bob.page.locator('converse-muc input[type=password]').fill('cauldron');
  await bob.page.locator('converse-muc input[type=password]').press('Enter');
  await bobIsThere(meeting);
  t.pass();
});

deed('make', async (t) => {
  const { room, user } = await meet(t, server, component);
  const own = `own-${room}`;
  await bobAsks(own);
  await bobSees('A new groupchat has been created');
  const carol = await user('carol');
  await carol.join(own, 'Carol');
  t.pass();
});

deed('form', async (t) => {
  const meeting = await meet(t, server, component);
  await setsAffiliation(meeting, 'bob@localhost', 'owner');
  await bobEnters(meeting);
  await bob.page.locator('converse-muc-heading .configure-chatroom-button').first().dispatchEvent('click');
  const box = bob.page.getByLabel('Only members may enter');
  await box.first().waitFor();
  await bob.keepsPicture('converse-form');
  await box.first().check();
  await bob.page.locator('form input[type=submit]:visible').first().click();
  await meeting.alice.receives('the change', (stanza) => statusCodes(stanza).includes('104'));
  t.pass();
});

deed('manage', async (t) => {
  const meeting = await meet(t, server, component);
  const carol = await meeting.user('carol');
  await setsAffiliation(meeting, 'bob@localhost', 'owner');
  await carol.join(meeting.room, 'Carol');
  await bobEnters(meeting);
  await bobTypes('/member Carol');
  await bobSees('Carol is now a member of this groupchat');
  await bobTypes('/op Carol');
  await bobSees(/Carol is now a moderator/);
  await bobTypes('/kick Carol bye');
  await bobSees('Carol has been kicked out by bob');
  t.pass();
});

deed('outage', async (t) => {
  const meeting = await meet(t, server, component);
  await bobEnters(meeting);
  await component.kill();
  await component.startAgain();
  await bob.says('did anything happen?');
  await hears(meeting.alice, 'did anything happen?');
  says(meeting.alice, meeting.room, 'nothing at all');
  await bob.reads('nothing at all');
  t.pass();
});

deed('reconnect', async (t) => {
  const meeting = await meet(t, server, component);
  await bobEnters(meeting);
  await bob.page.goto('about:blank');
  await meeting.alice.receives('bob leaving', ({ attrs }) => attrs['type'] === 'unavailable');
  says(meeting.alice, meeting.room, 'where is he?');
  await bob.page.goBack();
  await bobIsThere(meeting);
  await bob.reads('where is he?');
  t.pass();
});
