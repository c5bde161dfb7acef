/** Converse.js and the categories of the service: what they let in and put out. */
import test from 'ava';
import { hears } from './company.ts';
import { ConverseStage, type ConverseVisit, withoutConverse } from './converse.ts';
import { deedsOf } from './deeds.ts';
import { administered, desks } from './desks.ts';

const reason = await withoutConverse();
const deed = deedsOf(test, 'converse', reason);

let stage: ConverseStage;
let bob: ConverseVisit;

test.before(async (t) => {
  if (reason !== undefined) return;
  t.timeout(90_000);
  stage = await ConverseStage.open(administered);
  bob = await stage.visit('bob');
});

test.after.always(async () => {
  await stage?.close();
});

deed('inside', async (t) => {
  const { own } = await desks(t, stage.server);
  await bob.asks(own.room);
  await bob.isThere(own);
  await bob.visitor.reads('the market is open');
  await bob.visitor.says('good morning');
  await hears(own.alice, 'good morning');
  t.pass();
});

deed('across', async (t) => {
  const { other } = await desks(t, stage.server);
  await bob.asks(other);
  await bob.shows('You are not allowed to create new groupchats.');
  await bob.shows(/not available|no such room/);
  await bob.visitor.keepsPicture('converse-across');
  t.pass();
});

deed('turned out', async (t) => {
  const { own, denies } = await desks(t, stage.server);
  await bob.asks(own.room);
  await bob.isThere(own);
  await denies();
  await bob.shows('You have been removed from this groupchat because of an affiliation change');
  await bob.shows(/This room is not for you any more/);
  await bob.visitor.keepsPicture('converse-turned-out');
  t.pass();
});
