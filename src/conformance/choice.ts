/** A choice that XEP-0045 leaves, as `choices.ts` lists them. */
export interface Choice {
  /** Of XEP-0045, without the sign: `7.2.8`. */
  readonly section: string;
  readonly choice: string;
  readonly why: string;
}
