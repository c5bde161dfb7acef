/**
 * Commands that were typed, in chat or on the command line: all values come at once, and what they mean is checked
 * here. Rights are asked for before anything of the command shows, and again before it runs.
 */
import type { Command, CommandResult, Page } from '../../commands/command.ts';
import { acceptAll, confirmation, type Given, run } from '../../commands/dialogue.ts';
import { inOptionNames, type TypedValue, typedForm } from '../../commands/typed.ts';
import { isRefusal, type Refusal } from '../../wire/error.ts';
import type { CommandAsker, CommandDesk } from './desk.ts';

/** A command with all it needs to run. */
export interface ReadyCommand {
  readonly command: Command;
  readonly asker: CommandAsker;
  readonly given: Given;
  /** What has to be agreed to first. */
  readonly question?: string;
}

export class TypedCommands {
  readonly #desk: CommandDesk;

  constructor(desk: CommandDesk) {
    this.#desk = desk;
  }

  /** What of the table somebody may run there. */
  offered(asker: CommandAsker): Promise<readonly Command[] | Refusal> {
    return this.#desk.offered(asker);
  }

  /** Reads what was typed; a refusal says what to type instead. */
  async ready(command: Command, values: readonly TypedValue[], asker: CommandAsker): Promise<ReadyCommand | Refusal> {
    const asking = await this.#asking(command, asker);
    if (isRefusal(asking)) return asking;
    const form = typedForm(command, values);
    const given = isRefusal(form) ? form : await acceptAll(command, form, asking);
    if (isRefusal(given)) return asTyped(given, command);
    const question = await confirmation(command, given, asking);
    if (isRefusal(question)) return asTyped(question, command);
    return { command, asker, given, ...(question !== undefined && { question }) };
  }

  async run({ command, asker, given }: ReadyCommand, page: Page): Promise<CommandResult | Refusal> {
    const asking = await this.#asking(command, asker);
    if (isRefusal(asking)) return asking;
    const result = await run(command, { given, page }, asking);
    return isRefusal(result) ? asTyped(result, command) : result;
  }

  async #asking(command: Command, asker: CommandAsker) {
    const found = await this.#desk.find(command.node, asker);
    return isRefusal(found) ? found : this.#desk.asking(asker, found);
  }
}

function asTyped(why: Refusal, command: Command): Refusal {
  return { ...why, text: inOptionNames(why.text, command) };
}
