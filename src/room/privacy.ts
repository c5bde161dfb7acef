/** How much of a room others see (DESIGN: Words), from XEP-0045's two settings. */
import type { Settings } from './traits/index.ts';

/**
 * `unlisted` is XEP-0045's hidden room: whoever is in scope may enter, if they know the address. A secret one does not
 * exist for those who do not belong to it.
 */
export type Privacy = 'open' | 'closed' | 'secret' | 'unlisted';

export function privacyOf({ public: listed, membersOnly }: Pick<Settings, 'public' | 'membersOnly'>): Privacy {
  if (listed) return membersOnly ? 'closed' : 'open';
  return membersOnly ? 'secret' : 'unlisted';
}
