/** Which commands there are for somebody, and what a command is given to run: the same on every surface. */
import type { Asking, House, Progress } from '../../commands/asking.ts';
import type { Command, ServiceRight } from '../../commands/command.ts';
import type { Party } from '../../room/request.ts';
import type { Person } from '../../room/state.ts';
import { isRefusal, type Refusal } from '../../wire/error.ts';
import { commandForbidden, noSuchCommand } from '../../wire/xep/xep0050.ts';
import { storeAway } from '../refusals.ts';

/** Who asks for commands, and where. */
export interface CommandAsker {
  readonly where: Command['where'];
  /** The address of the room, or of the service. */
  readonly at: string;
  readonly from: Party;
  readonly progress?: Progress;
}

export type { Progress };

export interface CommandDeskEnvironment {
  readonly commands: readonly Command[];
  ask: Asking['ask'];
  /** Undefined while the store cannot tell. */
  person(bare: string): Promise<Person | undefined>;
  /** Whether somebody may use the service at all. */
  mayUse(person: Person): boolean;
  mayCreateRooms(person: Person): boolean;
  isServiceAdmin(person: Person): boolean;
  readonly house: House;
}

export class CommandDesk {
  readonly #env: CommandDeskEnvironment;

  constructor(env: CommandDeskEnvironment) {
    this.#env = env;
  }

  /** The commands that may be run, in their order; a refusal where there is no such room. */
  async offered({ where, at, from }: CommandAsker): Promise<readonly Command[] | Refusal> {
    const { commands, ask } = this.#env;
    if (where === 'service') {
      return commands.filter((command) => command.where === 'service' && this.#mayRun(command.mayRun, from.person));
    }
    const here = commands.filter((command) => command.where === 'room');
    const answer = await ask(at, { kind: 'ask-rights', from, actions: [...new Set(here.map(({ mayRun }) => mayRun))] });
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

  /** What a command may ask of the house, for whoever asks; from here on they are known to the store, unless it needs none. */
  async asking({ at, from, progress }: CommandAsker, command?: Command): Promise<Asking | Refusal> {
    const { ask, house, isServiceAdmin } = this.#env;
    const { session, person } = from;
    const known = person.key !== '' || command?.needsNoStore ? person : await this.#person(person.jid);
    if (isRefusal(known)) return known;
    return {
      ...house,
      from: { session, person: known },
      administers: isServiceAdmin(known),
      at,
      ask,
      person: (bare) => this.#person(bare),
      ...(progress !== undefined && { progress }),
    };
  }

  #mayRun(right: ServiceRight, person: Person): boolean {
    const { isServiceAdmin, mayUse, mayCreateRooms } = this.#env;
    if (isServiceAdmin(person)) return true;
    switch (right) {
      case 'everyone':
        return mayUse(person);
      case 'room creator':
        return mayUse(person) && mayCreateRooms(person);
      case 'service admin':
        return false;
    }
  }

  async #person(bare: string): Promise<Person | Refusal> {
    return (await this.#env.person(bare)) ?? storeAway();
  }
}
