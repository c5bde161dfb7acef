/**
 * XEP-0045: Multi-User Chat 1.35.5 (2026-05-03)
 *
 * What a room tells about occupants and about itself, and invitations through the room (`muc#user`).
 */
import { type Refusal, refusal } from '../error.ts';
import { NS } from '../namespaces.ts';
import { markup } from '../splice.ts';
import { child, children, childText, type Element, serialize, xml } from '../xml.ts';
import { given } from './given.ts';
import { buildVersions, type ListVersions, versionsText } from './xep0463.ts';

export const AFFILIATIONS = ['owner', 'admin', 'member', 'none', 'outcast'] as const;
export const ROLES = ['moderator', 'participant', 'visitor', 'none'] as const;
export type Affiliation = (typeof AFFILIATIONS)[number];
export type Role = (typeof ROLES)[number];

/** One person as shown in presence, in an archived message or in a list. */
export interface MucItem {
  readonly affiliation?: Affiliation;
  readonly role?: Role;
  /** The real address; only for those who may see it. */
  readonly jid?: string;
  readonly nick?: string;
  /** Who did what this presence tells of; by address only for those who may see it. */
  readonly actor?: { readonly nick?: string; readonly jid?: string };
  readonly reason?: string;
}

/** The end of a room (§10.9). */
export interface Destruction {
  /** Where to go instead, and the password there. */
  readonly alternate?: string;
  readonly password?: string;
  readonly reason?: string;
}

export interface MucUser {
  readonly items?: readonly MucItem[];
  /** Status codes (§16.6.2), e.g. 110 for one's own presence. */
  readonly statuses?: readonly number[];
  readonly destroy?: Destruction;
  /** Of the room's lists (XEP-0463). */
  readonly versions?: ListVersions;
}

export function buildMucUser({ items = [], statuses = [], destroy, versions }: MucUser): Element {
  return xml(
    'x',
    { xmlns: NS.mucUser },
    versions && buildVersions(versions),
    ...items.map(buildItem),
    ...statuses.map((code) => xml('status', { code })),
    destroy && buildDestruction(destroy),
  );
}

/** The same as text, for what a room sends most: items without an actor or a reason, and status codes. */
export function mucUserText(user: MucUser): string {
  const { items = [], statuses = [], destroy, versions } = user;
  if (destroy !== undefined || items.some(({ actor, reason }) => actor ?? reason)) return serialize(buildMucUser(user));
  let inner = versions === undefined ? '' : versionsText(versions);
  for (const { affiliation, role, jid, nick } of items) inner += markup('item', { affiliation, role, jid, nick });
  for (const code of statuses) inner += markup('status', { code: String(code) });
  return markup('x', { xmlns: NS.mucUser }, inner);
}

/** The item alone, without its namespace: for `muc#user` and `muc#admin` alike. */
export function buildItem({ affiliation, role, jid, nick, actor, reason }: MucItem): Element {
  return xml(
    'item',
    { affiliation, role, jid, nick },
    actor && xml('actor', { nick: actor.nick, jid: actor.jid }),
    reasonElement(reason),
  );
}

function buildDestruction({ alternate, password, reason }: Destruction): Element {
  return xml(
    'destroy',
    { jid: alternate },
    password === undefined ? undefined : xml('password', {}, password),
    reasonElement(reason),
  );
}

function reasonElement(reason: string | undefined): Element | undefined {
  return reason === undefined || reason === '' ? undefined : xml('reason', {}, reason);
}

/** Somebody asked to come, or saying no, through the room (§7.8.2). */
export interface Invitation {
  /** As the sender wrote it: not prepared, perhaps no address at all. */
  readonly to: string;
  readonly reason?: string;
  /** The invitation continues a chat of two (§7.9), perhaps in a thread. */
  readonly continues?: { readonly thread?: string };
}

export type InvitationRequest =
  | { readonly kind: 'invite'; readonly id?: string; readonly invitations: readonly Invitation[] }
  | { readonly kind: 'decline'; readonly id?: string; readonly to: string; readonly reason?: string };

/** Reads a message to the room; `undefined` where it neither invites nor declines. */
export function parseInvitationRequest(message: Element): InvitationRequest | Refusal | undefined {
  const x = child(message, 'x', NS.mucUser);
  if (x === undefined) return undefined;
  const invites = children(x, 'invite', NS.mucUser);
  const decline = child(x, 'decline', NS.mucUser);
  const addressed = decline === undefined ? invites : [...invites, decline];
  if (addressed.some((element) => (element.attrs['to'] ?? '') === '')) {
    return refusal(
      'bad-request',
      'modify',
      'The invitation does not say for whom it is: its attribute "to" is missing.',
    );
  }
  const { id } = message.attrs;
  if (invites.length > 0 && decline === undefined) {
    return given({ kind: 'invite' as const, id, invitations: invites.map(parseInvitation) });
  }
  if (invites.length === 0 && decline !== undefined) {
    return given({ kind: 'decline' as const, id, to: decline.attrs['to'] ?? '', reason: reasonIn(decline) });
  }
  if (decline === undefined) return undefined;
  return refusal('bad-request', 'modify', 'Invite or decline in one message, not both.');
}

function parseInvitation(invite: Element): Invitation {
  const element = child(invite, 'continue', NS.mucUser);
  const continues = element && given({ thread: element.attrs['thread'] });
  return given({ to: invite.attrs['to'] ?? '', reason: reasonIn(invite), continues });
}

function reasonIn(element: Element): string | undefined {
  return childText(element, 'reason', NS.mucUser);
}

/** What the room sends on to the one invited. */
export interface InvitationNotice {
  /** Bare JID of the inviter, or the occupant JID where real ones are hidden. */
  readonly from: string;
  readonly reason?: string;
  readonly continues?: { readonly thread?: string };
  /** Of the room, where it has one. */
  readonly password?: string;
}

export function buildInvitation({ from, reason, continues, password }: InvitationNotice): Element {
  return xml(
    'x',
    { xmlns: NS.mucUser },
    xml('invite', { from }, reasonElement(reason), continues && xml('continue', { thread: continues.thread })),
    password === undefined ? undefined : xml('password', {}, password),
  );
}

/** What the room tells the inviter; `from` is whoever declined. */
export function buildDecline({ from, reason }: { readonly from: string; readonly reason?: string }): Element {
  return xml('x', { xmlns: NS.mucUser }, xml('decline', { from }, reasonElement(reason)));
}
