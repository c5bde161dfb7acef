/**
 * Whether a stanza is the one an example shows. Attributes and children may come in any order; an id that no client
 * made up stands for whatever the service puts there; what this service adds by other specifications may be there too.
 */
import type { Element } from '../integration/element.ts';

/** What an example's made-up ids turned out to be; ids of clients are bound to themselves. */
export type Ids = Map<string, string>;

/** Lists of which an example shows a part: ours may have more entries, never fewer. */
const openLists = new Set([
  'jabber:x:data x',
  'http://jabber.org/protocol/disco#info query',
  'http://jabber.org/protocol/disco#items query',
]);

/** Elements that other specifications put beside what XEP-0045 shows. */
const additions = new Set([
  'jabber:x:conference x',
  'urn:xmpp:occupant-id:0 occupant-id',
  'urn:xmpp:muc:affiliations:1 mav',
  'urn:xmpp:sid:0 stanza-id',
  'urn:ietf:params:xml:ns:xmpp-stanzas text',
  'http://jabber.org/protocol/rsm set',
  'http://jabber.org/protocol/xdata-validate validate',
]);

/** Attributes that mean nothing where an example leaves them out. */
const unsaid = new Set(['id', 'xml:lang', 'label', 'name', 'by']);

/** Words for people: each service has its own. */
const wordings = new Set(['jabber:x:data title', 'jabber:x:data instructions', 'jabber:x:data desc']);
const wordingAttributes = new Set(['label', 'name']);

/** Why it is not, for people; undefined if it is. Ids found on the way stay bound. */
export function mismatch(expected: Element, actual: Element, ids: Ids): string | undefined {
  const tried = new Map(ids);
  const why = compareElements(expected, actual, tried);
  if (why === undefined) for (const [name, value] of tried) ids.set(name, value);
  return why;
}

function compareElements(expected: Element, actual: Element, ids: Ids): string | undefined {
  if (expected.name !== actual.name) return `<${actual.name}/> instead of <${expected.name}/>`;
  if (namespaceOf(expected) !== namespaceOf(actual)) return `<${actual.name}/> in ${actual.xmlns}`;
  return compareAttributes(expected, actual, ids) ?? compareContent(expected, actual, ids);
}

/** Stanzas of clients and of components are the same ones. */
function namespaceOf({ xmlns }: Element): string {
  return xmlns === 'jabber:client' || xmlns === 'jabber:component:accept' ? '' : xmlns;
}

function qualified(element: Element): string {
  return `${namespaceOf(element)} ${element.name}`;
}

function compareAttributes(expected: Element, actual: Element, ids: Ids): string | undefined {
  for (const name of new Set([...Object.keys(expected.attrs), ...Object.keys(actual.attrs)])) {
    const wanted = expected.attrs[name];
    const found = actual.attrs[name];
    if (wanted === undefined ? unsaid.has(name) : wanted === found) continue;
    if (wanted === undefined && name === 'type' && isOpenField(expected)) continue;
    if (wanted !== undefined && wordingAttributes.has(name)) continue;
    if (name === 'id' && wanted !== undefined && isBound(wanted, found, expected, ids)) continue;
    if (name === 'stamp' && isTimeOfService(expected, actual)) continue;
    return `${name}=${shown(found)} instead of ${shown(wanted)} in <${expected.name}/>`;
  }
  return undefined;
}

const aTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** When something was said here; a time that a client says is as it is printed. */
function isTimeOfService({ xmlns, attrs }: Element, actual: Element): boolean {
  const byRoom = !(attrs['from'] ?? '').includes('/');
  return xmlns === 'urn:xmpp:delay' && byRoom && aTime.test(actual.attrs['stamp'] ?? '');
}

function isBound(wanted: string, found: string | undefined, { name }: Element, ids: Ids): boolean {
  const known = ids.get(wanted);
  if (known !== undefined) return known === found;
  // Of an iq there is always one; presence and messages of a service need none.
  if (found === undefined) return name !== 'iq';
  ids.set(wanted, found);
  return true;
}

function shown(value: string | undefined): string {
  return value === undefined ? 'nothing' : `'${value}'`;
}

function compareContent(expected: Element, actual: Element, ids: Ids): string | undefined {
  if (wordings.has(qualified(expected))) return undefined;
  if (expected.elements.length === 0 && expected.text.trim() !== actual.text.trim()) {
    return `"${actual.text.trim()}" instead of "${expected.text.trim()}" in <${expected.name}/>`;
  }
  const left = [...actual.elements];
  for (const child of expected.elements) {
    if (wordings.has(qualified(child))) continue;
    const at = left.findIndex((candidate) => mismatch(child, candidate, ids) === undefined);
    if (at === -1) return missing(child, left, ids);
    left.splice(at, 1);
  }
  const extra = left.find((child) => !openLists.has(qualified(actual)) && !additions.has(qualified(child)));
  return extra === undefined || isOpenField(expected) ? undefined : `${extra} is too much in <${expected.name}/>`;
}

/** A field of which an example shows no value may have any, and more options; its type need not be said (XEP-0004 §3.2). */
function isOpenField(expected: Element): boolean {
  return qualified(expected) === 'jabber:x:data field';
}

function missing(child: Element, candidates: readonly Element[], ids: Ids): string {
  const near = candidates.find((candidate) => qualified(candidate) === qualified(child));
  const why = near === undefined ? '' : ` (${mismatch(child, near, new Map(ids))})`;
  return `${child} is missing${why}`;
}
