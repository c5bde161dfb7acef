/**
 * Commands as clients run them (XEP-0050), in a room and at the service. A request that can be improved on is answered
 * with the form, as it was filled in, and what is wrong with it, since clients throw a form away with an error; but
 * who sent a form unasked has none on the screen, is a program, and gets the error.
 */
import type { Asking } from '../../commands/asking.ts';
import type { Command, CommandResult } from '../../commands/command.ts';
import { accept, confirmation, nothingGiven, run, type ShownField, show } from '../../commands/dialogue.ts';
import { isRefusal, type Refusal } from '../../wire/error.ts';
import type { Form } from '../../wire/form.ts';
import {
  badAction,
  badPayload,
  badSessionId,
  buildCommand,
  type CommandAction,
  type CommandNote,
  type CommandRequest,
  parseCommand,
  sessionExpired,
} from '../../wire/xep/xep0050.ts';
import type { Element } from '../../wire/xml.ts';
import type { IqAnswer } from '../iq.ts';
import { byTitle } from './by-title.ts';
import type { CommandAsker, CommandDesk } from './desk.ts';
import { confirmationForm, inLabels, resultForm, stepForm, typedIn } from './form.ts';
import { type CommandSession, CommandSessions, type Pages } from './sessions.ts';

export interface AdHocEnvironment {
  readonly desk: CommandDesk;
  now(): number;
  random(): string;
}

/** A command at a step, and for whom. A step behind the last one asks whether it shall be run. */
interface Stage {
  readonly session: CommandSession;
  readonly asking: Asking;
}

/** Rows of a list that are shown at a time. */
const rowsPerPage = 50;

const emptyForm: Form = { type: 'submit', fields: new Map() };

export class AdHocCommands {
  readonly #env: AdHocEnvironment;
  readonly #sessions: CommandSessions;

  constructor(env: AdHocEnvironment) {
    this.#env = env;
    this.#sessions = new CommandSessions(env);
  }

  /** Answers the payload of an iq of type set; `undefined` where it is no command. */
  answer(payload: Element, asker: CommandAsker): Promise<IqAnswer> | Refusal | undefined {
    const request = parseCommand(payload);
    return request === undefined || isRefusal(request) ? request : this.#named(this.#answer(request, asker));
  }

  async #named(answered: Promise<IqAnswer>): Promise<IqAnswer> {
    const answer = await answered;
    return answer !== undefined && isRefusal(answer) ? { ...answer, text: byTitle(answer.text) } : answer;
  }

  async #answer(request: CommandRequest, asker: CommandAsker): Promise<IqAnswer> {
    const { at } = asker;
    const { desk } = this.#env;
    // Rights are asked for at every step.
    const command = await desk.find(request.node, asker);
    if (isRefusal(command)) return command;
    const asking = await desk.asking(asker, command);
    if (isRefusal(asking)) return asking;
    if (request.sessionId === undefined) return this.#begin(request, command, asking);
    const session = this.#sessions.take(request.sessionId, { owner: asking.from.session, at });
    if (session === undefined) return CommandSessions.isOurs(request.sessionId) ? sessionExpired() : badSessionId();
    if (session.command !== command) {
      this.#sessions.put(session);
      return badSessionId();
    }
    return this.#goOn(request, { session, asking });
  }

  /** Whoever changes something stands in the record with their key. */
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
    if (session.pages !== undefined) return this.#turn(action, stage, session.pages);
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
    return this.#wait(stage.session, confirmationForm(command, question));
  }

  async #run(stage: Stage, how: 'asked' | 'unasked', form?: Form): Promise<IqAnswer> {
    const { command, id, given } = stage.session;
    const result = await run(command, { given, page: { limit: rowsPerPage } }, stage.asking);
    if (isRefusal(result)) return this.#failed(stage, result, how, form);
    return result.next === undefined
      ? completed(command, id, result)
      : this.#tell(stage, result, { before: [], next: result.next });
  }

  /** Shows another page of the result, or ends where there is to be none. */
  async #turn(action: CommandAction, stage: Stage, pages: Pages): Promise<IqAnswer> {
    const { command, id, given } = stage.session;
    const wanted = action === 'execute' ? (pages.next === undefined ? 'complete' : 'next') : action;
    if (wanted === 'complete') return buildCommand({ node: command.node, sessionId: id, status: 'completed' });
    const before = wanted === 'prev' ? pages.before.slice(0, -2) : pages.before;
    const after = wanted === 'prev' ? pages.before.at(-2) : pages.next;
    const page = { limit: rowsPerPage, ...(after !== undefined && { after }) };
    const result = await run(command, { given, page }, stage.asking);
    if (isRefusal(result)) {
      if (result.type === 'wait') this.#sessions.put(stage.session);
      return result;
    }
    const now = { before: after === undefined ? [] : [...before, after], next: result.next };
    return this.#tell(stage, result, now);
  }

  #tell({ session }: Stage, result: CommandResult, pages: Pages): Element {
    const { command } = session;
    const { form, notes } = resultOf(command, result, 'form');
    return this.#wait({ ...session, pages }, form ?? confirmationForm(command, 'That is all.'), notes);
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
    return this.#waitForStep(stage, typedIn(form, shown), byTitle(inLabels(why.text, shown)));
  }

  async #show(stage: Stage): Promise<IqAnswer> {
    const shown = await show(stage.session.command, stage.session, stage.asking);
    return isRefusal(shown) ? shown : this.#waitForStep(stage, shown);
  }

  #waitForStep(stage: Stage, shown: readonly ShownField[], complaint?: string): Element {
    const notes: CommandNote[] = complaint === undefined ? [] : [{ type: 'error', text: complaint }];
    const presets = shown.flatMap(({ field, preset }) => (preset === undefined ? [] : [[field.name, preset] as const]));
    const session = { ...stage.session, presets: new Map(presets) };
    return this.#wait(session, stepForm(session.command, shown, complaint), notes);
  }

  #wait(session: CommandSession, form: Element, notes: readonly CommandNote[] = []): Element {
    this.#sessions.put(session);
    const allowed = actionsAt(session);
    const execute = allowed.includes('next') ? 'next' : 'complete';
    const { id, command } = session;
    const actions = { allowed, execute };
    return buildCommand({ node: command.node, sessionId: id, status: 'executing', actions, notes }, form);
  }
}

/** What may be done at this step beside cancelling. What is asked at the end counts as one more step. */
function actionsAt({ command, step, pages }: CommandSession): ('prev' | 'next' | 'complete')[] {
  if (pages !== undefined) {
    const there = [pages.before.length > 0 && 'prev', pages.next !== undefined && 'next', 'complete'] as const;
    return there.filter((action) => action !== false);
  }
  const last = command.confirm === undefined ? command.steps.length - 1 : command.steps.length;
  return [...(step > 0 ? (['prev'] as const) : []), step < last ? 'next' : 'complete'];
}

function completed(command: Command, sessionId: string, result: CommandResult): Element {
  const { form, notes } = resultOf(command, result, 'result');
  return buildCommand({ node: command.node, sessionId, status: 'completed', notes }, form);
}

function resultOf(
  command: Command,
  result: CommandResult,
  type: 'form' | 'result',
): { readonly form?: Element; readonly notes: readonly CommandNote[] } {
  const notes: CommandNote[] = result.note === undefined ? [] : [{ type: 'info', text: byTitle(result.note) }];
  const shown = resultForm(command, result, type);
  if (shown === undefined) return { notes };
  if (shown.left > 0) notes.push({ type: 'warn', text: `And ${shown.left} more.` });
  return { form: shown.form, notes };
}
