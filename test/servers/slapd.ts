/** A throw-away OpenLDAP: one database, filled from LDIF before it starts, plain LDAP on loopback and on a socket. */
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'ldapts';
import { programOf } from '../../src/demo/packages.ts';
import { type Child, endChild, removeFolder, startChild, temporaryFolder } from './child.ts';
import { freePort } from './ports.ts';

const suffix = 'dc=example,dc=org';
const startSeconds = 30;
const pollMilliseconds = 20;

export class Slapd {
  /** May read without limits. */
  static readonly readerDn = `cn=reader,${suffix}`;
  static readonly password = 'loopback-only';
  readonly #folder: string;
  readonly port: number;
  #child: Child | undefined;

  private constructor(folder: string, port: number) {
    this.#folder = folder;
    this.port = port;
  }

  /** `ldif` stands below `dc=example,dc=org`, which is there, as is the reader. */
  static async launch(ldif: string): Promise<Slapd> {
    const slapd = new Slapd(await temporaryFolder('slapd'), await freePort());
    try {
      await slapd.#prepare(ldif);
      await slapd.start();
      return slapd;
    } catch (error) {
      await slapd.stop();
      throw error;
    }
  }

  get url(): string {
    return `ldap://127.0.0.1:${this.port}`;
  }

  get socketUrl(): string {
    return `ldapi://${encodeURIComponent(join(this.#folder, 'ldapi'))}`;
  }

  async start(): Promise<void> {
    this.#child = await startChild({
      command: program(),
      args: ['-h', `${this.url}/ ${this.socketUrl}/`, '-f', this.#configuration, '-d', '0'],
    });
    await this.#untilListening(this.#child);
  }

  async kill(): Promise<void> {
    if (this.#child !== undefined) await endChild(this.#child, 'SIGKILL');
  }

  async stop(): Promise<void> {
    await this.kill();
    await removeFolder(this.#folder);
  }

  /** Changes what is in it, as its administrator. */
  async change(deed: (client: Client) => Promise<void>): Promise<void> {
    const client = new Client({ url: this.url });
    await client.bind(`cn=admin,${suffix}`, Slapd.password);
    try {
      await deed(client);
    } finally {
      await client.unbind();
    }
  }

  get #configuration(): string {
    return join(this.#folder, 'slapd.conf');
  }

  async #prepare(ldif: string): Promise<void> {
    const data = join(this.#folder, 'data');
    await mkdir(data);
    const schemas = ['core', 'cosine', 'inetorgperson', 'nis'];
    await writeFile(
      this.#configuration,
      `${schemas.map((name) => `include /etc/ldap/schema/${name}.schema`).join('\n')}
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile ${join(this.#folder, 'pid')}
database mdb
suffix "${suffix}"
rootdn "cn=admin,${suffix}"
rootpw ${Slapd.password}
directory ${data}
dbnosync
sizelimit 500
limits dn.exact="${Slapd.readerDn}" size=unlimited size.prtotal=unlimited
access to attrs=userPassword by anonymous auth
access to * by * read
`,
    );
    const all = join(this.#folder, 'all.ldif');
    await writeFile(all, `${foundation}\n${ldif}`);
    const add = ['-T', 'add', '-q', '-f', this.#configuration, '-l', all];
    await promisify(execFile)(program(), add);
  }

  async #untilListening(child: Child): Promise<void> {
    for (let waited = 0; waited < startSeconds * 1000; waited += pollMilliseconds) {
      if (!child.running) throw new Error(`slapd ended while starting:\n${child.output()}`);
      if (await accepts(this.port)) return;
      await new Promise((resolve) => setTimeout(resolve, pollMilliseconds));
    }
    throw new Error(`slapd does not listen after ${startSeconds} s:\n${child.output()}`);
  }
}

const foundation = `dn: ${suffix}
objectClass: domain
dc: example

dn: ${Slapd.readerDn}
objectClass: applicationProcess
objectClass: simpleSecurityObject
cn: reader
userPassword: ${Slapd.password}
`;

function program(): string {
  const found = programOf('slapd');
  if (found === undefined) throw new Error('slapd is not installed (apt-get install slapd)');
  return found;
}

async function accepts(port: number): Promise<boolean> {
  return await new Promise<boolean>((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
