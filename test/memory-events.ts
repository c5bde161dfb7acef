/** Events as the store in memory keeps them. */
import { archiveIdHint } from '../src/store/archive-id.ts';
import type { Commit } from '../src/store/commit.ts';
import type { NewEvent, StoredEvent } from '../src/store/event.ts';

/** The archive ids of a commit that do not say where they are. */
export function foreignIds(commit: Pick<Commit, 'first' | 'events'>): string[] {
  return commit.events.flatMap(({ archiveId }, i) =>
    archiveId === undefined || archiveIdHint(archiveId) === commit.first + i ? [] : [archiveId],
  );
}

/** Only what is there, so that what comes back is what was given. */
export function stored(written: {
  readonly event: NewEvent;
  readonly number: number;
  readonly stream: string;
  readonly replaced?: boolean;
}): StoredEvent {
  const { event, number, stream, replaced = false } = written;
  const { kind, version, at, person, archiveId, ordinal, compactable, audited, payload } = event;
  return {
    stream,
    number,
    kind,
    version,
    at,
    ...(person === undefined ? {} : { person }),
    ...(archiveId === undefined ? {} : { archiveId }),
    ...(ordinal === undefined ? {} : { ordinal }),
    ...(compactable ? { compactable } : {}),
    ...(audited ? { audited } : {}),
    replaced,
    payload,
  };
}
