/** What a query to the service itself consists of, and what answering it takes. */
import type { Store } from '../../store/port.ts';
import type { Jid } from '../../wire/jid.ts';
import type { Contacts } from '../../wire/xep/xep0157.ts';
import type { AdHocCommands } from '../commands/ad-hoc.ts';
import type { CommandDesk } from '../commands/desk.ts';
import type { Query } from '../query.ts';
import type { RoomSearches } from '../room-searches.ts';
import type { VisibleRooms } from '../visible-rooms.ts';

export interface ServiceQuestion {
  /** The address of the service. */
  readonly at: string;
  readonly type: 'get' | 'set';
  readonly from: Jid;
  /** Whether the asker may use the service. */
  readonly atHome: boolean;
}

export interface ServiceQueryEnvironment {
  readonly store: Store;
  readonly version: string;
  readonly commands: AdHocCommands;
  readonly desk: CommandDesk;
  /** At least 64 random bits as text, another one each time. */
  readonly random: () => string;
  /** The largest stanza that may leave. */
  readonly stanzaSizeBytesMax: number;
  readonly searches: RoomSearches;
  /** Which rooms, and categories, somebody is shown. */
  readonly visible: VisibleRooms;
  readonly contacts: Contacts;
  /** Where rooms are made and run on the web, if there is such a page. */
  roomManagementUrl(): string | undefined;
  /** Milliseconds since 1970. */
  now(): number;
  /** How many are in a room that is in memory now. */
  occupantsIn(roomJid: string): number | undefined;
}

export type ServiceQuery = Query<ServiceQuestion, ServiceQueryEnvironment>;
