/**
 * Chat with the service, and with a room itself: every command can be typed (DESIGN: Chat with the service). To one
 * message there is one reply. What destroys asks for a word first, which is good once and for a minute. What was typed
 * is never said again: it may have been meant for somebody else.
 */
import type { Command } from '../../commands/command.ts';
import { placed, type TypedValue } from '../../commands/typed.ts';
import type { Party } from '../../room/request.ts';
import { isRefusal, type Refusal } from '../../wire/error.ts';
import { commandForbidden } from '../../wire/xep/xep0050.ts';
import type { CommandAsker } from '../commands/desk.ts';
import { type RoomNamesEnvironment, roomNamed } from '../commands/room-named.ts';
import type { ReadyCommand, TypedCommands } from '../commands/typed-commands.ts';
import { type ChatLine, readLine } from './line.ts';
import { about, overview, reply, resultLines } from './replies.ts';
import { type Waiting, WaitingTalks, wordFrom } from './waiting.ts';

export interface ChatEnvironment extends RoomNamesEnvironment {
  readonly commands: readonly Command[];
  readonly typed: TypedCommands;
  now(): number;
  random(): string;
}

const wordMilliseconds = 60_000;
const moreMilliseconds = 15 * 60_000;
const bodyCharactersMax = 10_000;
/** Rows that are said at a time. */
const rowsPerReply = 20;

export class Chat {
  readonly #env: ChatEnvironment;
  readonly #talks = new WaitingTalks();

  constructor(env: ChatEnvironment) {
    this.#env = env;
  }

  /** What is said to what somebody said; a refusal where there is nobody to talk with. */
  async answer(body: string, asker: CommandAsker): Promise<string | Refusal> {
    const waiting = this.#talks.take(talkOf(asker));
    if (body.length > bodyCharactersMax) return 'That is too long for me. Nothing was done.';
    const cancelled = waiting?.kind === 'word' && body.toLowerCase() !== waiting.word;
    if (waiting?.kind === 'word' && !cancelled) return this.#agreed(waiting, asker);
    const { commands } = this.#env;
    const line = readLine(body, asker.where === 'room' ? commands.filter(({ where }) => where === 'room') : commands);
    if (cancelled && line.kind === 'unknown') return 'That was not the word, so nothing was done.';
    const said = line.kind === 'more' ? await this.#more(waiting, asker) : await this.#do(line, asker);
    if (isRefusal(said)) return said;
    return reply(cancelled ? [`"${waiting.ready.command.words}" was not done.`, ...said] : said);
  }

  async #agreed(waiting: Waiting, asker: CommandAsker): Promise<string> {
    if (waiting.until < this.#env.now())
      return 'That took longer than a minute, so nothing was done. Send the command again.';
    return reply(await this.#run(waiting.ready, { from: asker.from, talk: talkOf(asker) }));
  }

  async #more(waiting: Waiting | undefined, asker: CommandAsker): Promise<readonly string[]> {
    if (waiting?.kind !== 'more' || waiting.until < this.#env.now()) return ['There is no more to show.'];
    return this.#run(waiting.ready, { from: asker.from, talk: talkOf(asker) }, waiting.after);
  }

  async #do(line: Exclude<ChatLine, { kind: 'more' }>, asker: CommandAsker): Promise<readonly string[] | Refusal> {
    switch (line.kind) {
      case 'help':
        return this.#help(line.about, asker);
      case 'unknown':
        return this.#unknown(line.meant, asker);
      case 'command':
        return this.#command(line, asker);
    }
  }

  async #unknown(meant: string | undefined, asker: CommandAsker): Promise<readonly string[] | Refusal> {
    const offered = await this.#env.typed.offered(asker);
    if (isRefusal(offered)) return offered;
    const there = asker.where === 'service' || meant === 'help' || offered.some(({ words }) => words === meant);
    const hint = meant !== undefined && there ? `Did you mean "${meant}"? ` : '';
    const alone = asker.where === 'room' ? ['This is the room itself, and nobody in it sees what you write here.'] : [];
    return [...alone, `I do not know this command. ${hint}Send "help" for what there is.`];
  }

  async #help(words: readonly string[], asker: CommandAsker): Promise<readonly string[] | Refusal> {
    const offered = await this.#env.typed.offered(asker);
    if (isRefusal(offered)) return offered;
    if (words.length === 0) return overview(offered, asker.where);
    const typed = words.join(' ').toLowerCase();
    const inRooms = this.#env.commands.filter(({ where }) => where === 'room');
    const known = asker.where === 'room' ? offered : [...offered, ...inRooms];
    const exact = known.find((command) => command.words === typed);
    if (exact !== undefined) return about(exact, asker.where === 'room');
    const group = known.filter((command) => command.words.startsWith(`${typed} `));
    if (group.length > 0) return overview(group, 'room');
    if (this.#env.commands.some((command) => command.words === typed)) return [commandForbidden().text];
    return asker.where === 'room' ? this.#unknown(undefined, asker) : this.#helpInRoom(words.join(' '), asker);
  }

  async #helpInRoom(typed: string, asker: CommandAsker): Promise<readonly string[]> {
    const at = await roomNamed(typed, asker.from.person.jid, this.#env);
    if (isRefusal(at)) return [whyNoHelp(at)];
    const offered = await this.#env.typed.offered({ ...asker, where: 'room', at });
    return isRefusal(offered) ? [whyNoHelp(offered)] : overview(offered, 'room');
  }

  async #command(
    { command, named, unnamed }: Extract<ChatLine, { kind: 'command' }>,
    asker: CommandAsker,
  ): Promise<readonly string[]> {
    const [room, ...others] = unnamed;
    if (command.where !== 'room' || asker.where === 'room')
      return this.#ready(command, { named, unnamed }, { asker, talk: talkOf(asker) });
    if (room === undefined) return ['Say in which room.', ...about(command, false).slice(-1)];
    const at = await roomNamed(room, asker.from.person.jid, this.#env);
    if (isRefusal(at)) return [at.text];
    return this.#ready(
      command,
      { named, unnamed: others },
      { asker: { ...asker, where: 'room', at }, talk: talkOf(asker) },
    );
  }

  async #ready(
    command: Command,
    typed: { readonly named: readonly TypedValue[]; readonly unnamed: readonly string[] },
    { asker, talk }: { readonly asker: CommandAsker; readonly talk: string },
  ): Promise<readonly string[]> {
    const values = placed(command, { ...typed, withRest: true });
    const ready = isRefusal(values) ? values : await this.#env.typed.ready(command, values, asker);
    if (isRefusal(ready)) {
      const hint = ready.condition === 'not-acceptable' ? [`Send "help ${command.words}" for how it is used.`] : [];
      return [ready.text, ...hint];
    }
    if (ready.question === undefined) return this.#run(ready, { from: asker.from, talk });
    const word = wordFrom(this.#env.random());
    const until = this.#env.now() + wordMilliseconds;
    this.#talks.put(talk, { kind: 'word', word, ready, until });
    return [ready.question, `Send "${word}" within a minute to do it. Anything else leaves all as it is.`];
  }

  async #run(
    ready: ReadyCommand,
    { from, talk }: { readonly from: Party; readonly talk: string },
    after?: string,
  ): Promise<readonly string[]> {
    // In the name of the session that speaks now: the person is the same.
    const now = { ...ready, asker: { ...ready.asker, from } };
    const page = { limit: rowsPerReply, ...(after !== undefined && { after }) };
    const result = await this.#env.typed.run(now, page);
    if (isRefusal(result)) return [result.text];
    if (result.next !== undefined) {
      const until = this.#env.now() + moreMilliseconds;
      this.#talks.put(talk, { kind: 'more', after: result.next, ready: now, until });
    }
    return resultLines(result);
  }
}

/** Somebody talks with the service and with each room apart, whatever device they use. */
function talkOf({ at, from }: CommandAsker): string {
  return `${from.person.jid} ${at}`;
}

/** What was asked about may have been meant for a command as well as for a room. */
function whyNoHelp({ condition, text }: Refusal): string {
  const nothing = 'Neither a command nor a room is called so. Send "help" for what there is.';
  return condition === 'item-not-found' ? nothing : text;
}
