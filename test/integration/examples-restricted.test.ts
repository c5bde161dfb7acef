/** The numbered examples of XEP-0045 that need a service on which not everybody may do everything. */
import test from 'ava';
import { plays } from '../xep-0045/plays/index.ts';
import { ServerTheatre } from '../xep-0045/server-theatre.ts';
import { Stage } from '../xep-0045/stage.ts';
import { Component } from './component.ts';
import { inTurnOnEachServer, Scene } from './stage.ts';

const law = inTurnOnEachServer(test, 60);

for (const { example, title, play, roomsCreatedBy } of plays) {
  if (roomsCreatedBy === undefined) continue;
  law(`XEP-0045 example ${example}: ${title}`, async (t, server) => {
    const component = await Component.start(server, { env: { LONGROOM_ROOMS_CREATED_BY: roomsCreatedBy } });
    t.teardown(() => component.remove());
    await play(new Stage(new ServerTheatre(new Scene(server, component, t))));
    t.pass();
  });
}
