/** Rooms from elsewhere that are new here, and what is typed to bring them. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { Findings } from '../../src/migration/findings.ts';
import { fileName } from '../../src/migration/prosody/files.ts';
import { roomLines } from '../../src/migration/report.ts';
import { readMigrateWords } from '../../src/migration/words.ts';
import { openSqliteStore } from '../../src/store/sqlite/store.ts';
import { memoryStore } from '../memory-store.ts';
import { removeFolder, temporaryFolder } from '../servers/child.ts';
import { enter, room, say } from '../service/conversation.ts';
import { body, World } from '../world.ts';
import { archiveOf, configurationOf, listOf } from './asked.ts';
import { bring, foreignRoom, type Said } from './foreign.ts';
import { longroom, reportIn, storeIn } from './run.ts';

const anna = 'anna@localhost/x';
const owned = { entries: [{ jid: 'anna@localhost', facts: { manager: 'owner', member: true } as const }] };

function many(count: number): Said[] {
  return Array.from({ length: count }, (_, at) => ({
    ...{ id: `id-${at}`, at: 1_000_000 + Math.floor(at / 3), nick: `N${at % 7}` },
    ...(at % 2 && { sender: `n${at % 7}@localhost` }),
    inside: `<body>number ${at}</body>`,
  }));
}

test('a long history is read in pages as it was, and what is said next stands behind it', async (t) => {
  const store = memoryStore();
  const report = await bring(foreignRoom(many(1_200), owned), store);
  t.like(report, { outcome: 'new', messages: 1_200, listed: 1 });
  const on = (await new World({ store: store.reopen() }).start()).connect();
  await enter(on, anna, 'Anna');
  on.send(anna, say('now'));
  await on.hears(anna);
  const found = await archiveOf(on, anna, room, 250);
  t.deepEqual(
    found.slice(0, -1).map(({ id }) => id),
    many(1_200).map(({ id }) => id),
  );
  t.deepEqual(
    found.slice(0, 2).map(({ stamp, nick, realJid }) => [stamp, nick, realJid]),
    [
      [1_000_000, 'N0', undefined],
      [1_000_000, 'N1', 'n1@localhost'],
    ],
  );
  t.is(found.at(-1)?.body, 'now');
});

test('a subject that no message of the archive set is the room’s, with who set it and when', async (t) => {
  const store = memoryStore();
  await bring(foreignRoom(many(3), { ...owned, subject: { text: 'A <b> & c', nick: 'Zoe', at: 1_000_500 } }), store);
  const on = (await new World({ store: store.reopen() }).start()).connect();
  on.send(anna, `<presence to='${room}/Anna'><x xmlns='http://jabber.org/protocol/muc'/></presence>`);
  const subject = (await on.hears(anna)).find((stanza) => stanza.getChild('subject') !== undefined);
  t.is(subject?.getChild('subject')?.getText(), 'A <b> & c');
  t.is(subject?.attrs['from'], `${room}/Zoe`);
  t.is((await archiveOf(on, anna, room)).length, 3, 'it is in no archive, as it was in none');
});

test('settings out of bounds are cut, and said; what nobody can have asked for is not kept', async (t) => {
  const store = memoryStore();
  const foreign = foreignRoom(
    [
      {
        id: 'a',
        at: 1,
        nick: 'Zoe',
        inside: "<body>hi</body><x xmlns='http://jabber.org/protocol/muc#user'><item jid='real@x'/></x>",
      },
      { id: 'b', at: 2, nick: 'Zoe', inside: "<x xmlns='http://jabber.org/protocol/muc#user'/>" },
    ],
    { ...owned, settings: { name: 'General', description: 'd' } },
  );
  const report = await bring(foreign, store);
  t.deepEqual(
    report.notKept.map(({ what }) => what),
    [
      'messages with nothing in them',
      'the real addresses of senders, which are not there',
      'its name, since a category is called so',
    ],
  );
  const on = (await new World({ store: store.reopen() }).start()).connect();
  t.is((await configurationOf(on, anna, room))['muc#roomconfig_roomname'], '');
  const [only] = await archiveOf(on, anna, room);
  t.false(only?.message.toString().includes('real@x'));
});

test('a run that was killed is completed by the next, nothing twice', async (t) => {
  for (const moment of [1, 2, 3, 4, 5, 6, 7, 8, 9]) {
    const store = memoryStore();
    let writes = 0;
    const isTheMoment = (operation: string): boolean =>
      /^(commit|save|rooms\.[cd])/.test(operation) && ++writes === 2 * moment;
    const dying = store.reopen({ fault: (operation) => (isTheMoment(operation) ? 'die' : undefined) });
    const running = bring(foreignRoom(many(1_100), owned), dying).then(() => true);
    while (!dying.dead && !(await Promise.race([running, soon()])));
    const rest = dying.reopen();
    await bring(foreignRoom(many(1_100), owned), rest);
    const on = (await new World({ store: rest.reopen() }).start()).connect();
    t.deepEqual(
      (await archiveOf(on, anna, room, 250)).map(({ id }) => id),
      many(1_100).map(({ id }) => id),
    );
    t.deepEqual(await listOf(on, anna, room, 'owner'), ['anna@localhost']);
  }
});

function soon(): Promise<boolean> {
  return new Promise((resolve) => setImmediate(() => resolve(false)));
}

test('a source that has changed since a run was broken off is begun anew', async (t) => {
  const store = memoryStore();
  const lost = store.reopen({ fault: (operation) => (operation === 'rooms.claim' ? 'refuse' : undefined) });
  await t.throwsAsync(bring(foreignRoom(many(5), owned), lost));
  const rest = lost.reopen({});
  await bring(foreignRoom(many(8), owned), rest);
  const later = rest.reopen();
  const again = await bring(foreignRoom(many(9), owned), later);
  t.is(again.outcome, 'already');
  t.deepEqual(again.notKept.map(({ what, count }) => [what, count])[0], [
    'messages that were said there after the import',
    1,
  ]);
  const on = (await new World({ store: later.reopen() }).start()).connect();
  t.is((await archiveOf(on, anna, room)).length, 8);
});

test('what is found is grouped, counted and bounded', (t) => {
  const findings = new Findings();
  for (let at = 0; at < 1_000; at += 1) findings.note(`kind ${at % 300}`, `place ${at}`);
  t.true(findings.all.length <= 201);
  t.is(
    findings.all.reduce((sum, { count }) => sum + count, 0),
    1_000,
  );
  t.true(findings.all.every(({ places }) => places.length <= 5));
});

test('a category, some rooms only, and one that cannot be here', async (t) => {
  const folder = await temporaryFolder('importing');
  t.teardown(() => removeFolder(folder));
  const configs = join(folder, 'data', fileName('rooms.localhost'), 'config');
  await mkdir(configs, { recursive: true });
  for (const name of ['one', 'two', 'General', 'three:']) {
    await writeFile(
      join(configs, `${fileName(name)}.dat`),
      `return { ["_data"] = { ["persistent"] = true; ["name"] = "${name}!"; }; ["anna@localhost"] = "owner"; };`,
    );
  }
  const words = ['migrate', 'prosody', join(folder, 'data')];
  const none = await longroom(folder, ...words, '--category', 'Nowhere');
  t.deepEqual([none.code, none.err], [2, 'longroom: there is no category "Nowhere": there are General\n']);
  const one = await longroom(folder, ...words, '--room', 'one', '--room', 'missing', '--category', 'general');
  t.is(one.code, 1);
  t.is(one.out, 'one@rooms.localhost: made; 0 messages; 1 on its lists\n1 room with 0 messages imported.\n');
  t.is(one.err, 'longroom: there is no room missing there\n');
  const all = await longroom(folder, ...words, '--json');
  t.is(all.code, 1);
  t.deepEqual(
    reportIn(all)
      .rooms.map(({ room: jid, outcome }) => [jid.split('@')[0], outcome])
      .sort(),
    [
      ['General', 'in the way'],
      ['one', 'already'],
      ['three:', 'in the way'],
      ['two', 'new'],
    ],
  );
  const store = await openSqliteStore({ path: storeIn(folder) });
  const entries = await store.rooms.list({ limit: 10, shown: { categories: 'all', also: [] } });
  t.deepEqual(
    entries.map(({ jid, listing }) => [jid, listing?.name, listing?.category]),
    [
      ['one@rooms.localhost', 'one!', 'default'],
      ['two@rooms.localhost', 'two!', 'default'],
    ],
  );
  const busy = await longroom(folder, ...words);
  t.is(busy.code, 74);
  t.regex(busy.err, /is in use by another Longroom/);
  await store.close();
  const nothing = await longroom(folder, 'migrate', 'ejabberd', join(folder, 'data'));
  t.is(nothing.code, 65);
  t.regex(nothing.err, /export2sql/);
});

test('what stands in files of others cannot move the cursor of who reads the report', (t) => {
  const notKept = [{ what: 'odd \u001b[2J\u202e', count: 2, places: ['a\nb'] }];
  const told = { room: 'r@x', from: 'r@y', outcome: 'failed', why: '\u0007', messages: 0, listed: 0, notKept } as const;
  t.is(
    roomLines(told, false),
    'r@x: failed; 0 messages; 0 on its lists: \ufffd\n    not kept: odd \ufffd[2J\ufffd, 2 times (a\ufffdb, ...)\n',
  );
});

test('a room that cannot be read costs no other', async (t) => {
  const folder = await temporaryFolder('importing');
  t.teardown(() => removeFolder(folder));
  const host = join(folder, 'data', fileName('rooms.localhost'));
  // Folders where there should be files.
  for (const path of ['config/a.dat', 'muc_log/b.list']) await mkdir(join(host, path), { recursive: true });
  const config = 'return { ["_data"] = { ["persistent"] = true; }; };';
  for (const name of ['b', 'c']) await writeFile(join(host, 'config', `${name}.dat`), config);
  const ran = await longroom(folder, 'migrate', 'prosody', join(folder, 'data'), '--json');
  t.is(ran.code, 1);
  const { rooms, findings } = reportIn(ran);
  t.deepEqual(
    rooms.map((one) => [one.room, one.outcome]),
    [
      ['a@rooms.localhost', 'failed'],
      ['b@rooms.localhost', 'failed'],
      ['c@rooms.localhost', 'new'],
    ],
  );
  t.regex(rooms[0]?.why ?? '', /its file cannot be read: EISDIR/);
  t.regex(rooms[1]?.why ?? '', /EISDIR/);
  t.deepEqual(findings, []);
  const onlyA = await longroom(folder, 'migrate', 'prosody', join(folder, 'data'), '--room', 'a', '--dry-run');
  t.is(onlyA.code, 1);
  t.regex(onlyA.out, /^a@rooms\.localhost: would fail; .*EISDIR/);
});

test('archives that may not be looked at are not taken for none', async (t) => {
  const folder = await temporaryFolder('importing');
  t.teardown(() => removeFolder(folder));
  const host = join(folder, 'data', fileName('rooms.localhost'));
  await mkdir(join(host, 'config'), { recursive: true });
  await writeFile(join(host, 'config', 'b.dat'), 'return { ["_data"] = { ["persistent"] = true; }; };');
  // Root may look everywhere: here is a file where the folder should be.
  await writeFile(join(host, 'muc_log'), '');
  const ran = await longroom(folder, 'migrate', 'prosody', join(folder, 'data'), '--dry-run');
  t.regex(ran.out, /^b@rooms\.localhost: would fail; .*ENOTDIR/);
  t.is(ran.code, 65);
});

test('what is typed wrong is said', (t) => {
  const mistakes: readonly (readonly [readonly string[], RegExp])[] = [
    [['migrate'], /say whose rooms: prosody or ejabberd/],
    [['migrate', 'prosodi', 'x'], /did you mean prosody\?/],
    [['migrate', 'openfire', 'x'], /not known here: prosody or ejabberd/],
    [['migrate', 'prosody'], /say where prosody keeps its rooms/],
    [['migrate', 'prosody', 'a', 'b'], /more than "migrate" takes/],
    [['migrate', 'prosody', 'a', '--dry'], /lists all options/],
  ];
  for (const [words, text] of mistakes) {
    const read = readMigrateWords(words);
    t.true(read?.kind === 'mistake' && text.test(read.text), `${words.join(' ')}: ${JSON.stringify(read)}`);
  }
  t.is(readMigrateWords(['help', 'migrate'])?.kind, 'help');
  t.is(readMigrateWords(['run']), undefined);
});

test('people who only spoke there are on no list, and their words can be taken back by nobody else', async (t) => {
  const store = memoryStore();
  await bring(foreignRoom(many(4), owned), store);
  const on = (await new World({ store: store.reopen() }).start()).connect();
  await enter(on, 'mallory@localhost/x', 'N0');
  await enter(on, anna, 'Anna');
  on.send(
    'mallory@localhost/x',
    `<message to='${room}' type='groupchat' id='r'><retract xmlns='urn:xmpp:message-retract:1' id='id-0'/></message>`,
  );
  const told = await on.hears('mallory@localhost/x');
  t.true(told.some(({ attrs }) => attrs['type'] === 'error'));
  on.send(anna, say('still here'));
  t.true((await on.hears(anna)).some((stanza) => body(stanza) === 'still here'));
  t.is((await archiveOf(on, anna, room))[0]?.body, 'number 0');
  t.deepEqual(await listOf(on, anna, room, 'member'), []);
});
