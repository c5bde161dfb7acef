/** Every numbered example of XEP-0045 §6 to §10 on the real servers. */
import test from 'ava';
import { plays } from '../xep-0045/plays/index.ts';
import { ServerTheatre } from '../xep-0045/server-theatre.ts';
import { Stage } from '../xep-0045/stage.ts';
import { oneByOneOnEachServer } from './stage.ts';

// One after the other, since the people in the examples are always the same.
const law = oneByOneOnEachServer(test);

for (const { example, title, play, roomsCreatedBy } of plays) {
  if (roomsCreatedBy !== undefined) continue;
  law(`XEP-0045 example ${example}: ${title}`, async (t, scene) => {
    await play(new Stage(new ServerTheatre(scene)));
    t.pass();
  });
}
