/** What `choices.ts` holds, for owners: XEP-0045 §10. */
import type { Choice } from './choice.ts';

export const OWNER_CHOICES: readonly Choice[] = [
  {
    section: '10.1.1',
    choice: 'The operator may keep the making of rooms to the administrators of the service (`rooms.createdBy`).',
    why: 'Some organisations want their rooms planned.',
  },
  {
    section: '10.1.1',
    choice:
      'A new room waits for its configuration without a time limit. It is destroyed if its creator cancels, leaves or is gone before.',
    why: 'Nothing is left behind of a room that nobody wanted.',
  },
  {
    section: '10.1.3',
    choice:
      'A password without its switch turns the switch on; a new one with the switch off in the same form is refused.',
    why: 'Whoever sets a password believes that it is asked for.',
  },
  {
    section: '10.2',
    choice:
      'Fields left out of a form stay as they are, and unknown ones are passed over; a bad value refuses the form whole.',
    why: 'Clients send fields of other services. A mistake is named with its field, and nothing is half done.',
  },
  {
    section: '10.2',
    choice:
      'The form holds the whole lists of owners and admins. Without an owner it is refused with `conflict`, but in the first form that leaves the one who makes the room; who is on both is an owner.',
    why: 'A room has an owner at all times. The first form asks for owners besides its maker; later an empty list can only be meant or a mistake.',
  },
  {
    section: '10.2',
    choice:
      'An owner dropped from the form becomes an admin, or a member where the list of admins is there without it; a dropped admin remains a member.',
    why: 'The first is the text; the rest follows from lists that are whole, and from membership being a fact of its own.',
  },
  {
    section: '10.2',
    choice: 'A room made temporary while nobody is in it stays until somebody has come and gone.',
    why: 'Nobody should lose an archive by a click in a form.',
  },
  {
    section: '10.2.1',
    choice:
      'One notice carries all codes of a change. Who lost or gained an affiliation by the form is told by presence alone.',
    why: 'Clients ask anew for what a notice names; the lists are not in disco#info.',
  },
  {
    section: '10.4',
    choice: 'Setting an owner or admin to `member` takes the management away and leaves the membership.',
    why: 'Managing a room and being a member of it are two facts here.',
  },
  {
    section: '10.9',
    choice:
      'The address of a destroyed room is free at once. A room made there later is another one and shows nothing of the old.',
    why: 'Whoever destroys a room wants it gone.',
  },
  {
    section: '10.9',
    choice:
      'A room may be disabled instead: everybody leaves with status 307 and the reason, entering gets `not-allowed` with a text, and lists and settings stay until an administrator of the service enables it.',
    why: 'Clients show 307 with its reason and do not come back by themselves, as they do after 332; 321 and 322 would say that somebody lost their membership, which they did not.',
  },
  {
    section: '10.9',
    choice:
      'Whether owners destroy their rooms is a matter of the category. Where they do not, such a room does not end with its last occupant either.',
    why: 'Some organisations keep what was said. Owners can disable the room.',
  },
];
