/** The order in which a room speaks. */
import test from 'ava';
import { TurnQueue } from '../../src/service/turn-queue.ts';

function queue(): {
  readonly turns: TurnQueue;
  readonly seen: string[];
  turn(name: string): { leave(): void; fail(): void };
} {
  const seen: string[] = [];
  const turn = (name: string) => ({ leave: () => void seen.push(name), fail: () => void seen.push(`${name} failed`) });
  return { turns: new TurnQueue(), seen, turn };
}

test('what needs no commit waits behind what does', (t) => {
  const { turns, seen, turn } = queue();
  const first = turns.addPending(turn('message'));
  turns.addSettled(turn('answer'));
  t.deepEqual(seen, []);
  first.ready();
  t.deepEqual(seen, ['message', 'answer']);
});

test('a commit that is refused early fails what is behind it, and nothing before it that may yet be durable', (t) => {
  const { turns, seen, turn } = queue();
  const first = turns.addPending(turn('one'));
  const second = turns.addPending(turn('two'));
  turns.addSettled(turn('three'));
  second.failWithAllBehind();
  t.deepEqual(seen, ['two failed', 'three failed']);
  first.ready();
  t.deepEqual(seen, ['two failed', 'three failed', 'one']);
});

test('while it is held nothing leaves, and then everything in its order', (t) => {
  const { turns, seen, turn } = queue();
  turns.hold();
  turns.addSettled(turn('one'));
  turns.addPending(turn('two')).ready();
  t.deepEqual(seen, []);
  turns.release();
  t.deepEqual(seen, ['one', 'two']);
});
