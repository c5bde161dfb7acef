/** Tables of the matrix: who comes to know what of a room and of what is said in it, and who may enter it. The words of the cells are in `words.ts`. */

/** What an address leads to, for whoever knows it. */
export const seeing = `
                         | stranger | denied | in scope | outcast | member | by group | by domain | manager | manager, member | admin of room | presenter | presenter, manager | administrator | admin. outside
  open, closed, unlisted | unseen   | unseen | yes      | yes     | yes    | yes      | yes       | yes     | yes             | yes           | yes       | yes                | yes           | yes
  secret                 | unseen   | unseen | unseen   | unseen  | yes    | yes      | yes       | yes     | yes             | yes           | yes       | yes                | yes           | yes
`;

/** Who is in it, for those who might read it, where the room is listed. */
export const occupants = `
           | stranger | denied | in scope | outcast | member | by group | by domain | manager | manager, member | admin of room | presenter | presenter, manager | administrator | admin. outside
  open     | unseen   | unseen | yes      | no      | yes    | yes      | yes       | yes     | yes             | yes           | yes       | yes                | yes           | no
  closed   | unseen   | unseen | no       | no      | yes    | yes      | yes       | no      | yes             | yes           | yes       | yes                | no            | no
  secret   | unseen   | unseen | unseen   | unseen  | no     | no       | no        | no      | no              | no            | no        | no                 | no            | no
  unlisted | unseen   | unseen | no       | no      | no     | no       | no        | no      | no              | no            | no        | no                 | no            | no
`;

/** The list of members shows real addresses: for those who may see them. */
export const lists = `
                         | stranger | denied | in scope  | outcast   | member    | by group  | by domain | manager | manager, member | admin of room | presenter | presenter, manager | administrator | admin. outside
  open, closed, unlisted | unseen   | unseen | forbidden | forbidden | forbidden | forbidden | forbidden | yes     | yes             | yes           | forbidden | yes                | yes           | yes
  secret                 | unseen   | unseen | unseen    | unseen    | forbidden | forbidden | forbidden | yes     | yes             | yes           | forbidden | yes                | yes           | yes
`;

/** Joining: open to anyone in scope, else for members; a manager is not one by that (rule 1 of `rules.test.ts`). */
export const entering = `
                 | stranger | denied | in scope | outcast   | member | by group | by domain | manager  | manager, member | admin of room | presenter | presenter, manager | administrator | admin. outside
  open, unlisted | unseen   | unseen | yes      | forbidden | yes    | yes      | yes       | yes      | yes             | yes           | yes       | yes                | yes           | not-allowed
  closed         | unseen   | unseen | register | forbidden | yes    | yes      | yes       | register | yes             | yes           | yes       | yes                | register      | not-allowed
  secret         | unseen   | unseen | unseen   | unseen    | yes    | yes      | yes       | register | yes             | yes           | yes       | yes                | register      | not-allowed
`;

/** The archive, without entering: for those who might enter. */
export const reading = `
                 | stranger | denied | in scope  | outcast   | member | by group | by domain | manager  | manager, member | admin of room | presenter | presenter, manager | administrator | admin. outside
  open, unlisted | unseen   | unseen | yes       | forbidden | yes    | yes      | yes       | yes      | yes             | yes           | yes       | yes                | yes           | not-allowed
  closed         | unseen   | unseen | forbidden | forbidden | yes    | yes      | yes       | register | yes             | yes           | yes       | yes                | forbidden     | not-allowed
  secret         | unseen   | unseen | unseen    | unseen    | yes    | yes      | yes       | register | yes             | yes           | yes       | yes                | forbidden     | not-allowed
`;

/** What is said in it, while it is said. */
export const hearing = `
                 | stranger | denied | in scope | outcast | member | by group | by domain | manager | manager, member | admin of room | presenter | presenter, manager | administrator | admin. outside
  open, unlisted | no       | no     | yes      | no      | yes    | yes      | yes       | yes     | yes             | yes           | yes       | yes                | yes           | no
  closed, secret | no       | no     | no       | no      | yes    | yes      | yes       | no      | yes             | yes           | yes       | yes                | no            | no
`;

/** Asking to become a member, or for a nickname of one's own. */
export const registering = `
                         | stranger | denied | in scope | outcast     | member | by group | by domain | manager | manager, member | admin of room | presenter | presenter, manager | administrator | admin. outside
  open, closed, unlisted | unseen   | unseen | yes      | not-allowed | yes    | yes      | yes       | yes     | yes             | yes           | yes       | yes                | yes           | not-allowed
  secret                 | unseen   | unseen | unseen   | unseen      | yes    | yes      | yes       | yes     | yes             | yes           | yes       | yes                | yes           | not-allowed
`;
