/** Registering with a room, and approving it, in front of real servers (XEP-0045 §7.10, §9.9; XEP-0077). */
import test, { type ExecutionContext } from 'ava';
import { statusCodes, TestClient } from '../client.ts';
import type { XmppServer } from '../servers/server.ts';
import { Component } from './component.ts';
import type { Element } from './element.ts';
import { instantRoom, inTurnOnEachServer } from './stage.ts';
import { caughtUp, configure, errorOf, fieldsOf, isPresence, itemOf, ns, submitForm } from './stanzas.ts';

const register = 'jabber:iq:register';
const formType = 'http://jabber.org/protocol/muc#register';
const law = inTurnOnEachServer(test, 60);

async function user(t: ExecutionContext, server: XmppServer, name: string): Promise<TestClient> {
  const client = await TestClient.connect(server, name);
  t.teardown(() => client.close());
  return client;
}

function asksFor(client: TestClient, room: string, nick: string): Promise<Element> {
  const form = submitForm(formType, { 'muc#register_roomnick': nick });
  return client.iq('set', room, `<query xmlns='${register}'>${form}</query>`);
}

const isForm = ({ name, elements }: Element): boolean =>
  name === 'message' && elements.some((x) => x.xmlns === ns.form && fieldsOf(x).get('FORM_TYPE')?.[0] === formType);

/** The form as a client sends it back: all fields, with the answer. */
function answered(form: Element, allow: '0' | '1'): string {
  const fields = [...fieldsOf(form.expect('x', ns.form))].map(([name, values]) => [name, values[0] ?? ''] as const);
  const { FORM_TYPE: _, ...rest } = Object.fromEntries(fields);
  return submitForm(formType, { ...rest, 'muc#register_allow': allow });
}

law(
  'a request waits through a kill, is approved by form, and lets the person in by the reserved nickname',
  async (t, server) => {
    const component = await Component.start(server);
    t.teardown(() => component.remove());
    const room = `approval@${server.domain}`;
    const alice = await user(t, server, 'alice');
    await alice.join(room, 'Alice');
    await alice.iq('set', room, instantRoom);
    await configure(alice, room, { 'muc#roomconfig_membersonly': '1' });
    const bob = await user(t, server, 'bob');
    t.is((await asksFor(bob, room, 'Bob')).attrs['type'], 'result');
    const form = await alice.receives('the form for managers', isForm);
    await component.kill();
    await component.startAgain();
    alice.send(`<message to='${room}'>${answered(form, '1')}</message>`);
    const invitation = await bob.receives('the invitation', ({ attrs }) => attrs['from'] === room);
    t.is(invitation.expect('x', ns.mucUser).expect('invite').attrs['from'], `${room}/Alice`);
    const { self } = await bob.join(room, 'Bob');
    t.is(itemOf(self)['affiliation'], 'member');
    const terms = await bob.iq('get', room, `<query xmlns='${register}'/>`);
    t.is(terms.expect('query').expect('username').text, 'Bob');
  },
);

law('who is refused is told, and who unregisters is a stranger again', async (t, server) => {
  const component = await Component.start(server);
  t.teardown(() => component.remove());
  const room = `refusal@${server.domain}`;
  const alice = await user(t, server, 'alice');
  await alice.join(room, 'Alice');
  await alice.iq('set', room, instantRoom);
  const bob = await user(t, server, 'bob');
  await bob.join(room, 'Bob');
  await asksFor(bob, room, 'Bobby');
  alice.send(`<message to='${room}'>${answered(await alice.receives('the form', isForm), '0')}</message>`);
  const told = await bob.receives(
    'what became of it',
    ({ name, attrs }) => name === 'message' && attrs['from'] === room,
  );
  t.regex(told.expect('body').text, /against/);
  t.is(errorOf(await asksFor(bob, room, 'Bobby')), 'wait/resource-constraint');
  await configure(alice, room, { 'longroom#roomconfig_registration': 'open' });
  const carol = await user(t, server, 'carol');
  await carol.join(room, 'Carol');
  await caughtUp(alice, room);
  t.is((await asksFor(carol, room, 'Carol')).attrs['type'], 'result');
  const isMember = (affiliation: string) => (stanza: Element) =>
    isPresence(`${room}/Carol`)(stanza) &&
    itemOf(stanza)['affiliation'] === affiliation &&
    !statusCodes(stanza).includes('110');
  await alice.receives('the new member', isMember('member'));
  await carol.iq('set', room, `<query xmlns='${register}'><remove/></query>`);
  await alice.receives('a member less', isMember('none'));
  t.pass();
});
