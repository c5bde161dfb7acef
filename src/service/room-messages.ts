/**
 * Messages to a room itself that are not for everybody in it: invitations and the like. The first reader that knows
 * a message takes it.
 */
import type { Party, RoomRequest } from '../room/request.ts';
import { isRefusal, type Refusal } from '../wire/error.ts';
import { parseRegistrationDecision } from '../wire/xep/xep0045-register.ts';
import { parseInvitationRequest } from '../wire/xep/xep0045-user.ts';
import { parseVoiceMessage } from '../wire/xep/xep0045-voice.ts';
import { child, type Element } from '../wire/xml.ts';
import { readInvitation } from './invitations.ts';
import type { MessageEnvironment } from './message-environment.ts';
import { readVoiceMessage } from './voice-messages.ts';

type Read = RoomRequest | Refusal;

/** What a message asks of the room, once it is known who sent it. */
type Wish = (from: Party, env: MessageEnvironment) => Read | Promise<Read>;

type Reader = (message: Element) => Wish | Refusal | undefined;

/** A reader out of what the wire can parse (`undefined` where it is something else) and what comes of it. */
function reader<Parsed extends object>(
  parse: (message: Element) => Parsed | Refusal | undefined,
  read: (parsed: Parsed, from: Party, env: MessageEnvironment) => Read | Promise<Read>,
): Reader {
  return (message) => {
    const parsed = parse(message);
    if (parsed === undefined || isRefusal(parsed)) return parsed;
    return (from, env) => read(parsed, from, env);
  };
}

const readers: readonly Reader[] = [
  reader(parseInvitationRequest, readInvitation),
  reader(parseVoiceMessage, readVoiceMessage),
  reader(parseRegistrationDecision, (decision, from) => ({ kind: 'decide-application', from, ...decision })),
];

/** Talk is with the room itself; `undefined` for what says nothing to it, such as a chat state: it is for nobody in particular. */
export function readRoomMessage(message: Element): Wish | Refusal | 'talk' | undefined {
  for (const read of readers) {
    const wish = read(message);
    if (wish !== undefined) return wish;
  }
  return child(message, 'body') === undefined ? undefined : 'talk';
}
