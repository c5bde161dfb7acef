/** What docs/administration.md tells people to type: it is read from there, and typed. */
import { readFileSync } from 'node:fs';
import test from 'ava';
import { commands } from '../../src/commands/index.ts';
import { commandIn } from '../../src/commands/typed.ts';
import { memoryStore } from '../memory-store.ts';
import { domain, statuses, World } from '../world.ts';
import { hearsBack, insistsOn } from './chatting.ts';

const page = readFileSync(new URL('../../docs/administration.md', import.meta.url), 'utf8');
const root = 'root@example.org/desk';
const tom = 'tom@example.org/phone';
const tess = 'tess@example.org/phone';

/** The lines of the only block of commands on the page. */
function wall(): readonly string[] {
  const [, block = ''] = /\n```\n([\s\S]*?)\n```\n/.exec(page) ?? [];
  return block.split('\n');
}

test('every command that the page names is there', (t) => {
  const first = new Set(commands.map(({ words }) => words.split(' ')[0]));
  const named = [...page.matchAll(/`([^`\n]+)`/g)].map(([, text = '']) => text.split(' '));
  const meant = named.filter(([word = '']) => first.has(word));
  t.true(meant.length > 15);
  for (const words of meant) t.truthy(commandIn(words, commands), words.join(' '));
});

test('the ethical wall of the page stands once its lines have been sent in chat', async (t) => {
  const admins = ['root@example.org'];
  const on = await new World({ store: memoryStore(), users: ['example.org'], admins, rates: undefined }).start();
  on.connect();
  const lines = wall();
  t.is(lines.length, 9);
  const rooms: string[] = [];
  for (const line of lines.slice(0, -2)) {
    const said = await insistsOn(on, root, line);
    t.regex(said, /is there/, line);
    rooms.push(...(/^Address: (\S+)/m.exec(said)?.slice(1) ?? []));
  }
  t.is(rooms.length, 3);
  for (const room of rooms)
    on.send(tom, `<presence to='${room}/Tom'><x xmlns='http://jabber.org/protocol/muc'/></presence>`);
  await on.hears(tom);
  t.regex(await hearsBack(on, tom, 'rooms'), /^3 rooms in all\./);
  t.regex(await insistsOn(on, root, lines.at(-2) ?? ''), /^The group "traders" is changed\./);
  const left = (await on.hears(tom)).filter(({ attrs }) => attrs['type'] === 'unavailable');
  t.deepEqual(left.map(({ attrs }) => attrs['from']).sort(), rooms.map((room) => `${room}/Tom`).sort());
  for (const presence of left) t.true(statuses(presence).includes(321));
  t.is(await hearsBack(on, tom, 'rooms'), 'There are no rooms here yet.');
  t.regex(await hearsBack(on, root, lines.at(-1) ?? ''), /traders/);

  const [floor = ''] = rooms;
  await insistsOn(on, root, `room managers ${floor} tess@example.org`);
  for (const who of [root, tess]) {
    t.regex(await insistsOn(on, who, `room members ${floor} ann@example.org`), /out of scope/, who);
  }
  t.is(floor.slice(floor.indexOf('@') + 1), domain);
});
