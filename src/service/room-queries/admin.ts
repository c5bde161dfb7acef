/** Lists of affiliations and roles, and changes to them (XEP-0045 §8.2 to §9.8). */
import type { AdminItem } from '../../room/administration-request.ts';
import { isRefusal, type Refusal } from '../../wire/error.ts';
import { isValidNick, prepareJid } from '../../wire/jid.ts';
import { NS } from '../../wire/namespaces.ts';
import { type AdminChange, buildAdminList, parseAdminGet, parseAdminSet } from '../../wire/xep/xep0045-admin.ts';
import { type Element, is } from '../../wire/xml.ts';
import type { IqAnswer } from '../iq.ts';
import { badRequest, malformedAddress, storeAway } from '../refusals.ts';
import { asResult, type RoomQuery, type RoomQueryEnvironment, type RoomQuestion } from './question.ts';

/** Changes of lists in one request. */
const adminItemsMax = 1_000;

export const admin: RoomQuery = {
  features: [],
  answer: (payload, to, env) => {
    if (!is(payload, 'query', NS.mucAdmin)) return 'not-mine';
    return to.type === 'get' ? answerGet(payload, to, env) : answerSet(payload, to, env);
  },
};

async function answerGet(
  payload: Element,
  { roomJid, from }: RoomQuestion,
  env: RoomQueryEnvironment,
): Promise<IqAnswer> {
  const lists = parseAdminGet(payload);
  if (isRefusal(lists)) return lists;
  const items: Parameters<typeof buildAdminList>[0][number][] = [];
  const told = new Set<string>();
  for (const list of lists) {
    const by = list.kind === 'role' ? { role: list.role } : { affiliation: list.affiliation };
    // Once, however often it is asked for: a list may be long, and a stanza has room for thousands of items.
    const name = JSON.stringify(by);
    if (told.has(name)) continue;
    told.add(name);
    const answer = await env.ask(roomJid, { kind: 'ask-list', from, by });
    if (isRefusal(answer)) return answer;
    if (answer?.kind === 'list') items.push(...answer.items);
  }
  return buildAdminList(items);
}

async function answerSet(
  payload: Element,
  { roomJid, from }: RoomQuestion,
  env: RoomQueryEnvironment,
): Promise<IqAnswer> {
  const changes = parseAdminSet(payload);
  if (isRefusal(changes)) return changes;
  if (changes.length > adminItemsMax) return badRequest(`Send at most ${adminItemsMax} changes at a time.`);
  const standing = await env.ask(roomJid, { kind: 'ask-standing', from, to: 'administer' });
  if (isRefusal(standing)) return standing;
  const items: AdminItem[] = [];
  for (const change of changes) {
    const item = await readChange(change, env);
    if (isRefusal(item)) return item;
    items.push(item);
  }
  return asResult(await env.ask(roomJid, { kind: 'administer', from, items }));
}

async function readChange(change: AdminChange, env: RoomQueryEnvironment): Promise<AdminItem | Refusal> {
  if (change.kind !== 'affiliation') return change;
  const jid = prepareJid(change.jid);
  if (isRefusal(jid)) return malformedAddress();
  // An empty one frees the nickname that was reserved (§9.5).
  if (change.nick !== undefined && change.nick !== '' && !isValidNick(change.nick))
    return badRequest('The nickname to be reserved cannot be one.');
  const whom = await env.person(jid.bare);
  if (whom === undefined) return storeAway();
  const { kind: _, jid: __, ...rest } = change;
  return { kind: 'affiliation', whom, ...rest };
}
