/** Requests for voice and what moderators make of them, read into requests to the room. */
import type { Party, RoomRequest } from '../room/request.ts';
import type { VoiceMessage } from '../wire/xep/xep0045-voice.ts';

export function readVoiceMessage(message: VoiceMessage, from: Party): RoomRequest {
  if (message.kind === 'request') return { kind: 'ask-for-voice', from };
  const { jid: session, nick, allow } = message;
  return { kind: 'answer-voice', from, nick, session, allow };
}
