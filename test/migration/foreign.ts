/** Rooms from elsewhere, made up, and their import into a store. */

import { deliveredMark } from '../../src/migration/delivered.ts';
import { Findings } from '../../src/migration/findings.ts';
import type { ForeignMessage, ForeignRoom } from '../../src/migration/foreign.ts';
import { type ImportEnvironment, importRoom } from '../../src/migration/import-room.ts';
import type { RoomReport } from '../../src/migration/report.ts';
import { noHolds } from '../../src/room/holds.ts';
import type { Store } from '../../src/store/port.ts';
import { parseElements } from '../../src/wire/parser.ts';
import { domain } from '../world.ts';

export interface Said {
  readonly id: string;
  readonly at: number;
  readonly nick: string;
  /** Left out where nobody knows it. */
  readonly sender?: string;
  /** Beside the id: what stands in the message. */
  readonly inside: string;
}

export function foreignRoom(
  said: readonly Said[],
  room: Partial<Pick<ForeignRoom, 'settings' | 'entries' | 'subject' | 'local'>> = {},
): ForeignRoom {
  const { local = 'den', settings = {}, entries = [], ...rest } = room;
  return {
    ...{ local, jid: `${local}@old.example`, settings, entries, findings: new Findings(), ...rest },
    async *messages(): AsyncGenerator<ForeignMessage> {
      for (const { id, at, nick, sender, inside } of said) {
        const [stanza] = parseElements(`<message type='groupchat' id='of ${id}'>${inside}</message>`) ?? [];
        if (stanza === undefined) throw new Error(`no XML: ${inside}`);
        yield { archiveId: id, at, nick, stanza, ...(sender !== undefined && { sender }) };
      }
    },
  };
}

export async function bring(
  foreign: ForeignRoom,
  store: Store,
  more: Partial<ImportEnvironment> = {},
): Promise<RoomReport> {
  let [commits, keys] = [0, 0];
  const by = { jid: domain, key: (await store.people.keys([domain])).get(domain) ?? '' };
  return importRoom(foreign, {
    ...{ store, domain, category: 'default', by, dryRun: false, now: () => 2_000_000_000_000 },
    house: {
      ...{ categories: ['General'], categoryCalled: () => 'default', isCategoryName: (name) => name === 'General' },
      holds: noHolds,
    },
    nextCommitId: () => ++commits,
    random: () => `made-${store.epoch}-${++keys}`,
    wrote: () => {},
    ...(await deliveredMark(store)),
    ...more,
  });
}
