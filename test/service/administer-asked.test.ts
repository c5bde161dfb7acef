/** Asking for lists too often, and changing them while nobody can be looked up (XEP-0045 §9). */
import test from 'ava';
import { StoreError } from '../../src/store/port.ts';
import { serialize } from '../../src/wire/xml.ts';
import { memoryStore } from '../memory-store.ts';
import { errorOf, World } from '../world.ts';
import { configure, openRoom, owner, room, talk } from './conversation.ts';
import { set } from './privilege-scenes.ts';

const carol = 'carol@localhost';

test('a list is told once, however often one request asks for it', async (t) => {
  const on = await talk();
  const asked = `<item affiliation='owner'/><item role='moderator'/>`.repeat(2_000);
  on.send(
    owner,
    `<iq to='${room}' type='get' id='l'><query xmlns='http://jabber.org/protocol/muc#admin'>${asked}</query></iq>`,
  );
  const [answer = t.fail()] = await on.hears(owner);
  t.is(answer.attrs['type'], 'result');
  t.is(serialize(answer).split('<item ').length - 1, 2);
});

test('while nobody can be looked up, whoever changes a list is told to try again', async (t) => {
  const store = memoryStore();
  const on = (await new World({ store }).start()).connect();
  await openRoom(on);
  const { keys } = store.people;
  Object.assign(store.people, { keys: () => Promise.reject(new StoreError('away')) });
  const admins = configure({ 'muc#roomconfig_roomadmins': 'dave@localhost' });
  for (const wish of [set(`<item jid='${carol}' affiliation='member'/>`), admins]) {
    on.send(owner, wish);
    const [answer = t.fail()] = await on.hears(owner);
    t.deepEqual(errorOf(answer)?.condition, 'resource-constraint');
    t.deepEqual(errorOf(answer)?.type, 'wait');
  }
  Object.assign(store.people, { keys });
});
