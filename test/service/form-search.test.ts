/** Finding rooms by a form that any client can show (XEP-0055). */
import test from 'ava';
import { child, children, childText, elements } from '../../src/wire/xml.ts';
import { domain, errorOf, type World } from '../world.ts';
import { ask, type Fields, town, written } from './town.ts';

const legacy = 'jabber:iq:search';

async function byForm(on: World, fields: Fields): Promise<Record<string, string>[]> {
  const form = `<x xmlns='jabber:x:data' type='submit'>${written({ FORM_TYPE: legacy, ...fields })}</x>`;
  const answer = child(await ask(on, `<query xmlns='${legacy}'>${form}</query>`, 'set'), 'query', legacy);
  const table = answer && child(answer, 'x', 'jabber:x:data');
  if (table === undefined) return [];
  return children(table, 'item').map((item) =>
    Object.fromEntries(children(item, 'field').map((field) => [field.attrs['var'], childText(field, 'value') ?? ''])),
  );
}

test('a client without forms searches by the one field that fits, and gets names (XEP-0055 §2.1)', async (t) => {
  const on = await town();
  const offered = child(await ask(on, `<query xmlns='${legacy}'/>`), 'query', legacy) ?? t.fail();
  t.deepEqual(
    elements(offered).map(({ name }) => name),
    ['instructions', 'nick', 'x'],
  );
  const answer = await ask(on, `<query xmlns='${legacy}'><nick>zürich</nick></query>`, 'set');
  const [item = t.fail()] = children(child(answer, 'query', legacy) ?? t.fail(), 'item');
  t.is(item.attrs['jid'], `garden@${domain}`);
  t.is(childText(item, 'nick'), 'Café Zürich');
  const nothing = await ask(on, `<query xmlns='${legacy}'><nick>secret</nick></query>`, 'set');
  t.deepEqual(elements(child(nothing, 'query', legacy) ?? t.fail()), []);
});

test('by form each field narrows the search, and results are a table (XEP-0055 §3)', async (t) => {
  const on = await town();
  t.deepEqual(await byForm(on, { 'x-name': 'cafe' }), [
    {
      jid: `garden@${domain}`,
      'x-name': 'Café Zürich',
      'x-description': 'Plants & talk',
      'x-language': 'de-AT',
      'x-occupants': '1',
      'x-open': 'open',
    },
  ]);
  const jids = async (fields: Fields) => (await byForm(on, fields)).map((row) => row['jid']?.split('@')[0]);
  t.deepEqual(await jids({ 'x-language': 'DE' }), ['club', 'garden']);
  t.deepEqual(await jids({ 'x-language': 'de', 'x-open': 'closed' }), ['club']);
  t.deepEqual(await jids({ 'x-description': 'cafe', 'x-open': 'open' }), []);
  t.deepEqual(await jids({ 'x-address': 'noir', 'x-open': 'any' }), ['cafe-noir']);
});

test('a search for nothing is refused, by form and without one (XEP-0055)', async (t) => {
  const on = await town();
  for (const inside of ['', `<x xmlns='jabber:x:data' type='submit'>${written({ 'x-open': 'any' })}</x>`]) {
    const answer = await ask(on, `<query xmlns='${legacy}'>${inside}</query>`, 'set');
    t.like(errorOf(answer), { condition: 'bad-request', type: 'modify' });
  }
});

test('who may not use the service finds nothing in it by form either', async (t) => {
  const form = `<query xmlns='${legacy}'><nick>cafe</nick></query>`;
  const answer = await ask(await town(), form, 'set', 'eve@elsewhere.example/x');
  t.deepEqual(elements(child(answer, 'query', legacy) ?? t.fail()), []);
});
