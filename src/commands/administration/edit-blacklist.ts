import { isRefusal, type Refusal, refusal } from '../../wire/error.ts';
import type { Asking } from '../asking.ts';
import { serviceCommand } from '../command.ts';
import { clearable } from '../fields.ts';
import { addressItem, list } from '../item-fields.ts';
import { counted } from '../pages.ts';
import { serviceAdministration } from './fields.ts';

/** A longer list is changed with `block add` and `block remove`. */
const editedMax = 500;

/** XEP-0133 §4.11. */
export const editBlacklist = serviceCommand({
  node: `${serviceAdministration}#edit-blacklist`,
  words: 'block set',
  positional: ['blacklist'],
  changes: true,
  title: 'Edit who is blocked',
  instructions:
    'The whole list of who is kept out of the service. Who is new on it leaves all rooms at once. Each address is a change of its own.',
  formType: serviceAdministration,
  mayRun: 'service admin',
  inExample: 'blacklist',
  fields: {
    blacklist: clearable(
      list({
        name: 'blacklistjids',
        label: 'Blocked addresses and domains',
        description: 'One in a line.',
        example: 'spam.example',
        item: addressItem,
        itemsMax: editedMax,
      }),
    ),
  },
  async presets(_, { blocks }) {
    const all = blocks.blocked();
    return all.length > editedMax ? tooMany() : { blacklist: all.map(({ whom }) => whom.jid) };
  },
  async confirm({ blacklist }, { blocks }) {
    if (blacklist === undefined) return undefined;
    const { added, removed } = difference(blacklist ?? [], blocks);
    if (added.length === 0 && removed.length === 0) return undefined;
    return `${counted(added.length, 'address is', 'addresses are')} blocked by this, and ${removed.length} no more. Shall the list be changed?`;
  },
  async run({ blacklist }, { blocks, from }) {
    if (blacklist === undefined) return { note: 'Nothing was to be changed.' };
    if (blocks.blocked().length > editedMax) return tooMany();
    const { added, removed } = difference(blacklist ?? [], blocks);
    let done = 0;
    for (const jid of removed) {
      const refused = await blocks.unblock({ actor: from.person, jid });
      if (isRefusal(refused)) return soFar(refused, done);
      done += 1;
    }
    for (const jid of added) {
      const refused = await blocks.block({ actor: from.person, jid });
      if (isRefusal(refused)) return soFar(refused, done);
      done += 1;
    }
    return { note: `${counted((blacklist ?? []).length, 'address is', 'addresses are')} blocked now.` };
  },
});

function difference(wanted: readonly string[], blocks: Asking['blocks']) {
  const now = new Set(blocks.blocked().map(({ whom }) => whom.jid));
  const then = new Set(wanted);
  return { added: wanted.filter((jid) => !now.has(jid)), removed: [...now].filter((jid) => !then.has(jid)) };
}

/** Each address is a change of its own. */
function soFar(why: Refusal, done: number): Refusal {
  return done === 0
    ? why
    : { ...why, text: `${why.text} (${counted(done, 'change was', 'changes were')} made before that.)` };
}

const tooMany = (): Refusal =>
  refusal('not-allowed', 'cancel', `More than ${editedMax} are blocked: use "block add" and "block remove".`);
