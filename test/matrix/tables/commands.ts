/** Tables of the matrix: who is offered which command of a room. Whoever is not offered one cannot run it either. */

/** In an open room, from outside. */
export const open = `
                                                                   | stranger | denied | in scope | outcast | member | by group | by domain | manager | manager, member | admin of room | presenter | presenter, manager | administrator | admin. outside
  join                                                             | unseen   | unseen | yes      | no      | yes    | yes      | yes       | yes     | yes             | yes           | yes       | yes                | yes           | no
  room show                                                        | unseen   | unseen | yes      | yes     | yes    | yes      | yes       | yes     | yes             | yes           | yes       | yes                | yes           | yes
  request join                                                     | unseen   | unseen | yes      | no      | yes    | yes      | yes       | yes     | yes             | yes           | yes       | yes                | yes           | no
  request withdraw                                                 | unseen   | unseen | no       | no      | yes    | yes      | yes       | yes     | yes             | yes           | yes       | yes                | no            | no
  invite                                                           | unseen   | unseen | no       | no      | no     | no       | no        | yes     | yes             | yes           | no        | yes                | no            | no
  voice grant                                                      | unseen   | unseen | no       | no      | no     | no       | no        | no      | no              | no            | no        | no                 | no            | no
  room set, room move, room disable, room managers, room delete    | unseen   | unseen | no       | no      | no     | no       | no        | yes     | yes             | no            | no        | yes                | yes           | yes
  room people, room members, room presenters, room ban, room unban | unseen   | unseen | no       | no      | no     | no       | no        | yes     | yes             | yes           | no        | yes                | yes           | yes
  request list, request approve, request refuse                    | unseen   | unseen | no       | no      | no     | no       | no        | yes     | yes             | yes           | no        | yes                | yes           | yes
  hat list                                                         | unseen   | unseen | no       | no      | yes    | yes      | yes       | yes     | yes             | yes           | yes       | yes                | yes           | yes
  hat create, hat destroy, hat assign, hat take, hat wearers       | unseen   | unseen | no       | no      | no     | no       | no        | yes     | yes             | yes           | no        | yes                | yes           | yes
  room enable, room clear, messages remove                         | unseen   | unseen | no       | no      | no     | no       | no        | no      | no              | no            | no        | no                 | yes           | yes
`;

/** In a closed one. */
export const closed = `
                                                                   | stranger | denied | in scope | outcast | member | by group | by domain | manager | manager, member | admin of room | presenter | presenter, manager | administrator | admin. outside
  join                                                             | unseen   | unseen | no       | no      | yes    | yes      | yes       | no      | yes             | yes           | yes       | yes                | no            | no
  room show                                                        | unseen   | unseen | yes      | yes     | yes    | yes      | yes       | yes     | yes             | yes           | yes       | yes                | yes           | yes
  request join                                                     | unseen   | unseen | yes      | no      | yes    | yes      | yes       | yes     | yes             | yes           | yes       | yes                | yes           | no
  request withdraw                                                 | unseen   | unseen | no       | no      | yes    | yes      | yes       | yes     | yes             | yes           | yes       | yes                | no            | no
  invite                                                           | unseen   | unseen | no       | no      | no     | no       | no        | yes     | yes             | yes           | no        | yes                | no            | no
  voice grant                                                      | unseen   | unseen | no       | no      | no     | no       | no        | no      | no              | no            | no        | no                 | no            | no
  room set, room move, room disable, room managers, room delete    | unseen   | unseen | no       | no      | no     | no       | no        | yes     | yes             | no            | no        | yes                | yes           | yes
  room people, room members, room presenters, room ban, room unban | unseen   | unseen | no       | no      | no     | no       | no        | yes     | yes             | yes           | no        | yes                | yes           | yes
  request list, request approve, request refuse                    | unseen   | unseen | no       | no      | no     | no       | no        | yes     | yes             | yes           | no        | yes                | yes           | yes
  hat list                                                         | unseen   | unseen | no       | no      | yes    | yes      | yes       | yes     | yes             | yes           | yes       | yes                | yes           | yes
  hat create, hat destroy, hat assign, hat take, hat wearers       | unseen   | unseen | no       | no      | no     | no       | no        | yes     | yes             | yes           | no        | yes                | yes           | yes
  room enable, room clear, messages remove                         | unseen   | unseen | no       | no      | no     | no       | no        | no      | no              | no            | no        | no                 | yes           | yes
`;

/** In a secret one, which is none for those who do not belong to it. */
export const secret = `
                                                                   | stranger | denied | in scope | outcast | member | by group | by domain | manager | manager, member | admin of room | presenter | presenter, manager | administrator | admin. outside
  join                                                             | unseen   | unseen | unseen   | unseen  | yes    | yes      | yes       | no      | yes             | yes           | yes       | yes                | no            | no
  room show                                                        | unseen   | unseen | unseen   | unseen  | yes    | yes      | yes       | yes     | yes             | yes           | yes       | yes                | yes           | yes
  request join                                                     | unseen   | unseen | unseen   | unseen  | yes    | yes      | yes       | yes     | yes             | yes           | yes       | yes                | yes           | no
  request withdraw                                                 | unseen   | unseen | unseen   | unseen  | yes    | yes      | yes       | yes     | yes             | yes           | yes       | yes                | no            | no
  invite                                                           | unseen   | unseen | unseen   | unseen  | no     | no       | no        | yes     | yes             | yes           | no        | yes                | no            | no
  voice grant                                                      | unseen   | unseen | unseen   | unseen  | no     | no       | no        | no      | no              | no            | no        | no                 | no            | no
  room set, room move, room disable, room managers, room delete    | unseen   | unseen | unseen   | unseen  | no     | no       | no        | yes     | yes             | no            | no        | yes                | yes           | yes
  room people, room members, room presenters, room ban, room unban | unseen   | unseen | unseen   | unseen  | no     | no       | no        | yes     | yes             | yes           | no        | yes                | yes           | yes
  request list, request approve, request refuse                    | unseen   | unseen | unseen   | unseen  | no     | no       | no        | yes     | yes             | yes           | no        | yes                | yes           | yes
  hat list                                                         | unseen   | unseen | unseen   | unseen  | yes    | yes      | yes       | yes     | yes             | yes           | yes       | yes                | yes           | yes
  hat create, hat destroy, hat assign, hat take, hat wearers       | unseen   | unseen | unseen   | unseen  | no     | no       | no        | yes     | yes             | yes           | no        | yes                | yes           | yes
  room enable, room clear, messages remove                         | unseen   | unseen | unseen   | unseen  | no     | no       | no        | no      | no              | no            | no        | no                 | yes           | yes
`;
