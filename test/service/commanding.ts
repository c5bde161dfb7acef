/** How commands are run in a test: as XML, with what came back in short. */
import { child, children, type Element, is, text } from '../../src/wire/xml.ts';
import { errorOf, type World } from '../world.ts';
import { room } from './conversation.ts';

const ns = 'http://jabber.org/protocol/commands';

type Fields = Readonly<Record<string, string>>;

/** What is filled in: a list has several values. */
export type Filled = Readonly<Record<string, string | readonly string[]>>;

export function submitted(fields: Filled): string {
  const written = Object.entries(fields).map(([name, value]) => {
    const values = typeof value === 'string' ? [value] : value;
    return `<field var='${name}'>${values.map((one) => `<value>${one}</value>`).join('')}</field>`;
  });
  return `<x xmlns='jabber:x:data' type='submit'>${written.join('')}</x>`;
}

/** What is sent: `more` are attributes beside the node. */
export function commandXml(node: string, more: Fields = {}, fields?: Filled): string {
  const attributes = Object.entries({ node, ...more }).map(([name, value]) => ` ${name}='${value}'`);
  return `<command xmlns='${ns}'${attributes.join('')}>${fields === undefined ? '' : submitted(fields)}</command>`;
}

export interface Stage {
  readonly element: Element;
  readonly status: string | undefined;
  readonly sessionid: string;
  /** Type and text of each note. */
  readonly notes: readonly string[];
  readonly actions: readonly string[];
  /** Fields of the form, or of each row, by name: their values, joined. */
  readonly fields: Fields;
  readonly rows: readonly Fields[];
  /** What stands in the form and cannot be filled in. */
  readonly lines: readonly string[];
}

export interface CommandError {
  readonly condition: string;
  readonly type: string;
  readonly text: string;
  /** The condition of the commands' own namespace, if there is one. */
  readonly specific: string | undefined;
}

export function stageOf(command: Element): Stage {
  const form = child(command, 'x', 'jabber:x:data');
  const actions = child(command, 'actions');
  return {
    element: command,
    status: command.attrs['status'],
    sessionid: command.attrs['sessionid'] ?? '',
    notes: children(command, 'note').map((note) => `${note.attrs['type']}: ${text(note)}`),
    actions: actions === undefined ? [] : actions.getChildElements().map(({ name }) => name),
    fields: form === undefined ? {} : fieldsIn(form),
    rows: form === undefined ? [] : children(form, 'item').map(fieldsIn),
    lines: form === undefined ? [] : children(form, 'field').flatMap(linesIn),
  };
}

const between = ' \u00b7 ';

/** A list of one column has no heading: its label says what it is. */
function linesIn(field: Element): string[] {
  const { type, var: name, label = '' } = field.attrs as Record<string, string>;
  if (type === 'fixed') return [children(field, 'value').map(text).join('\n')];
  if (name !== 'list') return [];
  return [...(label.includes(between) ? [label] : []), ...children(field, 'value').map(text)];
}

function fieldsIn(parent: Element): Fields {
  return Object.fromEntries(
    children(parent, 'field').map((field) => [field.attrs['var'] ?? '', children(field, 'value').map(text).join('\n')]),
  );
}

/** The rows of a list that is shown as lines, by the heading of each column; nothing for what is empty. */
export function listed({ lines: [heading = '', ...lines] }: Stage): Fields[] {
  const labels = heading.split(between);
  return lines.map((line) =>
    Object.fromEntries(line.split(between).map((value, at) => [labels[at] ?? '', value === '-' ? '' : value])),
  );
}

let ids = 0;

/** Sends a command and waits for its answer; what else was heard stays in the inbox. */
export async function command(on: World, who: string, xml: string, to: string = room): Promise<Stage | CommandError> {
  ids += 1;
  const id = `c${ids}`;
  on.send(who, `<iq to='${to}' type='set' id='${id}' xml:lang='de'>${xml}</iq>`);
  await on.settle();
  const inbox = on.inbox(who);
  const at = inbox.findIndex((stanza) => stanza.attrs['id'] === id);
  const [answer] = at === -1 ? [] : inbox.splice(at, 1);
  if (answer === undefined) throw new Error(`no answer to ${xml}`);
  const error = errorOf(answer);
  if (error === undefined) return stageOf(child(answer, 'command', ns) ?? answer);
  const specific = child(answer, 'error')
    ?.getChildElements()
    .find((element) => is(element, element.name, ns));
  return { ...error, specific: specific?.name };
}

/** The same, where it has to succeed. */
export async function stage(on: World, who: string, xml: string, to?: string): Promise<Stage> {
  const answer = await command(on, who, xml, to);
  if ('condition' in answer) throw new Error(`${answer.condition}: ${answer.text}`);
  return answer;
}
