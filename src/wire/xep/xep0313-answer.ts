/**
 * XEP-0313: Message Archive Management 1.1.3 (2025-04-09)
 *
 * What the archive answers: the end of a page, metadata, the form. Results themselves are in `xep0313-result.ts`.
 */
import { buildForm } from '../form-build.ts';
import { NS } from '../namespaces.ts';
import { buildPage, type Page } from '../rsm.ts';
import { type Element, xml } from '../xml.ts';
import { formatDateTime } from './xep0082.ts';

/** The payload of the answer to a query, after its last result. */
export interface MamEnd {
  /** Nothing that matches lies beyond this page, in the direction of paging (§4.3.2). */
  readonly complete: boolean;
  readonly page: Page;
}

export function buildMamEnd({ complete, page }: MamEnd): Element {
  return xml('fin', { xmlns: NS.mam, complete: complete ? 'true' : undefined }, buildPage(page));
}

/** First and last message; none in an empty archive (§5). */
export interface MamMetadata {
  readonly first: { readonly archiveId: string; readonly stamp: number };
  readonly last: { readonly archiveId: string; readonly stamp: number };
}

export function buildMamMetadata(archive: MamMetadata | undefined): Element {
  if (archive === undefined) return xml('metadata', { xmlns: NS.mam });
  const { first, last } = archive;
  return xml(
    'metadata',
    { xmlns: NS.mam },
    xml('start', { id: first.archiveId, timestamp: formatDateTime(first.stamp) }),
    xml('end', { id: last.archiveId, timestamp: formatDateTime(last.stamp) }),
  );
}

/** The fields by which the archive can be asked (§4.1.5). */
export function buildMamForm(): Element {
  const form = buildForm({
    type: 'form',
    formType: NS.mam,
    fields: [
      { kind: 'jid-single', name: 'with' },
      { kind: 'text-single', name: 'start' },
      { kind: 'text-single', name: 'end' },
      { kind: 'text-single', name: 'before-id' },
      { kind: 'text-single', name: 'after-id' },
      { kind: 'list-multi', name: 'ids', values: [], options: 'open' },
    ],
  });
  return xml('query', { xmlns: NS.mam }, form);
}
