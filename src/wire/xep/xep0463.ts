/**
 * XEP-0463: MUC Affiliations Versioning 0.2.0 (2026-04-21)
 */
import { NS } from '../namespaces.ts';
import { markup } from '../splice.ts';
import { child, type Element, xml } from '../xml.ts';
import { given } from './given.ts';

export interface ListVersions {
  readonly since?: string;
  readonly until?: string;
}

const versionCharactersMax = 100;

/** What the marker of a join asks for (§5.1): all, or what is new since a version; undefined where it asks for nothing. */
export function parseVersionRequest(marker: Element): { readonly since?: string } | undefined {
  const mav = child(marker, 'mav', NS.affiliations);
  if (mav === undefined) return undefined;
  const { since } = mav.attrs;
  // None of ours is so long: it is as if it were not there.
  return given({ since: since !== undefined && since.length <= versionCharactersMax ? since : undefined });
}

export function buildVersions({ since, until }: ListVersions): Element {
  return xml('mav', { xmlns: NS.affiliations, since, until });
}

export function versionsText({ since, until }: ListVersions): string {
  return markup('mav', { xmlns: NS.affiliations, since, until });
}
