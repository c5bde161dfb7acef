/**
 * XML as data: elements are ltx elements, made by `xml` and read by the functions here.
 * Text and attribute values are escaped by the serialiser, in one place; nothing in Longroom
 * puts XML together from template strings except `splice.ts`, which splices only what this file wrote.
 *
 * The readers compare expanded names (Namespaces in XML 1.0), so a prefix hides nothing. Elements
 * from the wire are at most as deep as `parser.ts` allows, which is why recursion is safe here.
 */
import xmlFactory from '@xmpp/xml';
import type { Element } from 'ltx';
import { escapeAttribute, escapeText } from './escape.ts';

export type { Element };

const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';
const XMLNS_NAMESPACE = 'http://www.w3.org/2000/xmlns/';

/** The namespaces a stanza may be in; what inherits them takes the namespace of whatever stanza it is put into. */
const STANZA_NAMESPACES: ReadonlySet<string> = new Set(['jabber:component:accept', 'jabber:client']);

/** Makes an element. Attributes and children that are `undefined` are left out. */
export const xml: (
  name: string,
  attrs?: Record<string, string | number | undefined>,
  ...children: (Element | string | undefined)[]
) => Element = xmlFactory;

/** An element that takes over these attributes and has no children yet, for the parser. */
export function emptyElement(name: string, attrs: Record<string, string | undefined>): Element {
  const element = new xmlFactory.Element(name);
  element.attrs = attrs;
  return element;
}

function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon === -1 ? name : name.slice(colon + 1);
}

function prefixOf(name: string): string {
  const colon = name.indexOf(':');
  return colon === -1 ? '' : name.slice(0, colon);
}

function boundNamespace(element: Element | null, prefix: string): string | undefined {
  if (prefix === 'xml') return XML_NAMESPACE;
  const declaration = prefix === '' ? 'xmlns' : `xmlns:${prefix}`;
  for (let at = element; at !== null; at = at.parent) {
    const namespace = at.attrs[declaration];
    if (namespace !== undefined) return namespace;
  }
  return undefined;
}

/** The namespace of an element; `''` is no namespace, `undefined` says that nothing above declares one. */
export function namespaceOf(element: Element): string | undefined {
  return boundNamespace(element, prefixOf(element.name));
}

/** Whether the element has this expanded name. */
export function is(element: Element, name: string, xmlns: string): boolean {
  return isCalled(element, name) && namespaceOf(element) === xmlns;
}

/** By local name; every child of a message is asked for a dozen of them, so nothing is cut out of a string for it. */
function isCalled({ name: full }: Element, name: string): boolean {
  if (full === name) return true;
  const prefix = full.length - name.length - 1;
  return prefix >= 0 && full.endsWith(name) && full.indexOf(':') === prefix;
}

/** The child elements, text left out. */
export function elements(element: Element): Element[] {
  return element.children.filter((node): node is Element => typeof node !== 'string');
}

/** The child elements of this name; without `xmlns` those in the namespace of the element itself. */
export function children(element: Element, name: string, xmlns?: string): Element[] {
  const found: Element[] = [];
  for (const node of element.children) {
    if (typeof node === 'string' || !isCalled(node, name)) continue;
    if (namespaceOf(node) === (xmlns ?? namespaceOf(element))) found.push(node);
  }
  return found;
}

/** The first child element of this name; without `xmlns` in the namespace of the element itself. */
export function child(element: Element, name: string, xmlns?: string): Element | undefined {
  for (const node of element.children) {
    if (typeof node === 'string' || !isCalled(node, name)) continue;
    if (namespaceOf(node) === (xmlns ?? namespaceOf(element))) return node;
  }
  return undefined;
}

/** The element's own character data, that of its children left out. */
export function text(element: Element): string {
  let data = '';
  for (const node of element.children) if (typeof node === 'string') data += node;
  return data;
}

/** The character data of the first child of this name, `undefined` if there is none. */
export function childText(element: Element, name: string, xmlns?: string): string | undefined {
  const found = child(element, name, xmlns);
  return found === undefined ? undefined : text(found);
}

/** The element as XML text, with the declarations it carries itself and no others: see `complete`. */
export function serialize(element: Element): string {
  return `<${element.name}${attributes(element.attrs)}${content(element)}`;
}

/** Attributes as they stand in a start tag, each with a space before it. */
export function attributes(attrs: Readonly<Record<string, string | undefined>>): string {
  let written = '';
  for (const name in attrs) {
    const value = attrs[name];
    if (value !== undefined && value !== null) written += ` ${name}="${escapeAttribute(String(value))}"`;
  }
  return written;
}

/** What stands behind the attributes of an element: the rest of its start tag, children, end tag. */
export function content(element: Element, more = ''): string {
  if (element.children.length === 0 && more === '') return '/>';
  let written = '>';
  for (const node of element.children) {
    if (typeof node === 'object') written += serialize(node);
    else written += escapeText(String(node));
  }
  return `${written}${more}</${element.name}>`;
}

/**
 * The text of an element that parses alone: put into any stanza it has the same expanded names,
 * whatever was declared above it. An element that inherits the stanza's namespace comes out
 * without `xmlns` and takes that of the stanza it is put into.
 *
 * `undefined` where Namespaces in XML 1.0 (§3, §5, §6.3) forbids it: an undeclared prefix, a name
 * with two colons, the same expanded attribute twice, a reserved prefix or namespace bound anew.
 */
export function complete(element: Element): string | undefined {
  const outside = new Map<string, string>();
  if (!bindsWell(element, { bound: new Map(), outside, above: element.parent })) return undefined;
  const attrs: Record<string, string | undefined> = { ...element.attrs };
  const inherited = attrs['xmlns'] ?? boundNamespace(element.parent, '');
  if (inherited === undefined || inherited === 'jabber:component:accept') delete attrs['xmlns'];
  else if (attrs['xmlns'] === undefined && !STANZA_NAMESPACES.has(inherited)) attrs['xmlns'] = inherited;
  for (const [prefix, namespace] of outside) attrs[`xmlns:${prefix}`] = namespace;
  return `<${element.name}${attributes(attrs)}${content(element)}`;
}

interface Scope {
  /** What the elements entered so far bind: the last value of a prefix holds. */
  readonly bound: Map<string, string[]>;
  /** Prefixes used but bound further up, to be declared on the element itself. */
  readonly outside: Map<string, string>;
  readonly above: Element | null;
}

function bindsWell(element: Element, scope: Scope): boolean {
  const entered = declaredPrefixes(element);
  if (entered === undefined) return false;
  for (const prefix of entered) {
    const namespace = element.attrs[`xmlns:${prefix}`] ?? '';
    const values = scope.bound.get(prefix);
    if (values === undefined) scope.bound.set(prefix, [namespace]);
    else values.push(namespace);
  }
  const well = namesResolve(element, scope) && elements(element).every((node) => bindsWell(node, scope));
  for (const prefix of entered) scope.bound.get(prefix)?.pop();
  return well;
}

/** The prefixes an element declares, `undefined` if a declaration is against the rules. */
function declaredPrefixes(element: Element): string[] | undefined {
  const prefixes: string[] = [];
  for (const name in element.attrs) {
    if (name !== 'xmlns' && !name.startsWith('xmlns:')) continue;
    const namespace = element.attrs[name];
    if (namespace === XML_NAMESPACE || namespace === XMLNS_NAMESPACE) return undefined;
    if (name === 'xmlns') continue;
    const prefix = name.slice('xmlns:'.length);
    if (prefix === '' || prefix === 'xml' || prefix === 'xmlns' || prefix.includes(':')) return undefined;
    if (namespace === undefined || namespace === '') return undefined;
    prefixes.push(prefix);
  }
  return prefixes;
}

function namesResolve(element: Element, scope: Scope): boolean {
  if (element.name.includes(':') && resolve(element.name, scope) === undefined) return false;
  let expanded: Set<string> | undefined;
  for (const name in element.attrs) {
    if (!name.includes(':') || name.startsWith('xmlns:')) continue;
    const namespace = resolve(name, scope);
    if (namespace === undefined) return false;
    expanded ??= new Set();
    const attribute = `${localName(name)} ${namespace}`;
    if (expanded.has(attribute)) return false;
    expanded.add(attribute);
  }
  return true;
}

function resolve(name: string, scope: Scope): string | undefined {
  const prefix = prefixOf(name);
  const local = localName(name);
  if (prefix === '' || prefix === 'xmlns' || local === '' || local.includes(':')) return undefined;
  if (prefix === 'xml') return XML_NAMESPACE;
  const inner = scope.bound.get(prefix)?.at(-1) ?? scope.outside.get(prefix);
  if (inner !== undefined) return inner;
  const namespace = boundNamespace(scope.above, prefix);
  if (namespace === undefined || namespace === '') return undefined;
  scope.outside.set(prefix, namespace);
  return namespace;
}
