/**
 * The file of an export: lines of JSON, each saying in `is` what it is. First what the file is, then sections (a stream each,
 * then who belongs to which), each closed by the checksum of its lines, at the end a line that closes the whole. docs/moving.md
 * describes it for people.
 */
import type { PersonKey, StoredEvent, StreamId } from '../store/event.ts';
import type { RoomEntry } from '../store/port.ts';

export const formatVersion = 1;

/** What is exported: all of the service, or these categories (by name) and rooms (by address). */
export type Scope = 'everything' | { readonly categories: readonly string[]; readonly rooms: readonly string[] };

export interface Head {
  readonly is: 'longroom export';
  readonly format: number;
  /** Random: an import that was broken off knows by it whether it is given the same file again. */
  readonly id: string;
  /** The address of the service. */
  readonly service: string;
  readonly what: Scope;
  /** As in XEP-0082. */
  readonly began: string;
  readonly version: string;
  /** How many rooms there were when it began, for who wants to know how far it is. */
  readonly rooms: number;
}

export interface StreamHead {
  readonly is: 'stream';
  readonly stream: StreamId;
  /** Its last event in this file. */
  readonly last: number;
  /** Of the snapshot, where there is one. */
  readonly snapshot?: number;
  /** Of a room that has an address. */
  readonly room?: RoomEntry;
  readonly category?: { readonly key: string; readonly name: string; readonly removed: boolean };
}

/** Who stands under which key, before the first line of the section that names them. */
export interface PeopleLine {
  readonly is: 'people';
  readonly people: readonly (readonly [PersonKey, jid: string])[];
}

/** A part of the snapshot; long ones in several lines, of which all but the last have `more`. */
export interface PartLine {
  readonly is: 'part';
  readonly part: string;
  readonly text: string;
  readonly more?: true;
}

export interface EventLine extends Omit<StoredEvent, 'stream' | 'replaced'> {
  readonly is: 'event';
  readonly replaced?: true;
}

export interface MembershipsHead {
  readonly is: 'memberships';
}

export interface BelongLine {
  readonly is: 'belong';
  readonly belong: readonly (readonly [PersonKey, StreamId, seen: number])[];
}

/** Closes a section: SHA-256 of its lines, each with its line feed, as hexadecimal digits. */
export interface SectionEnd {
  readonly is: 'end';
  /** The stream, or `memberships`. */
  readonly of: string;
  readonly lines: number;
  readonly sha256: string;
}

/** Closes the file: SHA-256 of the first line and of the lines that close sections. */
export interface Closing {
  readonly is: 'whole';
  readonly rooms: number;
  readonly events: number;
  readonly sections: number;
  readonly sha256: string;
}

export type SectionLine = StreamHead | PeopleLine | PartLine | EventLine | MembershipsHead | BelongLine;
export type Line = Head | SectionLine | SectionEnd | Closing;

/** Sections that are no streams have names that no stream has. */
export const membershipsSection = 'memberships';

/** Characters of a part in one line. */
export const partCharactersMax = 1_048_576;
/** Characters of a line; none that is written is longer, save for what no store takes either. */
export const lineCharactersMax = 64 * 1_048_576;

const kinds: ReadonlySet<unknown> = new Set<Line['is']>([
  'longroom export',
  'stream',
  'people',
  'part',
  'event',
  'memberships',
  'belong',
  'end',
  'whole',
]);

/** The line that a text is; its checksum says whether its fields are those that were written. */
export function readLine(text: string): Line | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'is' in value && kinds.has(value.is)
      ? (value as Line)
      : undefined;
  } catch {
    return undefined;
  }
}

export function eventLine({ stream: _stream, replaced, ...event }: StoredEvent): EventLine {
  return { is: 'event', ...event, ...(replaced && { replaced }) };
}

export function eventOf(stream: StreamId, { is: _is, replaced, ...event }: EventLine): StoredEvent {
  return { stream, ...event, replaced: replaced === true };
}
