/** Commands in service discovery (XEP-0050 §2): which there are for whoever asks, and what each is. */
import { commands } from '../../commands/index.ts';
import { isRefusal } from '../../wire/error.ts';
import { NS } from '../../wire/namespaces.ts';
import { buildDiscoInfo, buildDiscoItems } from '../../wire/xep/xep0030.ts';
import type { Disclosure } from '../disco.ts';
import type { IqAnswer } from '../iq.ts';
import type { CommandAsker, CommandDesk } from './desk.ts';

interface WithCommands {
  readonly desk: CommandDesk;
}

/** The list of commands and each of them, by node. */
export function commandNodes<Question, Env extends WithCommands>(
  where: CommandAsker['where'],
  askerOf: (to: Question) => CommandAsker,
): ReadonlyMap<string, Disclosure<Question, Env>> {
  const list: Disclosure<Question, Env> = {
    info: (_payload, to, env) => aboutList(askerOf(to), env),
    items: (_payload, to, env) => listCommands(askerOf(to), env),
  };
  const nodes = commands.filter((command) => command.where === where).map(({ node }) => node);
  return new Map([
    [NS.commands, list],
    ...nodes.map((node): [string, Disclosure<Question, Env>] => [
      node,
      {
        info: (_payload, to, env) => aboutCommand(node, askerOf(to), env),
        items: (_payload, to, env) => withoutItems(node, askerOf(to), env),
      },
    ]),
  ]);
}

async function aboutList(asker: CommandAsker, env: WithCommands): Promise<IqAnswer> {
  const offered = await env.desk.offered(asker);
  if (isRefusal(offered)) return offered;
  const identity = { category: 'automation', type: 'command-list', name: 'Commands' };
  return buildDiscoInfo({ node: NS.commands, identities: [identity], features: [NS.commands] });
}

async function listCommands(asker: CommandAsker, env: WithCommands): Promise<IqAnswer> {
  const offered = await env.desk.offered(asker);
  if (isRefusal(offered)) return offered;
  const items = offered.map(({ node, title }) => ({ jid: asker.at, node, name: title }));
  return buildDiscoItems({ node: NS.commands, items });
}

async function withoutItems(node: string, asker: CommandAsker, env: WithCommands): Promise<IqAnswer> {
  const command = await env.desk.find(node, asker);
  return isRefusal(command) ? command : buildDiscoItems({ node, items: [] });
}

async function aboutCommand(node: string, asker: CommandAsker, env: WithCommands): Promise<IqAnswer> {
  const command = await env.desk.find(node, asker);
  if (isRefusal(command)) return command;
  const identity = { category: 'automation', type: 'command-node', name: command.title };
  return buildDiscoInfo({ node, identities: [identity], features: [NS.commands, NS.form] });
}
