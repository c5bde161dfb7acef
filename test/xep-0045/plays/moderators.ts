/** XEP-0045 §9.6 to §9.8: moderators, and their list. */
import { coven, crone1, hag66, type Stage, wiccarocks } from '../stage.ts';
import { expectNothing, withActor } from './changes.ts';
import type { Play } from './play.ts';

const hecate = 'hecate@shakespeare.lit/broom';
const admin = 'http://jabber.org/protocol/muc#admin';

async function covenWith(on: Stage, role: 'participant' | 'moderator'): Promise<void> {
  await on.coven();
  await on.affiliate(crone1, coven, { 'hag66@shakespeare.lit': 'member' });
  await on.enter(hag66, coven, 'thirdwitch');
  if (role === 'moderator') {
    await on.request(
      crone1,
      'set',
      coven,
      `<query xmlns='${admin}'><item nick='thirdwitch' role='moderator'/></query>`,
    );
  }
  await on.forget();
}

async function notedBy(on: Stage, role: string, reason: string): Promise<void> {
  await on.receive(
    `<presence from='${coven}/thirdwitch' to='${crone1}'><x xmlns='http://jabber.org/protocol/muc#user'><item affiliation='member' jid='${hag66}' role='${role}'><actor nick='firstwitch'/><reason>${reason}</reason></item></x></presence>`,
  );
}

/** The list that the example shows leaves out that owners and admins are moderators too (§5.1.2). */
const theCrones = [
  [crone1, 'firstwitch', 'owner'],
  [wiccarocks, 'secondwitch', 'admin'],
]
  .map(
    ([jid, nick, affiliation]) => `<item affiliation='${affiliation}' jid='${jid}' nick='${nick}' role='moderator'/>`,
  )
  .join('');

export const moderators: readonly Play[] = [
  {
    example: 137,
    title: 'an admin makes a moderator, who may then moderate',
    play: async (on) => {
      await covenWith(on, 'participant');
      await on.enter(hecate, coven, 'hecate');
      await on.forget();
      await on.play(137);
      await on.play(139);
      await on.request(hag66, 'set', coven, `<query xmlns='${admin}'><item nick='hecate' role='none'/></query>`);
    },
  },
  {
    example: 138,
    title: 'an admin makes a moderator and says why',
    play: async (on) => {
      await covenWith(on, 'participant');
      await on.play(138);
      await notedBy(on, 'moderator', 'A worthy witch indeed!');
    },
  },
  {
    example: 139,
    title: 'the admin is told that there is a new moderator',
    play: async (on) => {
      await covenWith(on, 'participant');
      await on.play(137);
      await on.play(139);
    },
  },
  {
    example: 140,
    title: 'everybody is told of the new moderator',
    play: async (on) => {
      await covenWith(on, 'participant');
      await on.play(137);
      await on.play(140, withActor("role='moderator'"));
    },
  },
  {
    example: 141,
    title: 'an admin takes moderation away',
    play: async (on) => {
      await covenWith(on, 'moderator');
      await on.play(141);
      await on.forget();
      await on.send(
        `<iq from='${hag66}' id='kick' to='${coven}' type='set'><query xmlns='${admin}'><item nick='hecate' role='none'/></query></iq>`,
      );
      await on.receive(
        `<iq from='${coven}' id='kick' to='${hag66}' type='error'><error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>`,
      );
    },
  },
  {
    example: 142,
    title: 'an admin takes moderation away and says why',
    play: async (on) => {
      await covenWith(on, 'moderator');
      await on.play(142);
      await notedBy(on, 'participant', 'Not so worthy after all!');
    },
  },
  {
    example: 143,
    title: 'the admin is told that somebody is a moderator no more',
    play: async (on) => {
      await covenWith(on, 'moderator');
      await on.play(141);
      await on.play(143);
    },
  },
  {
    example: 144,
    title: 'everybody is told of the lost moderation',
    play: async (on) => {
      await covenWith(on, 'moderator');
      await on.play(141);
      await on.play(144, withActor("role='participant'"));
    },
  },
  {
    example: 145,
    title: 'moderation cannot be taken from an admin or owner',
    play: async (on) => {
      await covenWith(on, 'participant');
      await on.send(
        `<iq from='${crone1}' id='modtest' to='${coven}' type='set'><query xmlns='${admin}'><item nick='secondwitch' role='participant'/></query></iq>`,
      );
      await on.play(145);
      expectNothing(await on.unread(wiccarocks));
    },
  },
  {
    example: 146,
    title: 'an admin asks for the list of moderators',
    play: async (on) => {
      await covenWith(on, 'moderator');
      await on.play(146);
      await on.play(147, [['</query>', `${theCrones}</query>`]]);
    },
  },
  {
    example: 147,
    title: 'the list of moderators has nicknames, roles, affiliations and addresses',
    play: async (on) => {
      await covenWith(on, 'moderator');
      await on.play(146);
      await on.play(147, [['</query>', `${theCrones}</query>`]]);
      expectNothing(await on.unread(crone1));
    },
  },
  {
    example: 148,
    title: 'an admin changes several moderators at once, and each change is told',
    play: async (on) => {
      await covenWith(on, 'moderator');
      await on.enter(hecate, coven, 'Hecate');
      await on.forget();
      await on.play(148);
      await on.play(144, withActor("role='participant'"));
      await on.receive(
        `<presence from='${coven}/Hecate' to='${crone1}'><x xmlns='http://jabber.org/protocol/muc#user'><item affiliation='none' jid='${hecate}' role='moderator'><actor nick='firstwitch'/></item></x></presence>`,
      );
    },
  },
  {
    example: 149,
    title: 'the admin is told that the list of moderators is changed',
    play: async (on) => {
      await covenWith(on, 'moderator');
      await on.enter(hecate, coven, 'Hecate');
      await on.forget();
      await on.play(148);
      await on.play(149);
    },
  },
  {
    example: 150,
    title: 'a list with one moderator who must stay one changes nothing',
    play: async (on) => {
      await on.coven();
      await on.affiliate(crone1, coven, { 'hag66@shakespeare.lit': 'admin' });
      await on.enter(hag66, coven, 'thirdwitch');
      await on.enter(hecate, coven, 'Hecate');
      await on.forget();
      await on.send(
        `<iq from='${hag66}' id='modtest' to='${coven}' type='set'><query xmlns='${admin}'><item nick='Hecate' role='moderator'/><item nick='firstwitch' role='participant'/></query></iq>`,
      );
      await on.play(150);
      expectNothing(await on.unread(hecate));
    },
  },
];
