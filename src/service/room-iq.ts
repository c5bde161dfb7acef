/** Queries to a room or an occupant: what they ask for, as requests to the room, and its answers as XML. */

import type { Answer, RoomInfo } from '../room/outcome.ts';
import type { AdminItem, Party, RoomRequest } from '../room/request.ts';
import type { Person } from '../room/state.ts';
import { isRefusal, type Refusal } from '../wire/error.ts';
import { isValidNick, prepareJid } from '../wire/jid.ts';
import { NS } from '../wire/namespaces.ts';
import { payloadOf } from '../wire/stanza.ts';
import { buildDiscoInfo, buildDiscoItems, parseDiscoRequest } from '../wire/xep/xep0030.ts';
import { type AdminChange, buildAdminList, parseAdminGet, parseAdminSet } from '../wire/xep/xep0045-admin.ts';
import { buildOwnerForm, parseOwnerSet } from '../wire/xep/xep0045-owner.ts';
import { isPing } from '../wire/xep/xep0199.ts';
import { type MamRequest, parseMamRequest } from '../wire/xep/xep0313.ts';
import { type Element, is } from '../wire/xml.ts';
import type { IqAnswer } from './iq.ts';
import { badRequest, malformedAddress, nothingThere, notImplemented, notOffered } from './refusals.ts';
import { buildConfigForm, buildRoomInfo, readConfigForm, settingFeatures } from './room-form.ts';

export interface RoomIqEnvironment {
  /** Answers a request to the archive of the room. */
  archive(request: MamRequest, question: { readonly roomJid: string; readonly from: Party }): Promise<IqAnswer>;
  /** Asks the room; settles with its answer. */
  ask(roomJid: string, request: RoomRequest): Promise<Answer | Refusal | undefined>;
  person(bare: string): Promise<Person | undefined>;
}

interface RoomIq {
  readonly roomJid: string;
  readonly nick: string | undefined;
  readonly type: 'get' | 'set';
  readonly from: Party;
}

export async function answerRoomIq(iq: Element, to: RoomIq, env: RoomIqEnvironment): Promise<IqAnswer> {
  const payload = payloadOf(iq);
  if (isRefusal(payload)) return payload;
  if (to.nick !== undefined) return answerOccupantIq(payload, { ...to, nick: to.nick }, env);
  const disco = parseDiscoRequest(payload);
  if (disco !== undefined && to.type === 'get') return answerDisco(disco, to, env);
  if (is(payload, 'query', NS.mucOwner)) return answerOwner(payload, to, env);
  if (is(payload, 'query', NS.mucAdmin)) return answerAdmin(payload, to, env);
  if (isPing(payload) && to.type === 'get') {
    return asElement(await env.ask(to.roomJid, { kind: 'ask-info', from: to.from }), () => undefined);
  }
  const mam = parseMamRequest(payload, to.type);
  if (mam === undefined) return notOffered();
  return isRefusal(mam) ? mam : env.archive(mam, to);
}

async function answerOccupantIq(
  payload: Element,
  to: RoomIq & { readonly nick: string },
  env: RoomIqEnvironment,
): Promise<IqAnswer> {
  if (!isPing(payload)) {
    const standing = await env.ask(to.roomJid, { kind: 'ask-standing', from: to.from, to: 'invite' });
    if (!isRefusal(standing)) return notOffered();
    // Who is not in the room may not ask about those who are (XEP-0045 §6.6, §17.4).
    return parseDiscoRequest(payload) === undefined ? standing : badRequest(standing.text);
  }
  return asElement(await env.ask(to.roomJid, { kind: 'ping', from: to.from, nick: to.nick }), () => undefined);
}

async function answerDisco(
  disco: NonNullable<ReturnType<typeof parseDiscoRequest>>,
  to: RoomIq,
  env: RoomIqEnvironment,
): Promise<IqAnswer> {
  if (disco.node === NS.mucReservedNick) return notImplemented('Nicknames cannot be reserved by query here.');
  if (disco.node !== undefined) return nothingThere();
  if (disco.kind === 'items') {
    const answer = await env.ask(to.roomJid, { kind: 'ask-occupants', from: to.from });
    return asElement(answer, (known) =>
      known.kind === 'occupants'
        ? buildDiscoItems({ items: known.nicks.map((nick) => ({ jid: `${to.roomJid}/${nick}` })) })
        : undefined,
    );
  }
  const answer = await env.ask(to.roomJid, { kind: 'ask-info', from: to.from });
  return asElement(answer, (known) => (known.kind === 'info' ? roomInfo(known.info, to.roomJid) : undefined));
}

/** What clients look for in a room, in the order in which they look for it. */
const roomFeatures = [
  NS.muc,
  NS.mucStableId,
  NS.stanzaId,
  NS.mam,
  NS.mamExtended,
  NS.mucSelfPing,
  NS.discoInfo,
  NS.discoItems,
  NS.ping,
] as const;

function roomInfo(info: RoomInfo, roomJid: string): Element {
  const name = info.name === '' ? roomJid.slice(0, roomJid.indexOf('@')) : info.name;
  return buildDiscoInfo({
    identities: [{ category: 'conference', type: 'text', name }],
    features: [...roomFeatures, ...settingFeatures(info.settings)],
    forms: [buildRoomInfo(info)],
  });
}

async function answerOwner(payload: Element, to: RoomIq, env: RoomIqEnvironment): Promise<IqAnswer> {
  const { from, roomJid } = to;
  if (to.type === 'get') {
    const answer = await env.ask(roomJid, { kind: 'ask-form', from });
    return asElement(answer, (known) =>
      known.kind === 'form' ? buildOwnerForm(buildConfigForm(known.settings)) : undefined,
    );
  }
  const wish = parseOwnerSet(payload);
  if (isRefusal(wish)) return wish;
  if (wish.kind === 'cancel') return asElement(await env.ask(roomJid, { kind: 'cancel-form', from }), () => undefined);
  if (wish.kind === 'destroy') {
    return asElement(await env.ask(roomJid, { kind: 'destroy', from, ...wish.destruction }), () => undefined);
  }
  const settings = readConfigForm(wish.form);
  if (isRefusal(settings)) return settings;
  return asElement(await env.ask(roomJid, { kind: 'configure', from, settings }), () => undefined);
}

/** Changes of lists in one request. */
const adminItemsMax = 1_000;

async function answerAdmin(payload: Element, to: RoomIq, env: RoomIqEnvironment): Promise<IqAnswer> {
  const { from, roomJid } = to;
  if (to.type === 'get') {
    const lists = parseAdminGet(payload);
    if (isRefusal(lists)) return lists;
    const items: Parameters<typeof buildAdminList>[0][number][] = [];
    for (const list of lists) {
      const by = list.kind === 'role' ? { role: list.role } : { affiliation: list.affiliation };
      const answer = await env.ask(roomJid, { kind: 'ask-list', from, by });
      if (isRefusal(answer)) return answer;
      if (answer?.kind === 'list') items.push(...answer.items);
    }
    return buildAdminList(items);
  }
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
  return asElement(await env.ask(roomJid, { kind: 'administer', from, items }), () => undefined);
}

async function readChange(change: AdminChange, env: RoomIqEnvironment): Promise<AdminItem | Refusal> {
  if (change.kind === 'role') return change;
  if (change.kind === 'affiliation-of-nick') {
    return badRequest('Name the person by address ("jid"); a nickname does not say who it is for good.');
  }
  const jid = prepareJid(change.jid);
  if (isRefusal(jid)) return malformedAddress();
  if (change.nick !== undefined && !isValidNick(change.nick))
    return badRequest('The nickname to be reserved cannot be one.');
  const whom = await env.person(jid.bare);
  if (whom === undefined) return notOffered();
  const { kind: _, jid: __, ...rest } = change;
  return { kind: 'affiliation', whom, ...rest };
}

function asElement(answer: Answer | Refusal | undefined, build: (answer: Answer) => Element | undefined): IqAnswer {
  if (answer === undefined || isRefusal(answer)) return answer;
  return build(answer);
}
