/** Deliveries as stanzas: each is serialised once, with a place for the recipient (`wire/splice.ts`). */

import type {
  AffiliationDelivery,
  ApplicationDelivery,
  Delivery,
  InvitationDelivery,
  NoticeDelivery,
  OccupantItem,
  PresenceDelivery,
  PrivateDelivery,
  ReflectionDelivery,
  SubjectDelivery,
  VoiceRequestDelivery,
} from '../room/delivery.ts';
import type { AffiliationsRefusedDelivery } from '../room/list-versions.ts';
import type { MentionDelivery } from '../room/mentions.ts';
import { forbidden } from '../room/refusals.ts';
import { NS } from '../wire/namespaces.ts';
import { prepareSplice, type Spliced, spliceAround } from '../wire/splice.ts';
import { errorElement } from '../wire/stanza.ts';
import { originalSenderText } from '../wire/xep/xep0033.ts';
import { buildApprovalForm } from '../wire/xep/xep0045-register.ts';
import { buildDecline, buildInvitation, buildMucUser, type MucItem, mucUserText } from '../wire/xep/xep0045-user.ts';
import { buildVoiceApproval } from '../wire/xep/xep0045-voice.ts';
import { buildVcardUpdate } from '../wire/xep/xep0153.ts';
import { buildDelay, delayText } from '../wire/xep/xep0203.ts';
import { buildDirectInvitation } from '../wire/xep/xep0249.ts';
import { hatsText } from '../wire/xep/xep0317.ts';
import { stanzaIdText } from '../wire/xep/xep0359.ts';
import { occupantIdText } from '../wire/xep/xep0421.ts';
import { mentionText } from '../wire/xep/xep0452.ts';
import { xml } from '../wire/xml.ts';
import { membershipAsked, voiceAsked } from './asked-to-decide.ts';
import { occupantId } from './occupant-id.ts';

/** What goes to many; the others are read from the store first. */
export type Rendered = Exclude<Delivery, { kind: 'replay' | 'echo' | 'roster' }>;

/** The room that speaks. */
export interface Speaking {
  readonly jid: string;
  readonly key: string;
}

export function render(delivery: Rendered, room: Speaking): Spliced {
  switch (delivery.kind) {
    case 'presence':
      return renderPresence(delivery, room);
    case 'reflection':
      return renderReflection(delivery, room);
    case 'private':
      return renderPrivate(delivery, room);
    case 'subject':
      return renderSubject(delivery, room);
    case 'notice':
      return renderNotice(delivery, room);
    case 'affiliation':
      return renderAffiliation(delivery, room);
    case 'voice-request':
      return renderVoiceRequest(delivery, room);
    case 'avatar':
      return prepareSplice(xml('presence', { from: room.jid }, buildVcardUpdate(delivery.hash)));
    case 'invitation':
      return renderInvitation(delivery, room);
    case 'decline':
      return prepareSplice(xml('message', { from: room.jid, id: delivery.id }, buildDecline(delivery)));
    case 'application':
      return renderApplication(delivery, room);
    case 'word':
      return prepareSplice(xml('message', { from: room.jid }, xml('body', {}, delivery.text)));
    case 'affiliations':
      return spliceAround('message', { from: room.jid }, mucUserText(delivery));
    case 'affiliations-refused':
      return renderListsRefused(delivery, room);
    case 'mention':
      return renderMention(delivery, room);
  }
}

function renderInvitation(delivery: InvitationDelivery, { jid }: Speaking): Spliced {
  const direct = buildDirectInvitation({ ...delivery, room: jid });
  return prepareSplice(xml('message', { from: jid, id: delivery.id }, buildInvitation(delivery), direct));
}

/** Who speaks, or is spoken of; nothing where it is the room itself. */
function who(personKey: string | undefined, room: Speaking): string {
  return personKey === undefined ? '' : occupantIdText(occupantId(room.key, personKey));
}

function renderPresence(delivery: PresenceDelivery, room: Speaking): Spliced {
  const { from, id, item, hats, statuses, versions, destroy, presence } = delivery;
  const user = mucUserText({
    items: [itemOf(item)],
    statuses,
    ...(versions && { versions }),
    ...(destroy && { destroy }),
  });
  const type = delivery.unavailable ? 'unavailable' : undefined;
  const shownHats = hats === undefined ? '' : hatsText(hats);
  return spliceAround('presence', { from, id, type }, user + who(delivery.personKey, room) + shownHats + presence);
}

function itemOf({ actor, ...shown }: OccupantItem): MucItem {
  return actor === undefined ? shown : { ...shown, actor: { nick: actor } };
}

function renderAffiliation({ item, statuses, versions }: AffiliationDelivery, room: Speaking): Spliced {
  const user = buildMucUser({ items: [itemOf(item)], statuses, ...(versions && { versions }) });
  return prepareSplice(xml('message', { from: room.jid }, user));
}

function renderReflection({ from, personKey, id, stanzaId, xml }: ReflectionDelivery, room: Speaking): Spliced {
  const named = stanzaId === undefined ? '' : stanzaIdText({ id: stanzaId, by: room.jid });
  const ours = named + who(personKey, room);
  return spliceAround('message', { from, type: 'groupchat', id: id === '' ? undefined : id }, ours + xml);
}

/** The empty `muc#user` tells clients, and carbons, that this came through a room (XEP-0045 §7.5). */
function renderPrivate(delivery: PrivateDelivery, room: Speaking): Spliced {
  const stanza = xml(
    'message',
    {
      from: delivery.from,
      type: delivery.type === 'chat' ? 'chat' : undefined,
      id: delivery.id === '' ? undefined : delivery.id,
    },
    xml('x', { xmlns: NS.mucUser }),
  );
  return prepareSplice(stanza, who(delivery.personKey, room) + delivery.xml);
}

function renderSubject(delivery: SubjectDelivery, room: Speaking): Spliced {
  const delay = delivery.at === undefined ? undefined : buildDelay({ stamp: delivery.at, from: room.jid });
  const payload = who(delivery.personKey, room) + delivery.xml;
  return prepareSplice(xml('message', { from: delivery.from, type: 'groupchat' }, delay), payload);
}

/** XEP-0463 §5.2.3. */
function renderListsRefused({ id }: AffiliationsRefusedDelivery, { jid }: Speaking): Spliced {
  const why = forbidden('You may not see the lists of this room.');
  return prepareSplice(xml('message', { from: jid, id, type: 'error' }, errorElement(why, jid)));
}

function renderMention({ from, personKey, id, xml: said, stanzaId, at }: MentionDelivery, room: Speaking): Spliced {
  const whole = stanzaIdText({ id: stanzaId, by: room.jid }) + who(personKey, room) + said;
  return spliceAround('message', { from: room.jid }, mentionText({ room: room.jid, from, id, xml: whole, stamp: at }));
}

function renderNotice(delivery: NoticeDelivery, room: Speaking): Spliced {
  const user = buildMucUser({ statuses: delivery.statuses });
  return prepareSplice(xml('message', { from: room.jid, type: 'groupchat' }, user));
}

function renderApplication({ application }: ApplicationDelivery, { jid: roomJid }: Speaking): Spliced {
  const { person, number } = application;
  const form = buildApprovalForm({ ...application, jid: person.jid });
  const words = xml('body', {}, membershipAsked(application, roomJid));
  return prepareSplice(xml('message', { from: roomJid, id: `registration-${number}` }, words, form));
}

function renderVoiceRequest(delivery: VoiceRequestDelivery, { jid: roomJid }: Speaking): Spliced {
  const words = xml('body', {}, voiceAsked(delivery.nick, roomJid));
  return prepareSplice(xml('message', { from: roomJid }, words, buildVoiceApproval(delivery)));
}

/** A stored message, sent late: to newcomers as history, and again after a cut (XEP-0203, XEP-0359). */
export function renderStored(
  message: {
    readonly personKey: string;
    readonly nick: string;
    readonly id: string;
    readonly xml: string;
    readonly stanzaId: string;
    /** Absent where the message says itself when it was said. */
    readonly at?: number;
    /** Whose it is, for those who may know (§7.2.13). */
    readonly realJid?: string;
  },
  room: Speaking,
): Spliced {
  // Without a nickname it is the room itself that spoke.
  const { nick, personKey, at } = message;
  const [from, spoke] = nick === '' ? [room.jid, ''] : [`${room.jid}/${nick}`, who(personKey, room)];
  const realJid = nick === '' ? undefined : message.realJid;
  const named = stanzaIdText({ id: message.stanzaId, by: room.jid }) + spoke;
  const delay = at === undefined ? '' : delayText({ stamp: at, from: room.jid });
  const sender = realJid === undefined ? '' : originalSenderText(realJid);
  const ours = named + delay + sender;
  const id = message.id === '' ? undefined : message.id;
  return spliceAround('message', { from, type: 'groupchat', id }, ours + message.xml);
}
