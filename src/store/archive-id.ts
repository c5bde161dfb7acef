/** How an archive id is made, and what may be read from it. */

/**
 * An archive id that says where its event is to be found. To everybody else it is an opaque string;
 * `random` makes it unique (64 bits or more), also for a room made again under the same JID.
 */
export function archiveId(parts: { readonly number: number; readonly random: string }): string {
  return `${parts.number.toString(36)}-${parts.random}`;
}

/**
 * The number an archive id points at, if it can point at all. Only a hint: imported ids may look alike, so
 * whoever follows it compares the id that is stored there.
 */
export function archiveIdHint(id: string): number | undefined {
  const digits = /^([1-9a-z][0-9a-z]{0,9})-/.exec(id)?.[1];
  return digits === undefined ? undefined : Number.parseInt(digits, 36);
}
