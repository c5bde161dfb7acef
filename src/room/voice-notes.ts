/**
 * What a room remembers of people and voice beyond their stay: in a moderated room, whether a moderator gave or took
 * it (XEP-0045 §5.1: roles should last there), and when they last asked for it. Else leaving and entering would undo both.
 */
import type { Role, Room } from './state.ts';

export interface VoiceNote {
  /** Milliseconds since 1970; absent where no request stands. */
  readonly asked?: number;
  readonly role?: 'visitor' | 'participant';
}

/** By person key, the latest last. */
export type VoiceNotes = Map<string, VoiceNote>;

/** Newcomers could make it grow: the oldest are forgotten. */
export const voiceNotesMax = 1_000;

type Noting = Pick<Room, 'voiceNotes'>;

export function noteRequest(room: Noting, key: string, asked: number): void {
  write(room, key, { ...room.voiceNotes?.get(key), asked });
}

/** A role that was given answers a request. Moderators by role are made for one stay only, but have a voice. */
export function noteRole(room: Noting & Pick<Room, 'settings'>, key: string, role: Role): void {
  if (!room.settings.moderated || role === 'none') return forget(room, key);
  write(room, key, { role: role === 'visitor' ? 'visitor' : 'participant' });
}

export function forget(room: Noting, key: string): void {
  if (room.voiceNotes?.has(key)) write(room, key, undefined);
}

function write(room: Noting, key: string, note: VoiceNote | undefined): void {
  const notes: VoiceNotes = room.voiceNotes ?? new Map();
  notes.delete(key);
  if (note !== undefined) notes.set(key, note);
  for (const oldest of notes.keys()) {
    if (notes.size <= voiceNotesMax) break;
    notes.delete(oldest);
  }
  room.voiceNotes = notes.size === 0 ? undefined : notes;
}
