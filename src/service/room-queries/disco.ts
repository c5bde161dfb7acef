/** What a room is, and who is in it (XEP-0045 §6.4, §6.5). */
import type { RoomInfo } from '../../room/answer.ts';
import { NS } from '../../wire/namespaces.ts';
import { buildDiscoInfo, buildDiscoItems } from '../../wire/xep/xep0030.ts';
import { buildSpaceParent, spaceAddress } from '../../wire/xep/xep0503.ts';
import type { Element } from '../../wire/xml.ts';
import { nodeOfCategory } from '../category-node.ts';
import { answerDisco } from '../disco.ts';
import type { IqAnswer } from '../iq.ts';
import { buildRoomInfo, settingFeatures } from '../room-form.ts';
import { roomNodes } from './disco-nodes.ts';
import { asElement, type RoomQuery, type RoomQueryEnvironment, type RoomQuestion } from './question.ts';

/** `features`: of all queries, and so known only once their table is there. */
export function discoOfRoom(features: () => readonly string[]): RoomQuery {
  const itself = {
    info: (_payload: Element, to: RoomQuestion, env: RoomQueryEnvironment) => tellInfo(to, env, features()),
    items: (_payload: Element, to: RoomQuestion, env: RoomQueryEnvironment) => listOccupants(to, env),
  };
  const room = { itself, nodes: roomNodes };
  return {
    features: [NS.discoInfo, NS.discoItems],
    answer: (payload, to, env) => answerDisco(payload, to, env, room),
  };
}

async function tellInfo(
  { roomJid, from }: RoomQuestion,
  env: RoomQueryEnvironment,
  features: readonly string[],
): Promise<IqAnswer> {
  const answer = await env.ask(roomJid, { kind: 'ask-info', from });
  return asElement(answer, (known) =>
    known.kind === 'info' ? roomInfo(known.info, { roomJid, features, env }) : undefined,
  );
}

interface About {
  readonly roomJid: string;
  readonly features: readonly string[];
  readonly env: RoomQueryEnvironment;
}

function roomInfo(info: RoomInfo, { roomJid, features, env }: About): Element {
  const service = roomJid.slice(roomJid.indexOf('@') + 1);
  const space = spaceAddress({ service, node: nodeOfCategory(info.category.key) });
  const name = info.name === '' ? roomJid.slice(0, roomJid.indexOf('@')) : info.name;
  return buildDiscoInfo({
    identities: [{ category: 'conference', type: 'text', name }],
    features: [...features, ...settingFeatures(info.settings)],
    forms: [buildRoomInfo(info, { ...env, space }), buildSpaceParent(space)],
  });
}

async function listOccupants({ roomJid, from }: RoomQuestion, env: RoomQueryEnvironment): Promise<IqAnswer> {
  const answer = await env.ask(roomJid, { kind: 'ask-occupants', from });
  return asElement(answer, (known) =>
    known.kind === 'occupants'
      ? buildDiscoItems({ items: known.nicks.map((nick) => ({ jid: `${roomJid}/${nick}` })) })
      : undefined,
  );
}
