/** A word of the service in many rooms: said to who is there, little by little, and kept nowhere but in the audit. */
import type { Announcements } from '../../commands/operations.ts';
import type { RoomEntry, Store } from '../../store/port.ts';
import { isRefusal } from '../../wire/error.ts';
import { type AnnounceArgs, hasPeople } from '../jobs/announce.ts';
import type { RunningJobs } from '../jobs/running-jobs.ts';

export interface AnnouncementsEnvironment {
  readonly store: Store;
  readonly jobs: Pick<RunningJobs, 'start'>;
}

/** Rooms read at a time, and at all. */
const batch = 500;
const roomsMax = 200_000;
const titleCharactersMax = 60;

export function announcements({ store, jobs }: AnnouncementsEnvironment): Announcements {
  return {
    async count({ category }) {
      let rooms = 0;
      let after: string | undefined;
      for (let seen = 0; seen < roomsMax; seen += batch) {
        const page: readonly RoomEntry[] = await store.rooms.list({
          ...{ shown: 'all', limit: batch },
          ...(after !== undefined && { after }),
          ...(category !== undefined && { category }),
        });
        rooms += page.filter(hasPeople).length;
        after = page.at(-1)?.jid;
        if (page.length < batch) return { rooms, complete: true };
      }
      return { rooms, complete: false };
    },
    async send({ actor, text, category }) {
      const args: AnnounceArgs = { text, ...(category !== undefined && { category }) };
      const characters = [...text.replaceAll(/\s+/g, ' ')];
      const short = characters.slice(0, titleCharactersMax).join('');
      const title = `Announcing "${short}${characters.length > titleCharactersMax ? '…' : ''}"`;
      const job = await jobs.start({ kind: 'announce', args, title, by: actor });
      return isRefusal(job) ? job : { job };
    },
  };
}
