import { isRefusal, type Refusal } from '../../wire/error.ts';
import type { Asking } from '../asking.ts';
import { type CommandResult, roomCommand, serviceCommand } from '../command.ts';
import { boolean, optional, text } from '../fields.ts';
import { counted } from '../pages.ts';
import { roomCommands } from './fields.ts';

const enter = optional(
  boolean({
    name: 'enter',
    label: 'Enter at once',
    description:
      'For clients that show a room they have not asked for. Else an invitation is sent, which every client knows.',
  }),
);

const nickname = optional(
  text({
    name: 'nickname',
    label: 'Nickname',
    description:
      'For entering at once, where none is reserved for you. Without it, what stands before the @ of your address.',
    example: 'Alice',
    charactersMax: 200,
  }),
);

interface Wish {
  readonly enter: boolean | undefined;
  readonly nickname: string | undefined;
}

export const joinRoom = roomCommand({
  node: `${roomCommands}:join`,
  words: 'join',
  changes: true,
  title: 'Join the room',
  instructions: 'Sends you an invitation to the room, if you may enter it.',
  mayRun: 'enter',
  fields: { enter, nickname },
  async run(wish, asking) {
    const done = await joinOne(asking.at, wish, asking);
    return isRefusal(done)
      ? done
      : { note: wish.enter ? 'You are in the room.' : 'An invitation is on its way to you.' };
  },
});

/** Rooms of somebody that are gone through with one command. */
const roomsMax = 500;
const page = 50;

export const joinAll = serviceCommand({
  node: `${roomCommands}:join-all`,
  words: 'join all',
  changes: true,
  title: 'Join all my rooms',
  instructions: 'Sends you an invitation to each room that you are a member of and are not in now.',
  mayRun: 'everyone',
  fields: { enter, nickname },
  async run(wish, asking): Promise<CommandResult | Refusal> {
    const { from, roomDirectory } = asking;
    const joined: string[] = [];
    let looked = 0;
    let after: string | undefined;
    do {
      const rooms = await roomDirectory.roomsOf({
        person: from.person,
        limit: page,
        ...(after !== undefined && { after }),
      });
      for (const { jid, name } of rooms.rooms) {
        if (await joinIfOutside(jid, wish, asking)) joined.push(name === '' ? jid : name);
      }
      looked += rooms.rooms.length;
      after = rooms.next;
    } while (after !== undefined && looked < roomsMax);
    if (joined.length === 0) return { note: 'You are in all your rooms, or have none.' };
    const done = wish.enter ? 'You have entered' : 'Invitations are on their way to you, for';
    return {
      note: `${done} ${counted(joined.length, 'room', 'rooms')}: ${joined.slice(0, 20).join(', ')}${joined.length > 20 ? ', ...' : ''}.`,
    };
  },
});

async function joinIfOutside(jid: string, wish: Wish, asking: Asking): Promise<boolean> {
  const own = await asking.ask(jid, { kind: 'ask-own', from: asking.from });
  if (own === undefined || isRefusal(own) || own.kind !== 'own') return false;
  if (own.inside || !own.mayEnter || !own.facts.member) return false;
  return !isRefusal(await joinOne(jid, wish, asking));
}

async function joinOne(jid: string, { enter: atOnce, nickname: typed }: Wish, asking: Asking): Promise<true | Refusal> {
  const { from } = asking;
  if (!atOnce) {
    const reason = 'You asked to join this room.';
    const answer = await asking.ask(jid, { kind: 'invite-oneself', from, to: from.session, reason });
    return answer !== undefined && isRefusal(answer) ? answer : true;
  }
  const reserved = await asking.ask(jid, { kind: 'ask-nick', from });
  const known = reserved !== undefined && !isRefusal(reserved) && reserved.kind === 'nick' ? reserved.nick : undefined;
  const nick = known ?? typed ?? from.person.jid.slice(0, from.person.jid.indexOf('@'));
  const answer = await asking.ask(jid, { kind: 'enter', from, nick, history: {}, presence: '' });
  return answer !== undefined && isRefusal(answer) ? answer : true;
}
