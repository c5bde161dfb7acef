/** What ends comes back, and who was in a room is still in it; what can not work says so in one line. */
import test, { type ExecutionContext } from 'ava';
import { resourceOf, statusCodes, type TestClient } from '../client.ts';
import type { XmppServer } from '../servers/server.ts';
import { TcpProxy } from '../servers/tcp-proxy.ts';
import { readWhole } from './archive-reader.ts';
import { Component } from './component.ts';
import { inTurnOnEachServer, Scene } from './stage.ts';
import { bodyOf, groupchat, isLeft, says } from './stanzas.ts';

const law = inTurnOnEachServer(test, 120);
const errorLevels: readonly (string | number)[] = ['error', 'fatal', 50, 60];

function errorLines(component: Component): string[] {
  return component
    .log()
    .filter(({ level }) => errorLevels.includes(level))
    .map(({ msg }) => msg);
}

/** Everything the room said to this client that would make it think it is out. */
function farewells(client: TestClient, room: string): string[] {
  return client.transcript
    .filter((stanza) => stanza.attrs['from']?.startsWith(room) === true && stanza.attrs['type'] === 'unavailable')
    .map((stanza) => stanza.toString());
}

/** A scene with a component of its own. */
async function played(
  t: ExecutionContext,
  server: XmppServer,
  env: Readonly<Record<string, string>> = {},
): Promise<Scene> {
  const component = await Component.start(server, { env });
  t.teardown(() => component.remove());
  return new Scene(server, component, t);
}

law('a wrong secret is one clear line and an exit code of its own', async (t, server) => {
  const component = await Component.launch(server, { secret: 'not the secret' });
  t.teardown(() => component.remove());
  t.is(await component.ended, 77);
  const lines = errorLines(component);
  t.is(lines.length, 1, component.output());
  t.regex(lines[0] ?? '', /secret/);
  t.false(component.output().includes('not the secret'));
});

law('a domain that the server does not know is one clear line and an exit code', async (t, server) => {
  const component = await Component.launch(server, { env: { LONGROOM_XMPP_DOMAIN: 'unknown.localhost' } });
  t.teardown(() => component.remove());
  t.true([68, 77].includes(Number(await component.ended)), component.output());
  t.is(errorLines(component).length, 1, component.output());
});

law(
  'a second component on the same domain gives up in one clear line, and the first goes on',
  async (t, server) => {
    const scene = await played(t, server);
    const second = await Component.launch(server);
    t.teardown(() => second.remove());
    t.is(await second.ended, 75, second.output());
    t.is(errorLines(second).length, 1, second.output());
    const alice = await scene.owner('alice', 'Alice');
    alice.send(groupchat(scene.room, 'still here'));
    await alice.receives('the echo', says(scene.room, 'still here'));
  },
  { ejabberd: 'it takes several components for one domain and spreads the stanzas over them' },
);

law(
  'a restart on purpose is not seen by those in the room: no status 332, no leaving, exit code 0 (XEP-0045 §11.2)',
  async (t, server) => {
    const scene = await played(t, server);
    const alice = await scene.owner('alice', 'Alice');
    const bob = await scene.occupant('bob', 'Bob');
    bob.send(groupchat(scene.room, 'before'));
    await alice.receives('the message before', says(scene.room, 'before'));
    t.is(await scene.component.stop(), 0, scene.component.output());
    await scene.component.startAgain();
    bob.send(groupchat(scene.room, 'after'));
    const after = await alice.receives('the message after', says(`${scene.room}/Bob`, 'after'));
    t.is(after.attrs['to'], alice.jid);
    for (const client of [alice, bob]) {
      t.deepEqual(farewells(client, scene.room), []);
      t.false(client.transcript.some((stanza) => statusCodes(stanza).includes('332')));
    }
    t.is(alice.transcript.filter(says(scene.room, 'before')).length, 1);
  },
);

law('a cut stream comes back by itself, and those in the room go on talking', async (t, server) => {
  const link = await TcpProxy.to(server.address, server.componentPort);
  t.teardown(() => link.close());
  const scene = await played(t, server, { LONGROOM_XMPP_SERVICE: `xmpp://${server.address}:${link.port}` });
  const alice = await scene.owner('alice', 'Alice');
  const bob = await scene.occupant('bob', 'Bob');
  for (const round of [1, 2, 3]) {
    link.cut();
    await heardAgain(alice, bob, scene.room, `round ${round}`);
  }
  t.deepEqual(farewells(alice, scene.room), []);
  const archived = (await readWhole(alice, scene.room, 50)).map(({ body }) => body).filter((body) => body !== '');
  t.deepEqual(archived, ['round 1', 'round 2', 'round 3']);
});

/** One says it again, with the same origin-id, as often as it is sent back; the other hears it. */
async function heardAgain(listener: TestClient, speaker: TestClient, room: string, body: string): Promise<void> {
  const heard = listener.receives(`"${body}"`, says(room, body), 60);
  const forget = speaker.onStanza((stanza) => {
    if (stanza.attrs['id'] === body && stanza.attrs['type'] === 'error') speak();
  });
  const speak = (): void => speaker.send(groupchat(room, body, { id: body, originId: body }));
  // What was under way on the cut connection is lost without an answer, so silence is answered as well.
  const again = setInterval(speak, 1_000);
  speak();
  try {
    await heard;
  } finally {
    clearInterval(again);
    forget();
  }
}

law('who left while the service was down is found out and shown with 333; who stayed stays', async (t, server) => {
  const scene = await played(t, server);
  const alice = await scene.owner('alice', 'Alice');
  const bob = await scene.occupant('bob', 'Bob');
  const carol = await scene.occupant('carol', 'Carol');
  const dave = await scene.occupant('dave', 'Dave', 'phone');
  const daveToo = await scene.occupant('dave', 'Dave', 'desk');
  await scene.component.kill();
  await bob.drop();
  await carol.close();
  await dave.drop();
  await scene.component.startAgain();
  for (const nick of ['Bob', 'Carol']) {
    const left = await alice.receives(`the leaving of ${nick}`, isLeft(`${scene.room}/${nick}`), 60);
    t.true(statusCodes(left).includes('333'), left.toString());
  }
  daveToo.send(groupchat(scene.room, 'still here'));
  await alice.receives('the message of who stayed', says(`${scene.room}/Dave`, 'still here'));
  t.false(alice.transcript.some(isLeft(`${scene.room}/Dave`)));
  const erin = await scene.user('erin');
  const { others } = await erin.join(scene.room, 'Erin');
  t.deepEqual(others.map(({ attrs }) => resourceOf(attrs['from'])).sort(), ['Alice', 'Dave']);
});

law(
  'after a restart of the server the service is back by itself, with its rooms and without ghosts',
  async (t, server) => {
    const scene = await played(t, server);
    const alice = await scene.owner('alice', 'Alice');
    await scene.occupant('bob', 'Bob');
    alice.send(groupchat(scene.room, 'before the restart'));
    await alice.receives('the echo', says(scene.room, 'before the restart'));
    await scene.server.kill();
    await scene.server.restart();
    const back = await scene.user('alice');
    await untilServed(back, scene.room);
    const { history } = await back.join(scene.room, 'Alice');
    t.true(history.some((stanza) => bodyOf(stanza) === 'before the restart'));
    const carol = await scene.user('carol');
    const { others } = await carol.join(scene.room, 'Carol');
    if (others.some(({ attrs }) => resourceOf(attrs['from']) === 'Bob')) {
      await carol.receives('the leaving of the ghost', isLeft(`${scene.room}/Bob`), 60);
    }
    back.send(groupchat(scene.room, 'after the restart'));
    await carol.receives('the message', says(`${scene.room}/Alice`, 'after the restart'));
  },
);

/** Asks until the room answers itself: the component takes its time to reconnect. */
async function untilServed(client: TestClient, room: string): Promise<void> {
  const asked = "<query xmlns='http://jabber.org/protocol/disco#info'/>";
  for (let tries = 0; tries < 300; tries += 1) {
    if ((await client.iq('get', room, asked)).attrs['type'] === 'result') return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${room} is not served again`);
}
