/**
 * Judges what people saw of a room against its archive (DESIGN: Order; nothing lost, nothing doubled). Copies
 * repeated with the same stanza-id are allowed; everything else that differs is a fault, named in words.
 */
export interface Sighting {
  /** The stanza-id of a live message, the archive id of an archived one. */
  readonly id: string;
  /** What the sender calls it, for ever: the bare sender and the origin-id. */
  readonly origin: string;
  readonly body: string;
}

export interface RoomRecord {
  /** Everything in the archive, oldest first. */
  readonly archive: readonly Sighting[];
  /** What each person was sent, in order, copies included. */
  readonly seen: ReadonlyMap<string, readonly Sighting[]>;
  /** The origins that senders were sure of: each was reflected to its sender in the end. */
  readonly sent: readonly string[];
}

const faultsPerKindMax = 5;

export function findFaults(record: RoomRecord): string[] {
  return [
    ...shortened(doubledInArchive(record.archive)),
    ...shortened(sentButNotKept(record)),
    ...[...record.seen].flatMap(([person, sightings]) => [
      ...shortened(seenButNotKept(person, sightings, record.archive)),
      ...shortened(keptButNotSeen(person, sightings, record.archive)),
      ...shortened(outOfOrder(person, sightings, record.archive)),
      ...shortened(changed(person, sightings, record.archive)),
    ]),
  ];
}

function shortened(faults: readonly string[]): string[] {
  const more = faults.length - faultsPerKindMax;
  return more > 0 ? [...faults.slice(0, faultsPerKindMax), `… and ${more} more like this`] : [...faults];
}

function doubledInArchive(archive: readonly Sighting[]): string[] {
  const faults: string[] = [];
  const idOf = new Map<string, string>();
  const ids = new Set<string>();
  for (const { id, origin } of archive) {
    const other = idOf.get(origin);
    if (other !== undefined && other !== id) faults.push(`doubled: ${origin} has the archive ids ${other} and ${id}`);
    if (ids.has(id)) faults.push(`doubled: the archive has ${id} twice`);
    idOf.set(origin, id);
    ids.add(id);
  }
  return faults;
}

function sentButNotKept({ archive, sent }: RoomRecord): string[] {
  const kept = new Set(archive.map(({ origin }) => origin));
  return sent
    .filter((origin) => !kept.has(origin))
    .map((origin) => `lost: ${origin} was confirmed and is not in the archive`);
}

function seenButNotKept(person: string, sightings: readonly Sighting[], archive: readonly Sighting[]): string[] {
  const kept = new Set(archive.map(({ id }) => id));
  return firsts(sightings)
    .filter(({ id }) => !kept.has(id))
    .map(
      ({ id, origin }) =>
        `lost: ${person} saw ${origin} as ${id === '' ? '(no stanza-id)' : id}, the archive has no such id`,
    );
}

function keptButNotSeen(person: string, sightings: readonly Sighting[], archive: readonly Sighting[]): string[] {
  const seen = new Set(sightings.map(({ id }) => id));
  return archive
    .filter(({ id }) => !seen.has(id))
    .map(({ id, origin }) => `lost: ${person} never saw ${origin} (${id})`);
}

function outOfOrder(person: string, sightings: readonly Sighting[], archive: readonly Sighting[]): string[] {
  const place = new Map(archive.map(({ id }, index) => [id, index]));
  const faults: string[] = [];
  let latest = -1;
  for (const { id, origin } of firsts(sightings)) {
    const index = place.get(id);
    if (index === undefined) continue;
    if (index < latest)
      faults.push(`reordered: ${person} saw ${origin} after ${archive[latest]?.origin}, the archive has it before`);
    latest = Math.max(latest, index);
  }
  return faults;
}

function changed(person: string, sightings: readonly Sighting[], archive: readonly Sighting[]): string[] {
  const kept = new Map(archive.map((sighting) => [sighting.id, sighting]));
  return sightings.flatMap(({ id, origin, body }) => {
    const original = kept.get(id);
    if (original === undefined || (original.body === body && original.origin === origin)) return [];
    return [
      `changed: ${person} saw ${id} as ${origin} "${body}", the archive has ${original.origin} "${original.body}"`,
    ];
  });
}

/** The first sighting of each id. */
function firsts(sightings: readonly Sighting[]): Sighting[] {
  const known = new Set<string>();
  return sightings.filter(({ id }) => {
    const first = !known.has(id);
    known.add(id);
    return first;
  });
}
