/** The phase in which a stranger asks every room what it is (XEP-0030), so that each is in memory afterwards. */
import type { Room } from './room.ts';
import type { Session } from './session.ts';

/** How many are asked at a time. */
const ASKING_MAX = 20;

export async function touchAll(session: Session, rooms: readonly Room[], stranger: number): Promise<void> {
  let asked = 0;
  let answered = 0;
  const next = (): void => {
    const room = rooms[asked];
    if (room === undefined) return;
    const addresses = `from='${session.userJid(stranger)}' to='${room.jid}'`;
    const query = "<query xmlns='http://jabber.org/protocol/disco#info'/>";
    session.send(`<iq type='get' id='touch-${asked}' ${addresses}>${query}</iq>`);
    asked += 1;
  };
  await session.run({
    name: 'asking all rooms',
    begin: () => {
      for (let more = 0; more < ASKING_MAX; more += 1) next();
    },
    stanza: (stanza) => {
      if (!stanza.get('id').startsWith('touch-')) return;
      answered += 1;
      if (answered === rooms.length) session.done();
      else next();
    },
    progress: () => `${answered} of ${rooms.length} rooms have answered`,
  });
}
