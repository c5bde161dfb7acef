/** What is told of the nodes of a room (XEP-0045 §16.4, XEP-0030 §3.2), by node. */
import { NS } from '../../wire/namespaces.ts';
import { buildDiscoInfo } from '../../wire/xep/xep0030.ts';
import type { Disclosure } from '../disco.ts';
import type { IqAnswer } from '../iq.ts';
import { notOffered } from '../refusals.ts';
import { roomCommandNodes } from './commands.ts';
import { asElement, type RoomQueryEnvironment, type RoomQuestion } from './question.ts';

/** The nickname reserved for the asker, as the name of an identity; none of them where there is none (§7.12). */
async function tellReservedNick(to: RoomQuestion, env: RoomQueryEnvironment): Promise<IqAnswer> {
  const answer = await env.ask(to.roomJid, { kind: 'ask-nick', from: to.from });
  return asElement(answer, (known) => {
    if (known.kind !== 'nick') return undefined;
    const identities = known.nick === undefined ? [] : [{ category: 'conference', type: 'text', name: known.nick }];
    return buildDiscoInfo({ node: NS.mucReservedNick, identities, features: [] });
  });
}

export const roomNodes: ReadonlyMap<string, Disclosure<RoomQuestion, RoomQueryEnvironment>> = new Map<
  string,
  Disclosure<RoomQuestion, RoomQueryEnvironment>
>([
  ...roomCommandNodes,
  [NS.mucReservedNick, { info: (_payload, to, env) => tellReservedNick(to, env) }],
  // Everything is passed on; then this is the error to be returned (§18.1.1).
  [NS.mucTraffic, { info: notOffered }],
]);
