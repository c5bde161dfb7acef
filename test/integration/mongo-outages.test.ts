/** While MongoDB is away everybody is told to wait; when it is back all goes on, and what was refused was not done. */
import test, { type ExecutionContext } from 'ava';
import type { TestClient } from '../client.ts';
import { freshDatabase, launchOwnMongo, noOwnMongo, type OwnMongoServer } from '../servers/mongo.ts';
import { MongoProxy } from '../servers/mongo-proxy.ts';
import type { XmppServer } from '../servers/server.ts';
import { readWhole } from './archive-reader.ts';
import { Component } from './component.ts';
import type { Element } from './element.ts';
import { inTurnOnEachServer, Scene } from './stage.ts';
import { groupchat, ns, says } from './stanzas.ts';

interface Outage {
  readonly title: string;
  begin(mongo: OwnMongoServer, proxy: MongoProxy): Promise<void>;
  end(mongo: OwnMongoServer, proxy: MongoProxy): Promise<void>;
}

const outages: readonly Outage[] = [
  {
    title: 'cannot be reached',
    begin: async (_, { net }) => {
      net.refuse();
      net.cut();
    },
    end: (_, proxy) => proxy.heal(),
  },
  {
    title: 'is behind a black hole',
    begin: async (_, { net }) => net.swallow(),
    end: (_, proxy) => proxy.heal(),
  },
  { title: 'is killed', begin: (mongo) => mongo.kill(), end: (mongo) => mongo.start() },
];

const refusalSeconds = 30;
const reason = await noOwnMongo();

if (reason === undefined) {
  const law = inTurnOnEachServer(test, 150);
  for (const outage of outages) {
    law(`while MongoDB ${outage.title} everybody is told to wait, and then all goes on by itself`, (t, server) =>
      play(t, server, outage),
    );
  }
} else test.skip(`while MongoDB is away everybody is told to wait (${reason})`, (t) => t.pass());

async function play(t: ExecutionContext, server: XmppServer, outage: Outage): Promise<void> {
  const mongo = await launchOwnMongo();
  const proxy = await MongoProxy.to(mongo);
  const url = mongo.urlThrough(proxy.net.port, freshDatabase());
  const component = await Component.start(server, { env: { LONGROOM_STORE_URL: url } });
  t.teardown(async () => {
    await component.remove();
    await proxy.close();
    await mongo.stop();
  });
  const scene = new Scene(server, component, t);
  const alice = await scene.owner('alice', 'Alice');
  const bob = await scene.occupant('bob', 'Bob');
  const carol = await scene.user('carol');
  alice.send(groupchat(scene.room, 'before'));
  await bob.receives('the message before', says(scene.room, 'before'));

  await outage.begin(mongo, proxy);
  const words = await everybodyIsToldToWait(t, scene, { alice, bob, carol });

  await outage.end(mongo, proxy);
  const back = performance.now();
  await saysUntilHeard(alice, bob, scene.room, 'after');
  t.log(`a message went through ${(performance.now() - back).toFixed(0)} ms after MongoDB was back`);
  await carol.join(scene.room, 'Carol', { history: { maxstanzas: 0 } });
  const archived = (await readWhole(carol, scene.room, 50)).map(({ body }) => body).filter((body) => body !== '');
  // What became of each was found out before its sender was told: it was sent back, or it is there.
  const sentBack = words.filter((word) => alice.transcript.some(isError('message', word)));
  t.true(sentBack.length > 0);
  t.deepEqual(archived, ['before', ...words.filter((word) => !sentBack.includes(word)), 'after']);
  t.false(component.output().includes('mongodb://'), 'no address in the log');
}

/** Gives what Alice has tried to say meanwhile. */
async function everybodyIsToldToWait(
  t: ExecutionContext,
  { room, server }: Scene,
  { alice, bob, carol }: Readonly<Record<'alice' | 'bob' | 'carol', TestClient>>,
): Promise<string[]> {
  const words: string[] = [];
  const speak = (): void => {
    const word = `word ${words.length}`;
    words.push(word);
    alice.send(groupchat(room, word, { id: word }));
  };
  // The first may be on its way to MongoDB, and what waits behind it hears with it what became of it.
  speak();
  const speaking = setInterval(speak, 1_000);
  try {
    const refusal = await alice.receives('a refusal', isAnyError('message'), refusalSeconds);
    saysToWait(t, refusal);
  } finally {
    clearInterval(speaking);
  }
  carol.send(`<presence to='${room}/Carol' id='enter'><x xmlns='http://jabber.org/protocol/muc'/></presence>`);
  saysToWait(t, await carol.receives('the refusal to enter', isError('presence', 'enter'), refusalSeconds));
  saysToWait(t, await bob.iq('set', room, `<query xmlns='${ns.mam}'/>`, refusalSeconds));
  saysToWait(t, await carol.iq('get', server.domain, `<query xmlns='${ns.discoItems}'/>`, refusalSeconds));
  return words;
}

const isAnyError =
  (name: string) =>
  (stanza: Element): boolean =>
    stanza.name === name && stanza.attrs['type'] === 'error';

const isError =
  (name: string, id: string) =>
  (stanza: Element): boolean =>
    isAnyError(name)(stanza) && stanza.attrs['id'] === id;

function saysToWait(t: ExecutionContext, stanza: Element): void {
  t.is(stanza.attrs['type'], 'error', stanza.toString());
  const error = stanza.expect('error');
  t.is(error.attrs['type'], 'wait', stanza.toString());
  t.regex(error.child('text', ns.stanzas)?.text ?? '', /\w+ \w+/, stanza.toString());
}

/** Says it again, with the same origin-id, whenever it is sent back. */
async function saysUntilHeard(speaker: TestClient, listener: TestClient, room: string, body: string): Promise<void> {
  const heard = listener.receives(`"${body}"`, says(room, body), 60);
  const speak = (): void => speaker.send(groupchat(room, body, { id: body, originId: body }));
  const forget = speaker.onStanza((stanza) => {
    if (isError('message', body)(stanza)) setTimeout(speak, 100);
  });
  speak();
  try {
    await heard;
  } finally {
    forget();
  }
}
