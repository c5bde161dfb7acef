/** XEP-0045 §7.8, §7.9: inviting people, declining, and a chat of two that becomes a room. */
import { coven, crone1, hag66, hecate, type Stage, wiccarocks } from '../stage.ts';
import type { Play } from './play.ts';

const crone1sRoom = { 'muc#roomconfig_whois': 'anyone' };

/** Of the addresses that §7.8.2 leaves to choose from, the bare one: it is no business of the invitee which client asks. */
const byBareJid = ["<invite from='crone1@shakespeare.lit/desktop'>", "<invite from='crone1@shakespeare.lit'>"] as const;

async function invites(on: Stage): Promise<void> {
  await on.unread(hecate);
  await on.coven(crone1sRoom);
  await on.configure(crone1, coven, {
    'muc#roomconfig_passwordprotectedroom': '1',
    'muc#roomconfig_roomsecret': 'cauldronburn',
  });
  await on.forget();
  await on.play(56);
  await on.play(57, [byBareJid]);
}

async function declines(on: Stage): Promise<void> {
  await invites(on);
  await on.play(58);
  await on.play(59);
}

async function becomesARoom(on: Stage): Promise<void> {
  await on.unread(wiccarocks);
  await on.unread(hag66);
  await on.play(61, [
    // Its maker sees itself by address (§7.2.4) and hears that the room is new (§10.1.1).
    ["<item affiliation='owner' role='moderator'/>", `<item affiliation='owner' role='moderator' jid='${crone1}'/>`],
    ["<status code='110'/>", "<status code='110'/><status code='201'/>"],
  ]);
  await on.configure(crone1, coven, crone1sRoom);
  await on.forget();
}

async function tellsHistory(on: Stage): Promise<void> {
  await becomesARoom(on);
  await on.play(62);
}

async function invitesBoth(on: Stage): Promise<void> {
  await tellsHistory(on);
  await on.play(63);
  // An invitation comes from the room (§7.8.2, example 57), not from somebody in it.
  await on.play(64, [['coven@chat.shakespeare.lit/firstwitch', 'coven@chat.shakespeare.lit']]);
}

const pass60: Play['play'] = (on) => on.pass(60);

export const inviting: readonly Play[] = [
  { example: 56, title: 'an occupant invites somebody through the room', play: invites },
  { example: 57, title: 'the room sends the invitation on, with its password', play: invites },
  { example: 58, title: 'somebody declines an invitation', play: declines },
  { example: 59, title: 'the room tells the inviter', play: declines },
  { example: 60, title: 'two people chat, past the service', needsServer: true, play: pass60 },
  { example: 61, title: 'one of them makes a room', play: becomesARoom },
  {
    example: 62,
    title: 'its owner tells the room what was said before',
    play: async (on) => {
      await tellsHistory(on);
      await on.receive(
        `<message from='${coven}/firstwitch' to='${crone1}' type='groupchat' id='b4va73n0'><thread>e0ffe42b28561960c6b12b944a092794b9683a38</thread><body>Thrice the brinded cat hath mew&apos;d.</body><delay xmlns='urn:xmpp:delay' from='${crone1}' stamp='2004-09-29T01:54:37Z'/></message>`,
      );
    },
  },
  { example: 63, title: 'the owner invites two people to go on there', play: invitesBoth },
  { example: 64, title: 'both get their invitation, one of them at the client of the chat', play: invitesBoth },
  {
    example: 65,
    title: 'one of them comes and hears who is there and what was said, when it was said',
    play: async (on) => {
      await invitesBoth(on);
      await on.affiliate(crone1, coven, { 'wiccarocks@shakespeare.lit': 'member' });
      await on.play(65, [
        // The room is non-anonymous, as §7.9 asks, so everybody is seen by address; and self-presence has 110 (§7.2.2).
        [
          "<item affiliation='owner' role='moderator'/>",
          `<item affiliation='owner' role='moderator' jid='${crone1}'/>`,
        ],
        [
          "<item affiliation='member' role='participant'/>",
          `<item affiliation='member' role='participant' jid='${wiccarocks}'/><status code='100'/><status code='110'/>`,
        ],
        // What the owner said is the owner's, and the delay is the owner's too: the room adds none (§7.9).
        [
          "<message from='coven@chat.shakespeare.lit' id='67268D36-100C-457D-A769-8A3663BD1949'",
          "<message from='coven@chat.shakespeare.lit/firstwitch' id='b4va73n0'",
        ],
        [
          "<message from='coven@chat.shakespeare.lit' id='367DCF6B-0CB4-482D-A142-C0B9E08016B5'",
          "<message from='coven@chat.shakespeare.lit/firstwitch' id='i4hs759k'",
        ],
        ["from='coven@chat.shakespeare.lit' stamp=", `from='${crone1}' stamp=`],
      ]);
    },
  },
];
