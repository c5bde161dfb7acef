/**
 * What Longroom makes of which XEP: one row each, and the only place where it is said. From the rows come
 * docs/conformance.md and docs/longroom.doap (`npm run docs`); headers of source files and tests are checked against
 * them. Where a XEP lives and what shows it is not written here but found: see `evidence.ts`.
 */

/**
 * The words of XEP-0453 §4.2. `complete` is all that the XEP asks of a room service, not of clients or their servers;
 * where it is less, the note gives the reason.
 */
export type Progress =
  | { readonly status: 'complete'; readonly since: string; readonly note?: string }
  | { readonly status: 'partial'; readonly since: string; readonly note: string }
  | { readonly status: 'planned' }
  | { readonly status: 'wontfix'; readonly note: string };

export interface Xep {
  /** Four digits. */
  readonly number: string;
  readonly name: string;
  readonly version: string;
  /** Of that version, as `YYYY-MM-DD`. */
  readonly date: string;
  readonly progress: Progress;
}

export interface Area {
  readonly title: string;
  readonly xeps: readonly Xep[];
}

function xep(number: string, name: string, version: string, date: string, progress: Progress): Xep {
  return { number, name, version, date, progress };
}

/** Since which version of Longroom, and what a reader should know. */
function complete(since: string, note?: string): Progress {
  return { status: 'complete', since, ...(note !== undefined && { note }) };
}

const passed = 'Passed on as it is; what it means is for clients to know.';

/** In each area by number. */
export const AREAS: readonly Area[] = [
  {
    title: 'Rooms and the people in them',
    xeps: [
      xep('0045', 'Multi-User Chat', '1.35.5', '2026-05-03', {
        status: 'complete',
        since: '0.1.0',
        note: 'Every numbered example of §6 to §10 is a test. Where it leaves a choice, see below.',
      }),
      xep('0054', 'vcard-temp', '1.3.0', '2024-06-27', {
        status: 'complete',
        since: '0.1.0',
        note: 'Of rooms: names, what they are for, a page and up to four pictures, 60,000 characters in all; what else a card can hold is passed over. Cards of people go through to their server.',
      }),
      xep(
        '0077',
        'In-Band Registration',
        '2.4',
        '2012-01-25',
        complete('0.1.0', 'With rooms, by form (XEP-0045 §7.10). Nobody has a password here that could be changed.'),
      ),
      xep('0153', 'vCard-Based Avatars', '1.1.1', '2024-06-10', {
        status: 'complete',
        since: '0.1.0',
        note: 'The picture of the room, in presence of its own, to who enters and when it changes. Pictures of people are passed on.',
      }),
      xep('0172', 'User Nickname', '1.1', '2012-03-21', {
        status: 'complete',
        since: '0.1.0',
        note: 'Passed on in presence and invitations as it is. In a room people are known by their nickname there, as §6 prefers.',
      }),
      xep('0249', 'Direct MUC Invitations', '1.2', '2011-09-22', {
        status: 'complete',
        since: '0.1.0',
        note: 'Those of people go past the room; invitations through the room hold this form too, for clients that read no other.',
      }),
      xep('0317', 'Hats', '0.3.1', '2025-08-18', complete('0.1.0', 'With all commands, for owners and admins.')),
      xep('0402', 'PEP Native Bookmarks', '1.2.0', '2024-08-15', {
        status: 'complete',
        since: '0.1.0',
        note: 'They lie at the user’s own server; what they hold is enough to enter.',
      }),
      xep('0410', "MUC Self-Ping (Schrödinger's Chat)", '1.1.0', '2019-09-25', complete('0.1.0')),
      xep('0421', 'Occupant identifiers for semi-anonymous MUCs', '1.0.1', '2025-04-09', {
        status: 'complete',
        since: '0.1.0',
        note: 'In every room, and not to be switched off. What the room itself says has none, since no occupant says it.',
      }),
      xep('0437', 'Room Activity Indicators', '0.2.0', '2020-05-05', {
        status: 'complete',
        since: '0.1.0',
        note: 'Of the rooms in which somebody is owner, admin or member. Who belongs to a room by their domain or a group alone hears what is said after they subscribe. Told again after the service was away.',
      }),
      xep('0452', 'MUC Mention Notifications', '0.2.2', '2022-01-11', {
        status: 'complete',
        since: '0.1.0',
        note: 'On by default, for members with a reserved nickname; the nickname as a word of the text is a mention, too.',
      }),
      xep('0463', 'MUC Affiliations Versioning', '0.2.0', '2026-04-21', {
        status: 'complete',
        since: '0.1.0',
        note: 'Lists of more than 5,000 entries are not sent whole on entering; clients then ask for them as without versions.',
      }),
      xep('0486', 'MUC Avatars', '0.1.0', '2024-03-10', {
        status: 'complete',
        since: '0.1.0',
        note: 'With the hash in disco#info and, for clients that wait for it, in presence of the room.',
      }),
      xep('0500', 'MUC Slow Mode', '0.1.1', '2024-12-03', {
        status: 'complete',
        since: '0.1.0',
        note: 'A correction counts, as it has a body; what only repeats a retraction or a reaction for older clients does not.',
      }),
      xep('0502', 'MUC Activity Indicator', '0.1.0', '2024-12-23', complete('0.1.0')),
    ],
  },
  {
    title: 'Messages',
    xeps: [
      xep('0066', 'Out of Band Data', '1.5', '2006-08-16', complete('0.1.0', passed)),
      xep('0085', 'Chat State Notifications', '2.1', '2009-09-23', complete('0.1.0', `${passed} Not kept.`)),
      xep('0203', 'Delayed Delivery', '2.0', '2009-09-15', complete('0.1.0')),
      xep('0308', 'Last Message Correction', '1.2.1', '2022-05-17', complete('0.1.0', `${passed} Kept as a message.`)),
      xep('0333', 'Displayed Markers', '1.0.0', '2024-04-17', complete('0.1.0', `${passed} Not kept.`)),
      xep('0334', 'Message Processing Hints', '1.0.0', '2024-04-17', {
        status: 'complete',
        since: '0.1.0',
        note: 'Where hints contradict each other, the message is not kept. `no-copy` is for the servers of users.',
      }),
      xep('0359', 'Unique and Stable Stanza IDs', '0.7.0', '2023-02-20', complete('0.1.0')),
      xep('0372', 'References', '0.5.0', '2020-12-09', {
        status: 'complete',
        since: '0.1.0',
        note: `${passed} Whom a message mentions is read, for XEP-0452.`,
      }),
      xep('0393', 'Message Styling', '1.1.1', '2021-04-04', complete('0.1.0', passed)),
      xep('0424', 'Message Retraction', '0.4.2', '2025-01-18', {
        status: 'complete',
        since: '0.1.0',
        note: 'Also in the form of earlier versions. With a message go its corrections; a retraction of what the room does not know is passed on, one of somebody else’s message refused.',
      }),
      xep('0425', 'Moderated Message Retraction', '0.3.0', '2023-03-02', {
        status: 'complete',
        since: '0.1.0',
        note: 'Asked for in either form, told in both in one message. Owners and admins may without being in the room. The moderator is named by occupant JID, never by real address.',
      }),
      xep('0428', 'Fallback Indication', '0.2.1', '2024-03-20', {
        status: 'complete',
        since: '0.1.0',
        note: 'Passed on as it is. Slow mode reads it: a body that only stands in for a retraction or reaction does not count.',
      }),
      xep('0444', 'Message Reactions', '0.2.1', '2024-04-15', complete('0.1.0', `${passed} Kept as a message.`)),
      xep('0446', 'File metadata element', '0.2.0', '2022-07-17', complete('0.1.0', passed)),
      xep('0447', 'Stateless file sharing', '0.3.1', '2024-01-01', complete('0.1.0', passed)),
      xep('0461', 'Message Replies', '0.2.1', '2026-02-25', complete('0.1.0', passed)),
    ],
  },
  {
    title: 'The archive',
    xeps: [
      xep('0059', 'Result Set Management', '1.0', '2006-09-20', {
        status: 'complete',
        since: '0.1.0',
        note: 'In the archive and in lists. A page cannot be asked for by index, which §2.6 leaves open.',
      }),
      xep('0297', 'Stanza Forwarding', '1.0', '2013-10-02', complete('0.1.0')),
      xep('0313', 'Message Archive Management', '1.1.3', '2025-04-09', complete('0.1.0')),
      xep('0441', 'Message Archive Management Preferences', '0.2.0', '2020-08-25', {
        status: 'wontfix',
        note: 'Preferences are of a user’s own archive. What a room keeps is its owners’ decision; queries are refused.',
      }),
    ],
  },
  {
    title: 'Finding, asking, commanding',
    xeps: [
      xep('0030', 'Service Discovery', '2.5.0', '2024-04-30', complete('0.1.0')),
      xep('0050', 'Ad-Hoc Commands', '1.3.0', '2020-06-09', {
        status: 'complete',
        since: '0.1.0',
        note: 'Answers are English whatever language is asked for; §3.7 would have other languages refused.',
      }),
      xep('0055', 'Jabber Search', '1.3', '2009-09-15', {
        status: 'complete',
        since: '0.1.0',
        note: 'For rooms: without a form by name, with one also by description, address, language and who may enter.',
      }),
      xep('0092', 'Software Version', '1.1', '2007-02-15', {
        status: 'complete',
        since: '0.1.0',
        note: 'The operating system is not told, which §2 allows.',
      }),
      xep('0115', 'Entity Capabilities', '1.6.0', '2022-03-08', {
        status: 'complete',
        since: '0.1.0',
        note: 'Capabilities of people’s clients are passed on. A room has none of its own: they would change with every setting, and clients ask a room anyway.',
      }),
      xep('0128', 'Service Discovery Extensions', '1.0.1', '2019-07-30', complete('0.1.0')),
      xep('0133', 'Service Administration', '1.3.1', '2024-09-01', {
        status: 'partial',
        since: '0.1.0',
        note: 'Commands that make sense for rooms: who is blocked, who administers, how many people are in rooms, announcements. Accounts are the business of the server.',
      }),
      xep(
        '0157',
        'Contact Addresses for XMPP Services',
        '1.1.1',
        '2021-03-04',
        complete('0.1.0', 'As the operator sets them up.'),
      ),
      xep('0199', 'XMPP Ping', '2.0.1', '2019-03-26', complete('0.1.0')),
      xep('0202', 'Entity Time', '2.0', '2009-09-11', complete('0.1.0', 'Of the service, in UTC.')),
      xep('0433', 'Extended Channel Search', '0.1.0', '2020-02-27', {
        status: 'complete',
        since: '0.1.0',
        note: 'Over the rooms that the asker may see; where there are several categories, in one of them, too. Where text and examples contradict each other in an error, the text holds.',
      }),
      xep('0503', 'Server-side spaces', '0.3.0', '2026-05-03', {
        status: 'partial',
        since: '0.1.0',
        note: 'Categories are spaces that can be read: what they are, which rooms are in them, and of a room in which it is. They are found at a node of the service and not in its list, which is of rooms; making and changing them by forms of XEP-0060, and subscribing, are refused: see docs/decisions/0012-categories-as-spaces.md.',
      }),
    ],
  },
  {
    title: 'Underneath',
    xeps: [
      xep('0004', 'Data Forms', '2.13.2', '2024-08-30', complete('0.1.0')),
      xep('0033', 'Extended Stanza Addressing', '1.2.1', '2017-01-11', {
        status: 'complete',
        since: '0.1.0',
        note: 'Longroom uses a service of copies where the server has one that keeps the order; it is none itself.',
      }),
      xep('0068', 'Field Standardization for Data Forms', '1.3.0', '2020-05-05', complete('0.1.0')),
      xep('0082', 'XMPP Date and Time Profiles', '1.1.1', '2021-08-31', {
        status: 'complete',
        since: '0.1.0',
        note: 'Dates with their time (§3.2); dates or times alone occur in no XEP of this table.',
      }),
      xep('0114', 'Jabber Component Protocol', '1.6', '2012-01-25', complete('0.1.0')),
      xep('0122', 'Data Forms Validation', '1.0.2', '2018-03-21', {
        status: 'complete',
        since: '0.1.0',
        note: 'Said of whole numbers and their bounds, and of what may be added to a list.',
      }),
    ],
  },
];

export const XEPS: readonly Xep[] = AREAS.flatMap(({ xeps }) => xeps);
