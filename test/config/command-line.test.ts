import test from 'ava';
import { commandLine } from '../../src/command-line.ts';
import type { Config } from '../../src/config/schema.ts';

interface Said {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
  readonly ran: readonly Config[];
}

const ENVIRONMENT = { LONGROOM_XMPP_DOMAIN: 'rooms.example.org', LONGROOM_XMPP_SECRET: 'hush-hush' };

async function type(words: string, env: Readonly<Record<string, string>> = ENVIRONMENT): Promise<Said> {
  const ran: Config[] = [];
  let [out, err] = ['', ''];
  const exitCode = await commandLine(
    words.split(' ').filter((word) => word !== ''),
    {
      env,
      user: 'olga',
      out: (text) => {
        out += text;
      },
      err: (text) => {
        err += text;
      },
      run: async (config) => {
        ran.push(config);
        return 0;
      },
    },
  );
  return { exitCode, out, err, ran };
}

test('longroom run runs the service with the checked configuration', async (t) => {
  const { exitCode, ran } = await type('run');
  t.is(exitCode, 0);
  t.deepEqual(
    ran.map((config) => config.xmpp.domain),
    ['rooms.example.org'],
  );
});

test('longroom run with a mistake in the configuration names it and does not start', async (t) => {
  const { exitCode, err, ran } = await type('run', { LONGROOM_XMPP_DOMAIN: 'rooms.example.org' });
  t.is(exitCode, 78);
  t.regex(err, /^LONGROOM_XMPP_SECRET: xmpp\.secret: is required/);
  t.deepEqual(ran, []);
});

test('what speaks to the store or the running service alone needs no secret of the XMPP server', async (t) => {
  const env = { LONGROOM_XMPP_DOMAIN: 'rooms.example.org', LONGROOM_STORE_URL: 'sqlite:/nowhere/l.sqlite' };
  const said = async (words: string) => {
    const { exitCode, err } = await type(words, env);
    return [exitCode, err.split(':')[1]?.trim()];
  };
  t.deepEqual(await said('health'), [69, 'no service is running here (nothing listens at /nowhere/l.sqlite.sock']);
  t.deepEqual(await said('store check'), [1, 'there is no file /nowhere/l.sqlite']);
  t.deepEqual(await said('export -'), [74, 'there is no /nowhere/l.sqlite']);
  t.deepEqual(await said('migrate prosody /nowhere'), [74, 'the folder /nowhere does not exist']);
});

test('longroom config check says that all is good, or every mistake', async (t) => {
  t.deepEqual(await type('config check'), {
    exitCode: 0,
    out: 'The configuration is good (environment only).\n',
    err: '',
    ran: [],
  });
  const bad = await type('config check --config /nowhere.yaml');
  t.is(bad.exitCode, 78);
  t.is(bad.err, '/nowhere.yaml: cannot be read (ENOENT)\n');
});

test('help and version go to standard output and end well', async (t) => {
  t.regex((await type('--help')).out, /longroom config check/);
  t.regex((await type('--version')).out, /^\d+\.\d+\.\d+\n$/);
});

test('an unknown command or option is answered with a way on', async (t) => {
  for (const [words, hint] of [
    ['rum', 'did you mean "longroom run"?'],
    ['config', 'did you mean "longroom config check"?'],
    ['dance', '"longroom --help" lists all'],
    ['run --fast', '"longroom --help" lists all'],
    ['', '"longroom --help" lists all'],
  ] as const) {
    const { exitCode, err, ran } = await type(words);
    t.is(exitCode, 2, words);
    t.true(err.includes(hint), err);
    t.is(err.trim().split('\n').length, 1);
    t.deepEqual(ran, []);
  }
});
