/**
 * What moderators and managers are told who have to decide on somebody, in words beside the form: clients without forms
 * show nothing of it (XEP-0045 §8.6, §9.9), and the same can be typed in a chat with the service.
 */
import { quoted } from '../commands/help.ts';
import type { Application } from '../room/applications.ts';

export function voiceAsked(nick: string, roomJid: string): string {
  const grant = `voice grant ${roomJid} ${quoted(nick, 'chat')}`;
  return `${nick} asks for voice in ${roomJid}. To let them speak, send this to ${serviceOf(roomJid)}:\n${grant}`;
}

export function membershipAsked({ person, nick, number }: Application, roomJid: string): string {
  return [
    `${person.jid} asks to become a member of ${roomJid}, as ${nick}. Send one of these to ${serviceOf(roomJid)}:`,
    `request approve ${roomJid} ${number}`,
    `request refuse ${roomJid} ${number}`,
  ].join('\n');
}

function serviceOf(roomJid: string): string {
  return roomJid.slice(roomJid.indexOf('@') + 1);
}
