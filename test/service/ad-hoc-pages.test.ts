/** Commands that change what is there, and commands with long results, as clients run them (XEP-0050). */
import test from 'ava';
import { type Command, serviceCommand } from '../../src/commands/command.ts';
import { boolean, clearable, oneOf, text } from '../../src/commands/fields.ts';
import { lineItem, list } from '../../src/commands/item-fields.ts';
import { refusal } from '../../src/wire/error.ts';
import { commandXml, type Stage } from './commanding.ts';
import { go, send, trial } from './made-up-commands.ts';

const rows = Array.from({ length: 120 }, (_, at) => [`row ${at}`]);

/** As often as the next page is refused. */
const busy = [true];

const long = serviceCommand({
  node: 'long',
  words: 'long list',
  changes: false,
  title: 'Long list',
  instructions: 'It has several pages.',
  mayRun: 'everyone',
  fields: {},
  async run(_, { from: { session } }, { after, limit }) {
    if (session === 'busy@localhost/1' && after !== undefined && busy.pop()) {
      return refusal('resource-constraint', 'wait', 'Not now.');
    }
    const from = Number(after ?? 0);
    const next = from + limit < rows.length ? { next: String(from + limit) } : {};
    return { table: { columns: [{ name: 'row', label: 'Row' }], rows: rows.slice(from, from + limit) }, ...next };
  },
});

function setting(got: unknown[]): Command {
  const what = oneOf({ name: 'what', label: 'What', options: [{ value: 'a', label: 'A' }] });
  return serviceCommand({
    node: 'set',
    words: 'set',
    changes: true,
    title: 'Set',
    instructions: 'Changes it.',
    mayRun: 'everyone',
    fields: {
      what,
      name: clearable(text({ name: 'name', label: 'Name', charactersMax: 20 })),
      on: clearable(boolean({ name: 'on', label: 'On' })),
      list: clearable(list({ name: 'list', label: 'List', item: lineItem({ charactersMax: 9 }), itemsMax: 9 })),
    },
    steps: [['what'], ['name', 'on', 'list']],
    presets: async ({ what: which }) => (which === 'a' ? { name: 'old', on: true, list: ['x', 'y'] } : {}),
    async run(values) {
      got.push(values);
      return { facts: [{ name: 'name', label: 'Name', value: String(values.name) }] };
    },
  });
}

const first = (stage: Stage) => stage.lines[0];

test('a long list has pages, forwards and back, and ends when it is told to', async (t) => {
  const on = trial({ commands: [long] });
  const one = await go(on, commandXml('long'));
  t.like(one, { status: 'executing', actions: ['next', 'complete'] });
  t.is(one.lines.length, 50);
  const { sessionid } = one;
  const turn = (action: string) => go(on, commandXml('long', { sessionid, action }));
  const two = await turn('next');
  t.like(two, { status: 'executing', actions: ['prev', 'next', 'complete'] });
  t.is(first(two), 'row 50');
  const three = await turn('execute');
  t.like(three, { actions: ['prev', 'complete'] });
  t.deepEqual([first(three), three.lines.length], ['row 100', 20]);
  t.is(first(await turn('prev')), 'row 50');
  const back = await turn('prev');
  t.like(back, { actions: ['next', 'complete'] });
  t.is(first(back), 'row 0');
  t.like(await send(on, commandXml('long', { sessionid, action: 'prev' })), { specific: 'bad-action' });
  t.is(first(await turn('next')), 'row 50');
  t.like(await turn('complete'), { status: 'completed', actions: [], lines: [] });
  t.like(await send(on, commandXml('long', { sessionid, action: 'next' })), { specific: 'session-expired' });
});

test('who is told to wait for a page may ask for it again', async (t) => {
  const on = trial({ commands: [long] });
  const who = 'busy@localhost/1';
  const { sessionid } = await go(on, commandXml('long'), who);
  const next = commandXml('long', { sessionid, action: 'next' });
  t.like(await send(on, next, who), { condition: 'resource-constraint' });
  t.is(first(await go(on, next, who)), 'row 50');
});

test('what is to be changed is shown as it is, and what is left so has not been given', async (t) => {
  const got: unknown[] = [];
  const on = trial({ commands: [setting(got)] });
  const { sessionid } = await go(on, commandXml('set'));
  const shown = await go(on, commandXml('set', { sessionid }, { what: 'a' }));
  t.deepEqual(shown.fields, { name: 'old', on: '1', list: 'x\ny' });
  const xml = `<command xmlns='http://jabber.org/protocol/commands' node='set' sessionid='${sessionid}'>
    <x xmlns='jabber:x:data' type='submit'><field var='name'><value/></field><field var='on'><value>true</value></field>
    <field var='list'><value>x</value><value>y</value></field></x></command>`;
  const done = await go(on, xml);
  t.is(done.status, 'completed');
  t.deepEqual(got, [{ what: 'a', name: null, on: undefined, list: undefined }]);
  t.deepEqual(done.fields, { name: 'null' });
});

test('a program that sends all at once gives what it sends, also where nothing else was there before', async (t) => {
  const got: unknown[] = [];
  const on = trial({ commands: [setting(got)] });
  const { sessionid } = await go(on, commandXml('set', {}, { what: 'a' }));
  await go(on, commandXml('set', { sessionid }, { name: 'new', on: '0' }));
  t.deepEqual(got, [{ what: 'a', name: 'new', on: false, list: undefined }]);
});

test('a command is offered to those it is for: everyone, who may make rooms, administrators', async (t) => {
  const made = (mayRun: 'everyone' | 'room creator' | 'service admin') =>
    serviceCommand({
      ...{ node: mayRun, words: mayRun, changes: false, title: 'X', instructions: 'X.', mayRun, fields: {} },
      run: async () => ({ note: 'done' }),
    });
  const on = trial({
    commands: [made('everyone'), made('room creator'), made('service admin')],
    mayUse: ({ jid }) => jid !== 'stranger@elsewhere',
    mayCreateRooms: ({ jid }) => jid !== 'guest@localhost',
  });
  const may = async (session: string) => {
    const done: string[] = [];
    for (const node of ['everyone', 'room creator', 'service admin']) {
      const answer = await send(on, commandXml(node), session);
      if ('status' in answer) done.push(node);
      else t.is(answer.condition, 'forbidden');
    }
    return done;
  };
  t.deepEqual(await may('stranger@elsewhere/1'), []);
  t.deepEqual(await may('guest@localhost/1'), ['everyone']);
  t.deepEqual(await may('alice@localhost/1'), ['everyone', 'room creator']);
  t.deepEqual(await may('root@localhost/1'), ['everyone', 'room creator', 'service admin']);
});
