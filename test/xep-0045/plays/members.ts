/** XEP-0045 §9.3 to §9.5: membership, and the member list. */
import { stanzasOf } from '../examples.ts';
import { coven, crone1, type Edits, hag66, type Stage } from '../stage.ts';
import { expectNothing, withActor } from './changes.ts';
import type { Play } from './play.ts';

const hecate = 'hecate@shakespeare.lit/broom';
const membersOnly = {
  'muc#roomconfig_membersonly': '1',
  'muc#roomconfig_passwordprotectedroom': '1',
  'muc#roomconfig_roomsecret': 'cauldronburn',
};
const user = 'http://jabber.org/protocol/muc#user';
const invitation = `<message from='${hag66}' id='C6E14DF6-00B7-4729-BC1C-94E59C07548E' to='${coven}'><x xmlns='${user}'><invite to='hecate@shakespeare.lit'><reason>Hey Hecate, this is the place for all good witches!</reason></invite></x></message>`;

async function covenWith(on: Stage, affiliation: 'none' | 'member', fields = {}, inside?: string): Promise<void> {
  await on.coven(fields);
  if (affiliation === 'member') await on.affiliate(crone1, coven, { 'hag66@shakespeare.lit': 'member' });
  await on.enter(hag66, coven, 'thirdwitch', inside);
  await on.forget();
}

/** The secret is in the configuration from the start, so the second witch has to know it too. */
async function covenOfMembers(on: Stage): Promise<void> {
  await on.enter(crone1, coven, 'firstwitch');
  await on.configure(crone1, coven, membersOnly);
  await on.affiliate(crone1, coven, { 'hag66@shakespeare.lit': 'member' });
  await on.enter(hag66, coven, 'thirdwitch', "<password>cauldronburn</password><history maxstanzas='0'/>");
  await on.forget();
}

async function noted(on: Stage, who: string, item: string): Promise<void> {
  await on.receive(`<presence from='${coven}/thirdwitch' to='${who}'><x xmlns='${user}'>${item}</x></presence>`);
}

/** A nickname stands in the item of a presence only where it is a new one (§7.6). */
const asModeratorsSeeIt: Edits = [
  ["role='participant' nick='thirdwitch'/>", "role='participant'><actor nick='firstwitch'/></item>"],
];

export const members: readonly Play[] = [
  {
    example: 120,
    title: 'an admin makes a member, with a nickname of its own',
    play: async (on) => {
      await covenWith(on, 'none');
      await on.play(120);
      await on.forget();
      await on.send(
        `<presence from='${hecate}' to='${coven}/thirdwitch'><x xmlns='http://jabber.org/protocol/muc'/></presence>`,
      );
      await on.receive(
        `<presence from='${coven}/thirdwitch' to='${hecate}' type='error'><x xmlns='http://jabber.org/protocol/muc'/><error type='cancel'><conflict xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></presence>`,
      );
    },
  },
  {
    example: 121,
    title: 'an admin makes a member and says why',
    play: async (on) => {
      await covenWith(on, 'none');
      await on.play(121);
      await noted(
        on,
        crone1,
        `<item affiliation='member' jid='${hag66}' role='participant'><actor nick='firstwitch'/><reason>A worthy witch indeed!</reason></item>`,
      );
    },
  },
  {
    example: 122,
    title: 'the admin is told that somebody is a member now',
    play: async (on) => {
      await covenWith(on, 'none');
      await on.play(120);
      await on.play(122);
    },
  },
  {
    example: 123,
    title: 'everybody is told of the new member',
    play: async (on) => {
      await covenWith(on, 'none');
      await on.play(120);
      await on.play(123, asModeratorsSeeIt);
    },
  },
  {
    example: 124,
    title: 'an admin takes membership away',
    play: async (on) => {
      await covenWith(on, 'member');
      await on.play(124);
      await on.play(127, withActor("role='participant'"));
    },
  },
  {
    example: 125,
    title: 'an admin takes membership away and says why',
    play: async (on) => {
      await covenWith(on, 'member');
      await on.play(125);
      await noted(
        on,
        crone1,
        `<item affiliation='none' jid='${hag66}' role='participant'><actor nick='firstwitch'/><reason>Not so worthy after all!</reason></item>`,
      );
    },
  },
  {
    example: 126,
    title: 'the admin is told that somebody is a member no more',
    play: async (on) => {
      await covenWith(on, 'member');
      await on.play(124);
      await on.play(126);
    },
  },
  {
    example: 127,
    title: 'everybody is told of the lost membership, the one concerned too',
    play: async (on) => {
      await covenWith(on, 'member');
      await on.play(124);
      await on.play(127, withActor("role='participant'"));
      await on.receive(
        `<presence from='${coven}/thirdwitch' to='${hag66}'><x xmlns='${user}'><item affiliation='none' jid='${hag66}' role='participant'><actor nick='firstwitch'/></item><status code='110'/></x></presence>`,
      );
    },
  },
  {
    example: 128,
    title: 'in a room for members only the former member is removed with 321, and nothing else is said of it',
    play: async (on) => {
      await covenOfMembers(on);
      await on.play(124);
      await on.play(126);
      await on.play(128, [
        // The example closes the tag too early.
        ["to='crone1@shakespeare.lit/desktop'", "to='crone1@shakespeare.lit/desktop' type='unavailable'"],
        ['type=&apos;unavailable&apos;&gt;', ''],
        // The first witch did it, and moderators see addresses.
        ["affiliation='none' role='none'", `affiliation='none' role='none' jid='${hag66}'`],
        ['TheBard', 'firstwitch'],
      ]);
      expectNothing(await on.unread(crone1));
      await on.send(
        `<presence from='${hag66}' to='${coven}/thirdwitch'><x xmlns='http://jabber.org/protocol/muc'/></presence>`,
      );
      await on.receive(
        `<presence from='${coven}/thirdwitch' to='${hag66}' type='error'><x xmlns='http://jabber.org/protocol/muc'/><error type='auth'><registration-required xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></presence>`,
      );
    },
  },
  {
    example: 129,
    title: 'an admin asks for the member list',
    play: async (on) => {
      await covenWith(on, 'member');
      await on.play(129);
      await on.play(130, withoutRole);
    },
  },
  {
    example: 130,
    title: 'the member list has addresses and nicknames',
    play: async (on) => {
      await covenWith(on, 'member');
      await on.play(129);
      await on.play(130, withoutRole);
      expectNothing(await on.unread(crone1));
    },
  },
  {
    example: 131,
    title: 'an admin changes several members at once',
    play: async (on) => {
      await covenWith(on, 'member');
      await on.play(131);
      await on.forget();
      await on.play(129);
      await on.receive(
        `<iq from='${coven}' id='member3' to='${crone1}' type='result'><query xmlns='http://jabber.org/protocol/muc#admin'><item affiliation='member' jid='hecate@shakespeare.lit'/></query></iq>`,
      );
    },
  },
  {
    example: 132,
    title: 'the admin is told that the member list is changed',
    play: async (on) => {
      await covenWith(on, 'member');
      await on.play(131);
      await on.play(132);
    },
  },
  {
    example: 133,
    title: 'everybody is told who is a member no more',
    play: async (on) => {
      await covenWith(on, 'member');
      await on.play(131);
      await on.play(133, withActor("role='participant'"));
    },
  },
  {
    example: 134,
    title: 'a room for members only invites its new member, with the password',
    play: async (on) => {
      await covenOfMembers(on);
      // So that she is at home when the invitation comes.
      await on.unread(hecate);
      await on.play(131);
      // Who invites is named by nickname, so that no address is told (§7.8.2 allows both).
      await on.play(134, [['bard@shakespeare.lit', `${coven}/firstwitch`]]);
    },
  },
  {
    example: 135,
    title: 'a mere member may not invite to a room for members only',
    play: async (on) => {
      await covenOfMembers(on);
      await on.send(invitation);
      // What was sent is not sent back, which RFC 6120 §8.3.1 leaves open.
      await on.play(135, [[`${stanzasOf(135)[0]?.child('x', user)}`, '']]);
      expectNothing(await on.unread(hecate));
    },
  },
  {
    example: 136,
    title: 'everybody is told of a new member who is in the room',
    play: async (on) => {
      await covenWith(on, 'member');
      await on.enter(hecate, coven, 'hecate');
      await on.forget();
      await on.play(131);
      await on.play(136, withActor("role='participant'"));
    },
  },
];

/** §17.4, rule 6: in lists by affiliation there MUST NOT be a role. */
const withoutRole: Edits = [[" role='participant'", '']];
