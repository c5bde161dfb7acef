/** Hats (XEP-0317) through commands (XEP-0050), as clients go about both. */
import test from 'ava';
import type { TestClient } from '../client.ts';
import { type Element, escapeXml } from './element.ts';
import { onEachServer } from './stage.ts';
import { errorOf, fieldsOf, isPresence, ns } from './stanzas.ts';

const law = onEachServer(test);
const commands = 'http://jabber.org/protocol/commands';
const hats = 'urn:xmpp:hats:0';
const node = (name: string): string => `urn:xmpp:hats:commands:${name}`;
const assistant = 'http://tech.example.edu/hats#TeacherAssistant';

function command(name: string, attrs: string, fields?: Readonly<Record<string, string>>): string {
  const written = Object.entries(fields ?? {}).map(
    ([field, value]) => `<field var='${field}'><value>${escapeXml(value)}</value></field>`,
  );
  const form = fields === undefined ? '' : `<x xmlns='jabber:x:data' type='submit'>${written.join('')}</x>`;
  return `<command xmlns='${commands}' node='${node(name)}' ${attrs}>${form}</command>`;
}

async function run(client: TestClient, room: string, xml: string): Promise<Element> {
  return (await client.iq('set', room, xml)).expect('command', commands);
}

/** A client that shows forms: it executes, fills in what it is shown, and completes. */
async function fillIn(
  client: TestClient,
  room: string,
  name: string,
  fields: Readonly<Record<string, string>>,
): Promise<Element> {
  const stage = await run(client, room, command(name, "action='execute'"));
  const session = `sessionid='${stage.attrs['sessionid']}' action='complete'`;
  return run(client, room, command(name, session, fields));
}

function titles(presence: Element): string[] {
  return presence
    .expect('hats', hats)
    .all('hat')
    .map(({ attrs }) => `${attrs['title']} ${attrs['uri']} ${attrs['hue']}`);
}

law('an owner finds the commands in a room, makes a hat and hands it out, and everybody sees it', async (t, scene) => {
  const alice = await scene.owner('alice', 'Alice');
  const bob = await scene.occupant('bob', 'Bob');
  const list = `<query xmlns='${ns.discoItems}' node='${commands}'/>`;
  const items = (await alice.iq('get', scene.room, list)).expect('query', ns.discoItems).all('item');
  t.deepEqual(
    items.flatMap(({ attrs }) => attrs['node'] ?? []).filter((name) => name.startsWith(node(''))),
    ['list', 'create', 'destroy', 'assign', 'unassign', 'list-assigned'].map(node),
  );
  const created = await fillIn(alice, scene.room, 'create', {
    'hats#title': 'Assistant',
    'hats#uri': assistant,
    'hats#hue': '327.255249',
  });
  t.is(created.attrs['status'], 'completed');
  const jid = `bob@${scene.server.host}`;
  const given = await run(alice, scene.room, command('assign', '', { 'hats#jid': jid, 'hats#uri': assistant }));
  t.is(given.attrs['status'], 'completed');
  const worn = (stanza: Element) => isPresence(`${scene.room}/Bob`)(stanza) && stanza.child('hats', hats) !== undefined;
  const shown = await alice.receives('a presence with a hat', worn);
  t.deepEqual(titles(shown), [`Assistant ${assistant} 327.255249`]);
  await bob.receives('its own presence with a hat', worn);
  const carol = await scene.occupant('carol', 'Carol');
  t.true(
    carol.transcript.some((stanza) => worn(stanza)),
    'a newcomer sees it',
  );
});

law('a form that is filled in badly is shown again; who may not is told so', async (t, scene) => {
  const alice = await scene.owner('alice', 'Alice');
  const bob = await scene.occupant('bob', 'Bob');
  const again = await fillIn(alice, scene.room, 'create', { 'hats#title': 'Assistant', 'hats#uri': 'not a uri' });
  t.is(again.attrs['status'], 'executing');
  t.regex(again.expect('note').text, /"URI" has to be/);
  t.deepEqual(fieldsOf(again.expect('x', ns.form)).get('hats#title'), ['Assistant']);
  t.is(errorOf(await bob.iq('set', scene.room, command('create', "action='execute'"))), 'cancel/forbidden');
});
