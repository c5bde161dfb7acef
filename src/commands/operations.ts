/**
 * What commands for running the service may ask beside `house.ts`: who is there, what is used, whether it works, who
 * administers it, and a word to everybody. Whether somebody may is asked before.
 */
import type { Person } from '../room/state.ts';
import type { Refusal } from '../wire/error.ts';

/** A number that was counted by looking at everything, or, where that would take too long, at a part. */
export interface CountedPeople {
  readonly people: number;
  readonly complete: boolean;
}

export interface PeopleThere {
  /** People who are in a room at this moment, each once: all of them, or those that `matching` says. */
  inRooms(matching?: (bare: string) => boolean): Promise<CountedPeople>;
  /** Whether people of this domain are at home here, as the configuration says. */
  isOurs(domain: string): boolean;
}

/** A room as a list for administrators has it. */
export interface RoomInBrief {
  readonly jid: string;
  /** Empty where it has none. */
  readonly name: string;
  /** The key of its category. */
  readonly category: string;
}

export interface RoomsInBrief {
  count(filter: RoomsWith): Promise<number>;
  /** By address. */
  some(filter: RoomsWith & { readonly after?: string; readonly limit: number }): Promise<readonly RoomInBrief[]>;
  find(jid: string): Promise<RoomInBrief | undefined>;
}

interface RoomsWith {
  readonly category?: string;
  readonly addin?: string;
}

/** What a room was used for. */
export interface RoomUse extends RoomInBrief {
  /** All messages that were ever posted in it, and those of the time that was asked for. */
  readonly messages: number;
  readonly recent: number;
  /** Milliseconds since 1970; absent where nothing was ever posted. */
  readonly lastAt?: number;
  readonly occupants: number;
}

export interface UsageWish {
  /** What counts as recent: of so many days until now. */
  readonly days: number;
  /** Only rooms of this category. */
  readonly category?: string;
  /** Rooms that are named, of each kind. */
  readonly top: number;
}

export interface UsageReport {
  readonly rooms: number;
  readonly disabled: number;
  readonly messages: number;
  readonly recent: number;
  readonly occupants: number;
  /** The most recent messages first. */
  readonly mostActive: readonly RoomUse[];
  /** The fewest recent messages first, and of those whose last message is oldest. */
  readonly leastActive: readonly RoomUse[];
  /** How many had no message since. */
  readonly inactive: number;
  readonly perCategory: ReadonlyMap<
    string,
    { readonly rooms: number; readonly messages: number; readonly recent: number }
  >;
  /** False where there are more rooms than could be looked at. */
  readonly complete: boolean;
}

export interface Usage {
  /** Refused while another one is made. */
  report(wish: UsageWish): Promise<UsageReport | Refusal>;
}

/** How long something took, in milliseconds. */
export interface ProbeReport {
  /** To the XMPP server and back; absent where nothing came back in time. */
  readonly server?: number;
  /** Until something that was written was safe on the disk. */
  readonly store: number;
  /** What was written is what is read. */
  readonly read: number;
}

export interface Probe {
  /** Tries the way of a message, and leaves nothing behind. */
  run(): Promise<ProbeReport | Refusal>;
}

/** `since` in milliseconds since 1970; `text` says why in one line, and, where somebody can do something, what. */
export type PartHealth =
  | { readonly kind: 'up' }
  | { readonly kind: 'away'; readonly since: number; readonly text: string };

export interface Health {
  /** The stream to the XMPP server. */
  readonly server: PartHealth;
  readonly store: PartHealth;
}

/** Somebody who administers the service, and who says so. */
export interface Administrator {
  /** Bare; or of a group whose members do, `group:NAME`. */
  readonly jid: string;
  readonly source: 'config' | 'command';
}

export interface Administrators {
  /** Those of the configuration first: people, then groups. */
  list(): readonly Administrator[];
  /** Who shall be administrator beside those of the configuration: bare JIDs. */
  set(wish: { readonly actor: Person; readonly jids: readonly string[] }): Promise<Refusal | undefined>;
}

export interface Announcements {
  /** Rooms somebody is in, which would be told. */
  count(where: { readonly category?: string }): Promise<{ readonly rooms: number; readonly complete: boolean }>;
  /** Begun: it goes on by itself, under this key of `Jobs`, and stands in the audit when all have been told. */
  send(wish: {
    readonly actor: Person;
    readonly text: string;
    readonly category?: string;
  }): Promise<{ readonly job: string } | Refusal>;
}

export interface Operations {
  readonly people: PeopleThere;
  readonly rooms: RoomsInBrief;
  readonly usage: Usage;
  readonly probe: Probe;
  /** Within a few seconds, also while nothing works. */
  health(): Promise<Health>;
  readonly administrators: Administrators;
  readonly announcements: Announcements;
}
