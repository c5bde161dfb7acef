/**
 * Whether a stanza is the one an example shows. Attributes and children may come in any order; an id that no client
 * made up stands for whatever the service puts there; what this service adds by other specifications may be there too.
 */
import type { Element } from '../integration/element.ts';

/** What an example's made-up ids turned out to be; ids of clients are bound to themselves. */
export type Ids = Map<string, string>;

/** Of these an example shows a part: ours may have more of such children, never fewer. */
const openLists: Readonly<Record<string, readonly string[]>> = {
  'jabber:x:data x': ['jabber:x:data field', 'jabber:x:data instructions', 'jabber:x:data title'],
  'http://jabber.org/protocol/disco#info query': ['http://jabber.org/protocol/disco#info feature', 'jabber:x:data x'],
  'http://jabber.org/protocol/disco#items query': ['http://jabber.org/protocol/disco#items item'],
};

/** What other specifications put beside what XEP-0045 shows, and where. */
const additions: Readonly<Record<string, readonly string[]>> = {
  ' message': ['jabber:x:conference x', 'urn:xmpp:occupant-id:0 occupant-id', 'urn:xmpp:sid:0 stanza-id'],
  ' presence': ['urn:xmpp:occupant-id:0 occupant-id'],
  ' error': ['urn:ietf:params:xml:ns:xmpp-stanzas text'],
  'http://jabber.org/protocol/muc#user x': ['urn:xmpp:muc:affiliations:1 mav'],
  'http://jabber.org/protocol/disco#items query': ['http://jabber.org/protocol/rsm set'],
  'jabber:x:data field': ['http://jabber.org/protocol/xdata-validate validate', 'jabber:x:data desc'],
};

/** Attributes that mean nothing where an example leaves them out; a language, which servers write in, never does. */
const unsaid: Readonly<Record<string, readonly string[]>> = {
  ' message': ['id'],
  ' presence': ['id'],
  ' error': ['by'],
  'jabber:x:data field': ['label', 'type'],
  'jabber:x:data option': ['label'],
  'http://jabber.org/protocol/disco#info identity': ['name'],
  'http://jabber.org/protocol/disco#items item': ['name'],
};

/** Words for people: each service has its own. */
const wordings = new Set(['jabber:x:data title', 'jabber:x:data instructions', 'jabber:x:data desc']);
const wordingAttributes: Readonly<Record<string, string>> = {
  'jabber:x:data field': 'label',
  'jabber:x:data option': 'label',
};

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
  const kind = qualified(expected);
  for (const name of new Set([...Object.keys(expected.attrs), ...Object.keys(actual.attrs)])) {
    const wanted = expected.attrs[name];
    const found = actual.attrs[name];
    if (wanted === undefined ? name === 'xml:lang' || unsaid[kind]?.includes(name) : wanted === found) continue;
    if (found !== undefined && wordingAttributes[kind] === name) continue;
    if (kind === 'http://jabber.org/protocol/disco#items item' && name === 'name' && isNameInList(expected, found))
      continue;
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

/** Lists of rooms say how many people are in them: `A Dark Cave (1)`. What a service is called is its server's choice. */
function isNameInList({ attrs }: Element, found: string | undefined): boolean {
  return !attrs['jid']?.includes('@') || found?.replace(/ \(\d+\)$/, '') === attrs['name'];
}

function compareContent(expected: Element, actual: Element, ids: Ids): string | undefined {
  if (wordings.has(qualified(expected))) return actual.text.trim() === '' ? `no words in ${actual}` : undefined;
  if (expected.text.trim() !== actual.text.trim()) {
    return `"${actual.text.trim()}" instead of "${expected.text.trim()}" in <${expected.name}/>`;
  }
  const left = [...actual.elements];
  for (const child of expected.elements) {
    const at = left.findIndex((candidate) => mismatch(child, candidate, ids) === undefined);
    if (at === -1) return missing(child, left, ids);
    left.splice(at, 1);
  }
  const extra = left.find((child) => !mayBeMore(expected, child));
  return extra === undefined ? undefined : `${extra} is too much in <${expected.name}/>`;
}

function mayBeMore(expected: Element, child: Element): boolean {
  const kind = qualified(child);
  const parent = qualified(expected);
  if (additions[parent]?.includes(kind)) return true;
  // What a form asks is said in words, too, to clients that know no forms.
  if (kind === ' body') return expected.elements.some((one) => qualified(one) === 'jabber:x:data x');
  if (parent === 'jabber:x:data field') return kind === 'jabber:x:data option' || isOpenField(expected);
  // Of a room it would be an occupant that nobody was to see.
  if (child.attrs['jid']?.includes('/')) return false;
  return openLists[parent]?.includes(kind) ?? false;
}

/** A field of which an example shows no value may have any. */
function isOpenField(expected: Element): boolean {
  return expected.elements.every(({ name }) => name !== 'value');
}

function missing(child: Element, candidates: readonly Element[], ids: Ids): string {
  const near = candidates.find((candidate) => qualified(candidate) === qualified(child));
  const why = near === undefined ? '' : ` (${mismatch(child, near, new Map(ids))})`;
  return `${child} is missing${why}`;
}
