import test from 'ava';
import { TestClient } from '../client.ts';
import { launch } from './server.ts';
import { servers } from './servers.ts';

for (const { recipe, skipped } of servers) {
  const law = skipped === undefined ? test : test.skip;
  const note = skipped === undefined ? '' : ` (${skipped})`;

  law(
    `${recipe.name}: a throw-away server lets two users talk in its own rooms, and again after a restart${note}`,
    async (t) => {
      const server = await launch(recipe);
      t.teardown(() => server.stop());
      for (const round of ['first', 'second']) {
        const room = `${round}@${server.ownRooms}`;
        const alice = await TestClient.connect(server, 'alice');
        const bob = await TestClient.connect(server, 'bob');
        await alice.join(room, 'Alice');
        await alice.iq(
          'set',
          room,
          "<query xmlns='http://jabber.org/protocol/muc#owner'><x xmlns='jabber:x:data' type='submit'/></query>",
        );
        const { others } = await bob.join(room, 'Bob', { history: { maxstanzas: 0 } });
        t.true(others.some((presence) => presence.attrs['from'] === `${room}/Alice`));
        bob.send(`<message type='groupchat' to='${room}'><body>${round} &amp; &lt;ü&gt;</body></message>`);
        const heard = await alice.receives('the message of bob', (stanza) => stanza.child('body') !== undefined);
        t.is(heard.expect('body').text, `${round} & <ü>`);
        t.is(heard.attrs['from'], `${room}/Bob`);
        await alice.drop();
        await bob.close();
        await server.restart();
      }
    },
  );
}
