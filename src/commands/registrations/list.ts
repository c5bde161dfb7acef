import { isRefusal } from '../../wire/error.ts';
import { roomCommand } from '../command.ts';
import { momentText } from '../moment.ts';
import { askForApplications, registrations } from './fields.ts';

/** The form that managers get has all of it. */
const aboutCharactersMax = 200;

const columns = [
  { name: 'request', label: 'Request' },
  { name: 'jid', label: 'Address' },
  { name: 'nick', label: 'Nickname' },
  { name: 'name', label: 'Name' },
  { name: 'email', label: 'Email address' },
  { name: 'url', label: 'Web page' },
  { name: 'about', label: 'About' },
  { name: 'asked', label: 'Asked on' },
];

export const listRegistrations = roomCommand({
  node: `${registrations}:list`,
  words: 'request list',
  changes: false,
  title: 'Who asks to become a member',
  instructions: 'Shows everybody who waits for an answer, the oldest request first.',
  mayRun: 'decide on registrations',
  fields: {},
  async run(_, asking) {
    const applications = await askForApplications(asking);
    if (isRefusal(applications)) return applications;
    if (applications.length === 0) return { note: 'Nobody waits to become a member.' };
    const rows = applications.map(({ number, person, nick, answers, at }) => {
      const { first = '', last = '', email = '', url = '', faqEntry = '' } = answers;
      const about = shortened(faqEntry);
      const name = `${first} ${last}`.trim();
      return [String(number), person.jid, nick, name, email, url, about, momentText(at)];
    });
    return { table: { columns, rows } };
  },
});

/** By characters, none of which is cut in half. */
function shortened(text: string): string {
  const characters = [...text];
  return characters.length > aboutCharactersMax ? `${characters.slice(0, aboutCharactersMax).join('')}…` : text;
}
