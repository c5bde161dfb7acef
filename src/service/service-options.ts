/** What a service is made of and told, by the program that starts it. */
import type { OutsideGroupMap } from '../category/group-members.ts';
import type { Federation } from '../category/policy.ts';
import type { GroupSourceFacts } from '../commands/house.ts';
import type { Clock } from '../ops/clock.ts';
import type { Log } from '../ops/log.ts';
import type { Directory } from '../room/directory.ts';
import type { Store } from '../store/port.ts';
import type { ComponentStream, StreamHandlers } from '../wire/stream.ts';
import type { Contacts } from '../wire/xep/xep0157.ts';
import type { Rates } from './rates.ts';

export interface ServiceOptions {
  readonly domain: string;
  /** Domains whose users are at home here; `*` stands for anyone. */
  readonly users: readonly string[];
  /** Whether the server may make the copies of messages, where it can. */
  readonly serverCopies: boolean;
  /** The administrators: bare JIDs, and groups as `group:NAME`. */
  readonly admins: readonly string[];
  readonly version: string;
  /** Whom to turn to about the service. */
  readonly contacts: Contacts;
  /** Sessions above which a room is large if its owner has said nothing else; 0 for never. */
  readonly largeRoomsAbove: number;
  /** Days for which rooms keep what is said where their category does not say; for ever where it is left out. */
  readonly keptDays?: number | undefined;
  /** Who may make new rooms. */
  readonly roomsCreatedBy: 'everyone' | 'admins';
  /** What rooms know of the house around them; what the service itself knows of it where this is left out. */
  readonly directory?: Directory;
  /** The name of the category that rooms are in which say nothing else; `General` where it is left out. */
  readonly defaultCategory?: string;
  /** Which people of other domains may use the service; none where it is left out. */
  readonly federation?: Federation;
  /** Groups of the configuration and of directories, as they are at the start. */
  readonly outsideGroups?: OutsideGroupMap;
  /** Reads them again, and the configuration; settles when what has changed holds. */
  readonly refreshGroups?: () => Promise<readonly GroupSourceFacts[]>;
  /** How much one person, and one room, may ask for; undefined for as much as comes. */
  readonly rates: Rates | undefined;
  /** The largest stanza that may leave, in bytes. */
  readonly stanzaSizeBytesMax: number;
  readonly store: Store;
  readonly log: Log;
  readonly clock: Clock;
  /** At least 64 random bits as text, another one each time. */
  readonly random: () => string;
  readonly openStream: (handlers: StreamHandlers) => ComponentStream;
  /** Going on makes no sense: one clear line, and the program's exit code. */
  readonly fatal: (failure: { readonly line: string; readonly exitCode: number }) => void;
  /** The stream is up for the first time. */
  readonly ready: () => void;
}
