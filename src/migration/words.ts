/** What is typed behind `longroom migrate`: words, options, and what is wrong with them. */
import { parseArgs } from 'node:util';
import { nearest } from '../nearest.ts';
import { type Server, servers } from './open-source.ts';

export interface MigrateWish {
  readonly kind: 'migrate';
  readonly server: Server;
  readonly path: string;
  /** The domain of the rooms there; left out where it is ours. */
  readonly host?: string;
  readonly category?: string;
  readonly archive?: string;
  /** What stands before the @, or whole addresses; all rooms where it is empty. */
  readonly rooms: readonly string[];
  readonly dryRun: boolean;
  readonly json: boolean;
  readonly file?: string;
}

export type MigrateWords =
  | MigrateWish
  | { readonly kind: 'help'; readonly text: string }
  | { readonly kind: 'mistake'; readonly text: string };

const usage =
  'longroom migrate prosody|ejabberd PATH [--archive FILE] [--host DOMAIN] [--category NAME] [--room NAME]... [--dry-run] [--json]';

const help = `${usage}

Brings the rooms of Prosody or ejabberd into the store of this service, which has to be stopped: configuration, affiliations
and history, with the ids by which clients know each message. It may be repeated: what is here is not brought again, and what was
broken off is completed. A room that is here already gets what was said there before what was said here.

  PATH             of Prosody: its data folder, its SQLite file, or a dump of its database
                   of ejabberd: what "ejabberdctl export2sql HOST FILE" wrote, its SQLite file, or a dump of its database
  --archive FILE   of Prosody, where rooms are in files and the archive is in a database: its SQLite file, or a dump
  --host DOMAIN    of the rooms there; usually that of this service
  --category NAME  that new rooms come into; otherwise the one the configuration names
  --room NAME      only this room; may be given several times
  --dry-run        says what would be brought and what cannot be kept, and writes nothing
  --json           says it for programs
  --config FILE    says which service

For example: longroom migrate prosody /var/lib/prosody --dry-run
docs/migrating.md goes through it step by step.
`;

/** Nothing where the first word is not ours. */
export function readMigrateWords(words: readonly string[]): MigrateWords | undefined {
  const [first, ...rest] = words;
  if (first === 'help' && rest.length === 1 && rest[0] === 'migrate') return { kind: 'help', text: help };
  return first === 'migrate' ? readRest(rest) : undefined;
}

const options = {
  host: { type: 'string' },
  archive: { type: 'string' },
  category: { type: 'string' },
  room: { type: 'string', multiple: true },
  'dry-run': { type: 'boolean' },
  json: { type: 'boolean' },
  config: { type: 'string', short: 'c' },
  help: { type: 'boolean', short: 'h' },
} as const;

function readRest(words: readonly string[]): MigrateWords {
  try {
    const { values, positionals } = parseArgs({ args: [...words], allowPositionals: true, options });
    if (values.help) return { kind: 'help', text: help };
    const [name = '', path, ...more] = positionals;
    const server = servers.find((one) => one === name.toLowerCase());
    if (server === undefined) return mistake(ofWhom(name));
    if (path === undefined) return mistake(`say where ${server} keeps its rooms; usage: ${usage}`);
    if (more.length > 0) return mistake(`there is more than "migrate" takes; usage: ${usage}`);
    const { host, archive, category, room = [], json = false, config } = values;
    return {
      ...{ kind: 'migrate', server, path, rooms: room, dryRun: values['dry-run'] ?? false, json },
      ...(host !== undefined && { host }),
      ...(category !== undefined && { category }),
      ...(archive !== undefined && { archive }),
      ...(config !== undefined && { file: config }),
    };
  } catch (error) {
    const [reason = 'wrong option'] = (error as Error).message.split('. ');
    return mistake(`${reason}; "longroom migrate --help" lists all options`);
  }
}

function ofWhom(name: string): string {
  const meant = nearest(name, servers);
  if (name === '') return `say whose rooms: prosody or ejabberd; usage: ${usage}`;
  return `the rooms of "${name}" are not known here: ${meant === undefined ? 'prosody or ejabberd' : `did you mean ${meant}?`}`;
}

function mistake(text: string): MigrateWords {
  return { kind: 'mistake', text };
}
