/** Makes a test of each cell of a table. */
import test from 'ava';
import { type Deed, outcomeOf, seenOf } from './deed.ts';
import { people } from './people.ts';
import { type Setting, stageFor } from './rooms.ts';
import { type Expected, expectedIn } from './words.ts';

export function testEach(
  table: string,
  deeds: Readonly<Record<string, Deed>>,
  { where, setting = {} }: { readonly where?: string; readonly setting?: Setting } = {},
): void {
  for (const deed of Object.values(deeds)) for (const cell of expectedIn(table)) testCell(cell, deed, where, setting);
}

function testCell({ kind, who, outcome }: Expected, deed: Deed, where: string | undefined, setting: Setting): void {
  const place = `${kind.privacy} ${kind.type}${kind.type === 'normal' ? ' room' : ''}${where === undefined ? '' : `, ${where}`}`;
  const title = `${place}: ${people[who].title} ${outcome === 'yes' ? deed.does : deed.doesNot}`;
  if (outcome === 'unseen') {
    test.serial(`${title}: there is no such room`, async (t) => {
      const { there, nowhere, room } = await seenOf(deed, await stageFor(kind, who, setting));
      t.deepEqual(there, nowhere);
      t.deepEqual(room, [], 'nobody in it learns of it');
    });
    return;
  }
  const why = outcome === 'yes' || outcome === 'no' ? '' : ` (${outcome})`;
  test.serial(`${title}${why}`, async (t) => {
    t.is(await outcomeOf(deed, await stageFor(kind, who, setting)), outcome);
  });
}
