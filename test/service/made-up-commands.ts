/** A made-up table of commands, after the examples of XEP-0050, and whoever runs them without a service around. */
import type { Asking } from '../../src/commands/asking.ts';
import { type Command, roomCommand, serviceCommand } from '../../src/commands/command.ts';
import { boolean, choice, integer, optional, text } from '../../src/commands/fields.ts';
import { AdHocCommands } from '../../src/service/commands/ad-hoc.ts';
import { CommandDesk, type CommandDeskEnvironment } from '../../src/service/commands/desk.ts';
import { isRefusal, refusal } from '../../src/wire/error.ts';
import { parseElements } from '../../src/wire/parser.ts';
import { JumpingClock } from '../world.ts';
import { type CommandError, type Stage, stageOf } from './commanding.ts';
import { madeUpHouse } from './made-up-house.ts';

export const services = ['httpd', 'jabberd', 'postgresql'];
const me = 'root@localhost/desk';

function options(values: readonly string[]) {
  return async () => values.map((value) => ({ value, label: value.toUpperCase() }));
}

export interface Trial {
  readonly commands: AdHocCommands;
  readonly clock: JumpingClock;
  /** What was run, with what. */
  readonly ran: unknown[];
  readonly admins: Set<string>;
}

function list(ran: unknown[]): Command {
  return serviceCommand({
    node: 'list',
    words: 'service list',
    changes: false,
    title: 'Available Services',
    instructions: 'Shows them.',
    mayRun: 'service admin',
    fields: {},
    async run() {
      ran.push('list');
      return {
        table: {
          reported: true,
          columns: [{ name: 'service', label: 'Service' }],
          rows: services.map((service) => [service]),
        },
      };
    },
  });
}

/** The one of XEP-0050 §2.4.2, with a second stage. */
function config(ran: unknown[]): Command {
  return serviceCommand({
    node: 'config',
    words: 'service set',
    changes: true,
    title: 'Configure Service',
    instructions: 'Please select the service to configure.',
    mayRun: 'service admin',
    fields: {
      service: choice({ name: 'service', label: 'Service', options: options(services) }),
      level: integer({ name: 'runlevel', label: 'Run level', min: 1, max: 5 }),
      state: optional(boolean({ name: 'state', label: 'Running' })),
    },
    steps: [['service'], ['level', 'state']],
    async run(values) {
      if (values.level === 4) return refusal('not-acceptable', 'modify', 'Nothing runs at level 4.');
      if (values.level === 5) return refusal('resource-constraint', 'wait', 'Not now.');
      ran.push(values);
      return { note: `Service '${values.service}' has been configured.` };
    },
  });
}

function reset(ran: unknown[]): Command {
  return serviceCommand({
    node: 'reset',
    words: 'reset',
    changes: true,
    title: 'Reset',
    instructions: 'Everything is lost.',
    mayRun: 'service admin',
    fields: { name: text({ name: 'name', label: 'Name', charactersMax: 10 }) },
    confirm: async ({ name }) => `Shall ${name} be lost for ever?`,
    async run({ name }) {
      ran.push(`reset ${name}`);
      return {};
    },
  });
}

const elsewhere = roomCommand({
  node: 'elsewhere',
  words: 'elsewhere',
  changes: false,
  title: 'For rooms',
  instructions: 'Not here.',
  mayRun: 'configure the room',
  fields: {},
  run: async () => ({}),
});

export function trial(more: Partial<CommandDeskEnvironment> = {}): Trial {
  const ran: unknown[] = [];
  const clock = new JumpingClock();
  const admins = new Set(['root@localhost']);
  let ids = 0;
  const ask: Asking['ask'] = () => Promise.reject(new Error('no room was to be asked'));
  const desk = new CommandDesk({
    commands: [list(ran), config(ran), reset(ran), elsewhere],
    ask,
    person: async (jid) => ({ key: jid, jid }),
    isServiceAdmin: ({ jid }) => admins.has(jid),
    mayUse: () => true,
    mayCreateRooms: () => false,
    house: madeUpHouse(),
    ...more,
  });
  const commands = new AdHocCommands({ desk, now: clock.now, random: () => String(++ids) });
  return { commands, clock, ran, admins };
}

export async function send(
  { commands }: Pick<Trial, 'commands'>,
  xml: string,
  session = me,
): Promise<Stage | CommandError> {
  const [payload] = parseElements(xml) ?? [];
  if (payload === undefined) throw new Error(`no XML: ${xml}`);
  const jid = session.slice(0, session.indexOf('/'));
  const from = { session, person: { key: '', jid } };
  const answer = await commands.answer(payload, { where: 'service', at: 'rooms.localhost', from });
  if (answer === undefined) throw new Error('no command, or nothing said');
  return isRefusal(answer) ? { ...answer, specific: answer.application?.name } : stageOf(answer);
}

export async function go(on: Trial, xml: string, session = me): Promise<Stage> {
  const answer = await send(on, xml, session);
  if ('condition' in answer) throw new Error(`${answer.condition}: ${answer.text}`);
  return answer;
}
