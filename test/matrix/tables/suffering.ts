/** Tables of the matrix: on whom an owner may act: whom to invite, to put on lists, to ban. The words of the cells are in `words.ts`. */

/** Whom the owner may invite: anyone in scope who is not banned. */
export const invited = `
                                 | stranger    | denied      | in scope | outcast   | member | by group | by domain | manager | manager, member | admin of room | presenter | presenter, manager | administrator | admin. outside
  open, closed, secret, unlisted | not-allowed | not-allowed | yes      | forbidden | yes    | yes      | yes       | yes     | yes             | yes           | yes       | yes                | yes           | not-allowed
`;

/** Whom the owner may put on the lists: anyone in scope: members are within allowed minus denied. */
export const added = `
                                 | stranger    | denied      | in scope | outcast | member | by group | by domain | manager | manager, member | admin of room | presenter | presenter, manager | administrator | admin. outside
  open, closed, secret, unlisted | not-allowed | not-allowed | yes      | yes     | yes    | yes      | yes       | yes     | yes             | yes           | yes       | yes                | yes           | not-allowed
`;

/** A ban gives nobody anything, and needs no scope; it is an owner who does it, also to owners. */
export const banning = `
                                 | stranger | denied | in scope | outcast | member | by group | by domain | manager | manager, member | admin of room | presenter | presenter, manager | administrator | admin. outside
  open, closed, secret, unlisted | yes      | yes    | yes      | yes     | yes    | yes      | yes       | yes     | yes             | yes           | yes       | yes                | yes           | yes
`;
