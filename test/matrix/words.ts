/** What the words in the cells of the matrix mean, and how its tables become cells of kinds of rooms and people. */
import { isWho, people, type Who } from './people.ts';
import { type Kind, kinds, privacies } from './rooms.ts';
import { cellsOf } from './table.ts';

/** `unseen`: exactly what there is where there is no room. Other words are conditions of XMPP. */
const words: Readonly<Record<string, string>> = {
  yes: 'yes',
  no: 'no',
  unseen: 'unseen',
  register: 'registration-required',
  outside: 'not-acceptable',
  forbidden: 'forbidden',
  conflict: 'conflict',
  'not-allowed': 'not-allowed',
};

export interface Expected {
  readonly kind: Kind;
  readonly who: Who;
  readonly outcome: string;
}

/** A row that names no type is for normal rooms and auditoriums. All kinds have to be there, and all people. */
export function expectedIn(table: string): Expected[] {
  const expected = cellsOf(table).flatMap(({ row, column, value }) => {
    const outcome = words[value];
    if (!isWho(column) || outcome === undefined) throw new Error(`${column}: ${value}`);
    const meant = kinds.filter(({ privacy, type }) => row === `${privacy} ${type}` || row === privacy);
    if (meant.length === 0) throw new Error(`no kind of room is called ${row}`);
    return meant.map((kind) => ({ kind, who: column, outcome }));
  });
  const cells = privacies.length * 2 * Object.keys(people).length;
  if (expected.length !== cells) throw new Error(`${expected.length} of ${cells} cells`);
  return expected.filter(({ kind, who }) => kind.type === 'auditorium' || !('presents' in people[who]));
}
