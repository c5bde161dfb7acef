/** Groups from a real OpenLDAP, from the settings to what the service is told. */
import anyTest, { type ExecutionContext } from 'ava';
import { Attribute, Change } from 'ldapts';
import type { OutsideGroupMap } from '../../src/category/group-members.ts';
import { loadConfig } from '../../src/config/load.ts';
import type { Config } from '../../src/config/schema.ts';
import { ConfigGroups } from '../../src/groups/config-source.ts';
import { ldapDirectory } from '../../src/groups/ldap-directory.ts';
import type { OutsideGroups } from '../../src/groups/outside-groups.ts';
import type { GroupKeeper } from '../../src/groups/source.ts';
import { systemClock } from '../../src/ops/clock.ts';
import type { Log, LogFields } from '../../src/ops/log.ts';
import { outsideGroups } from '../../src/outside.ts';
import { Slapd } from '../servers/slapd.ts';
import { TcpProxy } from '../servers/tcp-proxy.ts';

const skipped = (process.env['LONGROOM_TEST_WITHOUT'] ?? '').split(',').some((name) => name.trim() === 'slapd');
const law = skipped ? anyTest.skip : anyTest;
const note = skipped ? ' (LONGROOM_TEST_WITHOUT names slapd)' : '';

const people = 'ou=people,dc=example,dc=org';
const groups = 'ou=groups,dc=example,dc=org';

function unit(name: string): string {
  return `dn: ou=${name},dc=example,dc=org\nobjectClass: organizationalUnit\nou: ${name}\n\n`;
}

function person(uid: string, dn = `uid=${uid}`, cn = uid): string {
  return `dn: ${dn},${people}\nobjectClass: inetOrgPerson\nuid: ${uid}\ncn: ${cn}\nsn: ${cn}\n\n`;
}

function group(kind: string, name: string, ...lines: readonly string[]): string {
  return `dn: cn=${name},${groups}\nobjectClass: ${kind}\ncn: ${name}\n${lines.join('\n')}\n\n`;
}

const foundation = unit('people') + unit('groups');

const small = [
  foundation,
  person('alice'),
  person('bob'),
  person('joerg', 'cn=Müller\\, Jörg (Ext) \\"x\\"', 'Müller, Jörg (Ext) "x"'),
  person('not a login'),
  group('groupOfNames', 'traders', `member: uid=alice,${people}`, `member: UID=Bob, ${people}`),
  group('groupOfUniqueNames', 'Händler (EU)*', `uniqueMember: CN=müller\\2C jörg (Ext) \\22x\\22,${people}`),
  group('posixGroup', 'unix', 'gidNumber: 100', 'memberUid: bob', 'memberUid: nobody'),
  group('groupOfNames', 'all', `member: cn=traders,${groups}`, `member: cn=circle,${groups}`),
  group('groupOfNames', 'circle', `member: cn=all,${groups}`, `member: uid=not a login,${people}`),
].join('');

interface Told {
  readonly level: string;
  readonly fields: LogFields;
  readonly msg: string;
}

interface Office {
  readonly outside: OutsideGroups;
  /** What the service was told, the newest last. */
  readonly heard: OutsideGroupMap[];
  /** Lines of the log. */
  readonly told: Told[];
}

const nowhere: GroupKeeper = { keep: async () => {}, kept: async () => undefined };

/** Groups as the program puts them together from its environment, once they have been read. */
async function open(
  t: ExecutionContext,
  env: Readonly<Record<string, string>>,
  keeper: GroupKeeper = nowhere,
): Promise<Office> {
  const heard: OutsideGroupMap[] = [];
  const told: Told[] = [];
  const tell = (level: string) => (fields: LogFields, msg: string) => void told.push({ level, fields, msg });
  const log: Log = { debug: tell('debug'), info: tell('info'), warn: tell('warn'), error: tell('error') };
  const config = configFrom(t, env);
  const configured = new ConfigGroups(config.groups);
  const changed = (groups: OutsideGroupMap) => void heard.push(groups);
  const outside = await outsideGroups({ config, configured, log, clock: systemClock, keeper, changed });
  t.teardown(() => outside.stop());
  await outside.start();
  await outside.refresh();
  return { outside, heard, told };
}

function configFrom(t: ExecutionContext, env: Readonly<Record<string, string>>): Config {
  const own = { LONGROOM_XMPP_DOMAIN: 'rooms.example.org', LONGROOM_XMPP_SECRET: 'hush-hush' };
  const loaded = loadConfig({ env: { ...own, ...env } });
  if (loaded.kind === 'problems') return t.fail(JSON.stringify(loaded.problems)) as never;
  return loaded.config;
}

function settings(slapd: Slapd, more: Readonly<Record<string, string>> = {}): Record<string, string> {
  return {
    LONGROOM_LDAP_URL: slapd.url,
    LONGROOM_LDAP_BIND_DN: Slapd.readerDn,
    LONGROOM_LDAP_PASSWORD: Slapd.password,
    LONGROOM_LDAP_GROUPS_BASE_DN: groups,
    LONGROOM_LDAP_PEOPLE_BASE_DN: people,
    ...more,
  };
}

async function directory(t: ExecutionContext, ldif: string): Promise<Slapd> {
  const slapd = await Slapd.launch(ldif);
  t.teardown(() => slapd.stop());
  return slapd;
}

function membersIn({ outside }: Office): Record<string, string[]> {
  return Object.fromEntries([...outside.groups].map(([name, { members }]) => [name, [...members].toSorted()]));
}

function warnings({ told }: Office): string[] {
  return told
    .filter(({ level }) => level === 'warn')
    .map(({ fields, msg }) => `${fields['problem'] ?? ''} ${msg}`.trim());
}

law(`groups of every kind have their members, whatever they are called${note}`, async (t) => {
  const slapd = await directory(t, small);
  const office = await open(t, settings(slapd));
  t.deepEqual(membersIn(office), {
    traders: ['alice@example.org', 'bob@example.org'],
    'Händler (EU)*': ['joerg@example.org'],
    unix: ['bob@example.org'],
    all: ['alice@example.org', 'bob@example.org'],
    circle: ['alice@example.org', 'bob@example.org'],
  });
  t.deepEqual(
    [...office.outside.groups.values()].map(({ source }) => source),
    Array(5).fill('ldap'),
  );
  const [left] = office.told.filter(({ level }) => level === 'warn');
  t.deepEqual(left?.fields, { unknownMembers: 1, membersWithoutAddress: 1 });
});

law(`without nesting a group has those that it names itself${note}`, async (t) => {
  const slapd = await directory(t, small);
  const office = await open(t, settings(slapd, { LONGROOM_LDAP_NESTED: 'off' }));
  t.deepEqual(membersIn(office)['all'], []);
  t.deepEqual(membersIn(office)['traders'], ['alice@example.org', 'bob@example.org']);
});

law(`the socket of this machine serves as well, and the whole address may stand in an attribute${note}`, async (t) => {
  const mail = person('carol').trimEnd();
  const ldif = `${foundation}${mail}\nmail: Carol.Jones@Example.NET\n\n${group('groupOfNames', 'desk', `member: uid=carol,${people}`)}`;
  const slapd = await directory(t, ldif);
  const env = { LONGROOM_LDAP_URL: slapd.socketUrl, LONGROOM_LDAP_PEOPLE_JID: 'mail' };
  t.deepEqual(membersIn(await open(t, settings(slapd, env))), { desk: ['carol.jones@example.net'] });
});

law(`thousands of people and groups are read to the end${note}`, async (t) => {
  const uids = Array.from({ length: 1_300 }, (_, index) => `u${index}`);
  const ldif = [
    foundation,
    ...uids.map((uid) => person(uid)),
    group('groupOfNames', 'everybody', ...uids.map((uid) => `member: uid=${uid},${people}`)),
    ...uids.map((uid) => group('groupOfNames', `of ${uid}`, `member: uid=${uid},${people}`)),
  ];
  const slapd = await directory(t, ldif.join(''));
  const office = await open(t, settings(slapd));
  t.is(office.outside.groups.size, 1_301);
  t.is(office.outside.groups.get('everybody')?.members.size, 1_300);
  t.true(office.outside.groups.get('of u1299')?.members.has('u1299@example.org'));

  const anybody = { LONGROOM_LDAP_BIND_DN: '', LONGROOM_LDAP_PASSWORD: '' };
  const limited = await open(t, settings(slapd, anybody));
  t.is(limited.outside.groups.size, 0);
  t.regex(warnings(limited)[0] ?? '', /does not give that many entries; raise its size limit .*\(result 4\)/);
});

law(`a change is seen at the next reading, and told once${note}`, async (t) => {
  const slapd = await directory(t, small);
  const office = await open(t, settings(slapd));
  t.is(office.heard.length, 1);
  await office.outside.refresh();
  t.is(office.heard.length, 1);

  const values = [`uid=bob,${people}`];
  const leave = new Change({ operation: 'delete', modification: new Attribute({ type: 'member', values }) });
  await slapd.change((client) => client.modify(`cn=traders,${groups}`, leave));
  await office.outside.refresh();
  t.is(office.heard.length, 2);
  t.deepEqual([...(office.heard.at(-1)?.get('traders')?.members ?? [])], ['alice@example.org']);
});

law(`while the directory is away the last good groups stay, also over a restart of the service${note}`, async (t) => {
  const slapd = await directory(t, small);
  let text: string | undefined;
  const keeper: GroupKeeper = {
    keep: async (now) => {
      text = now;
    },
    kept: async () => text,
  };
  const office = await open(t, settings(slapd), keeper);
  const before = membersIn(office);
  await slapd.kill();
  const [, away] = await office.outside.refresh();
  await office.outside.refresh();
  t.deepEqual(membersIn(office), before);
  t.is(office.heard.length, 1);
  t.regex(away?.problem ?? '', /ECONNREFUSED/);
  t.is(warnings(office).filter((line) => line.includes('ECONNREFUSED')).length, 1);
  office.outside.stop();

  const next = await open(t, settings(slapd), keeper);
  t.deepEqual(membersIn(next), before);
  await slapd.start();
  const [, back] = await next.outside.refresh();
  t.is(back?.problem, undefined);
  t.deepEqual(membersIn(next), before);
});

law(`what is wrong with the account or the names is one line that says what to do${note}`, async (t) => {
  const slapd = await directory(t, small);
  const wrong = await open(t, settings(slapd, { LONGROOM_LDAP_PASSWORD: 's3cr3t-and-wrong' }));
  t.deepEqual(warnings(wrong), [
    `${slapd.url}: the directory refuses ldap.bindDn with ldap.password; check both (result 49) ` +
      'groups cannot be read; those read last stay as they are',
  ]);
  t.false(JSON.stringify(wrong.told).includes('s3cr3t'));

  const lost = await open(t, settings(slapd, { LONGROOM_LDAP_GROUPS_BASE_DN: 'ou=nowhere,dc=example,dc=org' }));
  t.regex(warnings(lost)[0] ?? '', /ldap\.groupsBaseDn or ldap\.peopleBaseDn is not there/);
  const filter = await open(t, settings(slapd, { LONGROOM_LDAP_GROUPS_FILTER: '(&(cn=a)b)' }));
  t.is(warnings(filter).length, 1);
  t.regex(warnings(filter)[0] ?? '', /^the filter \(&\(cn=a\)b\) cannot be understood/);
  const plain = await open(t, settings(slapd, { LONGROOM_LDAP_START_TLS: 'on' }));
  t.regex(warnings(plain)[0] ?? '', /does not start TLS; use ldaps/);
});

law(
  `a connection that breaks in the middle is a failure, and is not made again without signing in${note}`,
  async (t) => {
    const slapd = await directory(t, small);
    const link = await TcpProxy.to('127.0.0.1', slapd.port);
    t.teardown(() => link.close());
    const account = { bindDn: Slapd.readerDn, password: Slapd.password, startTls: false, caFile: undefined };
    const signedIn = await ldapDirectory({ ...account, url: `ldap://127.0.0.1:${link.port}` })();
    const read = async () => {
      for await (const page of signedIn.search({ base: groups, scope: 'sub', filter: '(cn=*)', attributes: ['cn'] })) {
        t.is(page.length, 5);
      }
    };
    await read();
    link.cut();
    const broken = /cannot be read \((?:the connection was cut|Connection closed|Socket|read ECONN|write )/;
    await t.throwsAsync(read(), { message: broken });
    await t.throwsAsync(read(), { message: broken });
    await signedIn.close();
  },
);
