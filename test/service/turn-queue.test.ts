/** The order in which a room speaks. */
import test from 'ava';
import { type Turn, TurnQueue } from '../../src/service/turn-queue.ts';

function queue(): { readonly turns: TurnQueue; readonly seen: string[]; add(name: string, settled: boolean): Turn } {
  const seen: string[] = [];
  const turns = new TurnQueue();
  const add = (name: string, settled: boolean): Turn => {
    const turn = { settled, leave: () => void seen.push(name), fail: () => void seen.push(`${name} failed`) };
    turns.add(turn);
    return turn;
  };
  return { turns, seen, add };
}

test('what needs no commit waits behind what does', (t) => {
  const { turns, seen, add } = queue();
  const first = add('message', false);
  add('answer', true);
  t.deepEqual(seen, []);
  turns.settle(first);
  t.deepEqual(seen, ['message', 'answer']);
});

test('a commit that is refused early fails what is behind it, and nothing before it that may yet be durable', (t) => {
  const { turns, seen, add } = queue();
  const first = add('one', false);
  const second = add('two', false);
  add('three', true);
  turns.failFrom(second);
  t.deepEqual(seen, ['two failed', 'three failed']);
  turns.settle(first);
  t.deepEqual(seen, ['two failed', 'three failed', 'one']);
});

test('while it is held nothing leaves, and then everything in its order', (t) => {
  const { turns, seen, add } = queue();
  turns.hold();
  add('one', true);
  turns.settle(add('two', false));
  t.deepEqual(seen, []);
  turns.release();
  t.deepEqual(seen, ['one', 'two']);
});
