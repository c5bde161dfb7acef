/** What commands ask about what was said in rooms: counted at once, taken away by a job. */

import { momentText } from '../../commands/moment.ts';
import type { Begun, ClearWish, Meant, RemovalWish, RoomContent } from '../../commands/room-content.ts';
import { isRefusal, type Refusal } from '../../wire/error.ts';
import type { ClearArgs } from '../jobs/clear.ts';
import type { RemoveArgs } from '../jobs/remove-messages.ts';
import type { RunningJobs } from '../jobs/running-jobs.ts';
import type { ContentRemoval } from './removal.ts';
import type { ScanWish } from './scan.ts';

/** Replaced messages that are told of in the room, one by one; more go without a word. */
const announcedMax = 50;

export interface RoomContentEnvironment {
  readonly removal: ContentRemoval;
  readonly jobs: Pick<RunningJobs, 'start'>;
  /** Whether something is on hold, somewhere. */
  anyHold(): boolean;
}

export class RoomContentDesk implements RoomContent {
  readonly #env: RoomContentEnvironment;

  constructor(env: RoomContentEnvironment) {
    this.#env = env;
  }

  countToClear({ room, from, until }: ClearWish): Promise<Meant | Refusal> {
    return this.#env.removal.measureClear(room, from, until);
  }

  async clear({ room, from, until }: ClearWish): Promise<Begun | Refusal> {
    const extent = await this.#env.removal.measureClear(room, from, until);
    if (isRefusal(extent)) return extent;
    const { key, after, through, messages } = extent;
    const args: ClearArgs = { room, key, after, through, messages, asked: { until: momentText(until) } };
    const title = `Clearing ${room} up to ${momentText(until)}`;
    return begun(await this.#env.jobs.start({ kind: 'clear', args, title, by: from.person }));
  }

  countToRemove(wish: RemovalWish): Promise<Meant | Refusal> {
    return this.#env.removal.measure(wish.room, wish.from, scanOf(wish));
  }

  async remove(wish: RemovalWish): Promise<Begun | Refusal> {
    const { room, from, replacement } = wish;
    const scan = scanOf(wish);
    const extent = await this.#env.removal.measure(room, from, scan);
    if (isRefusal(extent)) return extent;
    const { key, after, through, messages, atLeast } = extent;
    // What is on hold is passed over, and not taken back as a moderator would.
    const announced = replacement !== undefined && !atLeast && messages <= announcedMax && !this.#env.anyHold();
    const asked = inWords(wish);
    const args: RemoveArgs = {
      ...{ room, key, after, through, asked, announced },
      wish: scan,
      text: replacement ?? '',
    };
    const title = `${replacement === undefined ? 'Removing' : 'Replacing'} messages in ${room}`;
    return begun(await this.#env.jobs.start({ kind: 'remove-messages', args, title, by: from.person }));
  }
}

function begun(job: string | Refusal): Begun | Refusal {
  return typeof job === 'string' ? { job } : job;
}

function scanOf({ person, since, until, words, replacement }: RemovalWish): ScanWish {
  return {
    replace: replacement !== undefined,
    ...(person !== undefined && { person: person.key }),
    ...(since !== undefined && { since }),
    ...(until !== undefined && { until }),
    ...(words !== undefined && { words }),
  };
}

/** What was asked for, for the audit. */
function inWords({ person, since, until, words, replacement }: RemovalWish): Record<string, string> {
  return {
    mode: replacement === undefined ? 'remove' : 'replace',
    ...(person !== undefined && { by: person.jid }),
    ...(since !== undefined && { since: momentText(since) }),
    ...(until !== undefined && { until: momentText(until) }),
    ...(words !== undefined && { words: words.text, match: words.match, case: words.caseSensitive ? 'yes' : 'no' }),
    ...(replacement !== undefined && { text: replacement }),
  };
}
