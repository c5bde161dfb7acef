/** Deliveries as stanzas: each is serialised once, with a place for the recipient (`wire/splice.ts`). */
import type {
  Delivery,
  NoticeDelivery,
  PresenceDelivery,
  PrivateDelivery,
  ReflectionDelivery,
  SubjectDelivery,
} from '../room/outcome.ts';
import { NS } from '../wire/namespaces.ts';
import { prepareSplice, type Spliced, spliceAround } from '../wire/splice.ts';
import { originalSenderText } from '../wire/xep/xep0033.ts';
import { buildDecline, buildInvitation, buildMucUser, mucUserText } from '../wire/xep/xep0045-user.ts';
import { buildDelay, delayText } from '../wire/xep/xep0203.ts';
import { hatsText } from '../wire/xep/xep0317.ts';
import { stanzaIdText } from '../wire/xep/xep0359.ts';
import { xml } from '../wire/xml.ts';

/** What goes to many; the others are read from the store first. */
export type Rendered = Exclude<Delivery, { kind: 'replay' | 'echo' | 'roster' }>;

export function render(delivery: Rendered, roomJid: string): Spliced {
  switch (delivery.kind) {
    case 'presence':
      return renderPresence(delivery);
    case 'reflection':
      return renderReflection(delivery, roomJid);
    case 'private':
      return renderPrivate(delivery);
    case 'subject':
      return renderSubject(delivery, roomJid);
    case 'notice':
      return renderNotice(delivery, roomJid);
    case 'invitation':
      return prepareSplice(xml('message', { from: roomJid, id: delivery.id }, buildInvitation(delivery)));
    case 'decline':
      return prepareSplice(xml('message', { from: roomJid, id: delivery.id }, buildDecline(delivery)));
  }
}

function renderPresence(delivery: PresenceDelivery): Spliced {
  const { from, id, item, hats, statuses, destroy, presence } = delivery;
  const { actor, ...shown } = item;
  const user = mucUserText({
    items: [actor === undefined ? shown : { ...shown, actor: { nick: actor } }],
    statuses,
    ...(destroy && { destroy }),
  });
  const type = delivery.unavailable ? 'unavailable' : undefined;
  return spliceAround('presence', { from, id, type }, user + (hats === undefined ? '' : hatsText(hats)) + presence);
}

function renderReflection({ from, id, stanzaId, xml }: ReflectionDelivery, roomJid: string): Spliced {
  const ours = stanzaId === undefined ? '' : stanzaIdText({ id: stanzaId, by: roomJid });
  return spliceAround('message', { from, type: 'groupchat', id: id === '' ? undefined : id }, ours + xml);
}

/** The empty `muc#user` tells clients, and carbons, that this came through a room (XEP-0045 §7.5). */
function renderPrivate(delivery: PrivateDelivery): Spliced {
  const stanza = xml(
    'message',
    {
      from: delivery.from,
      type: delivery.type === 'chat' ? 'chat' : undefined,
      id: delivery.id === '' ? undefined : delivery.id,
    },
    xml('x', { xmlns: NS.mucUser }),
  );
  return prepareSplice(stanza, delivery.xml);
}

function renderSubject(delivery: SubjectDelivery, roomJid: string): Spliced {
  const delay = delivery.at === undefined ? undefined : buildDelay({ stamp: delivery.at, from: roomJid });
  return prepareSplice(xml('message', { from: delivery.from, type: 'groupchat' }, delay), delivery.xml);
}

function renderNotice(delivery: NoticeDelivery, roomJid: string): Spliced {
  const user = buildMucUser({ statuses: delivery.statuses });
  return prepareSplice(xml('message', { from: roomJid, type: 'groupchat' }, user));
}

/** A stored message, sent late: to newcomers as history, and again after a cut (XEP-0203, XEP-0359). */
export function renderStored(
  message: {
    readonly nick: string;
    readonly id: string;
    readonly xml: string;
    readonly stanzaId: string;
    /** Absent where the message says itself when it was said. */
    readonly at?: number;
    /** Whose it is, for those who may know (§7.2.13). */
    readonly realJid?: string;
  },
  roomJid: string,
): Spliced {
  const { at, realJid } = message;
  const delay = at === undefined ? '' : delayText({ stamp: at, from: roomJid });
  const sender = realJid === undefined ? '' : originalSenderText(realJid);
  const ours = stanzaIdText({ id: message.stanzaId, by: roomJid }) + delay + sender;
  const id = message.id === '' ? undefined : message.id;
  return spliceAround('message', { from: `${roomJid}/${message.nick}`, type: 'groupchat', id }, ours + message.xml);
}
