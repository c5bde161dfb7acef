/** The examples of XEP-0317, played as one conversation: what goes in goes in as printed, what must come out is there. */
import { readFileSync } from 'node:fs';
import test from 'ava';
import { parseElements } from '../../src/wire/parser.ts';
import { child, type Element, elements, namespaceOf, text } from '../../src/wire/xml.ts';
import { memoryStore } from '../memory-store.ts';
import { domain, World } from '../world.ts';
import { commandXml, stage } from './commanding.ts';

const room = `physicsforpoets@${domain}`;
const professor = 'professor@example.edu/office';
const student = 'student@example.edu/bedroom';
const hats = 'urn:xmpp:hats:commands';
const tech = 'http://tech.example.edu/hats#';
const schemas = 'http://schemas.example.com/hats#';

const printed = readFileSync(new URL('xep0317/examples.xml', import.meta.url), 'utf8');

interface Example {
  readonly number: number;
  readonly caption: string;
  readonly stanzas: readonly Element[];
}

function examples(): Example[] {
  const bare = printed.replaceAll(/<!--.*?-->/gs, '').replaceAll('physicsforpoets@courses.example.edu', room);
  const [root] = parseElements(bare.trim()) ?? [];
  if (root === undefined) throw new Error('the examples are no XML');
  return elements(root).map((example) => {
    const { number, caption = '' } = example.attrs;
    return { number: Number(number), caption, stanzas: elements(example) };
  });
}

/** What has to be there before an example, beside what those before it have done: hats by URI, and who wears one. */
const before: Readonly<Record<number, readonly (readonly [uri: string, title: string, hue?: string])[]>> = {
  1: [
    [`${schemas}host`, 'Host', '327.255249'],
    [`${schemas}presenter`, 'Presenter', '171.430664'],
  ],
  9: [
    [`${tech}Teacher`, 'Teacher'],
    [`${tech}TeacherAssistant`, "Teacher's Assistant"],
    [`${tech}Proctor`, 'Test Proctor'],
  ],
  15: [[`${tech}TeacherAssistant`, "Teacher's Assistant"]],
  21: [[`${tech}TeacherAssistant`, 'Assistant', '327.255249']],
};

async function prepare(on: World, number: number): Promise<void> {
  for (const [uri, title, hue] of before[number] ?? []) {
    const fields = { 'hats#uri': uri, 'hats#title': title.replace("'", '&apos;'), ...(hue && { 'hats#hue': hue }) };
    await stage(on, professor, commandXml(`${hats}:create`, {}, fields), room);
  }
  if (number !== 21) return;
  const terry = { 'hats#jid': 'terry.anderson@example.edu', 'hats#uri': `${tech}TeacherAssistant` };
  await stage(on, professor, commandXml(`${hats}:assign`, {}, terry), room);
}

/** Words for people, and what each answer has of its own. */
const unsaid = new Set(['id', 'xmlns', 'xml:lang', 'sessionid', 'label', 'name']);
const wordings = new Set(['title', 'instructions']);

/** Whether `actual` is at least what is printed; what it says beside it is its own affair. */
function shows(actual: Element, expected: Element): boolean {
  const here = (element: Element) => (namespaceOf(element) ?? '').replace('jabber:component:accept', '');
  if (actual.name !== expected.name || here(actual) !== here(expected)) return false;
  const attrs = Object.entries(expected.attrs).filter(([name]) => !unsaid.has(name));
  if (attrs.some(([name, value]) => actual.attrs[name] !== value)) return false;
  const wanted = elements(expected).filter(({ name }) => !wordings.has(name));
  if (wanted.length === 0 && text(expected).trim() !== '') return text(actual).trim() === text(expected).trim();
  const left = elements(actual);
  return wanted.every((part) => {
    const at = left.findIndex((candidate) => shows(candidate, part));
    if (at !== -1) left.splice(at, 1);
    return at !== -1;
  });
}

test('the examples of XEP-0317, 1 to 22', async (t) => {
  const on = (await new World({ store: memoryStore(), users: ['example.edu'] }).start()).connect();
  for (const [who, nick] of [
    [professor, 'Professor'],
    [student, 'Student'],
  ] as const) {
    on.send(who, `<presence to='${room}/${nick}'><x xmlns='http://jabber.org/protocol/muc'/></presence>`);
    await on.settle();
    const open = "<x xmlns='jabber:x:data' type='submit'/>";
    if (who === professor) {
      on.send(
        who,
        `<iq to='${room}' type='set' id='o'><query xmlns='http://jabber.org/protocol/muc#owner'>${open}</query></iq>`,
      );
      await on.settle();
    }
  }
  let session = '';
  for (const { number, caption, stanzas } of examples()) {
    if (before[number] !== undefined) await prepare(on, number);
    for (const stanza of stanzas) {
      const { from, to = '', type } = stanza.attrs;
      if (from === professor && (type === 'get' || type === 'set')) {
        for (const who of [professor, student]) await on.hears(who);
        const command = child(stanza, 'command', 'http://jabber.org/protocol/commands');
        if (command?.attrs['sessionid'] !== undefined) command.attrs['sessionid'] = session;
        on.sendElement(professor, stanza);
        await on.settle();
        continue;
      }
      const heard = on.inbox(to);
      const found = heard.find((candidate) => shows(candidate, stanza));
      t.truthy(found, `${number}. ${caption}:\n${stanza}\nwas not heard, but\n${heard.join('\n')}`);
      session = found?.getChild('command')?.attrs['sessionid'] ?? session;
    }
  }
});
