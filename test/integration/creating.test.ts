/** Rooms come into being and end (XEP-0045 §10.1, §10.9). */
import test from 'ava';
import { statusCodes } from '../client.ts';
import { onEachServer } from './stage.ts';
import { caughtUp, configure, errorOf, fieldsOf, isLeft, isPresence, isSelf, ns } from './stanzas.ts';

const law = onEachServer(test);
const cancelForm = `<query xmlns='${ns.mucOwner}'><x xmlns='${ns.form}' type='cancel'/></query>`;

law(
  'the first to enter makes the room, is told so with 201, and its default is accepted at once (XEP-0045 §10.1.2)',
  async (t, scene) => {
    const alice = await scene.user('alice');
    const { self } = await alice.join(scene.room, 'Alice');
    t.deepEqual(
      statusCodes(self)
        .filter((code) => ['110', '201'].includes(code))
        .sort(),
      ['110', '201'],
    );
    const bob = await scene.user('bob');
    bob.requestJoin(scene.room, 'Bob');
    const refused = await bob.receives('the refusal before that', isPresence(`${scene.room}/Bob`, 'error'));
    t.is(errorOf(refused), 'cancel/item-not-found');
    const accepted = await alice.iq(
      'set',
      scene.room,
      `<query xmlns='${ns.mucOwner}'><x xmlns='${ns.form}' type='submit'/></query>`,
    );
    t.is(accepted.attrs['type'], 'result');
    const { others } = await bob.join(scene.room, 'Bob');
    t.is(others.length, 1);
  },
);

law('a reserved room is configured by its form before anybody else comes in (XEP-0045 §10.1.3)', async (t, scene) => {
  const alice = await scene.user('alice');
  await alice.join(scene.room, 'Alice');
  const form = (await alice.iq('get', scene.room, `<query xmlns='${ns.mucOwner}'/>`))
    .expect('query')
    .expect('x', ns.form);
  const fields = fieldsOf(form);
  t.deepEqual(fields.get('FORM_TYPE'), [ns.mucConfig]);
  for (const name of [
    'roomname',
    'roomdesc',
    'persistentroom',
    'publicroom',
    'membersonly',
    'moderatedroom',
    'whois',
  ]) {
    t.true(fields.has(`muc#roomconfig_${name}`), name);
  }
  const done = await configure(alice, scene.room, {
    'muc#roomconfig_roomname': 'The Den <&> co',
    'muc#roomconfig_membersonly': '1',
  });
  t.is(done.attrs['type'], 'result');
  const bob = await scene.user('bob');
  bob.requestJoin(scene.room, 'Bob');
  const refused = await bob.receives('the refusal', isPresence(`${scene.room}/Bob`, 'error'));
  t.is(errorOf(refused), 'auth/registration-required');
  const info = await alice.iq('get', scene.room, `<query xmlns='${ns.discoInfo}'/>`);
  t.is(info.expect('query').expect('identity').attrs['name'], 'The Den <&> co');
});

law('cancelling the first form makes the room as if it had never been (XEP-0045 §10.1.3)', async (t, scene) => {
  const alice = await scene.user('alice');
  await alice.join(scene.room, 'Alice');
  const cancelled = await alice.iq('set', scene.room, cancelForm);
  t.is(cancelled.attrs['type'], 'result');
  const out = await alice.receives('being taken out', isLeft(`${scene.room}/Alice`));
  t.true(isSelf(out));
  const info = await alice.iq('get', scene.room, `<query xmlns='${ns.discoInfo}'/>`);
  t.is(errorOf(info), 'cancel/item-not-found');
  const { self } = await alice.join(scene.room, 'Alice');
  t.true(statusCodes(self).includes('201'));
});

law('cancelling a later form changes nothing', async (t, scene) => {
  const alice = await scene.owner('alice', 'Alice');
  const cancelled = await alice.iq('set', scene.room, cancelForm);
  t.is(cancelled.attrs['type'], 'result');
  await caughtUp(alice, scene.room);
  t.false(alice.unread.some(isLeft(`${scene.room}/Alice`)));
});

law('a destroyed room tells everybody where to go, and is gone (XEP-0045 §10.9)', async (t, scene) => {
  const alice = await scene.owner('alice', 'Alice');
  const bob = await scene.occupant('bob', 'Bob');
  const elsewhere = `elsewhere@${scene.server.domain}`;
  const destroy = `<query xmlns='${ns.mucOwner}'><destroy jid='${elsewhere}'><reason>we move</reason></destroy></query>`;
  t.is(errorOf(await bob.iq('set', scene.room, destroy)), 'auth/forbidden');
  t.is((await alice.iq('set', scene.room, destroy)).attrs['type'], 'result');
  for (const [witness, nick] of [
    [alice, 'Alice'],
    [bob, 'Bob'],
  ] as const) {
    const out = await witness.receives('being taken out', isLeft(`${scene.room}/${nick}`));
    const told = out.expect('x', ns.mucUser).expect('destroy');
    t.is(told.attrs['jid'], elsewhere);
    t.is(told.child('reason')?.text, 'we move');
  }
  t.is(errorOf(await bob.iq('get', scene.room, `<query xmlns='${ns.discoInfo}'/>`)), 'cancel/item-not-found');
});

law('a form with a field that cannot be is refused whole', async (t, scene) => {
  const alice = await scene.owner('alice', 'Alice');
  const refused = await configure(alice, scene.room, {
    'muc#roomconfig_roomname': 'never',
    'muc#roomconfig_whois': 'nobody-knows-this',
  });
  t.regex(errorOf(refused), /^modify\/(not-acceptable|bad-request)$/);
  const info = await alice.iq('get', scene.room, `<query xmlns='${ns.discoInfo}'/>`);
  t.not(info.expect('query').expect('identity').attrs['name'], 'never');
});
