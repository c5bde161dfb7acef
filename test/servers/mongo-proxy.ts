/** A proxy before MongoDB that breaks chosen commands: before they have arrived, halfway, or when they are done. */
import type { Document } from 'mongodb';
import { answeredBy, answerTo, commandIn, MessageReader, type MongoCommand } from './mongo-message.ts';
import { type Interpreter, TcpProxy, type Wire } from './tcp-proxy.ts';

/**
 * `cut before`: nothing of it arrives. `cut halfway`: half of its bytes do. `cut after`: it is done, and the answer is
 * lost. `instead`: it does not arrive, and this is the answer. `afterwards`: it is done, and this is the answer.
 */
export type Fault =
  | { readonly kind: 'cut before' | 'cut halfway' | 'cut after' }
  | { readonly kind: 'instead' | 'afterwards'; readonly answer: Document };

interface Plan {
  readonly wanted: (command: MongoCommand) => boolean;
  readonly fault: Fault;
  readonly struck: () => void;
  readonly once: boolean;
}

/** What a driver asks to find out how a server is; it goes through unless a test wants it otherwise. */
const greetings: readonly string[] = ['hello', 'ismaster', 'isMaster'];

export const anyCommand = ({ name }: MongoCommand): boolean => !greetings.includes(name);

export const insertOfEvents = ({ name, collection }: MongoCommand): boolean =>
  name === 'insert' && collection === 'events';

/** Errors as a server words them. */
export const answers = {
  notPrimary: { ok: 0, errmsg: 'not primary', code: 10_107, codeName: 'NotWritablePrimary' },
  diskFull: { ok: 0, errmsg: 'available disk space is less than required', code: 14_031, codeName: 'OutOfDiskSpace' },
  unauthorized: { ok: 0, errmsg: 'command requires authentication', code: 13, codeName: 'Unauthorized' },
  documentFailed: {
    ok: 1,
    n: 0,
    writeErrors: [{ index: 0, code: 14_031, errmsg: 'available disk space is less than required' }],
  },
  noneWritten: { ok: 1, n: 0 },
  notReplicated: {
    ok: 1,
    n: 1,
    writeConcernError: {
      code: 64,
      codeName: 'WriteConcernTimeout',
      errmsg: 'waiting for replication timed out',
      errInfo: { wtimeout: true },
    },
  },
} as const satisfies Readonly<Record<string, Document>>;

export class MongoProxy {
  readonly net: TcpProxy;
  readonly #plans: Set<Plan>;

  private constructor(net: TcpProxy, plans: Set<Plan>) {
    this.net = net;
    this.#plans = plans;
  }

  static async to(server: { readonly address: string; readonly port: number }): Promise<MongoProxy> {
    const plans = new Set<Plan>();
    return new MongoProxy(await TcpProxy.to(server.address, server.port, (wire) => new Listener(wire, plans)), plans);
  }

  /** Strikes the next such command; settles when it has. */
  async next(wanted: (command: MongoCommand) => boolean, fault: Fault): Promise<void> {
    await new Promise<void>((struck) => this.#plans.add({ wanted, fault, struck, once: true }));
  }

  /** Strikes all such commands until everything is healed. */
  always(wanted: (command: MongoCommand) => boolean, fault: Fault): void {
    this.#plans.add({ wanted, fault, struck: () => undefined, once: false });
  }

  /** No command is struck any more, and the net is as it should be. */
  async heal(): Promise<void> {
    this.#plans.clear();
    await this.net.pass();
  }

  async close(): Promise<void> {
    await this.net.close();
  }
}

/** Listens in on one connection. */
class Listener implements Interpreter {
  readonly #wire: Wire;
  readonly #plans: Set<Plan>;
  readonly #requests = new MessageReader();
  readonly #answers = new MessageReader();
  /** What becomes of the answer to a request, where it is not simply passed on. */
  readonly #awaited = new Map<number, () => void>();

  constructor(wire: Wire, plans: Set<Plan>) {
    this.#wire = wire;
    this.#plans = plans;
  }

  readonly fromNear = (bytes: Buffer): void => {
    for (const message of this.#requests.read(bytes)) this.#pass(message);
  };

  readonly fromFar = (bytes: Buffer): void => {
    for (const message of this.#answers.read(bytes)) {
      const requestId = answeredBy(message);
      const awaited = this.#awaited.get(requestId);
      this.#awaited.delete(requestId);
      if (awaited === undefined) this.#wire.toNear(message);
      else awaited();
    }
  };

  #pass(message: Buffer): void {
    const command = this.#plans.size === 0 ? undefined : commandIn(message);
    const plan = command && [...this.#plans].find(({ wanted }) => wanted(command));
    if (command === undefined || plan === undefined) {
      this.#wire.toFar(message);
      return;
    }
    if (plan.once) this.#plans.delete(plan);
    this.#strike(plan, message, command.requestId);
  }

  #strike({ fault, struck }: Plan, message: Buffer, requestId: number): void {
    switch (fault.kind) {
      case 'cut before':
        this.#wire.cut();
        break;
      case 'cut halfway':
        this.#wire.toFar(message.subarray(0, message.length / 2));
        setImmediate(() => this.#wire.cut());
        break;
      case 'instead':
        this.#wire.toNear(answerTo(requestId, fault.answer));
        break;
      case 'cut after':
      case 'afterwards':
        this.#awaited.set(requestId, () => {
          if (fault.kind === 'afterwards') this.#wire.toNear(answerTo(requestId, fault.answer));
          else this.#wire.cut();
          struck();
        });
        this.#wire.toFar(message);
        return;
    }
    struck();
  }
}
