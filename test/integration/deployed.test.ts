/**
 * The configurations of docker/ with the programs of this machine: the servers take them, and Longroom, started with the
 * environment of the compose file, serves a room there. Names of containers, ports and the folder of secrets are those of here.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test, { type ExecutionContext } from 'ava';
import { TestClient } from '../client.ts';
import { type Child, endChild, removeFolder, startChild, temporaryFolder } from '../servers/child.ts';
import { ejabberd } from '../servers/ejabberd.ts';
import { freshDatabase, launchMongo, noMongo } from '../servers/mongo.ts';
import { prosody } from '../servers/prosody.ts';
import { launch, type ServerRecipe, type ServerSetting, type XmppServer } from '../servers/server.ts';
import { servers } from '../servers/servers.ts';
import { docker, longroomEnvironment, readCompose, secretsFolder } from '../setup/compose-files.ts';
import { instantRoom } from './stage.ts';
import { bodyOf, groupchat, says } from './stanzas.ts';

/** Where there is none, a file takes its place. */
const mongo = (await noMongo()) === undefined ? launchMongo() : undefined;

test.after.always('MongoDB ends', async () => {
  await (await mongo)?.stop();
});

const program = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

function secretsIn(setting: ServerSetting): string {
  const folder = join(setting.folder, 'secrets');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'component-secret'), setting.secret);
  writeFileSync(join(folder, 'ejabberd-component.yml'), `define_macro:\n  COMPONENT_SECRET: "${setting.secret}"\n`);
  return `${folder}/`;
}

/** What is `from` in the file has to be there, so that nothing here is translated in vain. */
function translated(file: string, changes: Readonly<Record<string, string>>): string {
  let text = readFileSync(join(docker, file), 'utf8');
  for (const [from, to] of Object.entries(changes)) {
    if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
    text = text.replaceAll(from, to);
  }
  return text;
}

const prosodyOfDocker: ServerRecipe = {
  ...prosody,
  async prepare(setting) {
    await prosody.prepare(setting);
    const here = `run_as_root = true
pidfile = "${setting.folder}/prosody.pid"
data_path = "${setting.folder}/data"
interfaces = { "${setting.address}" }
c2s_ports = { ${setting.c2sPort} }
c2s_direct_tls_ports = {}
s2s_ports = {}
`;
    const text = translated('prosody.cfg.lua', {
      [secretsFolder]: secretsIn(setting),
      'component_ports = { 5347 }': `component_ports = { ${setting.componentPort} }`,
      'component_interfaces = { "*" }': `component_interfaces = { "${setting.address}" }`,
    });
    writeFileSync(join(setting.folder, 'prosody.cfg.lua'), here + text);
    const check = ['--config', join(setting.folder, 'prosody.cfg.lua'), 'check', 'config'];
    const { status, stdout, stderr } = spawnSync('prosodyctl', check, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`prosodyctl is not content:\n${stdout}${stderr}`);
  },
};

const ejabberdOfDocker: ServerRecipe = {
  ...ejabberd,
  async prepare(setting) {
    await ejabberd.prepare(setting);
    const text = translated('ejabberd.yml', {
      [secretsFolder]: secretsIn(setting),
      '0.0.0.0': setting.address,
      'port: 5222': `port: ${setting.c2sPort}`,
      'port: 5347': `port: ${setting.componentPort}`,
    });
    writeFileSync(join(setting.folder, 'ejabberd.yml'), text);
  },
};

/** As the compose file says, with the addresses of here, and a MongoDB that knows no passwords. */
function environmentHere(
  compose: string,
  {
    server,
    folder,
    mongo,
  }: { readonly server: XmppServer; readonly folder: string; readonly mongo: string | undefined },
): Record<string, string> {
  const secrets = join(folder, 'secrets/');
  mkdirSync(secrets);
  for (const name of Object.keys(readCompose(compose).secrets ?? {})) writeFileSync(join(secrets, name), server.secret);
  const env = Object.entries(longroomEnvironment(readCompose(compose)))
    .filter(([name]) => !name.startsWith('LONGROOM_STORE_PASSWORD'))
    .map(([name, value]) => [
      name,
      value.startsWith(secretsFolder)
        ? value.replace(secretsFolder, secrets)
        : value
            .replace(`xmpp://${server.name}:5347`, `xmpp://${server.address}:${server.componentPort}`)
            .replace(/^(sqlite:)?\/(?:data|tmp)\//, `$1${folder}/`)
            .replace(/^mongodb:.*/, mongo ?? `sqlite:${folder}/longroom.sqlite`),
    ]);
  return { LONGROOM_STORE_URL: `sqlite:${folder}/longroom.sqlite`, ...Object.fromEntries(env) };
}

function type(words: readonly string[], env: Record<string, string>): Promise<Child> {
  return startChild({ command: process.execPath, args: [program, ...words], cwd: '/', env });
}

async function servesARoom(t: ExecutionContext, compose: string, recipe: ServerRecipe): Promise<void> {
  const server = await launch(recipe);
  t.teardown(() => server.stop());
  const folder = await temporaryFolder('deployed');
  const database = freshDatabase();
  const env = environmentHere(compose, { server, folder, mongo: (await mongo)?.url(database) });
  const longroom = await type(['run'], env);
  t.teardown(async () => {
    await endChild(longroom, 'SIGKILL');
    await removeFolder(folder);
    await (await mongo)?.drop(database);
  });
  await longroom.line((line) => line.includes('"ready"'), 30);
  const alice = await TestClient.connect(server, 'alice');
  t.teardown(() => alice.close());
  await alice.join(`tea@${server.domain}`, 'Alice');
  t.is((await alice.iq('set', `tea@${server.domain}`, instantRoom)).attrs['type'], 'result');
  alice.send(groupchat(`tea@${server.domain}`, 'is it hot?'));
  t.is(bodyOf(await alice.receives('what she said', says(`tea@${server.domain}/Alice`, 'is it hot?'))), 'is it hot?');
  const health = await type(['health'], env);
  t.is(await health.ended, 0, health.output());
  t.is(await endChild(longroom, 'SIGTERM'), 0, longroom.output());
}

const cases = [
  ['compose.yaml', prosodyOfDocker],
  ['compose.prosody.yaml', prosodyOfDocker],
  ['compose.ejabberd.yaml', ejabberdOfDocker],
] as const;

for (const [compose, recipe] of cases) {
  const skipped = servers.find(({ recipe: { name } }) => name === recipe.name)?.skipped;
  const declare = skipped === undefined ? test.serial : test.serial.skip;
  declare(`${compose}: ${recipe.name} takes its configuration, and Longroom serves a room there`, async (t) => {
    t.timeout(120_000);
    await servesARoom(t, compose, recipe);
  });
}
