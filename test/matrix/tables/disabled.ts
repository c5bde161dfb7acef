/** Tables of the matrix: a disabled room keeps everything, and is for nobody to enter, read or write in until it is enabled. */

/** In no list but those of administrators. */
export const finding = `
                                 | stranger | denied | in scope | outcast | member | by group | by domain | manager | manager, member | admin of room | presenter | presenter, manager | administrator | admin. outside
  open, closed, secret, unlisted | no       | no     | no       | no      | no     | no       | no        | no      | no              | no            | no        | no                 | yes           | yes
`;

/** Entering, reading, writing, registering: a clear word for those who would see it. */
export const taking = `
                         | stranger | denied | in scope    | outcast     | member      | by group    | by domain   | manager     | manager, member | admin of room | presenter   | presenter, manager | administrator | admin. outside
  open, closed, unlisted | unseen   | unseen | not-allowed | not-allowed | not-allowed | not-allowed | not-allowed | not-allowed | not-allowed     | not-allowed   | not-allowed | not-allowed        | not-allowed   | not-allowed
  secret                 | unseen   | unseen | unseen      | unseen      | not-allowed | not-allowed | not-allowed | not-allowed | not-allowed     | not-allowed   | not-allowed | not-allowed        | not-allowed   | not-allowed
`;

/** Managers still manage it. */
export const managing = `
                         | stranger | denied | in scope  | outcast   | member    | by group  | by domain | manager | manager, member | admin of room | presenter | presenter, manager | administrator | admin. outside
  open, closed, unlisted | unseen   | unseen | forbidden | forbidden | forbidden | forbidden | forbidden | yes     | yes             | forbidden     | forbidden | yes                | yes           | yes
  secret                 | unseen   | unseen | unseen    | unseen    | forbidden | forbidden | forbidden | yes     | yes             | forbidden     | forbidden | yes                | yes           | yes
`;
