/** Which groupchat messages are kept, told from what they carry; the room's own settings are not known here. */

import { carriesCorrection } from './xep/xep0308.ts';
import { storageHint } from './xep/xep0334.ts';
import { carriesRetraction } from './xep/xep0424.ts';
import { carriesModeration } from './xep/xep0425.ts';
import { carriesReaction } from './xep/xep0444.ts';
import { child, type Element } from './xml.ts';

/**
 * `archived`: an event, and in the archive. `unarchived`: an event that is not in the archive, as its sender wished.
 * `passing`: sent on and forgotten (chat states, markers and whatever else has neither text nor hint).
 */
export type ArchiveClass = 'archived' | 'unarchived' | 'passing';

export function archiveClass(message: Element): ArchiveClass {
  if (message.attrs['type'] === 'error') return 'passing';
  const hint = storageHint(message);
  if (!hasContent(message)) return hint === 'store' ? 'archived' : 'passing';
  return hint === 'no-store' || hint === 'no-permanent-store' ? 'unarchived' : 'archived';
}

function hasContent(message: Element): boolean {
  return (
    child(message, 'body') !== undefined ||
    child(message, 'subject') !== undefined ||
    carriesCorrection(message) ||
    carriesRetraction(message) ||
    carriesModeration(message) ||
    carriesReaction(message)
  );
}
