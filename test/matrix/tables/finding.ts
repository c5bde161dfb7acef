/** Tables of the matrix: who may what in which kind of room. The words of the cells are in `words.ts`. */

/** Found by search: by anyone in scope; what is not listed, by those who belong to it (§1.3). */
export const finding = `
                   | stranger | denied | in scope | outcast | member | by group | by domain | manager | manager, member | admin of room | presenter | presenter, manager | administrator | admin. outside
  open, closed     | no       | no     | yes      | yes     | yes    | yes      | yes       | yes     | yes             | yes           | yes       | yes                | yes           | yes
  secret, unlisted | no       | no     | no       | no      | yes    | yes      | yes       | yes     | yes             | yes           | yes       | yes                | yes           | yes
`;
