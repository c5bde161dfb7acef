/** An ethical wall as people on both sides of it meet it: whoever is across finds, enters, reads and hears nothing. */
import type { ExecutionContext } from 'ava';
import { freshId, statusCodes, type TestClient } from '../client.ts';
import { askArchive, readWhole } from './archive-reader.ts';
import { escapeXml } from './element.ts';
import { caughtUp, errorOf, groupchat, isLeft, itemOf, ns, says } from './stanzas.ts';

const mucAdmin = 'http://jabber.org/protocol/muc#admin';
const register = 'jabber:iq:register';
const ping = 'urn:xmpp:ping';

/** What there is to ask of a room without being in it. */
const questions: readonly (readonly ['get' | 'set', string])[] = [
  ['get', `<query xmlns='${ns.discoInfo}'/>`],
  ['get', `<query xmlns='${ns.discoItems}'/>`],
  ['get', `<query xmlns='${ns.discoItems}' node='http://jabber.org/protocol/commands'/>`],
  ['set', `<query xmlns='${ns.mam}'/>`],
  ['get', `<query xmlns='${mucAdmin}'><item affiliation='member'/></query>`],
  ['get', `<query xmlns='${mucAdmin}'><item role='participant'/></query>`],
  ['get', `<query xmlns='${ns.mucOwner}'/>`],
  ['get', `<query xmlns='${register}'/>`],
  ['set', `<query xmlns='${register}'><x xmlns='${ns.form}' type='submit'/></query>`],
  ['get', `<ping xmlns='${ping}'/>`],
  ['get', `<vCard xmlns='vcard-temp'/>`],
];

/** A room that this person must not know of: every answer is what an address without a room gets. */
export async function isNotThere(t: ExecutionContext, who: TestClient, room: string): Promise<void> {
  const nowhere = `${freshId()}@${room.split('@')[1]}`;
  for (const [type, payload] of questions) {
    const [there, none] = [await who.iq(type, room, payload), await who.iq(type, nowhere, payload)];
    t.is(shape(there.toString(), room), shape(none.toString(), nowhere), `${who.user} asks ${payload}`);
  }
  for (const message of ["type='groupchat'", "type='chat'", '']) {
    const [there, none] = [await spoken(who, room, message), await spoken(who, nowhere, message)];
    t.is(shape(there, room), shape(none, nowhere), `${who.user} writes ${message}`);
  }
  t.false((await found(who, room)).includes(room), `${who.user} finds ${room}`);
  await staysOut(t, who, room);
}

async function spoken(who: TestClient, to: string, attrs: string): Promise<string> {
  const id = freshId();
  who.send(`<message ${attrs} to='${to}' id='${id}'><body>is anybody there?</body></message>`);
  return String(await who.receives('the answer', ({ name, attrs: got }) => name === 'message' && got['id'] === id));
}

function shape(answer: string, address: string): string {
  return answer.replaceAll(address, 'ADDRESS').replaceAll(/ id='[^']*'/g, '');
}

/** Whoever tries to come in gets an error, and nothing about the room. */
export async function staysOut(t: ExecutionContext, who: TestClient, room: string): Promise<void> {
  const id = who.requestJoin(room, who.user);
  const answer = await who.receives(
    `an answer of ${room}`,
    ({ name, attrs }) => name === 'presence' && attrs['id'] === id && attrs['from']?.startsWith(room) === true,
  );
  t.is(answer.attrs['type'], 'error', `${who.user} enters ${room}`);
}

/** The addresses of the rooms that the service shows to somebody, page by page. */
export async function found(who: TestClient, room: string): Promise<string[]> {
  const service = room.split('@')[1] ?? '';
  const addresses: string[] = [];
  for (let after: string | undefined = ''; after !== undefined; ) {
    const page = `<set xmlns='${ns.rsm}'><max>50</max>${after === '' ? '' : `<after>${escapeXml(after)}</after>`}</set>`;
    const answer = await who.iq('get', service, `<query xmlns='${ns.discoItems}'>${page}</query>`);
    const query = answer.expect('query', ns.discoItems);
    const items = query.all('item').map(({ attrs }) => attrs['jid'] ?? '');
    addresses.push(...items);
    after = items.length === 0 ? undefined : query.child('set', ns.rsm)?.child('last')?.text;
  }
  return addresses;
}

/** A room that is for this person: it is found, entered, read. They are in it afterwards. */
export async function isFor(t: ExecutionContext, who: TestClient, room: string): Promise<void> {
  t.true((await found(who, room)).includes(room), `${who.user} finds ${room}`);
  await who.join(room, who.user);
  t.not(typeof (await askArchive(who, room)), 'string', `${who.user} reads ${room}`);
}

/** Whether what somebody says in a room is heard by somebody else there. */
export async function isHeard(
  t: ExecutionContext,
  { speaker, listener, room, text }: { speaker: TestClient; listener: TestClient; room: string; text: string },
): Promise<void> {
  speaker.send(groupchat(room, text));
  await listener.receives(text, says(room, text));
  t.true((await readWhole(listener, room, 50)).some(({ body }) => body === text));
}

/** In an auditorium, of whoever is no presenter. */
export async function mayNotSpeak(t: ExecutionContext, who: TestClient, room: string): Promise<void> {
  const id = freshId();
  who.send(groupchat(room, 'may I?', { id }));
  const answer = await who.receives('a refusal', ({ attrs }) => attrs['id'] === id && attrs['type'] === 'error');
  t.is(errorOf(answer), 'auth/forbidden', `${who.user} speaks in ${room}`);
}

/** Somebody in a room tries to bring somebody else in, in every way there is; the other hears nothing of it. */
export async function cannotBringIn(
  t: ExecutionContext,
  { who, whom, room }: { who: TestClient; whom: TestClient; room: string },
): Promise<void> {
  const id = freshId();
  const invite = `<x xmlns='${ns.mucUser}'><invite to='${whom.bare}'/></x>`;
  who.send(`<message to='${room}' id='${id}'>${invite}</message>`);
  const answer = await who.receives('a refusal', ({ attrs }) => attrs['id'] === id);
  t.is(answer.attrs['type'], 'error', `${who.user} invites ${whom.user} to ${room}`);
  for (const affiliation of ['member', 'admin', 'owner']) {
    const item = `<item jid='${whom.bare}' affiliation='${affiliation}'/>`;
    const set = await who.iq('set', room, `<query xmlns='${mucAdmin}'>${item}</query>`);
    t.is(set.attrs['type'], 'error', `${who.user} makes ${whom.user} ${affiliation} of ${room}`);
  }
  await caughtUp(whom, room.split('@')[1] ?? '');
  const heard = whom.unread.filter(({ attrs }) => attrs['from']?.startsWith(room) === true);
  t.deepEqual(heard.map(String), [], `${whom.user} hears of ${room}`);
}

/** Somebody is put out: they see why, and so does somebody else in the room. */
export async function isPutOut(
  t: ExecutionContext,
  { whom, watcher, room }: { whom: TestClient; watcher: TestClient; room: string },
): Promise<void> {
  const own = await whom.receives(`the end in ${room}`, isLeft(`${room}/${whom.user}`));
  t.true(statusCodes(own).includes('110'));
  t.true(statusCodes(own).includes('321'), `${own}`);
  t.is(itemOf(own)['affiliation'], 'none');
  await watcher.receives(`${whom.user} leaving ${room}`, isLeft(`${room}/${whom.user}`));
}
