/** Commands as clients run them (XEP-0050), on a made-up table: stages, sessions, what is wrong and who may. */
import test from 'ava';
import { serviceCommand } from '../../src/commands/command.ts';
import { commandXml } from './commanding.ts';
import { go, send, services, trial } from './made-up-commands.ts';

test('a command that asks for nothing is done at once, its list in columns (§2.4.1)', async (t) => {
  const done = await go(trial(), commandXml('list', { action: 'execute' }));
  t.is(done.status, 'completed');
  t.truthy(done.sessionid);
  t.deepEqual(done.actions, []);
  t.deepEqual(
    done.rows,
    services.map((service) => ({ service })),
  );
  t.true(String(done.element).includes('<reported><field var="service" label="Service"/></reported>'));
});

test('stages follow each other, and each says what may be done next (§2.4.2, §3.4)', async (t) => {
  const on = trial();
  const first = await go(on, commandXml('config', { action: 'execute' }));
  t.like(first, { status: 'executing', actions: ['next'] });
  t.is(first.element.getChild('actions')?.attrs['execute'], 'next');
  t.deepEqual(first.fields, { service: '' });
  const { sessionid } = first;
  const second = await go(on, commandXml('config', { sessionid }, { service: 'httpd' }));
  t.like(second, { status: 'executing', sessionid, actions: ['prev', 'complete'] });
  t.is(second.element.getChild('actions')?.attrs['execute'], 'complete');
  const done = await go(on, commandXml('config', { sessionid }, { runlevel: '3', state: '1' }));
  t.like(done, { status: 'completed', sessionid, notes: ["info: Service 'httpd' has been configured."] });
  t.deepEqual(on.ran, [{ service: 'httpd', level: 3, state: true }]);
});

test('"next" and "complete" are where they belong, and nowhere else (§4.4)', async (t) => {
  const on = trial();
  const { sessionid } = await go(on, commandXml('config'));
  for (const action of ['complete', 'prev']) {
    t.like(await send(on, commandXml('config', { sessionid, action })), {
      condition: 'bad-request',
      type: 'modify',
      specific: 'bad-action',
    });
  }
  await go(on, commandXml('config', { sessionid, action: 'next' }, { service: 'jabberd' }));
  t.like(await send(on, commandXml('config', { sessionid, action: 'next' }, { runlevel: '1' })), {
    specific: 'bad-action',
  });
  await go(on, commandXml('config', { sessionid, action: 'complete' }, { runlevel: '1' }));
  t.deepEqual(on.ran, [{ service: 'jabberd', level: 1, state: undefined }]);
  for (const action of ['next', 'prev', 'cancel'])
    t.like(await send(on, commandXml('config', { action })), { specific: 'bad-action' });
});

test('going back shows what was given, and it may be given anew (§2.4.2)', async (t) => {
  const on = trial();
  const { sessionid } = await go(on, commandXml('config'));
  await go(on, commandXml('config', { sessionid }, { service: 'httpd' }));
  const back = await go(on, commandXml('config', { sessionid, action: 'prev' }));
  t.like(back, { status: 'executing', actions: ['next'], fields: { service: 'httpd' } });
  await go(on, commandXml('config', { sessionid }, { service: 'postgresql' }));
  await go(on, commandXml('config', { sessionid }, { runlevel: '2' }));
  t.like(on.ran, [{ service: 'postgresql' }]);
});

test('cancelled is over: nothing is run, and its session is no more (§2.4.3)', async (t) => {
  const on = trial();
  const { sessionid } = await go(on, commandXml('config'));
  t.like(await go(on, commandXml('config', { sessionid, action: 'cancel' })), {
    status: 'canceled',
    sessionid,
    actions: [],
  });
  t.like(await send(on, commandXml('config', { sessionid }, { service: 'httpd' })), {
    condition: 'not-allowed',
    type: 'cancel',
    specific: 'session-expired',
  });
  t.deepEqual(on.ran, []);
});

test('a bad field shows the form again, as it was filled in, with what is wrong; nothing is run', async (t) => {
  const on = trial();
  const { sessionid } = await go(on, commandXml('config'));
  const again = await go(on, commandXml('config', { sessionid }, { service: 'sshd' }));
  t.like(again, { status: 'executing', sessionid, fields: { service: 'sshd' } });
  t.regex(again.notes.join(), /^error: .*"Service"/);
  t.regex(again.lines.join(), /^The field "Service" has to be /);
  await go(on, commandXml('config', { sessionid }, { service: 'httpd' }));
  t.regex((await go(on, commandXml('config', { sessionid }))).notes.join(), /^error: .*"Run level" has to be given/);
  t.regex((await go(on, commandXml('config', { sessionid }, { runlevel: '9' }))).notes.join(), /from 1 to 5/);
  const refused = await go(on, commandXml('config', { sessionid }, { runlevel: '4' }));
  t.like(refused, { status: 'executing', fields: { runlevel: '4' }, notes: ['error: Nothing runs at level 4.'] });
  t.deepEqual(on.ran, []);
  t.is((await go(on, commandXml('config', { sessionid }, { runlevel: '3' }))).status, 'completed');
});

test('who is told to wait may send the same again', async (t) => {
  const on = trial();
  const { sessionid } = await go(on, commandXml('config'));
  await go(on, commandXml('config', { sessionid }, { service: 'httpd' }));
  t.like(await send(on, commandXml('config', { sessionid }, { runlevel: '5' })), {
    condition: 'resource-constraint',
    type: 'wait',
  });
  t.is((await go(on, commandXml('config', { sessionid }, { runlevel: '1' }))).status, 'completed');
});

test('a form that comes with the first request is taken; a bad one is an error, since nobody sees a form', async (t) => {
  const on = trial();
  t.like(await send(on, commandXml('config', {}, { service: 'sshd' })), {
    condition: 'bad-request',
    type: 'modify',
    specific: 'bad-payload',
  });
  const { sessionid, actions } = await go(on, commandXml('config', {}, { service: 'httpd' }));
  t.deepEqual(actions, ['prev', 'complete']);
  await go(on, commandXml('config', { sessionid }, { runlevel: '1' }));
  t.is(on.ran.length, 1);
  t.like(
    await send(
      on,
      "<command xmlns='http://jabber.org/protocol/commands' node='config'><x xmlns='jabber:x:data'/></command>",
    ),
    {
      specific: 'bad-payload',
    },
  );
});

test('what cannot be undone is asked for once more, however the form came', async (t) => {
  const on = trial();
  for (const sent of ['unasked', 'asked']) {
    const { sessionid } =
      sent === 'unasked' ? await go(on, commandXml('reset', {}, { name: 'all' })) : await go(on, commandXml('reset'));
    if (sent === 'asked') {
      t.like(await send(on, commandXml('reset', { sessionid, action: 'complete' }, { name: 'all' })), {
        specific: 'bad-action',
      });
      await go(on, commandXml('reset', { sessionid, action: 'next' }, { name: 'all' }));
    }
    t.deepEqual(on.ran, []);
    const back = await go(on, commandXml('reset', { sessionid, action: 'prev' }));
    t.deepEqual(back.fields, { name: 'all' });
    const question = await go(on, commandXml('reset', { sessionid }, { name: 'more' }));
    t.like(question, { status: 'executing', actions: ['prev', 'complete'] });
    t.true(String(question.element).includes('Shall more be lost for ever?'));
    t.is((await go(on, commandXml('reset', { sessionid, action: 'complete' }))).status, 'completed');
    t.deepEqual(on.ran.splice(0), ['reset more']);
  }
});

test('a question is shown with the words of people in it, also by clients that take it for markup', async (t) => {
  const question = await go(trial(), commandXml('reset', {}, { name: '&lt;b&gt;R&amp;D' }));
  t.deepEqual(question.lines, ['Shall \u2039b>R&D be lost for ever?']);
  const [, label] = / label="([^"]*)"/.exec(String(question.element)) ?? [];
  t.is(label, 'Shall \u2039b&gt;R&amp;D be lost for ever?');
});

test('a session is of the full JID that began it, and of its command', async (t) => {
  const on = trial();
  const { sessionid } = await go(on, commandXml('config'));
  const xml = commandXml('config', { sessionid }, { service: 'httpd' });
  t.like(await send(on, xml, 'root@localhost/phone'), { specific: 'session-expired' });
  t.like(await send(on, commandXml('reset', { sessionid }, { name: 'x' })), { specific: 'bad-sessionid' });
  t.like(await send(on, commandXml('config', { sessionid: 'nothing of ours' })), {
    condition: 'bad-request',
    specific: 'bad-sessionid',
  });
  t.is((await go(on, xml)).status, 'executing', 'it is still there for its owner');
});

test('rights are asked for at every step', async (t) => {
  const on = trial();
  const { sessionid } = await go(on, commandXml('config'));
  on.admins.clear();
  t.like(await send(on, commandXml('config', { sessionid }, { service: 'httpd' })), {
    condition: 'forbidden',
    type: 'cancel',
  });
  t.like(await send(on, commandXml('list')), { condition: 'forbidden' });
  t.like(await send(on, commandXml('elsewhere')), { condition: 'item-not-found', type: 'cancel' });
  t.like(await send(on, commandXml('no such')), { condition: 'item-not-found' });
});

test('a session that waits for a quarter of an hour is over; every step begins the wait anew', async (t) => {
  const on = trial();
  const { sessionid } = await go(on, commandXml('config'));
  on.clock.step(14 * 60_000);
  await go(on, commandXml('config', { sessionid }, { service: 'httpd' }));
  on.clock.step(14 * 60_000);
  await go(on, commandXml('config', { sessionid, action: 'prev' }));
  on.clock.step(16 * 60_000);
  t.like(await send(on, commandXml('config', { sessionid }, { service: 'httpd' })), { specific: 'session-expired' });
});

test('whoever begins an eleventh loses the one that has waited longest; others lose nothing', async (t) => {
  const on = trial();
  on.admins.add('admin@localhost');
  const other = await go(on, commandXml('config'), 'admin@localhost/x');
  const begun: string[] = [];
  for (let count = 0; count < 11; count++) begun.push((await go(on, commandXml('config'))).sessionid);
  const [oldest = '', second = ''] = begun;
  t.like(await send(on, commandXml('config', { sessionid: oldest }, { service: 'httpd' })), {
    specific: 'session-expired',
  });
  t.is((await go(on, commandXml('config', { sessionid: second }, { service: 'httpd' }))).status, 'executing');
  const { sessionid } = other;
  t.is(
    (await go(on, commandXml('config', { sessionid }, { service: 'httpd' }), 'admin@localhost/x')).status,
    'executing',
  );
});

test('two answers to one form run the command once', async (t) => {
  const on = trial();
  const { sessionid } = await go(on, commandXml('reset', {}, { name: 'all' }));
  const xml = commandXml('reset', { sessionid, action: 'complete' });
  const answers = await Promise.all([send(on, xml), send(on, xml)]);
  t.like(answers, [{ status: 'completed' }, { specific: 'session-expired' }]);
  t.deepEqual(on.ran, ['reset all']);
});

test('while nobody can tell who it is, nothing is run', async (t) => {
  const on = trial({ person: async () => undefined });
  t.like(await send(on, commandXml('list')), { condition: 'resource-constraint', type: 'wait' });
});

test('a list that is too long for a stanza is cut, and says so', async (t) => {
  const long = serviceCommand({
    node: 'long',
    words: 'long',
    changes: false,
    title: 'Long',
    instructions: 'A long list.',
    mayRun: 'service admin',
    fields: {},
    run: async () => ({
      table: {
        columns: [{ name: 'n', label: 'N' }],
        rows: Array.from({ length: 1_000 }, () => ['x'.repeat(100)]),
        reported: true,
      },
    }),
  });
  const { rows, notes } = await go(trial({ commands: [long] }), commandXml('long'));
  t.true(rows.length > 100 && rows.length < 1_000);
  t.deepEqual(notes, [`warn: And ${1_000 - rows.length} more.`]);
});
