/**
 * Commands as clients run them (XEP-0050), in a room and at the service. A request that can be improved on is answered
 * with the form, as it was filled in, and what is wrong with it, since clients throw a form away with an error; but
 * who sent a form unasked has none on the screen, is a program, and gets the error.
 */
import type { Asking } from '../../commands/asking.ts';
import type { Command, CommandResult } from '../../commands/command.ts';
import { accept, confirmation, nothingGiven, run, type ShownField, show } from '../../commands/dialogue.ts';
import type { Party } from '../../room/request.ts';
import type { Person } from '../../room/state.ts';
import { isRefusal, type Refusal } from '../../wire/error.ts';
import type { Form } from '../../wire/form.ts';
import {
  badAction,
  badPayload,
  badSessionId,
  buildCommand,
  type CommandNote,
  type CommandRequest,
  commandForbidden,
  noSuchCommand,
  parseCommand,
  sessionExpired,
} from '../../wire/xep/xep0050.ts';
import type { Element } from '../../wire/xml.ts';
import type { IqAnswer } from '../iq.ts';
import { storeAway } from '../refusals.ts';
import { confirmationForm, inLabels, resultForm, stepForm, typedIn } from './form.ts';
import { type CommandSession, CommandSessions } from './sessions.ts';

/** Who asks for commands, and where. */
export interface CommandAsker {
  readonly where: Command['where'];
  /** The address of the room, or of the service. */
  readonly at: string;
  readonly from: Party;
}

export interface AdHocEnvironment {
  readonly commands: readonly Command[];
  now(): number;
  random(): string;
  ask: Asking['ask'];
  /** Undefined while the store cannot tell. */
  person(bare: string): Promise<Person | undefined>;
  isServiceAdmin(person: Person): boolean;
  readonly blocks: Asking['blocks'];
}

/** A command at a step, and for whom. A step behind the last one asks whether it shall be run. */
interface Stage {
  readonly session: CommandSession;
  readonly asking: Asking;
}

const emptyForm: Form = { type: 'submit', fields: new Map() };

export class AdHocCommands {
  readonly #env: AdHocEnvironment;
  readonly #sessions: CommandSessions;

  constructor(env: AdHocEnvironment) {
    this.#env = env;
    this.#sessions = new CommandSessions(env);
  }

  /** The commands that may be run, in their order; a refusal where there is no such room. */
  async offered({ where, at, from }: CommandAsker): Promise<readonly Command[] | Refusal> {
    const { commands, ask, isServiceAdmin } = this.#env;
    const here = commands.filter((command) => command.where === where);
    if (where === 'service') return isServiceAdmin(from.person) ? here : [];
    const actions = new Set(here.flatMap((command) => (command.where === 'room' ? command.mayRun : [])));
    const answer = await ask(at, { kind: 'ask-rights', from, actions: [...actions] });
    if (answer === undefined || isRefusal(answer)) return answer ?? [];
    const allowed = new Set<string>(answer.kind === 'rights' ? answer.allowed : []);
    return here.filter(({ mayRun }) => allowed.has(mayRun));
  }

  /** The command of this node, if it may be run. */
  async find(node: string, asker: CommandAsker): Promise<Command | Refusal> {
    const known = this.#env.commands.some((command) => command.where === asker.where && command.node === node);
    const offered = await this.offered(asker);
    if (isRefusal(offered)) return offered;
    return offered.find((command) => command.node === node) ?? (known ? commandForbidden() : noSuchCommand());
  }

  /** Answers the payload of an iq of type set; `undefined` where it is no command. */
  answer(payload: Element, asker: CommandAsker): Promise<IqAnswer> | Refusal | undefined {
    const request = parseCommand(payload);
    return request === undefined || isRefusal(request) ? request : this.#answer(request, asker);
  }

  async #answer(request: CommandRequest, asker: CommandAsker): Promise<IqAnswer> {
    const { at } = asker;
    // Rights are asked for at every step.
    const command = await this.find(request.node, asker);
    if (isRefusal(command)) return command;
    const from = await this.#known(asker.from);
    if (isRefusal(from)) return from;
    const { ask, blocks } = this.#env;
    const asking: Asking = { from, at, ask, person: (bare) => this.#person(bare), blocks };
    if (request.sessionId === undefined) return this.#begin(request, command, asking);
    const session = this.#sessions.take(request.sessionId, { owner: from.session, at });
    if (session === undefined) return CommandSessions.isOurs(request.sessionId) ? sessionExpired() : badSessionId();
    if (session.command !== command) {
      this.#sessions.put(session);
      return badSessionId();
    }
    return this.#goOn(request, { session, asking });
  }

  /** Whoever changes something stands in the record with their key. */
  async #known({ session, person }: Party): Promise<Party | Refusal> {
    if (person.key !== '') return { session, person };
    const known = await this.#person(person.jid);
    return isRefusal(known) ? known : { session, person: known };
  }

  async #person(bare: string): Promise<Person | Refusal> {
    return (await this.#env.person(bare)) ?? storeAway();
  }

  async #begin({ action, form }: CommandRequest, command: Command, asking: Asking): Promise<IqAnswer> {
    if (action !== 'execute' && action !== 'complete') {
      return badAction(`There is nothing to ${action}: the command has to be executed first.`);
    }
    const id = this.#sessions.newId();
    const owner = asking.from.session;
    const stage = { session: { id, owner, at: asking.at, command, step: 0, given: nothingGiven }, asking };
    if (form === undefined) return command.steps.length > 0 ? this.#show(stage) : this.#afterStep(stage, 'unasked');
    const given = await accept(command, stage.session, form, asking);
    if (isRefusal(given)) return given.condition === 'not-acceptable' ? badPayload(given.text) : given;
    return this.#afterStep(
      { asking, session: { ...stage.session, given, step: Math.min(1, command.steps.length) } },
      'unasked',
    );
  }

  async #goOn({ action, form = emptyForm }: CommandRequest, stage: Stage): Promise<IqAnswer> {
    const { session, asking } = stage;
    const { command, id, step } = session;
    if (action === 'cancel') return buildCommand({ node: command.node, sessionId: id, status: 'canceled' });
    if (action !== 'execute' && !actionsAt(session).includes(action)) {
      this.#sessions.put(session);
      return badAction(`Here one may: ${[...actionsAt(session), 'cancel'].join(', ')}.`);
    }
    if (action === 'prev') return this.#show({ asking, session: { ...session, step: step - 1 } });
    if (step >= command.steps.length) return this.#run(stage, 'asked');
    const given = await accept(command, session, form, asking);
    if (isRefusal(given)) return this.#improve(stage, given, form);
    return this.#afterStep({ asking, session: { ...session, given, step: step + 1 } }, 'asked', form);
  }

  /** What comes behind a step that is answered: the next one, a last question, or the run. */
  async #afterStep(stage: Stage, how: 'asked' | 'unasked', form?: Form): Promise<IqAnswer> {
    const { command, step, given } = stage.session;
    if (step < command.steps.length) return this.#show(stage);
    const question = await confirmation(command, given, stage.asking);
    if (question === undefined) return this.#run(stage, how, form);
    if (isRefusal(question)) return this.#failed(stage, question, how, form);
    return this.#wait(stage, confirmationForm(command, question));
  }

  async #run(stage: Stage, how: 'asked' | 'unasked', form?: Form): Promise<IqAnswer> {
    const { command, id, given } = stage.session;
    const result = await run(command, given, stage.asking);
    return isRefusal(result) ? this.#failed(stage, result, how, form) : completed(command, id, result);
  }

  #failed(stage: Stage, why: Refusal, how: 'asked' | 'unasked', form?: Form): Promise<IqAnswer> | Refusal {
    const { session, asking } = stage;
    const last = { asking, session: { ...session, step: session.command.steps.length - 1 } };
    if (how === 'asked' && why.type === 'modify' && last.session.step >= 0) return this.#improve(last, why, form);
    // Whoever is told to wait may send the same again.
    if (how === 'asked' && why.type === 'wait') this.#sessions.put(last.session);
    return why;
  }

  async #improve(stage: Stage, why: Refusal, form: Form = emptyForm): Promise<IqAnswer> {
    const shown = await show(stage.session.command, stage.session, stage.asking);
    if (isRefusal(shown)) return shown;
    return this.#waitForStep(stage, typedIn(form, shown), inLabels(why.text, shown));
  }

  async #show(stage: Stage): Promise<IqAnswer> {
    const shown = await show(stage.session.command, stage.session, stage.asking);
    return isRefusal(shown) ? shown : this.#waitForStep(stage, shown);
  }

  #waitForStep(stage: Stage, shown: readonly ShownField[], complaint?: string): Element {
    const notes: CommandNote[] = complaint === undefined ? [] : [{ type: 'error', text: complaint }];
    return this.#wait(stage, stepForm(stage.session.command, shown, complaint), notes);
  }

  #wait({ session }: Stage, form: Element, notes: readonly CommandNote[] = []): Element {
    this.#sessions.put(session);
    const allowed = actionsAt(session);
    const execute = allowed.includes('complete') ? 'complete' : 'next';
    const { id, command } = session;
    const actions = { allowed, execute };
    return buildCommand({ node: command.node, sessionId: id, status: 'executing', actions, notes }, form);
  }
}

/** What may be done at this step beside cancelling. What is asked at the end counts as one more step. */
function actionsAt({ command, step }: CommandSession): ('prev' | 'next' | 'complete')[] {
  const last = command.confirm === undefined ? command.steps.length - 1 : command.steps.length;
  return [...(step > 0 ? (['prev'] as const) : []), step < last ? 'next' : 'complete'];
}

function completed(command: Command, sessionId: string, { note, table }: CommandResult): Element {
  const result = table && resultForm(command, table);
  const notes: CommandNote[] = note === undefined ? [] : [{ type: 'info', text: note }];
  if (result !== undefined && result.left > 0) notes.push({ type: 'warn', text: `And ${result.left} more.` });
  return buildCommand({ node: command.node, sessionId, status: 'completed', notes }, result?.form);
}
