/** Who may run which command of a room, by its form and typed in chat: what is not offered is refused, too. */
import test from 'ava';
import { commands } from '../../src/commands/index.ts';
import { serialize } from '../../src/wire/xml.ts';
import { talks } from '../service/chatting.ts';
import { command, commandXml } from '../service/commanding.ts';
import { room } from '../service/conversation.ts';
import { errorOf } from '../world.ts';
import { get } from './deed.ts';
import { isWho, people } from './people.ts';
import { type Kind, type Stage, stageFor } from './rooms.ts';
import { cellsOf } from './table.ts';
import * as tables from './tables/commands.ts';

const ns = 'http://jabber.org/protocol/commands';
const ofRooms = commands.filter(({ where }) => where === 'room');

async function offered({ on, who }: Stage, node: string): Promise<'yes' | 'no' | 'unseen'> {
  on.send(who, get(`<query xmlns='http://jabber.org/protocol/disco#items' node='${ns}'/>`));
  const [answer] = await on.hears(who);
  if (answer === undefined) throw new Error('no answer');
  if (errorOf(answer) !== undefined) return 'unseen';
  return serialize(answer).includes(`node="${node}"`) ? 'yes' : 'no';
}

for (const [name, table] of Object.entries(tables)) {
  const kind: Kind = { privacy: name as Kind['privacy'], type: 'auditorium' };
  const cells = cellsOf(table);
  for (const { row: words, column, value } of cells) {
    if (!isWho(column)) throw new Error(column);
    const may = value === 'yes' ? 'may' : 'may not';
    test.serial(`${name} room: ${people[column].title} ${may} run "${words}"`, async (t) => {
      const { node } = ofRooms.find((one) => one.words === words) ?? t.fail();
      const stage = await stageFor(kind, column);
      const { on, who } = stage;
      t.is(await offered(stage, node), value as 'yes');
      const begun = await command(on, who, commandXml(node));
      const refused = 'condition' in begun ? begun.condition : undefined;
      if (value === 'yes') return void t.not(refused, 'forbidden');
      t.is(refused, value === 'no' ? 'forbidden' : 'item-not-found');
      const typed = await talks(on, who, `${words} den`);
      t.regex(typed.join(), value === 'no' ? /^You may not run this command here/ : /^There is no such room/);
      const toRoom = await talks(on, who, 'help', '', room);
      t.false(toRoom.join().includes(`\n${words}: `));
    });
  }
  test(`the table of a ${name} room has all commands of rooms`, (t) => {
    t.deepEqual([...new Set(cells.map(({ row }) => row))].sort(), ofRooms.map(({ words }) => words).sort());
  });
}
