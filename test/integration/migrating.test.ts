/** Rooms that a real Prosody and a real ejabberd kept, in each of their storages, are the same rooms here. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { openSqliteStore } from '../../src/store/sqlite/store.ts';
import { childText } from '../../src/wire/xml.ts';
import { TestClient } from '../client.ts';
import { archiveOf, configurationOf, hearsUntil, listOf } from '../migration/asked.ts';
import { longroom, reportIn, storeIn } from '../migration/run.ts';
import { removeFolder, temporaryFolder } from '../servers/child.ts';
import { ejabberdWithArchive } from '../servers/ejabberd.ts';
import { freePort } from '../servers/ports.ts';
import { prosodyWithArchive } from '../servers/prosody.ts';
import { launch, type ServerRecipe, type XmppServer } from '../servers/server.ts';
import { servers } from '../servers/servers.ts';
import { World } from '../world.ts';
import { type Result, readWhole } from './archive-reader.ts';

const local = 'plaza.of-x';
const pollMilliseconds = 20;
const name = 'O\'Neil\'s "Plaza" ä';
const text = 'Grüße 😀 it\'s "ok" \\n <b>&amp;\nsecond line';
const imported = `${local}@rooms.localhost`;

interface Kept {
  readonly archive: readonly Result[];
  readonly isProsody: boolean;
}

/** Makes a room on the server's own service, and reads what the server says was said in it. */
async function live(server: XmppServer, t: ExecutionContext): Promise<Kept> {
  const room = `${local}@${server.ownRooms}`;
  const isProsody = server.name === 'prosody';
  const alice = await TestClient.connect(server, 'alice');
  const bob = await TestClient.connect(server, 'bob', 'phone');
  t.teardown(() => Promise.all([alice.close(), bob.close()]));
  await alice.join(room, 'Alice Ä');
  const fields = {
    FORM_TYPE: 'http://jabber.org/protocol/muc#roomconfig',
    'muc#roomconfig_roomname': escaped(name),
    'muc#roomconfig_roomdesc': 'where we meet',
    'muc#roomconfig_persistentroom': '1',
    'muc#roomconfig_publicroom': '1',
    'muc#roomconfig_membersonly': '0',
    'muc#roomconfig_whois': 'moderators',
    'muc#roomconfig_changesubject': '1',
    ...(isProsody ? {} : { 'muc#roomconfig_passwordprotectedroom': '1' }),
    'muc#roomconfig_roomsecret': 'sesame',
  };
  const form = Object.entries(fields).map(([key, value]) => `<field var='${key}'><value>${value}</value></field>`);
  const submit = `<x xmlns='jabber:x:data' type='submit'>${form.join('')}</x>`;
  await accepted(alice, room, `<query xmlns='http://jabber.org/protocol/muc#owner'>${submit}</query>`);
  await bob.join(room, 'Bob', { password: 'sesame' });
  for (const item of [
    "affiliation='admin' jid='erin@localhost'/>",
    "affiliation='member' jid='carol@localhost' nick='Caro'/>",
    "affiliation='member' jid='members.example'/>",
    "affiliation='outcast' jid='dave@localhost'><reason>it&apos;s spam</reason></item>",
  ]) {
    await accepted(alice, room, `<query xmlns='http://jabber.org/protocol/muc#admin'><item ${item}</query>`);
  }
  const say = async (who: TestClient, id: string, inside: string): Promise<void> => {
    who.send(`<message to='${room}' type='groupchat' id='${id}'>${inside}</message>`);
    await bob.receives(`the message ${id}`, (stanza) => stanza.name === 'message' && stanza.attrs['id'] === id);
  };
  alice.send(`<message to='${room}' type='groupchat'><subject>It&apos;s "open"</subject></message>`);
  await bob.receives('the subject', (stanza) => (stanza.child('subject')?.text ?? '').startsWith('It'));
  await say(bob, 'm1', `<body>${escaped(text)}</body><origin-id xmlns='urn:xmpp:sid:0' id='o1'/>`);
  await say(
    alice,
    'm2',
    "<body>bold</body><html xmlns='http://jabber.org/protocol/xhtml-im'><body xmlns='http://www.w3.org/1999/xhtml'><b>bold</b></body></html><thread>t1</thread>",
  );
  await say(bob, 'm3', '<body>tpyo</body>');
  await say(bob, 'm4', "<body>typo</body><replace id='m3' xmlns='urn:xmpp:message-correct:0'/>");
  await say(alice, 'm5', "<body>&gt; typo&#10;yes</body><reply xmlns='urn:xmpp:reply:0' to='x' id='m4'/>");
  await say(
    alice,
    'm6',
    "<reactions xmlns='urn:xmpp:reactions:0' id='m1'><reaction>👍</reaction></reactions><store xmlns='urn:xmpp:hints'/>",
  );
  await say(
    alice,
    'm7',
    "<encrypted xmlns='eu.siacs.conversations.axolotl'><header sid='1'/><payload>AA==</payload></encrypted><body>encrypted</body>",
  );
  for (let number = 1; number <= 60; number += 1)
    await say(number % 3 ? bob : alice, `n${number}`, `<body>number ${number}</body>`);
  return { archive: await readWhole(alice, room, 25), isProsody };
}

function escaped(written: string): string {
  return written.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll("'", '&apos;');
}

async function accepted(client: TestClient, room: string, payload: string): Promise<void> {
  const answer = await client.iq('set', room, payload);
  if (answer.attrs['type'] !== 'result') throw new Error(`refused: ${answer.toString()}`);
}

/** Imports it twice, and compares what people then find. */
async function comesOver(t: ExecutionContext, source: readonly string[], { archive, isProsody }: Kept): Promise<void> {
  const folder = await temporaryFolder('migrating');
  t.teardown(() => removeFolder(folder));
  const words = ['migrate', ...source, '--host', 'own.localhost', '--json'];
  const dry = await longroom(folder, ...words, '--dry-run');
  t.is(dry.code, 0, dry.err);
  const [planned] = reportIn(dry).rooms;
  t.like(planned, { room: imported, outcome: 'new', messages: archive.length, listed: 5 });
  const ran = await longroom(folder, ...words);
  t.is(ran.code, 0, ran.err);
  t.deepEqual(reportIn(ran).rooms, [planned]);
  t.is(reportIn(await longroom(folder, ...words)).rooms[0]?.outcome, 'already');

  const store = await openSqliteStore({ path: storeIn(folder) });
  const on = (await new World({ store, admins: [] }).start()).connect();
  t.teardown(() => on.stop());
  const alice = 'alice@localhost/x';
  const found = await archiveOf(on, alice, imported, 20);
  t.deepEqual(
    found.map(({ id, nick, body, stamp }) => ({ id, nick, body, stamp })),
    archive.map(({ id, body, forwarded, carrier }) => ({
      ...{ id, body },
      nick: (forwarded.attrs['from'] ?? '').split('/')[1] ?? '',
      // ejabberd counts in microseconds.
      stamp: Math.floor(Date.parse(carrier.expect('result').expect('forwarded').expect('delay').attrs['stamp'] ?? '')),
    })),
  );
  const senders = new Set(found.map(({ nick, realJid }) => `${nick}: ${realJid?.split('/')[0]}`));
  t.deepEqual([...senders].sort(), ['Alice Ä: alice@localhost', 'Bob: bob@localhost']);
  const inside = found.map(({ message }) => message.toString()).join('');
  for (const kept of [
    'bold</b>',
    '>t1</thread>',
    'urn:xmpp:message-correct:0',
    'urn:xmpp:reply:0',
    '👍</reaction>',
    'eu.siacs.conversations.axolotl',
    'id="o1"',
  ]) {
    t.true(inside.includes(kept), kept);
  }
  for (const gone of ['urn:xmpp:mam:tmp', 'own.localhost']) t.false(inside.includes(gone), gone);

  const form = await configurationOf(on, alice, imported);
  t.like(form, {
    'muc#roomconfig_roomname': name,
    'muc#roomconfig_roomdesc': 'where we meet',
    'muc#roomconfig_persistentroom': '1',
    'muc#roomconfig_publicroom': '1',
    'muc#roomconfig_whois': 'moderators',
    'muc#roomconfig_changesubject': '1',
    'muc#roomconfig_passwordprotectedroom': '1',
    'muc#roomconfig_roomsecret': 'sesame',
  });
  t.deepEqual(await listOf(on, alice, imported, 'owner'), ['alice@localhost']);
  t.deepEqual(await listOf(on, alice, imported, 'admin'), ['erin@localhost']);
  t.deepEqual(await listOf(on, alice, imported, 'member'), [
    isProsody ? 'carol@localhost Caro' : 'carol@localhost',
    'members.example',
  ]);
  t.deepEqual(await listOf(on, alice, imported, 'outcast'), [
    isProsody ? 'dave@localhost' : "dave@localhost it's spam",
  ]);
  on.send(
    'bob@localhost/y',
    `<presence to='${imported}/Bob'><x xmlns='http://jabber.org/protocol/muc'><password>sesame</password><history maxstanzas='2'/></x></presence>`,
  );
  const entered = await hearsUntil(on, 'bob@localhost/y', (stanza) => childText(stanza, 'subject') !== undefined);
  t.is(
    entered.map((stanza) => childText(stanza, 'subject')).find((one) => one !== undefined),
    'It\'s "open"',
  );
  t.deepEqual(
    entered.filter((stanza) => stanza.getChild('body')).map((stanza) => childText(stanza, 'body')),
    ['number 59', 'number 60'],
  );
}

interface Case {
  readonly title: string;
  readonly server: XmppServer['name'];
  recipe(port: number): ServerRecipe;
  /** Where its rooms are, once it was told to write what it does not write by itself. */
  source(server: XmppServer, port: number): Promise<string>;
}

const cases: readonly Case[] = [
  {
    title: 'Prosody’s files',
    server: 'prosody',
    recipe: () => prosodyWithArchive('internal'),
    source: async ({ folder }) => join(folder, 'data'),
  },
  {
    title: 'Prosody’s SQLite database',
    server: 'prosody',
    recipe: () => prosodyWithArchive('sql'),
    source: async ({ folder }) => join(folder, 'data', 'prosody.sqlite'),
  },
  {
    title: 'what ejabberd exports of Mnesia',
    server: 'ejabberd',
    recipe: (port) => ejabberdWithArchive('mnesia', port),
    source: async ({ folder }, port) => {
      const file = join(folder, 'export.sql');
      const body = JSON.stringify({ host: 'localhost', file });
      // Its answer comes a minute after the last row.
      void fetch(`http://127.0.0.1:${port}/api/export2sql`, { method: 'POST', body }).catch(() => undefined);
      const isThere = async () => /INSERT INTO muc_room[^;]*;\n/.test(await readFile(file, 'utf8').catch(() => ''));
      while (!(await isThere())) await new Promise((resolve) => setTimeout(resolve, pollMilliseconds));
      return file;
    },
  },
  {
    title: 'ejabberd’s SQLite database',
    server: 'ejabberd',
    recipe: (port) => ejabberdWithArchive('sql', port),
    source: async ({ folder }) => join(folder, 'ejabberd.sqlite'),
  },
];

for (const { title, server: serverName, recipe, source } of cases) {
  const skipped = servers.find((choice) => choice.recipe.name === serverName)?.skipped;
  const declare = skipped === undefined ? test.serial : test.serial.skip;
  declare(`a room comes out of ${title} with history, configuration and lists`, async (t) => {
    t.timeout(120_000);
    const port = await freePort();
    const server = await launch(recipe(port));
    try {
      const kept = await live(server, t);
      const path = await source(server, port);
      await server.kill();
      await comesOver(t, [serverName, path], kept);
    } finally {
      await server.stop();
    }
  });
}
