/** What the house has to say of rooms that are made or called anew. */
import test from 'ava';
import { memoryStore } from '../../memory-store.ts';
import { domain, errorOf } from '../../world.ts';
import { hearsBack } from '../chatting.ts';
import { configure, openRoom, owner, room } from '../conversation.ts';
import { admin, housing, makeCategory } from './housing.ts';

const root = `${admin}/desk`;
const field = 'muc#maxhistoryfetch';

async function historyIn(on: Awaited<ReturnType<typeof housing>>['on'], jid: string): Promise<string | undefined> {
  on.send(owner, `<iq to='${jid}' type='get' id='form'><query xmlns='http://jabber.org/protocol/muc#owner'/></iq>`);
  const [answer] = await on.hears(owner);
  return new RegExp(`<field[^>]* var="${field}"[^>]*>.*?<value>(\\d+)</value>`).exec(String(answer))?.[1];
}

test('rooms made from now on show newcomers as much as the service says; what an owner has set stays', async (t) => {
  const { on } = await housing(memoryStore());
  await openRoom(on);
  t.is(await historyIn(on, room), '30');
  await hearsBack(on, root, 'settings set default-history=12');
  t.is(await historyIn(on, room), '30');
  await hearsBack(on, owner, 'room create Attic address=attic');
  t.is(await historyIn(on, `attic@${domain}`), '12');
  on.send(owner, `<presence to='loft@${domain}/Olga'><x xmlns='http://jabber.org/protocol/muc'/></presence>`);
  await on.hears(owner);
  t.is(await historyIn(on, `loft@${domain}`), '12');
  await hearsBack(on, root, 'settings set default-history=50');
  t.is(await historyIn(on, `attic@${domain}`), '12');
});

test('no room is called as a category is, in whatever letters; one that was before may stay so', async (t) => {
  const house = await housing(memoryStore());
  const { on } = house;
  await openRoom(on, { 'muc#roomconfig_roomname': 'Archive' });
  await makeCategory(house, { name: 'Trading' });
  on.send(owner, configure({ 'muc#roomconfig_roomname': ' tRADING ', 'muc#roomconfig_roomdesc': 'x' }));
  const [refused] = await on.hears(owner);
  t.like(refused && errorOf(refused), { condition: 'conflict', type: 'modify' });
  t.regex(await hearsBack(on, owner, `room set ${room} name=TRADING`), /No room may be called "TRADING"/);
  t.regex(await hearsBack(on, owner, 'room create trading'), /No room may be called "trading"/);
  t.regex(await hearsBack(on, owner, `room show ${room}`), /^Name: Archive$/m);
});
