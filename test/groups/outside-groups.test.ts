/** Groups over time: what the service is told, and what it keeps while a source is away. */
import test from 'ava';
import type { OutsideGroupMap } from '../../src/category/group-members.ts';
import { ConfigGroups } from '../../src/groups/config-source.ts';
import { OutsideGroups } from '../../src/groups/outside-groups.ts';
import { type GroupSource, GroupSourceError, type MemberLists } from '../../src/groups/source.ts';
import type { LogFields } from '../../src/ops/log.ts';
import { JumpingClock } from '../world.ts';

type Groups = Readonly<Record<string, readonly string[]>>;

/** A directory that says what it is told to. */
class Directory implements GroupSource {
  readonly name = 'ldap';
  readings = 0;
  now: Groups | 'away' = {};

  async load(): Promise<MemberLists> {
    this.readings += 1;
    if (this.now === 'away') throw new GroupSourceError('ldap://x: it cannot be read');
    return new Map(Object.entries(this.now));
  }
}

class Keeper {
  text: string | undefined;
  writes = 0;
  fails = false;

  async keep(text: string): Promise<void> {
    if (this.fails) throw new Error('the disk is full');
    this.text = text;
    this.writes += 1;
  }

  async kept(): Promise<string | undefined> {
    return this.text;
  }
}

const refreshSeconds = 900;

async function office(options: { now?: Groups | 'away'; configured?: Groups; keeper?: Keeper; random?: number } = {}) {
  const clock = new JumpingClock();
  const directory = new Directory();
  directory.now = options.now ?? { traders: ['alice@example.org'] };
  const configured = new ConfigGroups(new Map(Object.entries(options.configured ?? {})));
  const keeper = options.keeper ?? new Keeper();
  const heard: OutsideGroupMap[] = [];
  const said: { level: string; fields: LogFields; msg: string }[] = [];
  const say = (level: string) => (fields: LogFields, msg: string) => void said.push({ level, fields, msg });
  const groups = new OutsideGroups({
    sources: [{ source: configured }, { source: directory, schedule: { refreshSeconds, keeper } }],
    clock,
    log: { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') },
    random: () => options.random ?? 0.5,
    changed: (now) => void heard.push(now),
  });
  await groups.start();
  await settled();
  const later = async (seconds: number) => {
    const end = clock.now() + seconds * 1000;
    while (clock.now() < end) {
      clock.step(end - clock.now());
      await settled();
    }
  };
  const lines = (level: string) => said.filter((line) => line.level === level).map(({ msg }) => msg);
  return { clock, directory, configured, keeper, heard, lines, groups, later };
}

/** Everything here answers without a timer or I/O. */
async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

function plain(groups: OutsideGroupMap | undefined): Record<string, string[]> {
  return Object.fromEntries([...(groups ?? [])].map(([name, { members }]) => [name, [...members]]));
}

test('the service is told of all groups at the start, and again only when something has changed', async (t) => {
  const on = await office({ configured: { desk: ['bob@example.org', 'example.net'] } });
  const both = { desk: ['bob@example.org', 'example.net'], traders: ['alice@example.org'] };
  t.deepEqual(plain(on.heard.at(-1)), both);
  t.is(on.groups.groups.get('desk')?.source, 'config');
  t.is(on.groups.groups.get('traders')?.source, 'ldap');
  const told = on.heard.length;
  await on.later(3 * refreshSeconds);
  t.is(on.directory.readings, 4);
  t.is(on.heard.length, told);
  on.directory.now = { traders: ['alice@example.org', 'carol@example.org'] };
  await on.later(refreshSeconds);
  t.deepEqual(plain(on.heard.at(-1))['traders'], ['alice@example.org', 'carol@example.org']);
  t.is(on.heard.length, told + 1);
});

test('groups of the configuration are those that it has when it is read again', async (t) => {
  const on = await office({ configured: { desk: ['bob@example.org'] } });
  on.configured.replace(new Map([['desk', []]]));
  await on.groups.refresh();
  t.deepEqual(plain(on.heard.at(-1)), { desk: [], traders: ['alice@example.org'] });
});

test('of a name that is in both, the group of the configuration counts, and that is said', async (t) => {
  const on = await office({ configured: { traders: ['bob@example.org'] } });
  t.deepEqual(plain(on.heard.at(-1)), { traders: ['bob@example.org'] });
  await on.groups.refresh();
  t.deepEqual(on.lines('warn'), ['groups of the directory are hidden by those of the configuration']);
});

test('while the directory is away its groups stay, it is said once, and it is tried again sooner', async (t) => {
  const on = await office();
  on.directory.now = 'away';
  await on.later(refreshSeconds);
  const [, state] = on.groups.states;
  t.is(state?.problem, 'ldap://x: it cannot be read');
  t.is(state?.members, 1);
  t.truthy(state?.lastGoodAt);
  const before = on.directory.readings;
  await on.later(refreshSeconds);
  t.true(on.directory.readings - before >= 5);
  t.deepEqual(plain(on.groups.groups), { traders: ['alice@example.org'] });
  t.is(on.lines('warn').length, 1);

  on.directory.now = { traders: ['bob@example.org'] };
  await on.later(refreshSeconds);
  t.is(on.groups.states[1]?.problem, undefined);
  t.deepEqual(plain(on.heard.at(-1)), { traders: ['bob@example.org'] });
  t.true(on.lines('info').includes('groups can be read again'));
});

test('a directory that is away is not asked more than once a second, whatever the dice say', async (t) => {
  const on = await office({ now: 'away', random: 0 });
  await on.later(60);
  t.true(on.directory.readings <= 61);
});

test('a directory that suddenly names nobody is believed when it has said so three times', async (t) => {
  const on = await office();
  const told = on.heard.length;
  for (const nobody of [{}, { traders: [] }]) {
    on.directory.now = nobody;
    await on.later(refreshSeconds);
    t.deepEqual(plain(on.groups.groups), { traders: ['alice@example.org'] });
    t.regex(on.groups.states[1]?.problem ?? '', /names nobody/);
  }
  t.is(on.heard.length, told);
  await on.later(refreshSeconds);
  t.deepEqual(plain(on.heard.at(-1)), { traders: [] });
  t.is(on.groups.states[1]?.problem, undefined);
});

test('an outage, or a good answer, between two empty ones begins the count anew', async (t) => {
  const on = await office();
  for (const now of [{}, {}, 'away', {}, {}, { traders: ['alice@example.org'] }, {}, {}] as const) {
    on.directory.now = now;
    await on.groups.refresh();
    t.deepEqual(plain(on.groups.groups), { traders: ['alice@example.org'] });
  }
});

test('what the configuration empties is empty at once', async (t) => {
  const on = await office({ configured: { desk: ['bob@example.org'] }, now: {} });
  on.configured.replace(new Map());
  await on.groups.refresh();
  t.deepEqual(plain(on.heard.at(-1)), {});
});

test('after a restart the groups of the directory are there before it answers', async (t) => {
  const keeper = new Keeper();
  const first = await office({ keeper });
  await first.later(2 * refreshSeconds);
  t.is(keeper.writes, 1);
  first.groups.stop();

  const next = await office({ keeper, now: 'away' });
  t.deepEqual(plain(next.heard.at(-1)), { traders: ['alice@example.org'] });
  t.is(next.groups.states[1]?.lastGoodAt, Date.UTC(2026, 0, 1));
  next.directory.now = {};
  await next.groups.refresh();
  t.deepEqual(plain(next.groups.groups), { traders: ['alice@example.org'] });
});

test('groups that could not be kept are kept after the next reading', async (t) => {
  const keeper = new Keeper();
  keeper.fails = true;
  const on = await office({ keeper });
  t.deepEqual(on.lines('warn'), ['groups could not be kept for the next start']);
  keeper.fails = false;
  await on.groups.refresh();
  t.truthy(keeper.text);
});

test('what was kept by something else is left aside', async (t) => {
  for (const text of [
    '',
    '{}',
    'null',
    '[1]',
    '{"format":1,"readAt":1,"groups":[["a",[1]]]}',
    '{"format":2,"groups":[]}',
  ]) {
    const keeper = new Keeper();
    keeper.text = text;
    const on = await office({ keeper, now: 'away' });
    t.is(on.groups.groups.size, 0, text);
    t.is(on.lines('warn').length, 2, text);
  }
});

test('once stopped, nothing is read and nobody is told', async (t) => {
  const on = await office();
  const [told, readings] = [on.heard.length, on.directory.readings];
  on.directory.now = {};
  const late = on.groups.refresh();
  on.groups.stop();
  await late;
  await on.later(10 * refreshSeconds);
  t.is(on.directory.readings, readings + 1);
  t.is(on.heard.length, told);
});

test('who asks during a reading gets its outcome instead of another one', async (t) => {
  const on = await office();
  const before = on.directory.readings;
  const [one, other] = await Promise.all([on.groups.refresh(), on.groups.refresh()]);
  t.deepEqual(one, other);
  t.is(on.directory.readings, before + 1);
});
