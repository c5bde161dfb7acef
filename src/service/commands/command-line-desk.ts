/** Commands that were typed on the command line of this machine, for `control/`, which reads and writes the socket. */
import type { Command, CommandResult, Page } from '../../commands/command.ts';
import type { TypedValue } from '../../commands/typed.ts';
import { StoreError } from '../../store/port.ts';
import { isRefusal, type Refusal } from '../../wire/error.ts';
import { noSuchCommand } from '../../wire/xep/xep0050.ts';
import { operatorJid } from '../operator.ts';
import { storeAway } from '../refusals.ts';
import type { CommandAsker, Progress } from './desk.ts';
import { type RoomNamesEnvironment, roomNamed } from './room-named.ts';
import type { TypedCommands } from './typed-commands.ts';

export interface CommandLineEnvironment extends RoomNamesEnvironment {
  readonly commands: readonly Command[];
  readonly typed: TypedCommands;
}

export interface TypedLine {
  /** User of the operating system. */
  readonly user: string;
  readonly words: string;
  readonly room?: string;
  readonly values: readonly TypedValue[];
}

interface Begun {
  /** What has to be agreed to before it is run. */
  readonly question?: string;
  run(page: Page): Promise<CommandResult | Refusal>;
}

export class CommandLineDesk {
  readonly #env: CommandLineEnvironment;

  constructor(env: CommandLineEnvironment) {
    this.#env = env;
  }

  /** Reads what was typed and runs nothing yet. */
  begin(line: TypedLine, progress: Progress): Promise<Begun | Refusal> {
    return orAway(() => this.#begin(line, progress));
  }

  async #begin({ user, words, room = '', values }: TypedLine, progress: Progress): Promise<Begun | Refusal> {
    const { commands, domain, typed } = this.#env;
    const command = commands.find((one) => one.words === words);
    if (command === undefined) return noSuchCommand();
    const jid = operatorJid(user);
    const at = command.where === 'service' ? domain : await roomNamed(room, jid, this.#env);
    if (isRefusal(at)) return at;
    const from = { session: jid, person: { key: '', jid } };
    const asker: CommandAsker = { where: command.where, at, from, progress };
    const ready = await typed.ready(command, values, asker);
    if (isRefusal(ready)) return ready;
    return {
      ...(ready.question !== undefined && { question: ready.question }),
      run: (page) => orAway(() => typed.run(ready, page)),
    };
  }
}

/** On this surface nobody else is there to say that the store is away. */
async function orAway<T>(task: () => Promise<T>): Promise<T | Refusal> {
  try {
    return await task();
  } catch (error) {
    if (error instanceof StoreError) return storeAway();
    throw error;
  }
}
