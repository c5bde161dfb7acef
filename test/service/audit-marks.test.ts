/** What somebody does to a room is marked for the audit, with what was before; what people do in it is not. */
import test from 'ava';
import type { NewEvent } from '../../src/store/event.ts';
import { memoryStore } from '../memory-store.ts';
import { World } from '../world.ts';
import { alice, configure, enter, openRoom, owner, room, say } from './conversation.ts';

const set = (payload: string): string => `<iq to='${room}' type='set' id='set'>${payload}</iq>`;
const affiliate = (who: string, affiliation: string): string =>
  set(`<query xmlns='http://jabber.org/protocol/muc#admin'><item jid='${who}' affiliation='${affiliation}'/></query>`);

test('administration is audited with what was before, registering too; talk and comings and goings are not', async (t) => {
  const written: NewEvent[] = [];
  const store = memoryStore();
  const commit = store.commit.bind(store);
  store.commit = (one) => {
    if (one.stream.startsWith('room:')) written.push(...one.events);
    return commit(one);
  };
  const on = (await new World({ store }).start()).connect();
  await openRoom(on, { 'longroom#roomconfig_registration': 'open' });
  await enter(on, alice, 'Alice');
  on.send(alice, say('hello'));
  on.send(alice, `<presence to='${room}/Alicia'/>`);
  on.send(owner, configure({ 'muc#roomconfig_roomname': 'Den' }));
  await on.settle();
  on.send(
    alice,
    set(
      "<query xmlns='jabber:iq:register'><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>http://jabber.org/protocol/muc#register</value></field><field var='muc#register_roomnick'><value>Alicia</value></field></x></query>",
    ),
  );
  await on.settle();
  on.send(owner, affiliate('alice@localhost', 'outcast'));
  await on.settle();
  on.send(owner, set("<query xmlns='http://jabber.org/protocol/muc#owner'><destroy/></query>"));
  await on.settle();
  const audited = written.filter((event) => event.audited);
  t.deepEqual(
    audited.map(({ kind }) => kind),
    ['created', 'configured', 'configured', 'affiliated', 'affiliated', 'destroyed'],
  );
  t.false(audited.some(({ compactable }) => compactable));
  const [, , named, registered, banned] = audited.map(({ payload }) => JSON.parse(payload) as Record<string, unknown>);
  t.deepEqual(named?.['before'], { name: '' });
  t.deepEqual(registered?.['before'], {});
  t.deepEqual(banned?.['before'], { member: true, nick: 'Alicia' });
});
