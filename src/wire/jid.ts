/**
 * Addresses (RFC 7622). Those from the stream were prepared by the server: they are taken apart with
 * `splitJid` and compared byte for byte, never changed. Those that people type, in forms, commands
 * and the configuration, go through `prepareJid`. Nothing is ever escaped by itself (XEP-0106): a
 * typed address either means what it says or is refused, with the escaped form in the text.
 */
import { isIPv6 } from 'node:net';
import { domainToASCII, domainToUnicode } from 'node:url';
import { type Refusal, refusal } from './error.ts';
import { opaqueString, usernameCaseMapped } from './precis.ts';

export interface Jid {
  readonly kind: 'jid';
  readonly local: string | undefined;
  readonly domain: string;
  readonly resource: string | undefined;
  /** Without the resource. */
  readonly bare: string;
  readonly full: string;
}

/** Bytes of UTF-8 for each part (RFC 7622 §3). */
const PART_BYTES_MAX = 1023;
const LABEL_CHARACTERS_MAX = 63;

/** Takes an address from the stream apart; whatever the text, nothing is checked and nothing changed. */
export function splitJid(text: string): Jid {
  const slash = text.indexOf('/');
  const bare = slash === -1 ? text : text.slice(0, slash);
  const at = bare.indexOf('@');
  return {
    kind: 'jid',
    local: at === -1 ? undefined : bare.slice(0, at),
    domain: at === -1 ? bare : bare.slice(at + 1),
    resource: slash === -1 ? undefined : text.slice(slash + 1),
    bare,
    full: text,
  };
}

/** The address without its resource. */
export function bareOf(text: string): string {
  const slash = text.indexOf('/');
  return slash === -1 ? text : text.slice(0, slash);
}

/** The address with its resource, where that is known. */
export function fullJid(bare: string, resource: string): string {
  return resource === '' ? bare : `${bare}/${resource}`;
}

/** The domain of an address from the stream. */
export function domainOf(text: string): string {
  const bare = bareOf(text);
  return bare.slice(bare.indexOf('@') + 1);
}

/** Prepares an address that a person typed, or says what is wrong with it. */
export function prepareJid(text: string): Jid | Refusal {
  const typed = splitJid(text.trim());
  const domain = prepareDomain(typed.domain);
  if (domain === undefined) return malformed(text, `"${shown(typed.domain)}" is not a domain`);
  const local = typed.local === undefined ? undefined : prepareLocal(typed.local);
  if (typed.local !== undefined && local === undefined) return malformed(text, localProblem(typed));
  const resource = typed.resource === undefined ? undefined : prepareResource(typed.resource);
  if (typed.resource !== undefined && resource === undefined) {
    return malformed(text, 'what stands behind the "/" is empty, too long or has characters that are not allowed');
  }
  const bare = local === undefined ? domain : `${local}@${domain}`;
  return {
    kind: 'jid',
    local,
    domain,
    resource,
    bare,
    full: resource === undefined ? bare : `${bare}/${resource}`,
  };
}

/**
 * Whether a resource from the stream may be a nick: as OpaqueString prepares it (RFC 8265 §4.2), 1 to
 * 1023 bytes, not blank (XEP-0045 §17.1), and without spaces at its ends, which nobody could see.
 */
export function isValidNick(resource: string): boolean {
  return resource.trim() === resource && prepareResource(resource) === resource;
}

/** The part before the `@` as it is stored; `undefined` where it is not allowed (RFC 7622 §3.3). */
export function prepareLocal(text: string): string | undefined {
  if (text.length > PART_BYTES_MAX) return undefined;
  const local = usernameCaseMapped(text);
  return local === undefined || /["&'/:<>@]/.test(local) || isTooLong(local) ? undefined : local;
}

function prepareResource(text: string): string | undefined {
  if (text.length > PART_BYTES_MAX) return undefined;
  const resource = opaqueString(text);
  return resource === undefined || isTooLong(resource) ? undefined : resource;
}

/** A domain as U-labels in lower case (RFC 7622 §3.2), an IPv4 or a bracketed IPv6 address. */
export function prepareDomain(text: string): string | undefined {
  if (text.length > PART_BYTES_MAX) return undefined;
  const domain = text.normalize('NFC').toLowerCase().replace(/\.$/, '');
  if (domain.startsWith('[')) return domain.endsWith(']') && isIPv6(domain.slice(1, -1)) ? domain : undefined;
  if (isPlainDomain(domain) && !/(^|\.)xn--/.test(domain)) return domain;
  if (/[\0-\u007f]/.test(domain.replace(/[a-z0-9._-]/g, ''))) return undefined;
  const ascii = domainToASCII(domain);
  if (ascii === '' || !isPlainDomain(ascii)) return undefined;
  const unicode = domainToUnicode(ascii);
  return unicode === '' || isTooLong(unicode) ? undefined : unicode;
}

function isPlainDomain(domain: string): boolean {
  return domain.split('.').every((label) => {
    return label.length <= LABEL_CHARACTERS_MAX && /^[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?$/.test(label);
  });
}

function isTooLong(part: string): boolean {
  return Buffer.byteLength(part) > PART_BYTES_MAX;
}

function localProblem(typed: Jid): string {
  const local = typed.local ?? '';
  const escaped = local.replace(/[ "&'/:<>@]/g, (character) => `\\${character.charCodeAt(0).toString(16)}`);
  const suggested = escaped === local ? undefined : prepareLocal(escaped);
  const problem = `"${shown(local)}" before the "@" is empty, too long or has characters that are not allowed`;
  // XEP-0106 §4.2: an escaped space neither begins nor ends the local part.
  if (suggested === undefined || /^\\20|\\20$/.test(suggested)) return problem;
  return `${problem}; if the account's address is escaped (XEP-0106), write ${suggested}@${typed.domain}`;
}

function malformed(text: string, problem: string): Refusal {
  return refusal('jid-malformed', 'modify', `"${shown(text)}" is not an XMPP address: ${problem}.`);
}

/** Enough of a text to recognise it in a sentence. */
function shown(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
