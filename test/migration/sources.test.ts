/** What is broken or hostile in what another server wrote costs itself and nothing else, and is named with its place. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import test, { type ExecutionContext } from 'ava';
import { Findings } from '../../src/migration/findings.ts';
import type { ForeignRoom, ForeignRooms, LostRoom } from '../../src/migration/foreign.ts';
import { openSource } from '../../src/migration/open-source.ts';
import { fileName, nameOfFile } from '../../src/migration/prosody/files.ts';
import { removeFolder, temporaryFolder } from '../servers/child.ts';

const host = 'rooms.example';

async function folderFor(t: ExecutionContext): Promise<string> {
  const folder = await temporaryFolder('sources');
  t.teardown(() => removeFolder(folder));
  return folder;
}

interface Read {
  readonly rooms: readonly { readonly room: ForeignRoom; readonly said: readonly string[]; readonly found: Findings }[];
  readonly lost: readonly LostRoom[];
  readonly findings: Findings;
}

async function readAll(t: ExecutionContext, source: ForeignRooms): Promise<Read> {
  t.teardown(() => source.close());
  const rooms: Read['rooms'][number][] = [];
  const lost: LostRoom[] = [];
  for await (const room of source.rooms()) {
    if ('problem' in room) {
      lost.push(room);
      continue;
    }
    const [found, said] = [new Findings(), [] as string[]];
    for await (const { archiveId, nick } of room.messages(found)) said.push(`${archiveId} ${nick}`);
    rooms.push({ room, said, found });
  }
  return { rooms, lost, findings: source.findings };
}

function item(key: string, when: number, more = ''): string {
  return `item({\n\t{\n\t\t"text";\n\t\t["attr"] = {};\n\t\t["name"] = "body";\n\t};\n\t["attr"] = {\n\t\t["from"] = "den@${host}/Zoe";\n\t};\n\t["name"] = "message";\n\t["key"] = "${key}";\n\t["when"] = ${when};${more}\n});\n`;
}

async function prosodyFolder(t: ExecutionContext, files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await folderFor(t);
  for (const kind of ['config', 'muc_log']) await mkdir(join(folder, fileName(host), kind), { recursive: true });
  for (const [path, content] of Object.entries(files)) {
    await writeFile(join(folder, fileName(host), path), content, 'latin1');
  }
  return folder;
}

const config =
  'return { ["_data"] = { ["name"] = "Den"; ["new_thing"] = 7; }; ["a@b.example"] = "owner"; ["_jid"] = "x"; };\n';

test('names of files are those of Prosody', (t) => {
  t.is(fileName('den@x.y-ä'), 'den%40x%2ey%2d%c3%a4');
  t.is(nameOfFile('den%40x%2ey%2d%c3%a4'), 'den@x.y-ä');
});

test('damaged items and rooms of Prosody are named with file and line, and all others are read', async (t) => {
  const list = [
    item('k1', 10),
    item('k2', 12).slice(0, 60),
    '\n',
    item('k3', 11),
    item('k1', 13),
    item('k4', 'os.exit()' as never),
    item('k5', -5),
    item('k6', 14, '\n\t["x"] = "\\065\\255";'),
    'item({ ["name"] = "presence"; ["attr"] = {}; ["key"] = "p"; ["when"] = 15; });\n',
    item('k7', 16).replace('"body"', '"a b><x"'),
  ].join('');
  const folder = await prosodyFolder(t, {
    'config/den.dat': config,
    'config/broken.dat': 'return {\n\t["_data"] = {',
    'config/gone.dat': 'return { ["_data"] = { ["destroyed"] = true; }; };',
    'muc_log/den.list': list,
    'muc_log/nobody%2es.list': item('k1', 1),
  });
  const read = await readAll(t, await openSource({ server: 'prosody', path: folder, host }));
  t.deepEqual(
    read.rooms.map(({ room }) => room.local),
    ['den'],
  );
  const [den] = read.rooms;
  t.deepEqual(den?.said, ['k1 Zoe', 'k3 Zoe', 'k6 Zoe']);
  const path = join(folder, fileName(host), 'muc_log', 'den.list');
  const found = new Map(den?.found.all.map(({ what, places }) => [what, places]));
  t.deepEqual(found.get('messages with an id that an earlier one has'), [`${path}:33`]);
  t.deepEqual(found.get('messages without a time or an id'), [`${path}:59`]);
  t.deepEqual(found.get('messages that are no XML'), [`${path}:87`]);
  t.deepEqual(found.get('who came and went (Prosody kept it with the messages)'), []);
  t.deepEqual(found.get('damaged messages: "}" is missing'), [`${path}:19`]);
  t.deepEqual(found.get('damaged messages: "os" is no data'), [`${path}:57`]);
  t.deepEqual(den?.room.findings.all, [{ what: 'the setting "new_thing" of Prosody', count: 1, places: [] }]);
  const broken = join(folder, fileName(host), 'config', 'broken.dat');
  t.deepEqual(
    read.lost.map(({ jid }) => jid),
    [`broken@${host}`],
  );
  t.true(read.lost[0]?.problem.startsWith(`its file is damaged at ${broken}:2: `), read.lost[0]?.problem);
  t.true(read.findings.all.some(({ what }) => what === 'rooms that were destroyed there'));
  t.true(read.findings.all.some(({ what }) => what === 'archives without a room'));
});

test('a room of Prosody’s older way of keeping lists is read, too', async (t) => {
  const folder = await prosodyFolder(t, {
    'config/den.dat':
      'return { ["jid"] = "den@rooms.example"; ["_data"] = {}; ["_affiliations"] = { ["a@b.example"] = "member"; ["c@d.example/r"] = "owner"; ["e@f.example"] = "king"; }; };',
  });
  const [den] = (await readAll(t, await openSource({ server: 'prosody', path: join(folder, fileName(host)), host })))
    .rooms;
  t.deepEqual(den?.room.entries, [{ jid: 'a@b.example', facts: { member: true } }]);
  t.deepEqual(
    den?.room.findings.all.map(({ count }) => count),
    [1, 1],
  );
});

const row = (id: number, body: string, nick = 'Zoe'): string =>
  `('den@${host}', ${id}, 'z@a.example/r', '<message type=''groupchat''><body>${body}</body></message>', 'groupchat', '${nick}')`;
const columns = '(username, timestamp, peer, xml, kind, nick)';
const options = '[{title,<<"O\'\'Neil; (x)">>},{unheard_of,1},{affiliations,[{{<<"a">>,<<"b.example">>,<<>>},owner}]}]';

test('rooms in files may have their archive in a database: the usual one, or one that is named', async (t) => {
  const folder = await prosodyFolder(t, {
    'config/den.dat': config,
    'config/other.dat': config,
    'muc_log/other.list': item('k1', 10),
  });
  const dump = join(folder, 'archive.sql');
  const columns = '(sort_id, host, "user", store, key, "when", "with", type, value)';
  const xml = `<message from=''den@${host}/Zoe''><body>in a table</body></message>`;
  await writeFile(
    dump,
    `INSERT INTO prosodyarchive ${columns} VALUES (1, '${host}', 'den', 'muc_log', 'a-1', 5, '', 'xml', '${xml}');\n`,
  );
  const saidWith = async (archive?: string) => {
    const source = await openSource({
      server: 'prosody',
      path: folder,
      host,
      ...(archive !== undefined && { archive }),
    });
    return (await readAll(t, source)).rooms.map(({ room, said }) => [room.local, said]);
  };
  t.deepEqual(await saidWith(), [
    ['den', []],
    ['other', ['k1 Zoe']],
  ]);
  t.deepEqual(await saidWith(dump), [
    ['den', ['a-1 Zoe']],
    ['other', ['k1 Zoe']],
  ]);
  await writeFile(join(folder, 'prosody.sqlite'), 'SQLite format 3\0 and nothing that could be one');
  await t.throwsAsync(saidWith(), { name: 'UnusableSource', message: /prosody\.sqlite cannot be read/ });
  await writeFile(join(folder, 'prosody.sqlite'), '');
  t.is((await saidWith()).length, 2);
  const usual = new DatabaseSync(join(folder, 'prosody.sqlite'));
  usual.exec(
    `CREATE TABLE prosodyarchive ${columns}; INSERT INTO prosodyarchive VALUES (1, '${host}', 'den', 'muc_log', 'b-1', 5, '', 'xml', '${xml}')`,
  );
  usual.close();
  t.deepEqual(await saidWith(), [
    ['den', ['b-1 Zoe']],
    ['other', ['k1 Zoe']],
  ]);
});

test('dumps of all kinds are read alike', async (t) => {
  const folder = await folderFor(t);
  const dumps = {
    'ejabberd.sql': `-- \n-- Mnesia table: archive_msg\n--\nINSERT INTO archive${columns} VALUES ${row(2_000, 'a\\n\\\\;')};\nINSERT INTO archive${columns} VALUES ${row(1_000, "it''s")};\nINSERT INTO muc_room(name, host, opts) VALUES ('den', '${host}', '${options.replaceAll('"', '\\"')}');\n`,
    'mysql.sql': `-- MySQL dump 10.13\n/*!40101 SET NAMES utf8 */;\nINSERT INTO \`archive\` ${columns.replaceAll(/(\w+)/g, '`$1`')} VALUES ${row(2_000, 'a\\n\\\\;')},\n${row(1_000, "it\\'s")};\nINSERT INTO \`muc_room\` (\`name\`,\`host\`,\`opts\`) VALUES ('den','${host}','${options}');\n`,
    'postgres.sql': `--\n-- PostgreSQL database dump\n--\nCREATE TABLE public.archive (username text DEFAULT 'x;');\nINSERT INTO public.archive ${columns} VALUES ${row(2_000, 'a\n\\;')};\nINSERT INTO public.archive ${columns} VALUES ${row(1_000, "it''s")};\nINSERT INTO public.muc_room (name, host, opts) VALUES ('den', '${host}', E'${options}');\n`,
  };
  for (const [name, dump] of Object.entries(dumps)) {
    const path = join(folder, name);
    await writeFile(path, dump);
    const read = await readAll(t, await openSource({ server: 'ejabberd', path, host }));
    const [den] = read.rooms;
    t.deepEqual(den?.said, ['1000 Zoe', '2000 Zoe'], name);
    t.is(den?.room.settings.name, "O'Neil; (x)", name);
    t.deepEqual(den?.room.entries, [{ jid: 'a@b.example', facts: { manager: 'owner', member: true } }], name);
    t.deepEqual(
      den?.room.findings.all.map(({ what }) => what),
      ['the option "unheard_of" of ejabberd'],
      name,
    );
    const texts: string[] = [];
    for await (const { stanza } of den?.room.messages(new Findings()) ?? [])
      texts.push(stanza.getChild('body')?.getText() ?? '');
    t.deepEqual(texts, ["it's", 'a\n\\;'], name);
  }
});

test('damaged rows of a dump are named with their lines, and all others are read', async (t) => {
  const path = join(await folderFor(t), 'dump.sql');
  const broken = `INSERT INTO archive${columns} VALUES ('den@${host}', oops, 'p', 'x', 'groupchat', 'Zoe');\n`;
  const short = `INSERT INTO archive${columns} VALUES ('den@${host}');\n`;
  const noXml = `INSERT INTO archive${columns} VALUES ('den@${host}', 3, 'p', '<message><b', 'groupchat', 'Zoe');\n`;
  const twice = `INSERT INTO archive${columns} VALUES ${row(1, 'b')};\n`;
  const room = (name: string, opts: string): string =>
    `INSERT INTO muc_room(name, host, opts) VALUES ('${name}', '${host}', '${opts}');\n`;
  const good = `INSERT INTO archive${columns} VALUES ${row(1, 'a')};\n`;
  await writeFile(
    path,
    `${good}${good}${broken}${short}${noXml}${twice}${room('den', '[]')}${room('bad', '[{title,')}${room('odd', 'atom')}INSERT INTO archive VALUES ('x');\nINSERT INTO archive${columns} VALUES ('open`,
  );
  const { rooms, lost, findings } = await readAll(t, await openSource({ server: 'ejabberd', path, host }));
  t.deepEqual(
    rooms.map(({ room: { local }, said }) => [local, said]),
    [['den', ['1 Zoe']]],
  );
  t.deepEqual(
    rooms[0]?.found.all.map(({ what, count }) => [what, count]),
    [
      ['messages with an id that an earlier one has', 1],
      ['messages that are no XML', 1],
    ],
  );
  const places = findings.all.flatMap((finding) => finding.places);
  for (const line of [3, 4, 10, 11]) t.true(places.includes(`${path}:${line}`), `${line} in ${places.join(' ')}`);
  t.deepEqual(
    lost.map(({ local, problem }) => [local, problem.startsWith(`its options are damaged (${path}: muc_room): `)]),
    [
      ['bad', true],
      ['odd', true],
    ],
  );
});

test('a source that cannot be used says what to do', async (t) => {
  const folder = await folderFor(t);
  const prosody = await prosodyFolder(t, { 'config/den.dat': config });
  const says = async (server: 'prosody' | 'ejabberd', path: string, text: RegExp, of = host): Promise<void> => {
    const error = await t.throwsAsync(openSource({ server, path, host: of }), { name: 'UnusableSource' });
    t.regex(error?.message ?? '', text);
  };
  await says('prosody', join(folder, 'none'), /is not there/);
  await says('prosody', prosody, /--host may be rooms\.example/, 'other.example');
  await says('ejabberd', folder, /is a folder: .*export2sql/);
  await writeFile(join(folder, 'empty.sql'), 'nothing of use');
  await says('ejabberd', join(folder, 'empty.sql'), /holds no rows of muc_room/);
  const database = new DatabaseSync(join(folder, 'other.sqlite'));
  database.exec('CREATE TABLE muc_room (name, host)');
  database.close();
  await says('ejabberd', join(folder, 'other.sqlite'), /the table muc_room in .* has no column opts/);
  await says('prosody', join(folder, 'other.sqlite'), /has no table prosody/);
});
