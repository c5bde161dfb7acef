/**
 * XEP-0092: Software Version 1.1 (2007-02-15)
 */
import { NS } from '../namespaces.ts';
import { type Element, is, xml } from '../xml.ts';

export function isVersionRequest(payload: Element): boolean {
  return is(payload, 'query', NS.version);
}

/** The operating system is left out on purpose: it helps nobody but an attacker (§5). */
export function buildVersion(software: { readonly name: string; readonly version: string }): Element {
  return xml('query', { xmlns: NS.version }, xml('name', {}, software.name), xml('version', {}, software.version));
}
