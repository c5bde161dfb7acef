/** Why nothing can be read from a source at all, in one line that says what to do. */
export class UnusableSource extends Error {
  override name = 'UnusableSource';
}
