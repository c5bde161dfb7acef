/** Queries to a room: what they ask for, as requests to the room, and its answers as XML. */
import { NS } from '../wire/namespaces.ts';
import type { Element } from '../wire/xml.ts';
import { type Answered, answerFirst, featuresOf } from './query.ts';
import { admin } from './room-queries/admin.ts';
import { archive } from './room-queries/archive.ts';
import { card } from './room-queries/card.ts';
import { commands } from './room-queries/commands.ts';
import { discoOfRoom } from './room-queries/disco.ts';
import { moderation } from './room-queries/moderation.ts';
import { owner } from './room-queries/owner.ts';
import { ping } from './room-queries/ping.ts';
import type { RoomQuery, RoomQueryEnvironment, RoomQuestion } from './room-queries/question.ts';
import { register } from './room-queries/register.ts';

/** In the order in which clients look for what they announce. */
const roomQueries: readonly RoomQuery[] = [
  { features: [NS.muc, NS.mucStableId, NS.stanzaId, NS.occupantId] },
  archive,
  { features: [NS.mucSelfPing, NS.affiliations, NS.spaces] },
  discoOfRoom(() => roomFeatures),
  ping,
  owner,
  admin,
  moderation,
  { features: [NS.retract, NS.retractTombstone, NS.retractFastened] },
  register,
  commands,
  card,
];

const roomFeatures = featuresOf(roomQueries);

export function answerRoomQuery(payload: Element, to: RoomQuestion, env: RoomQueryEnvironment): Answered {
  return answerFirst(roomQueries, payload, to, env);
}
