/** Every numbered example of XEP-0045 §6 to §10: what goes in, and what must come out. */
import test from 'ava';
import { exampleNumbers } from './examples.ts';
import { plays } from './plays/index.ts';
import { Stage } from './stage.ts';
import { WorldTheatre } from './world-theatre.ts';

for (const { example, title, play, needsServer, roomsCreatedBy = 'everyone' } of plays) {
  if (needsServer) continue;
  test(`XEP-0045 example ${example}: ${title}`, async (t) => {
    await play(new Stage(await WorldTheatre.open({ roomsCreatedBy })));
    t.pass();
  });
}

test('every numbered example of XEP-0045 §6 to §10 is played, once', (t) => {
  t.deepEqual(
    plays.map(({ example }) => example).toSorted((a, b) => a - b),
    exampleNumbers,
  );
});
