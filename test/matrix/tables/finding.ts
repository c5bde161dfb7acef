/** Tables of the matrix: who finds a room in lists and searches. The words of the cells are in `words.ts`. */

/** Found by search: by anyone in scope; what is not listed, by those who belong to it. */
export const finding = `
                   | stranger | denied | in scope | outcast | member | by group | by domain | manager | manager, member | admin of room | presenter | presenter, manager | administrator | admin. outside
  open, closed     | no       | no     | yes      | yes     | yes    | yes      | yes       | yes     | yes             | yes           | yes       | yes                | yes           | yes
  secret, unlisted | no       | no     | no       | no      | yes    | yes      | yes       | yes     | yes             | yes           | yes       | yes                | yes           | yes
`;
