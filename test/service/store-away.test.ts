/** While the store is away everybody is told to wait, whatever they ask; when it is back all goes on as before. */
import test, { type ExecutionContext } from 'ava';
import type { Log } from '../../src/ops/log.ts';
import { sparingLog } from '../../src/ops/sparing-log.ts';
import type { Element } from '../../src/wire/xml.ts';
import { type MemoryStore, memoryStore } from '../memory-store.ts';
import { body, domain, errorOf, JumpingClock, World } from '../world.ts';
import { hearsBack } from './chatting.ts';
import { command, commandXml, stage } from './commanding.ts';
import { alice, bob, enter, join, leave, openRoom, owner, room, say } from './conversation.ts';

const root = 'root@localhost/desk';
const reason = 'The store of this service does not answer at the moment, so nothing was done. Try again in a moment.';

interface Trial {
  readonly on: World;
  readonly store: MemoryStore;
  readonly lines: string[];
  /** From the next operation on. */
  away(on: boolean): void;
}

async function trial(): Promise<Trial> {
  let gone = false;
  const clock = new JumpingClock();
  const store = memoryStore({
    fault: (operation) => (gone && operation !== 'close' ? 'away' : undefined),
    now: () => clock.now(),
  });
  const lines: string[] = [];
  const write = (level: string) => (fields: object, msg: string) =>
    void lines.push(`${level} ${msg} ${JSON.stringify(fields)}`);
  const log: Log = { debug: () => {}, info: write('info'), warn: write('warn'), error: write('error') };
  const options = {
    store,
    clock,
    admins: ['root@localhost'],
    log: sparingLog(log, () => clock.now()),
    rates: undefined,
  };
  const on = (await new World(options).start()).connect();
  await openRoom(on);
  await enter(on, alice, 'Alice');
  await enter(on, bob, 'Bob');
  for (const who of [owner, alice, bob]) await on.hears(who);
  lines.splice(0);
  return {
    on,
    store,
    lines,
    away(is) {
      gone = is;
    },
  };
}

function toldToWait(t: ExecutionContext, heard: readonly Element[], what: string): void {
  t.is(heard.length, 1, what);
  const [answer] = heard;
  t.deepEqual(answer && errorOf(answer), { condition: 'resource-constraint', type: 'wait', text: reason }, what);
}

const iq = (to: string, type: 'get' | 'set', payload: string) => `<iq to='${to}' type='${type}' id='q'>${payload}</iq>`;
const info = "<query xmlns='http://jabber.org/protocol/disco#info'/>";
const items = "<query xmlns='http://jabber.org/protocol/disco#items'/>";

/** What somebody may ask that cannot be answered without the store, whether they are known to it or not. */
const asked: Readonly<Record<string, string>> = {
  'a message to a room': `<message to='${room}' type='groupchat' id='q'><body>hello</body></message>`,
  'a private message': `<message to='${room}/Olga' type='chat' id='q'><body>psst</body></message>`,
  joining: join('Newcomer'),
  'joining a room that is not there': `<presence to='new@${domain}/A' id='q'><x xmlns='http://jabber.org/protocol/muc'/></presence>`,
  'what a room is that is not in memory': iq(`cellar@${domain}`, 'get', info),
  'the archive': iq(room, 'set', "<query xmlns='urn:xmpp:mam:2'/>"),
  'the rooms there are': iq(domain, 'get', items),
  'an affiliation': iq(
    room,
    'set',
    "<query xmlns='http://jabber.org/protocol/muc#admin'><item affiliation='member' jid='new@localhost'/></query>",
  ),
  'a command': iq(
    domain,
    'set',
    "<command xmlns='http://jabber.org/protocol/commands' node='longroom:rooms:mine' action='execute'/>",
  ),
};

for (const [what, stanza] of Object.entries(asked)) {
  test(`while the store is away, whoever asks for ${what} is told to wait`, async (t) => {
    const { on, away } = await trial();
    away(true);
    // The first one to meet it may be in the room, or be somebody whom the service has never seen.
    for (const who of ['stranger@localhost/x', 'stranger@localhost/x']) {
      on.send(who, stanza);
      toldToWait(t, await on.hears(who), `${what}, ${who}`);
    }
  });
}

test('who is in the room is told to wait for each message, and nothing is said that is not durable', async (t) => {
  const { on, away } = await trial();
  away(true);
  for (let n = 1; n <= 5; n++) {
    on.send(alice, say(`lost ${n}`));
    toldToWait(t, await on.hears(alice), `message ${n}`);
  }
  t.deepEqual(await on.hears(bob), []);
  away(false);
  on.send(alice, say('kept'));
  t.deepEqual((await on.hears(bob)).map(body), ['kept']);
  t.deepEqual((await on.hears(alice)).map(body), ['kept']);
});

test('chat with the service and its commands say the same, and say how it goes afterwards', async (t) => {
  const { on, away } = await trial();
  away(true);
  t.is(await hearsBack(on, 'stranger@localhost/x', 'rooms'), reason);
  t.like(await command(on, root, commandXml('longroom:rooms:list'), domain), {
    condition: 'resource-constraint',
    type: 'wait',
  });
  const typed = { user: 'pat', words: 'job list', values: [] };
  t.like(await on.commandLine.begin(typed, () => {}), { condition: 'resource-constraint', type: 'wait', text: reason });
  away(false);
  t.regex(await hearsBack(on, 'stranger@localhost/x', 'rooms'), /den/i);
});

test('the health says what is away, since when and why, also to who is not known to the store, and then that it is up', async (t) => {
  const { on, away } = await trial();
  const fields = async () => (await stage(on, root, commandXml('longroom:service:health'), domain)).fields;
  t.like(await fields(), { server: 'up', store: 'up' });
  away(true);
  on.send(alice, say('lost'));
  await on.pass(1_000);
  const since = new Date(on.clock.now() - 1_000).toISOString().slice(0, 19).replace('T', ' ');
  const told = `away since ${since}Z: the store does not answer; try again in a moment`;
  await on.pass(60_000);
  t.like(await fields(), { server: 'up', store: told });
  const typed = await on.commandLine.begin({ user: 'nobody', words: 'health', values: [] }, () => {});
  const result = 'run' in typed ? await typed.run({ limit: 10 }) : typed;
  t.like(result, { isAmiss: true, facts: [{ value: 'up' }, { value: told }] });
  away(false);
  t.like(await fields(), { server: 'up', store: 'up' });
  t.is(
    ((await command(on, alice, commandXml('longroom:service:health'), domain)) as { condition?: string }).condition,
    'forbidden',
  );
});

test('the health knows of a stream that is cut', async (t) => {
  const { on } = await trial();
  on.cut();
  await on.pass(1_000);
  const typed = await on.commandLine.begin({ user: 'pat', words: 'health', values: [] }, () => {});
  const result = 'run' in typed ? await typed.run({ limit: 10 }) : typed;
  t.true('isAmiss' in result && result.isAmiss);
  t.regex('facts' in result ? (result.facts?.[0]?.value ?? '') : '', /^away since .*Z: not connected/);
});

test('the log says once that the store is away and once that it is back, and little of what failed meanwhile', async (t) => {
  const { on, lines, away } = await trial();
  away(true);
  for (let n = 0; n < 500; n++) on.send(alice, say(`lost ${n}`));
  for (let n = 0; n < 500; n++) on.send(`stranger${n}@localhost/x`, say('hello'));
  await on.pass(55_000);
  away(false);
  on.send(alice, say('kept'));
  await on.pass(1_000);
  t.is(lines.filter((line) => line.startsWith('error the store is away ')).length, 1);
  t.is(lines.filter((line) => line.startsWith('info the store is back {"seconds":55}')).length, 1);
  t.true(lines.length < 60, `${lines.length} lines`);
  t.deepEqual(
    lines.filter((line) => line.startsWith('error') && !line.startsWith('error the store is away')),
    [],
  );
});

test('long work begun before goes on afterwards, and snapshots are made again', async (t) => {
  const { on, store, away } = await trial();
  const agreed = await stage(
    on,
    root,
    commandXml('http://jabber.org/protocol/admin#announce', {}, { announcement: 'Noon.' }),
    domain,
  );
  const [stream = ''] = await store.sessions.streams(alice);
  const before = (await store.snapshot(stream))?.number ?? 0;
  for (let n = 0; n < 195; n++) on.send(alice, say(`${n}`));
  await on.settle();
  on.send(
    root,
    iq(
      domain,
      'set',
      `<command xmlns='http://jabber.org/protocol/commands' node='http://jabber.org/protocol/admin#announce' sessionid='${agreed.sessionid}'/>`,
    ),
  );
  // The job is kept first: from then on nothing can be written.
  while ((await store.snapshots.list({ prefix: 'job', limit: 1 })).length === 0) await on.settle();
  away(true);
  await on.pass(60_000);
  away(false);
  for (const who of [alice, bob, owner]) await on.hears(who);
  for (let n = 0; n < 250; n++) on.send(alice, say(`again ${n}`));
  await on.pass(5_000);
  t.true((await on.hears(bob)).some((stanza) => body(stanza) === 'again 249'));
  t.true(((await store.snapshot(stream))?.number ?? 0) > before + 200);
  const jobs = await hearsBack(on, root, 'job list');
  t.regex(jobs, /done/);
});

test('a stream that comes back before the store has everybody told to wait, and then what was not delivered', async (t) => {
  const { on, away } = await trial();
  on.send(alice, say('before the cut'));
  await on.settle();
  for (const who of [owner, alice, bob]) await on.hears(who);
  on.cut();
  away(true);
  on.connect();
  await on.pass(2_500);
  on.send(alice, say('lost'));
  toldToWait(t, await on.hears(alice), 'after the reconnect');
  await on.pass(30_000);
  away(false);
  await on.pass(2_000);
  on.send(alice, say('afterwards'));
  t.deepEqual(
    [...new Set((await on.hears(bob)).map(body).filter((text) => text !== undefined))],
    ['before the cut', 'afterwards'],
  );
});

test('a service that stops while the store is away stops in good order', async (t) => {
  const { on, store, away } = await trial();
  on.send(alice, say('last'));
  await on.settle();
  away(true);
  await on.stop();
  away(false);
  const again = await new World({ store: store.reopen() }).start();
  again.connect();
  t.true((await again.hears(bob)).some((stanza) => body(stanza) === 'last'));
});

test('who leaves while the store is away is out of the room when it is back', async (t) => {
  const { on, away } = await trial();
  away(true);
  on.send(bob, leave('Bob'));
  await on.pass(10_000);
  away(false);
  await on.pass(10_000);
  await on.hears(bob);
  on.send(alice, say('anybody?'));
  t.deepEqual((await on.hears(bob)).map(body), []);
});

test('who left while the store was away and has come again is in the room', async (t) => {
  const { on, away } = await trial();
  away(true);
  on.send(bob, leave('Bob'));
  on.send(bob, join('Bob'));
  await on.pass(10_000);
  on.send(bob, join('Bob'));
  away(false);
  on.send(bob, join('Bob'));
  await on.pass(10_000);
  await on.hears(bob);
  on.send(alice, say('there?'));
  t.deepEqual((await on.hears(bob)).map(body), ['there?']);
});
