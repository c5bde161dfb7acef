/** Moving to MongoDB and back: as laws of the store, and as the commands that people type. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { commandLine } from '../../src/command-line.ts';
import { openSqliteStore } from '../../src/store/sqlite/store.ts';
import { arriveAtMongo, missing } from '../contract/mongo-place.ts';
import { freshDatabase, launchMongo } from '../servers/mongo.ts';
import { domain } from '../world.ts';
import { stoppedService } from './made-up-service.ts';
import { exported, imported } from './moving.ts';
import { movingLaws } from './moving-laws.ts';

if (missing === undefined) {
  movingLaws({ name: 'mongodb', arrive: arriveAtMongo });

  test('from an SQLite file to MongoDB and back the archives are identical', async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'longroom-mongo-'));
    const server = await launchMongo();
    t.teardown(async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    });
    const store = await openSqliteStore({ path: join(folder, 'first.sqlite') });
    await imported(store, await exported(await stoppedService()));
    await store.close();

    const ended = async (url: string, ...words: string[]): Promise<{ code: number; said: string }> => {
      const env = { LONGROOM_XMPP_DOMAIN: domain, LONGROOM_XMPP_SECRET: 'hush', LONGROOM_STORE_URL: url };
      let said = '';
      const say = (text: string): void => {
        said += text;
      };
      const code = await commandLine([...words, '--quiet'], {
        env,
        user: 'olga',
        out: say,
        err: say,
        run: async () => 0,
      });
      return { code, said };
    };
    const type = async (url: string, ...words: string[]): Promise<void> => {
      const { code, said } = await ended(url, ...words);
      t.is(code, 0, said);
    };
    const at = (name: string) => join(folder, name);
    const mongo = server.url(freshDatabase());
    await type(`sqlite:${at('first.sqlite')}`, 'export', at('first.jsonl'));
    const early = await ended(mongo, 'export', at('early.jsonl'));
    t.is(early.code, 74);
    t.regex(early.said, /^longroom: nothing has been kept in the database longroom-test-\S+ at \S+ yet\n$/);
    await type(mongo, 'import', at('first.jsonl'));
    await type(mongo, 'export', at('second.jsonl.gz'));
    await type(`sqlite:${at('third.sqlite')}`, 'import', at('second.jsonl.gz'));
    await type(`sqlite:${at('third.sqlite')}`, 'export', at('third.jsonl'));
    // The first line says when the file was made, and the last one sums it up.
    const sectionsOf = (name: string) => {
      const lines = readFileSync(at(name), 'utf8').trimEnd().split('\n').slice(1, -1);
      return `${lines.length} ${createHash('sha256').update(lines.join('\n')).digest('hex')}`;
    };
    t.is(sectionsOf('third.jsonl'), sectionsOf('first.jsonl'));
  });
} else {
  test.skip(`mongodb: moving a service (${missing})`, (t) => t.pass());
}
