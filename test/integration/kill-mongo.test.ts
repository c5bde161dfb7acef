import test from 'ava';
import { killRounds } from '../contract/crash-rounds.ts';
import { freshDatabase, launchOwnMongo, noOwnMongo } from '../servers/mongo.ts';
import { killedUnderLoad } from './killing.ts';
import { inTurnOnEachServer } from './stage.ts';

const reason = await noOwnMongo();
const rounds = killRounds(5);

if (reason === undefined) {
  const law = inTurnOnEachServer(test, 60 + rounds * 15);
  law(
    `${rounds} kills of the component, of MongoDB or of both under load lose nothing and double nothing`,
    async (t, server) => {
      const mongo = await launchOwnMongo();
      t.teardown(() => mongo.stop());
      const url = mongo.url(freshDatabase());
      await killedUnderLoad(t, server, { rounds, store: { url, kill: mongo.kill, start: mongo.start } });
    },
  );
} else test.skip(`kills of the component and of MongoDB under load (${reason})`, (t) => t.pass());
