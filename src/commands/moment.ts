/** A moment in results: in UTC, to the second, in a form that the commands read as well. */
export function momentText(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')}Z`;
}
