import test from 'ava';
import { killRounds } from '../contract/crash-rounds.ts';
import { killedUnderLoad } from './killing.ts';
import { inTurnOnEachServer } from './stage.ts';

const rounds = killRounds(22);
const law = inTurnOnEachServer(test, 60 + rounds * 10);

law(`${rounds} kills under load lose nothing, double nothing, change no order, and nobody has to rejoin`, (t, server) =>
  killedUnderLoad(t, server, { rounds }),
);
