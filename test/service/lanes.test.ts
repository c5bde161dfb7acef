/** Large messages leave in slices, and what other rooms say goes between them. */
import test from 'ava';
import { Lanes } from '../../src/service/lanes.ts';
import { bytesOf } from '../../src/wire/copies.ts';
import { parseElements } from '../../src/wire/parser.ts';
import { spliceAround } from '../../src/wire/splice.ts';
import { sendingText } from '../sending.ts';
import { alice, bob, say, talk } from './conversation.ts';

const people = Array.from({ length: 16_000 }, (_, i) => `u${i}@localhost/phone`);

function message(room: string, id: string) {
  return spliceAround('message', { from: `${room}@rooms.localhost/n`, id }, '<body>hello</body>');
}

/** Lanes to a server that takes what it is told to take. */
function scene() {
  const heard: { readonly to: string; readonly id: string }[] = [];
  let buffered = 0;
  const stream = sendingText((text) => {
    buffered += text.length;
    for (const { attrs } of parseElements(text) ?? []) heard.push({ to: attrs['to'] ?? '', id: attrs['id'] ?? '' });
  });
  const lanes = new Lanes({ stream, bufferedBytes: () => buffered });
  const taken = (): void => {
    buffered = 0;
    lanes.drained();
  };
  return { lanes, heard, taken, buffered: () => buffered };
}

async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve));
}

test('everybody gets a message for thousands once and in order, and what the room says behind it later', async (t) => {
  const { lanes, heard, taken } = scene();
  const lane = lanes.open();
  lane.sendCopies(message('big', '1'), people);
  lane.sendCopies(message('big', '2'), people.slice(0, 2));
  lane.send('<message from="big@rooms.localhost/n" to="u1@localhost/phone" id="3"/>');
  lane.sendEach([bytesOf(message('big', '4'))], 'u2@localhost/phone');
  while (!lane.empty) {
    taken();
    await turns(1);
  }
  t.deepEqual(
    heard.slice(0, 16_000),
    people.map((to) => ({ to, id: '1' })),
  );
  t.deepEqual(
    heard.slice(16_000).map(({ id }) => id),
    ['2', '2', '3', '4'],
  );
  t.is(lane.waiting, 0);
});

test('what another room says meanwhile has no more than a few slices before it', async (t) => {
  const { lanes, heard, buffered } = scene();
  const big = lanes.open();
  const small = lanes.open();
  big.sendCopies(message('big', 'big'), people);
  await turns(50);
  t.true(buffered() < 2_000_000, 'the server takes nothing, and so it is given no more');
  small.sendCopies(message('small', 'small'), ['a@localhost/x']);
  t.is(heard.at(-1)?.id, 'small');
  t.true(heard.length < 16_000);
});

test('two large messages leave slice by slice in turn', async (t) => {
  const { lanes, heard, taken } = scene();
  const [one, other] = [lanes.open(), lanes.open()];
  one.sendCopies(message('one', 'one'), people);
  other.sendCopies(message('other', 'other'), people);
  for (let i = 0; !one.empty || !other.empty; i++) {
    taken();
    await turns(1);
    t.true(i < 100);
  }
  t.is(heard.length, 32_000);
  t.true(heard.findIndex(({ id }) => id === 'other') < heard.findLastIndex(({ id }) => id === 'one'));
});

test('what waits for a stream that was cut is forgotten, and whoever waits for its end goes on', async (t) => {
  const { lanes, heard } = scene();
  const lane = lanes.open();
  lane.sendCopies(message('big', 'lost'), people);
  const emptied = lane.emptied();
  lane.clear();
  await emptied;
  await turns(3);
  t.is(heard.length, 0);
  lane.sendCopies(message('big', 'new'), ['a@localhost/x']);
  t.deepEqual(heard, [{ to: 'a@localhost/x', id: 'new' }]);
});

test('stopping does not wait for a server that takes nothing', async (t) => {
  const on = await talk();
  on.bufferedBytes = 2_000_000;
  on.send(alice, say('x'.repeat(200_000), '', 'large'));
  t.deepEqual(await on.hears(bob), [], 'the slices wait for the server');
  await on.stop();
  t.is(on.inbox(bob).length, 1);
});
