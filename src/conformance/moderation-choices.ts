/** What `choices.ts` holds, for moderators and admins: XEP-0045 §8 and §9. */
import type { Choice } from './choice.ts';

export const MODERATION_CHOICES: readonly Choice[] = [
  {
    section: '8',
    choice:
      'A moderator may act from any of its sessions, in the room or not; nobody else moderates from outside, but admins and owners make and unmake moderators and ban from anywhere.',
    why: 'The text goes by bare JID.',
  },
  {
    section: '8.2',
    choice: 'A moderator may kick itself.',
    why: 'It is a way of leaving, and harms nobody.',
  },
  {
    section: '8.2',
    choice: 'Everybody is told who changed a role or an affiliation (by nickname only) and why.',
    why: 'People ask, and clients show it. Nobody’s address is told by it.',
  },
  {
    section: '8.3',
    choice:
      'In an auditorium presenters have voice, and nobody else: no moderator gives it, and managers have it only as presenters. A presenter may be silenced.',
    why: 'Who speaks there is decided by the lists, and lasts. Presenters wear a hat (XEP-0317), so that clients show who they are.',
  },
  {
    section: '8.4',
    choice:
      'Moderators without affiliation may take voice from others without one; a member who moderates cannot take it from a member.',
    why: 'To have no affiliation is to be on no level. Else nobody without one could moderate, as §5.1.1 has it.',
  },
  {
    section: '8.5',
    choice:
      'A request may change up to 1,000 entries of lists: all of them or none. What somebody may do is decided by what they are before the request.',
    why: 'Nobody wants to find out which half of a list was taken, and an owner can hand the room over in one request.',
  },
  {
    section: '8.6',
    choice:
      'A request is granted only while whoever made it is in the room under the nickname in the form. A moderator who says no leaves it to the others.',
    why: 'Forms are answered late, and nicknames change hands.',
  },
  {
    section: '9.1',
    choice: 'An affiliation may also be given to a nickname in the room; a full JID counts as its bare JID.',
    why: 'Some clients ban by nickname, and all affiliations are those of people.',
  },
  {
    section: '9.1',
    choice:
      'A domain on a list stands for everybody whose address is of that domain, unless they are on a list themselves.',
    why: 'Servers that send nothing but trouble can be kept out, and all colleagues let in, with one entry.',
  },
  {
    section: '9.4',
    choice:
      'Who loses an affiliation keeps no higher role than what is left gives; who gains one keeps a higher role it has.',
    why: 'What was taken away has no effect any more, and nothing else is lost.',
  },
  {
    section: '9.4',
    choice:
      'Whoever loses their place by a change of category, group or scope is shown to leave with status 321; of a blocked person it is 301. The reason is for themselves only.',
    why: 'To clients it is the same: somebody is no member any more, or may not come back. There are no codes for what lies outside the room.',
  },
  {
    section: '9.5',
    choice:
      'Owners and admins see the lists of owners, admins and members; members see them where the room shows real addresses and the owner’s setting (`muc#roomconfig_getmemberlist`) names their role.',
    why: 'Elsewhere a list would tell who is behind the nicknames.',
  },
  {
    section: '9.5',
    choice: 'Lists by affiliation have the reserved nickname, or the one in the room, and no role.',
    why: 'The role that an example shows is forbidden by §17.4.',
  },
  {
    section: '9.5',
    choice:
      'Who is made a member of a room for members only while away is invited; who is away otherwise gets a message with status 101, unless it was a stranger and is banned. Moderators are told as well, of bans those who may see the ban list. Of one request 50 people are written to at most.',
    why: 'People learn what they are, and nobody can make the room a mailer.',
  },
  {
    section: '9.9',
    choice:
      'The form goes to the managers in the room; where none is there, to their addresses (20 at most). Who enters later gets up to ten that wait.',
    why: 'Somebody should hear of it, and nobody who is away should find all of them at once.',
  },
  {
    section: '9.9',
    choice:
      'Sent without the tick, the form refuses; cancelled, it leaves the matter to others. The first word counts, a later one gets `item-not-found`.',
    why: 'The XEP says how to skip a request and not how to refuse one.',
  },
  {
    section: '9.9',
    choice:
      'Approved, somebody who is not in the room is invited to it; refused, they are told in a message. The manager may change the nickname in the form.',
    why: 'Every client shows both.',
  },
];
