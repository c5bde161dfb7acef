/** What must follow a commit in other documents, as it stands in its own. */
import type { Commit } from '../commit.ts';
import type { PersonKey } from '../event.ts';
import type { CommitEffects } from './event-documents.ts';
import { foreignIds } from './lookups.ts';

/** Nothing for most: a message has none. `nextAudit` counts audited events. */
export function effectsOf(commit: Commit, began: string, nextAudit: () => number): CommitEffects | undefined {
  const { first, events, described } = commit;
  const audited = auditedOf(
    events.map((event, i) => ({ ...event, number: first + i })),
    nextAudit,
  );
  const effects = {
    ...listed('entered', commit.entered),
    ...listed('left', commit.left),
    ...listed('affiliated', commit.affiliated),
    ...listed('unaffiliated', commit.unaffiliated),
    ...listed('visited', commit.visited),
    ...listed('replace', commit.replace),
    ...listed('audited', audited),
    ...listed('foreign', foreignIds({ kind: 'commit', commit })),
    ...(described && { described }),
  };
  if (Object.keys(effects).length === 0) return undefined;
  return { first, number: first + events.length - 1, began, ...effects };
}

function listed<Name extends string, T>(
  name: Name,
  all: readonly T[] | undefined,
): { readonly [name in Name]?: readonly T[] } {
  return all === undefined || all.length === 0 ? {} : ({ [name]: all } as { readonly [name in Name]: readonly T[] });
}

interface Numbered {
  readonly audited?: true;
  readonly number: number;
  readonly at: number;
  readonly person?: PersonKey;
}

export function auditedOf(events: readonly Numbered[], nextAudit: () => number): NonNullable<CommitEffects['audited']> {
  return events
    .filter(({ audited }) => audited)
    .map(({ number, at, person }) => ({ nth: nextAudit(), number, at, ...(person !== undefined && { person }) }));
}
