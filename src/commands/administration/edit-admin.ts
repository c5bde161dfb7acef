import { isGroup } from '../../principal-text.ts';
import { isRefusal } from '../../wire/error.ts';
import type { Asking } from '../asking.ts';
import { serviceCommand } from '../command.ts';
import { clearable } from '../fields.ts';
import { list, personItem } from '../item-fields.ts';
import { counted } from '../pages.ts';
import { serviceAdministration } from './fields.ts';

const administratorsMax = 200;

/** XEP-0133 §4.29. */
export const editAdministrators = serviceCommand({
  node: `${serviceAdministration}#edit-admin`,
  words: 'administrator set',
  positional: ['administrators'],
  changes: true,
  title: 'Edit the administrators',
  instructions: 'The whole list of who administers the service. Those of the configuration always do.',
  formType: serviceAdministration,
  mayRun: 'service admin',
  inExample: 'administrators',
  fields: {
    administrators: clearable(
      list({
        name: 'adminjids',
        label: 'Administrators',
        description: 'Addresses of people; one in a line.',
        item: personItem,
        itemsMax: administratorsMax,
      }),
    ),
  },
  presets: async (_, asking) => ({ administrators: peopleNamed(asking) }),
  async confirm({ administrators: wanted }, asking) {
    if (wanted === undefined) return undefined;
    const then = new Set(wanted ?? []);
    const lost = madeByCommands(asking).filter((jid) => !then.has(jid));
    if (lost.length === 0) return undefined;
    const who = lost.length === 1 ? `${lost[0]} is` : `${lost.length} people are`;
    const self = lost.includes(asking.from.person.jid) ? ' You are among them.' : '';
    return `${who} no administrator of the service any more.${self} Shall it be changed?`;
  },
  async run({ administrators: wanted }, asking) {
    const { administrators, from } = asking;
    if (wanted === undefined) return { note: 'Nothing was to be changed.' };
    const refused = await administrators.set({ actor: from.person, jids: wanted ?? [] });
    if (isRefusal(refused)) return refused;
    return {
      note: `${counted(peopleNamed(asking).length, 'person administers', 'people administer')} the service now.`,
    };
  },
});

/** Groups are the configuration's to name. */
function peopleNamed({ administrators }: Asking): string[] {
  return administrators.list().flatMap(({ jid }) => (isGroup(jid) ? [] : [jid]));
}

function madeByCommands({ administrators }: Asking): string[] {
  return administrators.list().flatMap(({ jid, source }) => (source === 'command' ? [jid] : []));
}
