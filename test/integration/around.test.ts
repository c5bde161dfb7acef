/** Finding rooms, their pictures, and what the service tells (XEP-0433, XEP-0055, XEP-0486, XEP-0202), past real servers. */
import { createHash } from 'node:crypto';
import test from 'ava';
import { freshId } from '../client.ts';
import type { Element } from './element.ts';
import { onEachServer } from './stage.ts';
import { errorOf, fieldsOf, ns } from './stanzas.ts';

const law = onEachServer(test);
const search = 'urn:xmpp:channel-search:0:search';
const params = 'urn:xmpp:channel-search:0:search-params';
const vcard = 'vcard-temp';
const update = 'vcard-temp:x:update';

function submit(fields: Readonly<Record<string, string>>): string {
  const written = Object.entries(fields).map(([name, value]) => `<field var='${name}'><value>${value}</value></field>`);
  return `<x xmlns='jabber:x:data' type='submit'>${written.join('')}</x>`;
}

function configure(fields: Readonly<Record<string, string>>): string {
  const form = submit({ FORM_TYPE: 'http://jabber.org/protocol/muc#roomconfig', ...fields });
  return `<query xmlns='http://jabber.org/protocol/muc#owner'>${form}</query>`;
}

function showsAvatar(room: string, hash: string): (stanza: Element) => boolean {
  return (stanza) =>
    stanza.name === 'presence' &&
    stanza.attrs['from'] === room &&
    stanza.child('x', update)?.child('photo')?.text === hash;
}

law('a room is found by a word of its name until it is hidden', async (t, scene) => {
  const alice = await scene.owner('alice', 'Alice');
  const bob = await scene.user('bob');
  const word = `Ünique${freshId()}`;
  const named = { 'muc#roomconfig_roomname': `The ${word} room`, 'muc#roomconfig_lang': 'de' };
  await alice.iq('set', scene.room, configure(named));
  const { domain } = scene.server;
  const form = (await bob.iq('get', domain, `<search xmlns='${search}'/>`)).expect('search', search);
  t.true(fieldsOf(form.expect('x', ns.form)).has('q'));
  const query = `<search xmlns='${search}'>${submit({ FORM_TYPE: params, q: word.toLowerCase().replace('ü', 'u') })}</search>`;
  const [item, ...others] = (await bob.iq('get', domain, query)).expect('result', search).all('item');
  t.is(others.length, 0);
  t.is(item?.attrs['address'], scene.room);
  t.is(item?.expect('name').text, `The ${word} room`);
  t.is(item?.expect('nusers').text, '1');
  t.is(item?.expect('language').text, 'de');
  const legacy = `<query xmlns='jabber:iq:search'><nick>${word}</nick></query>`;
  const found = (await bob.iq('set', domain, legacy)).expect('query', 'jabber:iq:search');
  t.deepEqual(
    found.all('item').map(({ attrs }) => attrs['jid']),
    [scene.room],
  );
  await alice.iq('set', scene.room, configure({ 'muc#roomconfig_publicroom': '0' }));
  t.deepEqual((await bob.iq('get', domain, query)).expect('result', search).all('item'), []);
});

law('the picture of a room is shown to those in it and to newcomers, and read by anybody', async (t, scene) => {
  const alice = await scene.owner('alice', 'Alice');
  const bob = await scene.occupant('bob', 'Bob');
  const bytes = Buffer.from(`a picture ${freshId()}`.repeat(500));
  const hash = createHash('sha1').update(bytes).digest('hex');
  const base64 = bytes.toString('base64');
  const card = `<vCard xmlns='${vcard}'><PHOTO><TYPE>image/png</TYPE><BINVAL>${base64}</BINVAL></PHOTO></vCard>`;
  t.is(errorOf(await bob.iq('set', scene.room, card)), 'auth/forbidden');
  t.is((await alice.iq('set', scene.room, card)).attrs['type'], 'result');
  await bob.receives('the picture of the room', showsAvatar(scene.room, hash));
  const carol = await scene.occupant('carol', 'Carol');
  t.true(carol.transcript.some(showsAvatar(scene.room, hash)), 'a newcomer is shown it');
  const dave = await scene.user('alice', 'elsewhere');
  const told = (await dave.iq('get', scene.room, `<vCard xmlns='${vcard}'/>`)).expect('vCard', vcard);
  t.is(told.expect('PHOTO').expect('BINVAL').text, base64);
  const disco = (await dave.iq('get', scene.room, `<query xmlns='${ns.discoInfo}'/>`)).expect('query', ns.discoInfo);
  t.deepEqual(fieldsOf(disco.expect('x', ns.form)).get('muc#roominfo_avatarhash'), [hash]);
});

law('the service tells the time', async (t, scene) => {
  const bob = await scene.user('bob');
  const time = (await bob.iq('get', scene.server.domain, `<time xmlns='urn:xmpp:time'/>`)).expect(
    'time',
    'urn:xmpp:time',
  );
  t.is(time.expect('tzo').text, '+00:00');
  t.false(Number.isNaN(Date.parse(time.expect('utc').text)));
});
