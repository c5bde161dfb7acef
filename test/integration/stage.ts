/** The stage of a scenario: a real server, Longroom beside it, users who sign in and go home by themselves. */
import type { ExecutionContext, SerialFn, TestFn } from 'ava';
import { freshId, TestClient } from '../client.ts';
import { launch, type XmppServer } from '../servers/server.ts';
import { type ServerChoice, servers } from '../servers/servers.ts';
import { Component } from './component.ts';

export class Scene {
  readonly server: XmppServer;
  readonly component: Component;
  /** A room of this scenario alone. It does not exist until somebody makes it. */
  readonly room: string;
  readonly #t: ExecutionContext;

  constructor(server: XmppServer, component: Component, t: ExecutionContext) {
    this.server = server;
    this.component = component;
    this.room = `room-${freshId()}@${server.domain}`;
    this.#t = t;
  }

  async user(name: string, resource?: string): Promise<TestClient> {
    const client = await TestClient.connect(this.server, name, resource);
    this.#t.teardown(() => client.close());
    return client;
  }

  /** A user who has made the room, with everything as it is by default, and is in it. */
  async owner(name: string, nick: string): Promise<TestClient> {
    const client = await this.user(name);
    await client.join(this.room, nick);
    const accepted = await client.iq('set', this.room, instantRoom);
    if (accepted.attrs['type'] !== 'result') throw new Error(`the room was not made: ${accepted.toString()}`);
    return client;
  }

  /** A user who is in the room and has not asked for its history. */
  async occupant(name: string, nick: string, resource?: string): Promise<TestClient> {
    const client = await this.user(name, resource);
    await client.join(this.room, nick, { history: { maxstanzas: 0 } });
    return client;
  }
}

/** XEP-0045 §10.1.2: the owner accepts the default configuration. */
export const instantRoom =
  "<query xmlns='http://jabber.org/protocol/muc#owner'><x xmlns='jabber:x:data' type='submit'/></query>";

export type Scenario = (t: ExecutionContext, scene: Scene) => Promise<void>;
type Declare = (title: string, scenario: Scenario) => void;

/** Declares scenarios, each for every server; one server and one component serve all scenarios of a file. */
export function onEachServer(test: TestFn): Declare {
  return declareOnEachServer(test, test);
}

/** The same, one after the other: for scenarios whose people have the same names. */
export function oneByOneOnEachServer(test: TestFn): Declare {
  return declareOnEachServer(test, test.serial);
}

function declareOnEachServer(test: TestFn, declared: SerialFn): Declare {
  const stages = new Map<string, { server: XmppServer; component: Component }>();
  test.before('the servers start', async (t) => {
    t.timeout(90_000);
    await Promise.all(
      present().map(async ({ recipe }) => {
        const server = await launch(recipe);
        stages.set(recipe.name, { server, component: await startBeside(server) });
      }),
    );
  });
  test.after.always('the servers end', async () => {
    await Promise.all(
      [...stages.values()].map(async ({ server, component }) => {
        await component.remove();
        await server.stop();
      }),
    );
  });
  return (title, scenario) =>
    declare(declared, title, async (t, { recipe }) => {
      const stage = stages.get(recipe.name);
      if (stage === undefined) throw new Error(`${recipe.name} did not start`);
      await scenario(t, new Scene(stage.server, stage.component, t));
    });
}

export type Play = (t: ExecutionContext, server: XmppServer) => Promise<void>;

/**
 * Declares scenarios that end or break the component or the server: on one server they take their turns, and each
 * starts a component of its own.
 */
export function inTurnOnEachServer(
  test: TestFn,
  timeoutSeconds: number,
): (title: string, play: Play, exceptions?: Exceptions) => void {
  const running = new Map<string, XmppServer>();
  const turns = new Map<string, Promise<void>>();
  test.before('the servers start', async (t) => {
    t.timeout(90_000);
    await Promise.all(present().map(async ({ recipe }) => running.set(recipe.name, await launch(recipe))));
  });
  test.after.always('the servers end', async () => {
    await Promise.all([...running.values()].map((server) => server.stop()));
  });
  return (title, play, exceptions) => {
    const inTurn = async (t: ExecutionContext, { recipe }: ServerChoice): Promise<void> => {
      // Waiting for one's turn is no hanging.
      t.timeout(600_000);
      const turn = takeTurn(turns, recipe.name);
      t.teardown(turn.end);
      await turn.begun;
      t.timeout(timeoutSeconds * 1000);
      const server = running.get(recipe.name);
      if (server === undefined) throw new Error(`${recipe.name} did not start`);
      await play(t, server);
    };
    declare(test, title, inTurn, exceptions);
  };
}

function takeTurn(turns: Map<string, Promise<void>>, name: string): { begun: Promise<void>; end: () => void } {
  const begun = turns.get(name) ?? Promise.resolve();
  const { promise, resolve } = Promise.withResolvers<void>();
  turns.set(
    name,
    begun.then(() => promise),
  );
  return { begun, end: resolve };
}

/** Servers on which a scenario makes no sense, each with the reason. */
export type Exceptions = Readonly<Partial<Record<XmppServer['name'], string>>>;

/** Declares a scenario for each server; one that is left out shows as a skip with its reason. */
function declare(
  test: SerialFn,
  title: string,
  scenario: (t: ExecutionContext, choice: ServerChoice) => Promise<void>,
  exceptions: Exceptions = {},
): void {
  for (const choice of servers) {
    const { recipe } = choice;
    const skipped = choice.skipped ?? exceptions[recipe.name];
    if (skipped === undefined) test(`${recipe.name}: ${title}`, (t) => scenario(t, choice));
    else test.skip(`${recipe.name}: ${title} (${skipped})`, (t) => t.pass());
  }
}

function present(): ServerChoice[] {
  return servers.filter(({ skipped }) => skipped === undefined);
}

async function startBeside(server: XmppServer): Promise<Component> {
  try {
    return await Component.start(server);
  } catch (error) {
    await server.stop();
    throw error;
  }
}
