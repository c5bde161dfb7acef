import type { RoomInfo } from '../../room/answer.ts';
import { privacyOf } from '../../room/privacy.ts';
import { isRefusal } from '../../wire/error.ts';
import type { Asking } from '../asking.ts';
import { type Fact, roomCommand } from '../command.ts';
import { keptFact } from '../kept-field.ts';
import { momentText } from '../moment.ts';
import { counted } from '../pages.ts';
import { askRoom, infoOf } from './asked.ts';
import { roomCommands } from './fields.ts';
import { factsOn, type ListName } from './lists.ts';

/** Of a list that may have thousands. */
const namedMax = 20;

export const showRoom = roomCommand({
  node: `${roomCommands}:show`,
  words: 'room show',
  changes: false,
  title: 'About the room',
  instructions: 'What the room is, who runs it, and as much of who is in it as you may know.',
  mayRun: 'see the room',
  fields: {},
  async run(_, asking) {
    const info = await infoOf(asking);
    if (isRefusal(info)) return info;
    const [people, there, messages] = [await listsIn(asking), await nicksIn(asking), await messagesIn(asking)];
    return { facts: [...cardOf(info, asking.at), ...people, ...there, ...messages] };
  },
});

function cardOf(info: RoomInfo, at: string): Fact[] {
  const { name, settings, category, addin, occupants, createdAt, disabled, subject, keptDays } = info;
  const facts: (Fact | undefined)[] = [
    fact('name', 'Name', name),
    fact('address', 'Address', at),
    fact('description', 'Description', settings.description),
    fact('category', 'Category', category.name),
    fact('type', 'Type', settings.auditorium ? 'auditorium' : 'normal'),
    fact('privacy', 'Privacy', privacyOf(settings)),
    disabled ? fact('disabled', 'Disabled', 'yes: nobody enters, reads or writes') : undefined,
    fact('password', 'Password', settings.passwordProtected ? 'needed to enter' : ''),
    fact('invitations', 'Invitations', settings.invitations === 'off' ? 'off' : 'as the category has it'),
    fact('add-in', 'Add-in', addin === undefined ? '' : `${addin.name}: ${addin.url}`),
    fact('retention', 'Messages are kept', keptFact(settings.retentionDays, keptDays, 'the category')),
    fact('subject', 'Subject', subject),
    fact('created', 'Created', momentText(createdAt)),
    fact('occupants', 'In the room', counted(occupants, 'person', 'people')),
  ];
  return facts.filter((one) => one !== undefined && one.value !== '') as Fact[];
}

function fact(name: string, label: string, value: string): Fact {
  return { name, label, value };
}

const shown: readonly (readonly [ListName, string])[] = [
  ['managers', 'Managers'],
  ['members', 'Members'],
  ['presenters', 'Presenters'],
];

/** For those who may see the lists; others are not told of them. */
async function listsIn(asking: Asking): Promise<Fact[]> {
  const answer = await askRoom(asking, { kind: 'ask-lists' });
  if (isRefusal(answer) || answer.kind !== 'lists') return [];
  return shown.flatMap(([name, label]) => {
    const listed = answer.entries.filter(({ facts }) => factsOn(name, facts)).map(({ person }) => person.jid);
    return listed.length === 0 ? [] : [fact(name, label, some(listed))];
  });
}

async function nicksIn(asking: Asking): Promise<Fact[]> {
  const answer = await askRoom(asking, { kind: 'ask-occupants' });
  if (isRefusal(answer) || answer.kind !== 'occupants' || answer.nicks.length === 0) return [];
  return [fact('participants', 'Participants', some(answer.nicks))];
}

async function messagesIn(asking: Asking): Promise<Fact[]> {
  const answer = await askRoom(asking, { kind: 'ask-to-read' });
  if (isRefusal(answer) || answer.kind !== 'readable' || answer.messages === undefined) return [];
  return [fact('messages', 'Messages', String(answer.messages))];
}

function some(all: readonly string[]): string {
  const left = all.length - namedMax;
  return left > 0 ? `${all.slice(0, namedMax).join(', ')} and ${left} more` : all.join(', ');
}
