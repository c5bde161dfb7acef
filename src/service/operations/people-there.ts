/** Who is in rooms at this moment, over all of them: from the index of sessions, without loading a room. */
import type { PeopleThere } from '../../commands/operations.ts';
import type { Store } from '../../store/port.ts';
import { bareOf } from '../../wire/jid.ts';

/** Sessions read at a time, and at all. */
const batch = 1_000;
const sessionsMax = 500_000;

type Sessions = Pick<Store, 'sessions'>;

export function peopleThere({
  store,
  users,
}: {
  readonly store: Sessions;
  /** Domains whose users are at home here; `*` stands for anyone. */
  readonly users: readonly string[];
}): PeopleThere {
  const home = new Set(users);
  return {
    isOurs: (domain) => home.has('*') || home.has(domain),
    async inRooms(matching = () => true) {
      let people = 0;
      let last = '';
      // The sessions of one person stand together.
      const complete = await walkSessions(store, (session) => {
        const bare = bareOf(session);
        if (bare !== last && matching(bare)) people += 1;
        last = bare;
      });
      return { people, complete };
    },
  };
}

/** False where there are more sessions than are looked at. */
async function walkSessions({ sessions }: Sessions, see: (session: string) => void): Promise<boolean> {
  let after: string | undefined;
  for (let seen = 0; seen < sessionsMax; seen += batch) {
    const page = await sessions.list({ ...(after !== undefined && { after }), limit: batch });
    for (const { session } of page) see(session);
    after = page.at(-1)?.session;
    if (page.length < batch) return true;
  }
  return false;
}
