/** Which rooms somebody belongs to, as the store knows it from what rooms decide. */
import test from 'ava';
import { memoryStore } from '../memory-store.ts';
import { World } from '../world.ts';
import { alice, enter, leave, openRoom, owner, room, say } from './conversation.ts';

function list(affiliation: string, who: string): string {
  return `<iq to='${room}' type='set' id='list'><query xmlns='http://jabber.org/protocol/muc#admin'><item jid='${who}' affiliation='${affiliation}'/></query></iq>`;
}

async function scene() {
  const store = memoryStore();
  const on = (await new World({ store, admins: [] }).start()).connect();
  await openRoom(on);
  const of = async (jid: string) => {
    const person = (await store.people.keys([jid])).get(jid) ?? '';
    return store.memberships.list({ person, limit: 10 });
  };
  const change = async (affiliation: string, who: string) => {
    on.send(owner, list(affiliation, who));
    await on.hears(owner);
  };
  return { on, store, of, change };
}

test('owners, admins and members belong to a room; outcasts and others do not', async (t) => {
  const { of, change } = await scene();
  t.is((await of('olga@localhost')).length, 1);
  await change('member', 'alice@localhost');
  t.is((await of('alice@localhost')).length, 1);
  await change('admin', 'alice@localhost');
  t.is((await of('alice@localhost')).length, 1);
  await change('outcast', 'alice@localhost');
  t.deepEqual(await of('alice@localhost'), []);
  await change('none', 'alice@localhost');
  t.deepEqual(await of('alice@localhost'), []);
});

test('leaving moves on what a member has seen, and a destroyed room has no members', async (t) => {
  const { on, store, of, change } = await scene();
  await change('member', 'alice@localhost');
  const [{ stream, seen } = t.fail()] = await of('alice@localhost');
  await enter(on, alice, 'Alice');
  on.send(owner, say('hello'));
  on.send(alice, leave('Alice'));
  await on.settle();
  const last = await store.lastNumber(stream);
  t.true(last > seen);
  t.deepEqual(await of('alice@localhost'), [{ stream, seen: last }]);
  on.send(
    owner,
    `<iq to='${room}' type='set' id='x'><query xmlns='http://jabber.org/protocol/muc#owner'><destroy/></query></iq>`,
  );
  await on.settle();
  t.deepEqual([await of('alice@localhost'), await of('olga@localhost')], [[], []]);
});
