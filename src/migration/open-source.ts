/** What another server has kept, by whatever it was kept in. */
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ejabberdIndexes, ejabberdTables, openEjabberdDatabase } from './ejabberd/database.ts';
import { Findings } from './findings.ts';
import type { ForeignRooms } from './foreign.ts';
import { type OpenDatabase, openDatabase } from './open-database.ts';
import { archiveIndexes, archiveTable } from './prosody/archive-table.ts';
import { openProsodyDatabase, prosodyIndexes, prosodyTables } from './prosody/database.ts';
import { openProsodyFiles } from './prosody/files.ts';
import { OtherTables, UnusableSource, unreadable } from './unusable-source.ts';

export const servers = ['prosody', 'ejabberd'] as const;
export type Server = (typeof servers)[number];

interface Source {
  readonly server: Server;
  /** A file or, of Prosody, a folder. */
  readonly path: string;
  /** The domain of its rooms. */
  readonly host: string;
  /** Where what was said is kept apart from the rooms; for a folder of Prosody's only. */
  readonly archive?: string;
}

/** @throws UnusableSource */
export async function openSource({ server, path, host, archive }: Source): Promise<ForeignRooms> {
  for (const given of [path, archive]) {
    if (given !== undefined) lookFor(given);
  }
  const findings = new Findings();
  if (server === 'prosody') {
    if (statSync(path).isDirectory()) {
      return openProsodyFiles(path, host, { findings, archive: await archiveBeside(path, archive, findings) });
    }
    const wanted = { tables: prosodyTables, indexes: prosodyIndexes, findings };
    return openedOr(await openDatabase(path, wanted), (opened) => openProsodyDatabase(opened, host, findings));
  }
  if (statSync(path).isDirectory()) throw new UnusableSource(`${path} is a folder: ${ejabberdWays}`);
  const wanted = { tables: ejabberdTables, indexes: ejabberdIndexes, findings };
  return openedOr(await openDatabase(path, wanted), (opened) => openEjabberdDatabase(opened, host, findings));
}

/** @throws UnusableSource */
function lookFor(path: string): void {
  try {
    accessSync(path, constants.R_OK);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new UnusableSource(code === 'ENOENT' ? `${path} is not there` : `${path} ${unreadable}`);
  }
}

/** Prosody's own name for its database, in the place where it makes it, unless another one is named. */
async function archiveBeside(
  path: string,
  named: string | undefined,
  findings: Findings,
): Promise<OpenDatabase | undefined> {
  const usual = join(path, 'prosody.sqlite');
  if (named === undefined && (!existsSync(usual) || statSync(usual).size === 0)) return undefined;
  try {
    return await openDatabase(named ?? usual, { tables: archiveTable, indexes: archiveIndexes, findings });
  } catch (error) {
    // One that cannot be read may hold all that was said.
    if (named !== undefined || !(error instanceof OtherTables)) throw error;
    findings.note(`what a database beside the rooms may hold: ${error.message}`);
    return undefined;
  }
}

const ejabberdWays = 'give ejabberd’s SQLite database, or what "ejabberdctl export2sql HOST FILE" wrote';

function openedOr<Opened extends { readonly close: () => void }>(
  opened: Opened,
  use: (opened: Opened) => ForeignRooms,
): ForeignRooms {
  try {
    return use(opened);
  } catch (error) {
    opened.close();
    throw error;
  }
}
