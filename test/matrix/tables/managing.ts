/** Tables of the matrix: who changes a room and its lists, and who ends it. The words of the cells are in `words.ts`. */

/** What managers and administrators change, each of the settings; members and presenters change none. */
export const configuring = `
                         | stranger | denied | in scope  | outcast   | member    | by group  | by domain | manager | manager, member | admin of room | presenter | presenter, manager | administrator | admin. outside
  open, closed, unlisted | unseen   | unseen | forbidden | forbidden | forbidden | forbidden | forbidden | yes     | yes             | forbidden     | forbidden | yes                | yes           | yes
  secret                 | unseen   | unseen | unseen    | unseen    | forbidden | forbidden | forbidden | yes     | yes             | forbidden     | forbidden | yes                | yes           | yes
`;

/** Members and bans, by managers and administrators, also by those whom XEP-0045 calls admins. */
export const listing = `
                         | stranger | denied | in scope  | outcast   | member    | by group  | by domain | manager | manager, member | admin of room | presenter | presenter, manager | administrator | admin. outside
  open, closed, unlisted | unseen   | unseen | forbidden | forbidden | forbidden | forbidden | forbidden | yes     | yes             | yes           | forbidden | yes                | yes           | yes
  secret                 | unseen   | unseen | unseen    | unseen    | forbidden | forbidden | forbidden | yes     | yes             | yes           | forbidden | yes                | yes           | yes
`;

/** Who manages the room is said by owners and administrators of the service. */
export const appointing = `
                         | stranger | denied | in scope  | outcast   | member    | by group  | by domain | manager | manager, member | admin of room | presenter | presenter, manager | administrator | admin. outside
  open, closed, unlisted | unseen   | unseen | forbidden | forbidden | forbidden | forbidden | forbidden | yes     | yes             | forbidden     | forbidden | yes                | yes           | yes
  secret                 | unseen   | unseen | unseen    | unseen    | forbidden | forbidden | forbidden | yes     | yes             | forbidden     | forbidden | yes                | yes           | yes
`;

/** A room keeps an owner: where there is no other, not even administrators take the last one away. */
export const demoting = `
                         | stranger | denied | in scope  | outcast   | member    | by group  | by domain | manager | manager, member | admin of room | presenter | presenter, manager | administrator | admin. outside
  open, closed, unlisted | unseen   | unseen | forbidden | forbidden | forbidden | forbidden | forbidden | yes     | yes             | forbidden     | forbidden | yes                | conflict      | conflict
  secret                 | unseen   | unseen | unseen    | unseen    | forbidden | forbidden | forbidden | yes     | yes             | forbidden     | forbidden | yes                | conflict      | conflict
`;

/** Who is banned is seen by those who may ban. */
export const seeingBans = `
                         | stranger | denied | in scope  | outcast   | member    | by group  | by domain | manager | manager, member | admin of room | presenter | presenter, manager | administrator | admin. outside
  open, closed, unlisted | unseen   | unseen | forbidden | forbidden | forbidden | forbidden | forbidden | yes     | yes             | yes           | forbidden | yes                | yes           | yes
  secret                 | unseen   | unseen | unseen    | unseen    | forbidden | forbidden | forbidden | yes     | yes             | yes           | forbidden | yes                | yes           | yes
`;

/** Deleting, where the category lets owners do it. */
export const destroying = `
                         | stranger | denied | in scope  | outcast   | member    | by group  | by domain | manager | manager, member | admin of room | presenter | presenter, manager | administrator | admin. outside
  open, closed, unlisted | unseen   | unseen | forbidden | forbidden | forbidden | forbidden | forbidden | yes     | yes             | forbidden     | forbidden | yes                | yes           | yes
  secret                 | unseen   | unseen | unseen    | unseen    | forbidden | forbidden | forbidden | yes     | yes             | forbidden     | forbidden | yes                | yes           | yes
`;

/** Deleting, where it does not: administrators only. */
export const destroyingByAdministrators = `
                         | stranger | denied | in scope  | outcast   | member    | by group  | by domain | manager     | manager, member | admin of room | presenter | presenter, manager | administrator | admin. outside
  open, closed, unlisted | unseen   | unseen | forbidden | forbidden | forbidden | forbidden | forbidden | not-allowed | not-allowed     | forbidden     | forbidden | not-allowed        | yes           | yes
  secret                 | unseen   | unseen | unseen    | unseen    | forbidden | forbidden | forbidden | not-allowed | not-allowed     | forbidden     | forbidden | not-allowed        | yes           | yes
`;
