/**
 * Where XEP-0045 leaves it to the implementation, or recommends and does not demand: what Longroom does, and why. In the
 * order of the sections.
 */

import type { Choice } from './choice.ts';
import { MODERATION_CHOICES } from './moderation-choices.ts';
import { OWNER_CHOICES } from './owner-choices.ts';

export const CHOICES: readonly Choice[] = [
  {
    section: '4.2',
    choice:
      'A new room is public, open, unmoderated, persistent and semi-anonymous: moderators alone see real addresses.',
    why: 'It is what most people want of a room, and shows least of those in it. Each of these is a setting of the owner.',
  },
  {
    section: '5.1',
    choice:
      'In a moderated room voice that a moderator gave or took lasts from one stay to the next. To be a moderator without being an admin lasts for one stay.',
    why: 'Else leaving and entering would undo both; and nobody should keep a power that no list shows.',
  },
  {
    section: '5.2',
    choice:
      'Who is made an owner or admin is made a member as well; an owner who is set to member manages the room no more. By commands one can manage a room without being a member, and then neither enters, reads nor writes in a room for members.',
    why: 'Whoever looks after a list need not read what is said. Clients that know only affiliations see nothing of it.',
  },
  {
    section: '6.3',
    choice:
      'The list of rooms comes in pages of up to 1,000, and names tell how many people are in a room: `Garden (3)`.',
    why: 'Clients show the name as it is, and people look for a room where somebody is.',
  },
  {
    section: '6.3',
    choice: 'Users of servers that the service is not open to see an empty list, and get `forbidden` from every room.',
    why: 'One clear answer, and nothing told of what is there.',
  },
  {
    section: '6.3',
    choice:
      'Whoever belongs to a room finds it in the list although it is hidden, also an open one; lists, counts and searches agree. It is for those in scope only, and disabled rooms are in none but those of administrators.',
    why: 'To them it is no secret, and they have no other way to find it again with a new client.',
  },
  {
    section: '6.4',
    choice:
      'Whoever knows the address of a room may ask what it is, also of a hidden one that is for everybody. A locked one is not there.',
    why: 'Clients ask before they enter, and need to know that there is a password or a list of members.',
  },
  {
    section: '6.4',
    choice: 'The form with the details of the room is the first one in the answer, and flags in it are 1 and 0.',
    why: 'There are clients that read no other form and no other spelling.',
  },
  {
    section: '6.4',
    choice:
      'A room that is both hidden and for members only is not there for others: whatever they ask, they get what they would get where there is no room. So it is with every room whose category is not for them.',
    why: 'Its name and its people are nobody else’s business. With the hidden room of §4.2 alone, whoever guesses the address learns that there is one.',
  },
  {
    section: '6.5',
    choice:
      'Nicknames are listed to those in the room and, where it is public and its owner has not said otherwise, to whoever may enter it; to others the list is empty.',
    why: 'Whoever may enter sees them then, and clients show who is in a room before one does. The text advises to be more private; a public room is not meant to be, and each owner can choose it.',
  },
  {
    section: '6.6',
    choice:
      'Queries to a nickname go on to the client that is shown for it, pings too; cards (XEP-0054) are asked of the bare address. Only those in the room may ask, and the owner may switch it off.',
    why: 'Clients find out this way what others can do. Neither side learns the address of the other, and whoever asks gets an error after a minute of silence.',
  },
  {
    section: '7.2.2',
    choice:
      'Above 75 sessions (a setting) only moderators and the presenters of an auditorium are shown to everybody; kicks and bans always are.',
    why: 'Else 16,000 people are told 16,000 times of each other. Who is there can still be asked for.',
  },
  {
    section: '7.2.2',
    choice: 'Who enters again with the same session gets everything again, as if it had just entered.',
    why: 'A client that does this has lost step, and only the whole of it brings it back.',
  },
  {
    section: '7.2.2',
    choice:
      'A nickname is changed by the service, told with 210, where a second session spells it differently, and where the owner wants reserved nicknames only.',
    why: 'One person has one spelling of a nickname at a time; and people can be made to be known by one name.',
  },
  {
    section: '7.2.6',
    choice:
      'Entering such a room gets `not-allowed` (“this address is not available”) or, for those who may not make rooms, what they get where there is none; not `registration-required`.',
    why: 'The usual error, `registration-required`, says that there is a room. Other rooms for members only answer with it, as the text says.',
  },
  {
    section: '7.2.8',
    choice: 'Nicknames that differ only in case or in compatible characters are the same one.',
    why: 'Nobody should be mistaken for somebody else.',
  },
  {
    section: '7.2.8',
    choice:
      'Several sessions of one person share a nickname; private messages go to all of them, and the latest is shown.',
    why: 'People have a phone and a computer.',
  },
  {
    section: '7.2.9',
    choice: 'Owners and admins get into a full room; nobody is removed to make room for somebody else.',
    why: 'Those who can help must be able to come in; who reads is not idle.',
  },
  {
    section: '7.2.11',
    choice: 'Whoever may use the service makes a room by entering one that is not there.',
    why: 'It is how all clients make rooms.',
  },
  {
    section: '7.2.12',
    choice:
      'Status 170 is sent where the owner says that the room is published; the archive of the room itself is no publication.',
    why: 'The archive can be read only by those who may enter.',
  },
  {
    section: '7.2.13',
    choice:
      'A newcomer who asks for nothing gets the last 30 messages (a setting), and nobody gets more than 500 this way.',
    why: 'What is older is read from the archive, page by page.',
  },
  {
    section: '7.2.13',
    choice:
      'History holds no changes of subject. In non-anonymous rooms it says whose each message was (XEP-0033), which nobody else may claim.',
    why: 'The subject comes after it. Whoever sees real addresses should see them of those who have left, too.',
  },
  {
    section: '7.2.14',
    choice: 'Of several limits the least counts; one that is no number, or no date, is passed over.',
    why: 'What was meant cannot be told, and it is no reason to leave anybody outside.',
  },
  {
    section: '7.2.15',
    choice: 'Where there never was a subject, an empty one is sent, by the room.',
    why: 'Clients take it for the end of entering.',
  },
  {
    section: '7.2.18',
    choice:
      'Presence of the old kind from somebody who is not in the room does not let them in: it is answered with 110, 307, 333.',
    why: 'It looks like a client that was taken out and does not know it; so told, it enters again.',
  },
  {
    section: '7.4',
    choice: 'A message with a text to the room that is not of type `groupchat` is refused with `bad-request`.',
    why: 'Whoever wrote it should know that nobody has read it.',
  },
  {
    section: '7.4',
    choice: 'Nobody who is not in the room speaks in it, owners and admins included.',
    why: 'What is said in a room is said by somebody who is there to be answered.',
  },
  {
    section: '7.4',
    choice:
      'The id of the sender is kept. A message that comes again with the same origin-id is echoed, and not said twice.',
    why: 'Clients that lost their connection send again what they have not seen come back.',
  },
  {
    section: '7.5',
    choice:
      'Errors name the room in `by`, and hold body and subject of the message if they have no more than 1,000 characters.',
    why: 'Clients can tell the room’s errors from those of people in it, and people see which message came back; nothing large is sent twice.',
  },
  {
    section: '7.6',
    choice:
      'The error for a nickname that is refused comes from the nickname that was wished for, not from the old one as printed.',
    why: 'An error goes back from where the stanza went (RFC 6120 §8.3.1), and clients look for it there.',
  },
  {
    section: '7.6',
    choice: 'A new nickname is that of all sessions of the person.',
    why: 'One person in a room is one occupant.',
  },
  {
    section: '7.8.2',
    choice: 'In a room for members only, the invitation of an owner or admin makes a member of whoever is invited.',
    why: 'The invitation would be of no use otherwise.',
  },
  {
    section: '7.8.2',
    choice:
      'An invitation names the inviter by occupant JID, in a non-anonymous room by bare address. A decline finds the inviter by either, if still in the room.',
    why: 'What the room hides is not told outside; elsewhere clients show who it is, and trust those they know.',
  },
  {
    section: '7.8.2',
    choice:
      'An error that comes back for an invitation reaches the inviter as `item-not-found`, for the last 5,000 of the service.',
    why: 'Servers do not tell who exists; that nobody could be reached is what can be known.',
  },
  {
    section: '7.8.2',
    choice:
      'Everybody in an open room may invite. Somebody who is banned cannot be invited: the answer is `forbidden`.',
    why: 'The door is open anyway; and an invitation should not lead to a closed one.',
  },
  {
    section: '7.9',
    choice: 'A message of an owner that carries a delay of its own gets none of the room’s when it is sent as history.',
    why: 'It is how the history of a chat of two keeps its times; of others the room says itself when they spoke.',
  },
  {
    section: '7.10',
    choice:
      'Members reserve a nickname at once; strangers become members when an owner or admin approves. A setting of the owner: approval, at once, members only, off.',
    why: 'Clients that register nicknames by themselves work, and nobody gets into a list unasked.',
  },
  {
    section: '7.10',
    choice: 'Of the form only the nickname is required. Sent again by a member, it changes the reserved nickname.',
    why: 'Clients that register by themselves know nothing else, and a real name is nobody’s business.',
  },
  {
    section: '7.10',
    choice:
      'A nickname that somebody else has in the room cannot be registered (`conflict`). Reserved by an owner or admin meanwhile, its user keeps it until leaving.',
    why: 'Nobody is renamed in the middle of a sentence.',
  },
  {
    section: '7.10',
    choice:
      'Fifty people may wait in a room. One who withdraws or asks for something else waits ten minutes, one who was refused a day; too early is `resource-constraint`.',
    why: 'Managers are asked, not flooded.',
  },
  {
    section: '7.10',
    choice:
      'To unregister is to give up membership and nickname; owners and admins give up the nickname only, and a request that waits is withdrawn.',
    why: 'A client that unregisters by itself should not leave a room without its owner.',
  },
  {
    section: '7.13',
    choice:
      'A visitor has one request for voice standing, and may ask again after half an hour; the owner may change that time, or allow no requests. Without a moderator in the room a request is refused with `recipient-unavailable`.',
    why: 'Moderators are not flooded with forms, and nobody waits for an answer that cannot come.',
  },
  ...MODERATION_CHOICES,
  ...OWNER_CHOICES,
  {
    section: '11.1',
    choice: 'Only errors that say that a session is not there take it out (333); silence and other errors never do.',
    why: 'A phone that sleeps answers nothing, and a full mailbox is not a farewell.',
  },
  {
    section: '11.2',
    choice:
      'When the service is restarted nobody is removed, and no 332 is sent: everybody is still in the room afterwards.',
    why: 'Nobody has to come back who has not gone; some clients do not come back from 332 by themselves.',
  },
  {
    section: '15.5.3',
    choice:
      'Where presence is broadcast for some roles only (`muc#roomconfig_presencebroadcast`), the others are told to themselves alone; removals are told to all.',
    why: 'It is what the setting is for, and nobody goes on believing that somebody banned is there.',
  },
  {
    section: '17.2',
    choice: 'In a room that has still to be configured nobody speaks or invites, its creator included.',
    why: 'Nobody could hear it, or come.',
  },
  {
    section: '18.1.1',
    choice: 'Everything is passed on but what only the room may say; the node `muc#traffic` answers accordingly.',
    why: 'Extensions are between clients.',
  },
];
