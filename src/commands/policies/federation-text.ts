import type { Federation } from '../../category/policy.ts';

/** Whom of other domains the service lets in, in words. */
export function federationText(value: Federation): string {
  if (value === 'off') return 'nobody of other domains';
  return value === 'all' ? 'people of all domains' : `people of these domains: ${value.join(', ')}`;
}
