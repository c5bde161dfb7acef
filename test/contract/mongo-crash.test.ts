/** The writer is killed, and MongoDB itself, now this one and now that one. */
import { join } from 'node:path';
import test from 'ava';
import { openMongoStore } from '../../src/store/mongo/store.ts';
import { removeFolder, temporaryFolder } from '../servers/child.ts';
import { freshDatabase, launchOwnMongo, noOwnMongo } from '../servers/mongo.ts';
import { crashRounds, killRounds } from './crash-rounds.ts';

const reason = await noOwnMongo();
const law = reason === undefined ? test : test.skip;
const note = reason === undefined ? '' : ` (${reason})`;
const serverDies = 0.6;

law(`what was acknowledged outlives SIGKILL of writer and MongoDB, and no stream has a hole${note}`, async (t) => {
  t.timeout(480_000);
  const server = await launchOwnMongo();
  const folder = await temporaryFolder('crash');
  t.teardown(async () => {
    await server.stop();
    await removeFolder(folder);
  });
  const url = server.url(freshDatabase());
  let deaths = 0;
  await crashRounds(t, {
    place: url,
    notes: join(folder, 'notes'),
    rounds: killRounds(6),
    open: () => openMongoStore({ url }),
    async meanwhile() {
      if (Math.random() > serverDies) return;
      deaths += 1;
      await server.kill();
      await server.start();
    },
  });
  t.log(`MongoDB was killed ${deaths} times`);
});
