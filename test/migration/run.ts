/** `longroom migrate` in a test: on a configuration of its own, and what it said. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { commandLine } from '../../src/command-line.ts';
import type { MigrationReport } from '../../src/migration/report.ts';

export const domain = 'rooms.localhost';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** `folder`: where configuration and store lie. */
export async function longroom(folder: string, ...words: readonly string[]): Promise<Ran> {
  const config = join(folder, 'longroom.yaml');
  await writeFile(config, `xmpp: { domain: ${domain}, secret: unused }\nstore: { url: "sqlite:${storeIn(folder)}" }\n`);
  const said = { out: '', err: '' };
  const code = await commandLine([...words, '--config', config], {
    env: {},
    user: 'tester',
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
    run: () => Promise.reject(new Error('no service is to run')),
  });
  return { code, ...said };
}

export function storeIn(folder: string): string {
  return join(folder, 'store.sqlite');
}

export function reportIn({ out }: Ran): MigrationReport {
  return JSON.parse(out) as MigrationReport;
}
