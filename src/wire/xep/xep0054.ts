/**
 * XEP-0054: vcard-temp 1.3.0 (2024-06-27)
 *
 * Of all that a card can hold, what says something of a room: its names, what it is for, a page about it, and pictures.
 */
import { type Refusal, refusal } from '../error.ts';
import { NS } from '../namespaces.ts';
import { parseElements } from '../parser.ts';
import { child, children, type Element, is, serialize, text, xml } from '../xml.ts';

const TEXTS = ['FN', 'NICKNAME', 'DESC', 'URL'] as const;
const TEXT_CHARACTERS_MAX = 1_000;
/** One picture in several formats (XEP-0486 §5.1). */
const PICTURES_MAX = 4;
/** All of a card: with what is around it, it has to fit through servers that let 64 KiB through. */
const CARD_CHARACTERS_MAX = 60_000;
const MEDIA_TYPE = /^image\/[a-z0-9][a-z0-9.+-]{0,60}$/;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

export interface Vcard {
  /** What is in it, namespace-complete; empty where nothing is. */
  readonly xml: string;
  readonly pictures: readonly Buffer[];
}

export function isVcard(payload: Element): boolean {
  return is(payload, 'vCard', NS.vcard);
}

/** Reads a card that is to be the room's. What means nothing for a room is passed over. */
export function parseVcard(vcard: Element): Vcard | Refusal {
  const parts: Element[] = [];
  for (const name of TEXTS) {
    const found = child(vcard, name, NS.vcard);
    const said = found === undefined ? '' : text(found).trim();
    if (said.length > TEXT_CHARACTERS_MAX) return tooLarge(`a text in it may have ${TEXT_CHARACTERS_MAX} characters`);
    if (said !== '') parts.push(xml(name, { xmlns: NS.vcard }, said));
  }
  const pictures: Buffer[] = [];
  for (const photo of children(vcard, 'PHOTO', NS.vcard)) {
    const encoded = partOf(photo, 'BINVAL').replace(/\s/g, '');
    const type = partOf(photo, 'TYPE').trim().toLowerCase();
    if (encoded === '') continue;
    if (!BASE64.test(encoded) || encoded.length % 4 !== 0) return badPicture('is not in base64');
    if (!MEDIA_TYPE.test(type)) return badPicture('has to say what it is in <TYPE/>, such as image/png');
    pictures.push(Buffer.from(encoded, 'base64'));
    parts.push(xml('PHOTO', { xmlns: NS.vcard }, xml('TYPE', {}, type), xml('BINVAL', {}, encoded)));
  }
  if (pictures.length > PICTURES_MAX) return tooLarge(`it may have ${PICTURES_MAX} pictures`);
  const inside = parts.map(serialize).join('');
  if (inside.length > CARD_CHARACTERS_MAX) return tooLarge(`it may have ${CARD_CHARACTERS_MAX} characters in all`);
  return { xml: inside, pictures };
}

function partOf(photo: Element, name: 'BINVAL' | 'TYPE'): string {
  const part = child(photo, name, NS.vcard);
  return part === undefined ? '' : text(part);
}

/** A card with this inside, as `parseVcard` gave it; nobody's card is an empty one (§3.1). */
export function buildVcard(inside = ''): Element {
  return xml('vCard', { xmlns: NS.vcard }, ...(parseElements(inside) ?? []));
}

function badPicture(what: string): Refusal {
  return refusal('bad-request', 'modify', `A picture of the card ${what}. Nothing was changed.`);
}

function tooLarge(what: string): Refusal {
  return refusal('policy-violation', 'modify', `The card is too large: ${what}. Take a smaller picture.`);
}
