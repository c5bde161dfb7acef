/** A word of the service in many rooms: said to who is there, and kept nowhere. */
import type { Announcements } from '../../commands/operations.ts';
import type { Party } from '../../room/request.ts';
import type { Person } from '../../room/state.ts';
import type { StreamId } from '../../store/event.ts';
import type { Store } from '../../store/port.ts';
import { isRefusal, type Refusal } from '../../wire/error.ts';
import { serialize, xml } from '../../wire/xml.ts';
import { roomKeyOf } from '../room-loader.ts';
import type { Rooms } from '../rooms.ts';
import { streamsWithPeople } from './people-there.ts';
import { inBrief } from './rooms-in-brief.ts';

export interface AnnouncementsEnvironment {
  readonly store: Store;
  readonly rooms: Rooms;
  readonly domain: string;
  random(): string;
}

interface Announced {
  readonly actor: Person;
  readonly text: string;
  readonly category?: string;
}

export function announcements(env: AnnouncementsEnvironment): Announcements {
  return {
    async count({ category }) {
      const { streams, complete } = await streamsWithPeople(env.store);
      if (category === undefined) return { rooms: streams.size, complete };
      let rooms = 0;
      for (const stream of streams) if ((await roomIn(stream, category, env)) !== undefined) rooms += 1;
      return { rooms, complete };
    },
    send: (wish) => sayEverywhere(wish, env),
  };
}

async function sayEverywhere({ actor, text, category }: Announced, env: AnnouncementsEnvironment): Promise<number> {
  const { streams } = await streamsWithPeople(env.store);
  const from: Party = { session: env.domain, person: actor };
  const body = serialize(xml('body', {}, text));
  let told = 0;
  for (const stream of streams) {
    const jid = await roomIn(stream, category, env);
    if (jid === undefined) continue;
    const answer = await new Promise<Refusal | object | undefined>((resolve) => {
      env.rooms.get(jid).submit({ kind: 'service-word', from, id: env.random(), xml: body }, resolve);
    });
    if (answer !== undefined && !isRefusal(answer)) told += 1;
  }
  return told;
}

/** Its address, where it is one of these. */
async function roomIn(
  stream: StreamId,
  category: string | undefined,
  { store }: AnnouncementsEnvironment,
): Promise<string | undefined> {
  const entry = await store.rooms.findByKey(roomKeyOf(stream));
  return entry !== undefined && (category === undefined || inBrief(entry).category === category)
    ? entry.jid
    : undefined;
}
