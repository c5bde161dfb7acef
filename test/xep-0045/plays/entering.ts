/** XEP-0045 §7.2.1 to §7.2.12: entering a room, and why one may not. */
import { coven, crone1, hag66, hecate, type Stage, wiccarocks } from '../stage.ts';
import type { Play } from './play.ts';

const member = { 'hag66@shakespeare.lit': 'member' };

/** §7.2.2 was printed without addresses, which moderators and the occupant itself see (§7.2.4). */
const withRealJid = [
  "<item affiliation='member' role='participant'/>",
  `<item affiliation='member' role='participant' jid='${hag66}'/>`,
] as const;

/** Somebody who is in the room as `thirdwitch` already spells it otherwise: there is one spelling at a time. */
async function entersRespelled(on: Stage): Promise<void> {
  await on.affiliate(crone1, coven, member);
  await on.enter('hag66@shakespeare.lit/cauldron', coven, 'thirdwitch');
  await on.play(18, [['thirdwitch', 'ThirdWitch']]);
}

async function refused(on: Stage, example: number, prepare: () => Promise<void>): Promise<void> {
  await on.coven();
  // On a server it is there, and has heard of itself, before it asks.
  await on.unread(hag66);
  await prepare();
  await on.forget();
  await on.play(18);
  await on.play(example);
  for (const who of [hag66, crone1, wiccarocks]) {
    const more = await on.unread(who);
    if (more.length > 0) throw new Error(`${who} heard of it: ${more.join('')}`);
  }
}

export const entering: readonly Play[] = [
  {
    example: 18,
    title: 'somebody asks to enter a room and is in it',
    play: async (on) => {
      await on.coven();
      await on.play(18);
      await on.receive(
        `<presence from='coven@chat.shakespeare.lit/thirdwitch' to='${hag66}' id='n13mt3l'><x xmlns='http://jabber.org/protocol/muc#user'><item affiliation='none' role='participant' jid='${hag66}'/><status code='110'/></x></presence>`,
      );
    },
  },
  {
    example: 19,
    title: 'nobody enters without a nickname',
    play: async (on) => {
      await on.coven();
      await on.play(18, [['/thirdwitch', '']]);
      await on.play(19);
    },
  },
  {
    example: 20,
    title: 'a newcomer hears who is in the room',
    play: async (on) => {
      await on.coven();
      await on.play(18);
      await on.play(20);
    },
  },
  {
    example: 21,
    title: 'everybody hears of a newcomer, the newcomer too',
    play: async (on) => {
      await on.coven();
      await on.affiliate(crone1, coven, member);
      await on.play(18);
      await on.play(21, [withRealJid]);
    },
  },
  {
    example: 22,
    title: 'a newcomer hears that its nickname was changed for it',
    play: async (on) => {
      await on.coven();
      await entersRespelled(on);
      await on.play(22, [withRealJid]);
    },
  },
  {
    example: 23,
    title: 'in a non-anonymous room everybody sees the address of a newcomer',
    play: async (on) => {
      await on.coven({ 'muc#roomconfig_whois': 'anyone' });
      await on.enter(hecate, coven, 'hecate');
      await on.forget();
      await on.play(18);
      await on.play(23);
      await on.receive(
        `<presence from='${coven}/thirdwitch' to='${hecate}'><x xmlns='http://jabber.org/protocol/muc#user'><item affiliation='none' role='participant' jid='${hag66}'/></x></presence>`,
      );
    },
  },
  {
    example: 24,
    title: 'a newcomer is warned that everybody sees its address',
    play: async (on) => {
      await on.coven({ 'muc#roomconfig_whois': 'anyone' });
      await entersRespelled(on);
      await on.play(24, [withRealJid]);
    },
  },
  {
    example: 25,
    title: 'nobody enters a room with a password without it',
    play: (on) =>
      refused(on, 25, () =>
        on.configure(crone1, coven, {
          'muc#roomconfig_passwordprotectedroom': '1',
          'muc#roomconfig_roomsecret': 'cauldronburn',
        }),
      ),
  },
  {
    example: 26,
    title: 'somebody says the password and is in the room',
    play: async (on) => {
      await on.coven();
      await on.configure(crone1, coven, {
        'muc#roomconfig_passwordprotectedroom': '1',
        'muc#roomconfig_roomsecret': 'cauldronburn',
      });
      await on.play(26);
      await on.receive(
        `<presence from='coven@chat.shakespeare.lit/thirdwitch' to='${hag66}' id='djn4714'><x xmlns='http://jabber.org/protocol/muc#user'><item affiliation='none' role='participant' jid='${hag66}'/><status code='110'/></x></presence>`,
      );
    },
  },
  {
    example: 27,
    title: 'nobody enters a room for members who is not one',
    play: (on) => refused(on, 27, () => on.configure(crone1, coven, { 'muc#roomconfig_membersonly': '1' })),
  },
  {
    example: 28,
    title: 'nobody enters a room they are banned from',
    play: (on) => refused(on, 28, () => on.affiliate(crone1, coven, { 'hag66@shakespeare.lit': 'outcast' })),
  },
  {
    example: 29,
    title: 'nobody enters with the nickname of somebody else',
    play: (on) => refused(on, 29, () => on.enter(hecate, coven, 'thirdwitch')),
  },
  {
    example: 30,
    title: 'nobody enters a room that is full',
    play: (on) => refused(on, 30, () => on.configure(crone1, coven, { 'muc#roomconfig_maxusers': '2' })),
  },
  {
    example: 31,
    title: 'nobody else enters a room that has still to be configured',
    play: async (on) => {
      await on.enter(crone1, coven, 'firstwitch');
      await on.play(18);
      await on.play(31);
    },
  },
  {
    example: 32,
    title: 'a newcomer is warned that what is said is logged',
    play: async (on) => {
      await on.coven({ 'muc#roomconfig_whois': 'anyone', 'muc#roomconfig_enablelogging': '1' });
      await entersRespelled(on);
      await on.play(32, [withRealJid]);
    },
  },
];
