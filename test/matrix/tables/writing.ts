/** Tables of the matrix: who says what in a room, who invites, and who sends people out. The words of the cells are in `words.ts`. */

/** Writing: in a normal room whoever is in it; in an auditorium presenters only, managers and administrators not (rule 3 of `rules.test.ts`). */
export const posting = `
                                       | stranger | denied | in scope  | outcast | member    | by group  | by domain | manager   | manager, member | admin of room | presenter | presenter, manager | administrator | admin. outside
  open normal, unlisted normal         | unseen   | unseen | yes       | outside | yes       | yes       | yes       | yes       | yes             | yes           | yes       | yes                | yes           | not-allowed
  closed normal                        | unseen   | unseen | outside   | outside | yes       | yes       | yes       | outside   | yes             | yes           | yes       | yes                | outside       | not-allowed
  secret normal                        | unseen   | unseen | unseen    | unseen  | yes       | yes       | yes       | outside   | yes             | yes           | yes       | yes                | outside       | not-allowed
  open auditorium, unlisted auditorium | unseen   | unseen | forbidden | outside | forbidden | forbidden | forbidden | forbidden | forbidden       | forbidden     | yes       | yes                | forbidden     | not-allowed
  closed auditorium                    | unseen   | unseen | outside   | outside | forbidden | forbidden | forbidden | outside   | forbidden       | forbidden     | yes       | yes                | outside       | not-allowed
  secret auditorium                    | unseen   | unseen | unseen    | unseen  | forbidden | forbidden | forbidden | outside   | forbidden       | forbidden     | yes       | yes                | outside       | not-allowed
`;

/** Private messages, as the room has it: here for everybody in it. */
export const whispering = `
                 | stranger | denied | in scope | outcast | member | by group | by domain | manager | manager, member | admin of room | presenter | presenter, manager | administrator | admin. outside
  open, unlisted | unseen   | unseen | yes      | outside | yes    | yes      | yes       | yes     | yes             | yes           | yes       | yes                | yes           | not-allowed
  closed         | unseen   | unseen | outside  | outside | yes    | yes      | yes       | outside | yes             | yes           | yes       | yes                | outside       | not-allowed
  secret         | unseen   | unseen | unseen   | unseen  | yes    | yes      | yes       | outside | yes             | yes           | yes       | yes                | outside       | not-allowed
`;

/** The subject is changed by those who may change the name: also in an auditorium, and there without presenting. */
export const subject = `
                 | stranger | denied | in scope  | outcast | member    | by group  | by domain | manager | manager, member | admin of room | presenter | presenter, manager | administrator | admin. outside
  open, unlisted | unseen   | unseen | forbidden | outside | forbidden | forbidden | forbidden | yes     | yes             | yes           | forbidden | yes                | forbidden     | not-allowed
  closed         | unseen   | unseen | outside   | outside | forbidden | forbidden | forbidden | outside | yes             | yes           | forbidden | yes                | outside       | not-allowed
  secret         | unseen   | unseen | unseen    | unseen  | forbidden | forbidden | forbidden | outside | yes             | yes           | forbidden | yes                | outside       | not-allowed
`;

/** In an open room everybody in it invites; a room for members is opened to others by its managers. */
export const inviting = `
                 | stranger | denied | in scope | outcast | member    | by group  | by domain | manager | manager, member | admin of room | presenter | presenter, manager | administrator | admin. outside
  open, unlisted | unseen   | unseen | yes      | outside | yes       | yes       | yes       | yes     | yes             | yes           | yes       | yes                | yes           | outside
  closed         | unseen   | unseen | outside  | outside | forbidden | forbidden | forbidden | outside | yes             | yes           | forbidden | yes                | outside       | outside
  secret         | unseen   | unseen | unseen   | unseen  | forbidden | forbidden | forbidden | outside | yes             | yes           | forbidden | yes                | outside       | outside
`;

/** Nobody brings anybody in who is out of scope. */
export const invitingStrangers = `
                 | stranger | denied | in scope    | outcast | member      | by group    | by domain   | manager     | manager, member | admin of room | presenter   | presenter, manager | administrator | admin. outside
  open, unlisted | unseen   | unseen | not-allowed | outside | not-allowed | not-allowed | not-allowed | not-allowed | not-allowed     | not-allowed   | not-allowed | not-allowed        | not-allowed   | outside
  closed         | unseen   | unseen | outside     | outside | forbidden   | forbidden   | forbidden   | outside     | not-allowed     | not-allowed   | forbidden   | not-allowed        | outside       | outside
  secret         | unseen   | unseen | unseen      | unseen  | forbidden   | forbidden   | forbidden   | outside     | not-allowed     | not-allowed   | forbidden   | not-allowed        | outside       | outside
`;

/** Moderators are the managers who are in it (XEP-0045 §8.2). */
export const kicking = `
                 | stranger | denied | in scope  | outcast   | member    | by group  | by domain | manager   | manager, member | admin of room | presenter | presenter, manager | administrator | admin. outside
  open, unlisted | unseen   | unseen | forbidden | forbidden | forbidden | forbidden | forbidden | yes       | yes             | yes           | forbidden | yes                | forbidden     | forbidden
  closed         | unseen   | unseen | forbidden | forbidden | forbidden | forbidden | forbidden | forbidden | yes             | yes           | forbidden | yes                | forbidden     | forbidden
  secret         | unseen   | unseen | unseen    | unseen    | forbidden | forbidden | forbidden | forbidden | yes             | yes           | forbidden | yes                | forbidden     | forbidden
`;
