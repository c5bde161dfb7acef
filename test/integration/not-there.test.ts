/** What reaches people who are not in the room: activity (XEP-0437), mentions (XEP-0452); and lists by versions (XEP-0463). */
import test from 'ava';
import type { TestClient } from '../client.ts';
import type { Element } from './element.ts';
import { onEachServer, type Scene } from './stage.ts';
import { groupchat, isPresence, ns, says } from './stanzas.ts';

const law = onEachServer(test);
const rai = 'urn:xmpp:rai:0';
const mmn = 'urn:xmpp:mmn:0';
const mav = 'urn:xmpp:muc:affiliations:1';

function admin(items: string): string {
  return `<query xmlns='http://jabber.org/protocol/muc#admin'>${items}</query>`;
}

async function makeMember(owner: TestClient, scene: Scene, client: TestClient, nick: string): Promise<void> {
  const answer = await owner.iq(
    'set',
    scene.room,
    admin(`<item jid='${client.bare}' affiliation='member' nick='${nick}'/>`),
  );
  if (answer.attrs['type'] !== 'result') throw new Error(`no member was made: ${answer.toString()}`);
}

/** One indicator may name several rooms, in any order: those of the other tests, where the same people are members. */
function tells(room: string): (stanza: Element) => boolean {
  return (stanza) =>
    stanza.name === 'message' &&
    stanza
      .child('rai', rai)
      ?.all('activity')
      .some(({ text }) => text === room) === true;
}

law(
  'a member who is away is told once that something is said, and again when they have been there',
  async (t, scene) => {
    const alice = await scene.owner('alice', 'Alice');
    const bob = await scene.user('bob');
    await makeMember(alice, scene, bob, 'bob-of-this-room');
    bob.send(`<presence to='${scene.server.domain}'><rai xmlns='${rai}'/></presence>`);
    // Its answer comes when the presence before it has been dealt with.
    await bob.iq('get', scene.server.domain, `<query xmlns='${ns.discoInfo}'/>`);
    alice.send(groupchat(scene.room, 'one'));
    const told = await bob.receives('an indicator', tells(scene.room));
    t.is(told.attrs['from'], scene.server.domain);
    alice.send(groupchat(scene.room, 'two'));
    await alice.receives('its message', says(scene.room, 'two'));
    await bob.join(scene.room, 'bob-of-this-room');
    bob.send(`<presence to='${scene.room}/bob-of-this-room' type='unavailable'/>`);
    await bob.receives('its farewell', isPresence(`${scene.room}/bob-of-this-room`, 'unavailable'));
    t.false(bob.unread.some(tells(scene.room)), 'the second message told nothing new');
    alice.send(groupchat(scene.room, 'three'));
    await bob.receives('an indicator after a visit', tells(scene.room));
  },
);

law('a member who is away gets the message that mentions them', async (t, scene) => {
  const alice = await scene.owner('alice', 'Alice');
  const bob = await scene.user('bob');
  await makeMember(alice, scene, bob, 'SecondWitch');
  const reference = `<reference xmlns='urn:xmpp:reference:0' type='mention' uri='xmpp:${bob.bare}'/>`;
  alice.send(groupchat(scene.room, 'Come here', { id: 'm1', more: reference }));
  const ofThisRoom = ({ attrs }: Element) => attrs['from'] === scene.room;
  const notice = await bob.receives(
    'a mention',
    (stanza) => ofThisRoom(stanza) && stanza.child('mentions', mmn) !== undefined,
  );
  const message = notice.expect('mentions', mmn).expect('forwarded', ns.forward).expect('message');
  t.deepEqual(
    [message.attrs['from'], message.attrs['id'], message.attrs['type']],
    [`${scene.room}/Alice`, 'm1', 'groupchat'],
  );
  t.is(message.expect('body').text, 'Come here');
});

law('a client that keeps the lists is told what is new in them, and nothing where nothing is', async (t, scene) => {
  const alice = await scene.owner('alice', 'Alice');
  const bob = await scene.user('bob');
  const ask = (nick: string, since?: string) => {
    const version = since === undefined ? '' : ` since='${since}'`;
    return `<presence to='${scene.room}/${nick}'><x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/><mav xmlns='${mav}'${version}/></x></presence>`;
  };
  const enter = async (since?: string) => {
    const client = await scene.user('alice');
    client.send(ask('Alice', since));
    const heard = await client.receivesUpTo('its presence', isPresence(`${scene.room}/Alice`));
    const versionOf = (stanza: Element | undefined) =>
      stanza?.expect('x', ns.mucUser).expect('mav', mav).attrs['until'];
    const lists = heard.filter(({ name, attrs }) => name === 'message' && attrs['from'] === scene.room);
    const items = lists.flatMap((list) => list.expect('x', ns.mucUser).all('item'));
    return {
      version: versionOf(heard.at(-1)),
      items: items.map(({ attrs }) => `${attrs['jid']} ${attrs['affiliation']}`),
    };
  };
  const first = await enter();
  t.deepEqual(first.items, [`${alice.bare} owner`]);
  t.deepEqual((await enter(first.version)).items, []);
  await makeMember(alice, scene, bob, 'Bob');
  const second = await enter(first.version);
  t.deepEqual(second.items, [`${bob.bare} member`]);
  t.not(second.version, first.version);
});
