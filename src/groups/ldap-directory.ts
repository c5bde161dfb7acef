/** A directory over LDAP (RFC 4511), by `ldapts`. One connection for each reading; it signs in and never reconnects. */
import { readFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import { Client, type Filter, FilterParser, type Entry as FoundEntry } from 'ldapts';
import type { Directory, Entry, OpenDirectory, Search } from './directory.ts';
import { ldapProblem } from './ldap-problem.ts';
import { GroupSourceError } from './source.ts';

export interface LdapServer {
  /** `ldap://host:389`, `ldaps://host:636` or, for a socket of this machine, `ldapi://%2Fpath`. */
  readonly url: string;
  /** Absent for a directory that everybody may read. */
  readonly bindDn: string | undefined;
  readonly password: string | undefined;
  readonly startTls: boolean;
  /** PEM: the authority that signed the server's certificate. Absent for those that the system trusts. */
  readonly caFile: string | undefined;
}

const connectMilliseconds = 10_000;
/** For a page of entries. */
const answerMilliseconds = 60_000;
const readingMinutesMax = 10;
const readingBytesMax = 1_073_741_824;
/** Below what Active Directory gives at once (1,000). */
const entriesPerPage = 500;

export function ldapDirectory(server: LdapServer): OpenDirectory {
  return async () => {
    const directory = new LdapDirectory(server, await trusted(server));
    try {
      await directory.signIn();
      return directory;
    } catch (error) {
      await directory.close();
      throw ldapProblem(error, server.url);
    }
  };
}

async function trusted({ caFile }: LdapServer): Promise<{ readonly ca?: Buffer }> {
  if (caFile === undefined) return {};
  try {
    return { ca: await readFile(caFile) };
  } catch (error) {
    throw new GroupSourceError(`ldap.caFile: ${caFile} cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

class LdapDirectory implements Directory {
  readonly #server: LdapServer;
  readonly #trusted: ConnectionOptions;
  readonly #client: Client;
  readonly #sockets: Socket[] = [];
  readonly #deadline: NodeJS.Timeout;
  #bytes = 0;

  constructor(server: LdapServer, trust: ConnectionOptions) {
    this.#server = server;
    this.#trusted = trust;
    const local = localSocket(server.url);
    this.#client = new Client({
      url: local === undefined ? server.url : 'ldap://localhost',
      timeout: answerMilliseconds,
      connectTimeout: connectMilliseconds,
      ...(server.url.startsWith('ldaps:') && { tlsOptions: trust }),
      createConnection: ((port: number, host: string) =>
        this.#first(() => (local === undefined ? connect(port, host) : connect(local)))) as typeof connect,
      createSecureConnection: ((...to: Parameters<typeof connectTls>) =>
        this.#watched(connectTls(...to))) as typeof connectTls,
    });
    const late = () => this.#end(`it took more than ${readingMinutesMax} minutes`);
    this.#deadline = setTimeout(late, readingMinutesMax * 60_000);
    this.#deadline.unref();
  }

  async signIn(): Promise<void> {
    const { url, startTls, bindDn, password } = this.#server;
    if (startTls) await this.#startTls(new URL(url).hostname.replace(/^\[(.*)\]$/, '$1'));
    await this.#client.bind(bindDn ?? '', password ?? '');
  }

  async *search({ base, scope, filter, attributes }: Search): AsyncIterable<readonly Entry[]> {
    try {
      const wanted = { scope, filter: understood(filter), attributes: [...attributes] };
      const options = { ...wanted, paged: { pageSize: entriesPerPage } };
      if (!this.#client.isBound) throw new Error('the connection was cut');
      for await (const { searchEntries } of this.#client.searchPaginated(base, options)) {
        yield searchEntries.map(entryOf);
      }
    } catch (error) {
      throw ldapProblem(error, this.#server.url);
    }
  }

  async close(): Promise<void> {
    clearTimeout(this.#deadline);
    this.#client.unbind().catch(() => undefined);
    for (const socket of this.#sockets) socket.destroySoon();
  }

  /** The client itself would wait for ever for a server that is silent here. */
  async #startTls(host: string): Promise<void> {
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(() => late.reject(new Error('TLS did not start in time')), connectMilliseconds);
    try {
      await Promise.race([this.#client.startTLS({ ...this.#trusted, host }), late.promise]);
    } catch (error) {
      if (typeof (error as { code?: unknown }).code !== 'number') throw error;
      const { url } = this.#server;
      throw new GroupSourceError(`${url}: it does not start TLS; use ldaps:// in ldap.url or leave ldap.startTls out`);
    } finally {
      clearTimeout(timer);
    }
  }

  /** A client that reconnected by itself would not be signed in, and would read as little as anybody may. */
  #first(open: () => Socket): Socket {
    if (this.#sockets.length > 0) throw new Error('the connection was cut');
    return this.#watched(open());
  }

  #watched<S extends Socket>(socket: S): S {
    this.#sockets.push(socket);
    socket.on('data', (data: Buffer) => {
      this.#bytes += data.length;
      if (this.#bytes > readingBytesMax) this.#end(`it sends more than ${readingBytesMax} bytes`);
    });
    return socket;
  }

  #end(why: string): void {
    for (const socket of this.#sockets) socket.destroy(new Error(why));
  }
}

function understood(filter: string): Filter {
  try {
    return FilterParser.parseString(filter);
  } catch {
    throw new GroupSourceError(`the filter ${filter} cannot be understood; correct it in the configuration`);
  }
}

function localSocket(url: string): string | undefined {
  return url.startsWith('ldapi://') ? decodeURIComponent(url.slice('ldapi://'.length)) : undefined;
}

function entryOf({ dn, ...found }: FoundEntry): Entry {
  const attributes = new Map<string, readonly string[]>();
  for (const [name, value] of Object.entries(found)) {
    const values: readonly (string | Buffer)[] = Array.isArray(value) ? value : [value];
    attributes.set(
      name.toLowerCase(),
      values.filter((one) => typeof one === 'string'),
    );
  }
  return { dn, attributes };
}
