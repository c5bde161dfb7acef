/** What destroys asks for a word, and long results come in parts, in chat: on a made-up table. */
import test from 'ava';
import { serviceCommand } from '../../src/commands/command.ts';
import { text } from '../../src/commands/fields.ts';
import { Chat } from '../../src/service/chat/chat.ts';
import { CommandDesk } from '../../src/service/commands/desk.ts';
import { TypedCommands } from '../../src/service/commands/typed-commands.ts';
import { RoomSearches } from '../../src/service/room-searches.ts';
import { memoryStore } from '../memory-store.ts';
import { domain, JumpingClock } from '../world.ts';
import { madeUpHouse } from './made-up-house.ts';

const me = 'root@localhost';

function trial() {
  const ran: string[] = [];
  const admins = new Set([me, 'admin@localhost']);
  const clock = new JumpingClock();
  const store = memoryStore();
  const reset = serviceCommand({
    ...{ node: 'reset', words: 'reset', positional: ['name'], changes: true },
    ...{ title: 'Reset', instructions: 'Everything is lost.', mayRun: 'service admin' },
    fields: { name: text({ name: 'name', label: 'Name', charactersMax: 10 }) },
    confirm: async ({ name }) => `Shall ${name} be lost for ever?`,
    async run({ name }) {
      ran.push(name);
      return { note: `${name} is gone.` };
    },
  });
  const count = serviceCommand({
    ...{ node: 'count', words: 'count', changes: false, title: 'Count', instructions: 'Counts.', mayRun: 'everyone' },
    fields: {},
    async run(_, __, { after, limit }) {
      const from = Number(after ?? 0);
      const numbers = Array.from({ length: Math.min(limit, 50 - from) }, (___, at) => [String(from + at)]);
      const table = { columns: [{ name: 'n', label: 'Number' }], rows: numbers };
      return { table, ...(from + limit < 50 && { next: String(from + limit) }) };
    },
  });
  const commands = [reset, count];
  const desk = new CommandDesk({
    commands,
    ask: () => Promise.reject(new Error('no room was to be asked')),
    person: async (jid) => ({ key: jid, jid }),
    isServiceAdmin: ({ jid }) => admins.has(jid),
    mayUse: () => true,
    mayCreateRooms: () => false,
    house: madeUpHouse(),
  });
  let ids = 0;
  const chat = new Chat({
    ...{ commands, domain, store, searches: new RoomSearches(store.rooms), typed: new TypedCommands(desk) },
    visible: { shownTo: async () => 'all' },
    now: clock.now,
    random: () => `r${++ids}`,
  });
  const says = async (body: string, session = `${me}/desk`): Promise<string> => {
    const person = { key: '', jid: session.slice(0, session.indexOf('/')) };
    return String(await chat.answer(body, { where: 'service', at: domain, from: { session, person } }));
  };
  return { ran, admins, clock, says };
}

function wordIn(reply: string): string {
  return /^Send "(\w+)" within a minute/m.exec(reply)?.[1] ?? '';
}

test('what destroys is done once its word comes, and only once', async (t) => {
  const { ran, says } = trial();
  const asked = await says('reset all');
  t.regex(asked, /^Shall all be lost for ever\?\nSend "/);
  t.deepEqual(ran, []);
  const word = wordIn(asked);
  t.is(await says(word.toUpperCase()), 'all is gone.');
  t.regex(await says(word), /I do not know this command/);
  t.deepEqual(ran, ['all']);
});

test('any other message than the word leaves all as it is, and is answered for itself', async (t) => {
  const { ran, says } = trial();
  const word = wordIn(await says('reset all'));
  t.is(await says('no'), 'That was not the word, so nothing was done.');
  t.regex(await says(word), /I do not know/);
  const other = wordIn(await says('reset all'));
  const replaced = await says('reset more');
  t.regex(replaced, /^"reset" was not done\.\nShall more be lost/);
  t.regex(await says(other), /not the word/);
  t.deepEqual(ran, []);
});

test('the word is good for a minute', async (t) => {
  const { ran, says, clock } = trial();
  const word = wordIn(await says('reset all'));
  clock.step(60_001);
  t.regex(await says(word), /longer than a minute, so nothing was done/);
  t.deepEqual(ran, []);
});

test('the word is of the person it was given to, on whatever device', async (t) => {
  const { ran, says } = trial();
  const word = wordIn(await says('reset all'));
  t.regex(await says(word, 'admin@localhost/x'), /I do not know/);
  t.is(await says(word, `${me}/phone`), 'all is gone.');
  t.deepEqual(ran, ['all']);
});

test('who may not any more when the word comes, does nothing', async (t) => {
  const { ran, says, admins } = trial();
  const word = wordIn(await says('reset all'));
  admins.clear();
  t.is(await says(word), 'You may not run this command here.');
  t.deepEqual(ran, []);
});

test('a long result comes in parts, as long as they are asked for', async (t) => {
  const { says } = trial();
  const first = (await says('count')).split('\n');
  t.deepEqual([first[0], first.length, first.at(-1)], ['0', 21, 'Send "more" for the rest.']);
  const second = (await says('More')).split('\n');
  t.is(second[0], '20');
  const third = (await says('more')).split('\n');
  t.deepEqual([third[0], third.length], ['40', 10]);
  t.is(await says('more'), 'There is no more to show.');
  await says('count');
  await says('help');
  t.is(await says('more'), 'There is no more to show.');
});
