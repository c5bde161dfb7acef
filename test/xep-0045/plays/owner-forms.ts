/** What plays of the owner's form share. */
import { stanzasOf } from '../examples.ts';
import { coven, crone1, type Edits, hag66, type Stage } from '../stage.ts';

/** Notes between the fields are for people: ours stand in the labels. */
export function withoutNotes(example: number): Edits {
  return matches(example, /<field type='fixed'>.*?<\/field>/gs).map((note) => [note, '']);
}

/** Another value of a field than the one printed. */
export function withValue(example: number, field: string, printed: string, played: string): Edits {
  const all = matches(example, new RegExp(`<field [^>]*var='${field}'>\\s*<value>${printed}</value>`, 'g'));
  return all.map((text) => [text, text.replace(`<value>${printed}<`, `<value>${played}<`)]);
}

function matches(example: number, pattern: RegExp): string[] {
  const found = stanzasOf(example).flatMap((stanza) => `${stanza}`.match(pattern) ?? []);
  if (found.length === 0) throw new Error(`example ${example} has no ${pattern}`);
  return found;
}

/** The room just made by firstwitch, and locked. Nothing is unread. */
export async function lockedCoven(on: Stage): Promise<void> {
  await on.unread(hag66);
  await on.enter(crone1, coven, 'firstwitch');
  await on.forget();
}

/** A form with these fields, of which some have several values. */
export async function submit(on: Stage, fields: Readonly<Record<string, readonly string[]>>): Promise<void> {
  const written = Object.entries({ FORM_TYPE: ['http://jabber.org/protocol/muc#roomconfig'], ...fields })
    .map(
      ([name, values]) => `<field var='${name}'>${values.map((value) => `<value>${value}</value>`).join('')}</field>`,
    )
    .join('');
  const form = `<x xmlns='jabber:x:data' type='submit'>${written}</x>`;
  await on.request(crone1, 'set', coven, `<query xmlns='http://jabber.org/protocol/muc#owner'>${form}</query>`);
}
