/** XEP-0045 §8.1 and §8.2: the subject, and kicking. */
import { coven, crone1, type Edits, hag66, type Stage, wiccarocks } from '../stage.ts';
import { expectNothing } from './changes.ts';
import type { Play } from './play.ts';

const harfleur = 'harfleur@chat.shakespeare.lit';
const fluellen = 'fluellen@shakespeare.lit/pda';
const pistol = 'pistol@shakespeare.lit/harfleur';
const gower = 'gower@shakespeare.lit/cell';

/** Everybody is told why and by whom, which §8.2 leaves open and the example shows to the kicked one only. */
const toldWhy: Edits = [
  [
    "<item affiliation='none' role='none'/>",
    "<item affiliation='none' role='none'><actor nick='Fluellen'/><reason>Avaunt, you cullion!</reason></item>",
  ],
];
/** §7.2.2: one's own presence always shows one's own address. */
const ownAddress: Edits = [
  ["<item affiliation='none' role='none'>", `<item affiliation='none' role='none' jid='${pistol}'>`],
];

/** Harfleur before the kick: Fluellen owns it, Pistol and Gower are in it. */
async function siege(on: Stage): Promise<void> {
  await on.enter(fluellen, harfleur, 'Fluellen');
  await on.configure(fluellen, harfleur);
  await on.enter(pistol, harfleur, 'pistol');
  await on.enter(gower, harfleur, 'gower');
  await on.forget();
}

export const moderating: readonly Play[] = [
  {
    example: 84,
    title: 'a moderator changes the subject',
    play: async (on) => {
      await on.coven();
      await on.play(84);
      await on.receive(
        `<message from='coven@chat.shakespeare.lit/secondwitch' id='lh2bs617' to='${wiccarocks}' type='groupchat'><subject>Fire Burn and Cauldron Bubble!</subject></message>`,
      );
    },
  },
  {
    example: 85,
    title: 'everybody is told of the new subject, and whoever comes later too',
    play: async (on) => {
      await on.coven();
      await on.play(84);
      await on.play(85);
      await on.send(
        `<presence from='${hag66}' to='${coven}/thirdwitch'><x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x></presence>`,
      );
      await on.receive(
        `<message from='coven@chat.shakespeare.lit/secondwitch' to='${hag66}' type='groupchat'><delay xmlns='urn:xmpp:delay' from='${coven}'/><subject>Fire Burn and Cauldron Bubble!</subject></message>`,
      );
    },
  },
  {
    example: 86,
    title: 'a client is told who changed the subject to what (what it then displays is its own affair)',
    play: async (on) => {
      await on.coven();
      await on.play(84);
      await on.receive(
        `<message from='coven@chat.shakespeare.lit/secondwitch' id='lh2bs617' to='${crone1}' type='groupchat'><subject>Fire Burn and Cauldron Bubble!</subject></message>`,
      );
    },
  },
  {
    example: 87,
    title: 'who is no moderator may not change the subject',
    play: async (on) => {
      await on.coven();
      await on.enter(hag66, coven, 'thirdwitch');
      await on.forget();
      await on.send(
        `<message from='${hag66}' id='lh2bs617' to='${coven}' type='groupchat'><subject>Fire Burn and Cauldron Bubble!</subject></message>`,
      );
      // An error comes from where the message went: the room (RFC 6120 §8.3.1).
      await on.play(87, [["from='coven@chat.shakespeare.lit/thirdwitch'", "from='coven@chat.shakespeare.lit'"]]);
      expectNothing(await on.unread(crone1));
    },
  },
  {
    example: 88,
    title: 'an empty subject removes the one there was',
    play: async (on) => {
      await on.coven();
      await on.play(84);
      await on.forget();
      await on.play(88);
      await on.receive(
        `<message from='coven@chat.shakespeare.lit/secondwitch' id='uj3bs61g' to='${crone1}' type='groupchat'><subject/></message>`,
      );
    },
  },
  {
    example: 89,
    title: 'a moderator kicks an occupant, who is then not in the room',
    play: async (on) => {
      await siege(on);
      await on.play(89);
      await on.forget();
      await on.send(
        `<message from='${pistol}' to='${harfleur}' type='groupchat' id='p1'><body>Bardolph!</body></message>`,
      );
      await on.receive(
        `<message from='${harfleur}' to='${pistol}' type='error' id='p1'><body>Bardolph!</body><error type='cancel'><not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>`,
      );
      expectNothing(await on.unread(pistol));
    },
  },
  {
    example: 90,
    title: 'the kicked occupant is told, with 307, by whom and why',
    play: async (on) => {
      await siege(on);
      await on.play(89);
      await on.play(90, ownAddress);
    },
  },
  {
    example: 91,
    title: 'the moderator is told that it is done',
    play: async (on) => {
      await siege(on);
      await on.play(89);
      await on.play(91);
    },
  },
  {
    example: 92,
    title: 'everybody else is told of the kick, with 307 and without an address',
    play: async (on) => {
      await siege(on);
      await on.play(89);
      await on.play(92, toldWhy);
      await on.receive(
        `<presence from='${harfleur}/pistol' to='${fluellen}' type='unavailable'><x xmlns='http://jabber.org/protocol/muc#user'><item affiliation='none' role='none' jid='${pistol}'><actor nick='Fluellen'/><reason>Avaunt, you cullion!</reason></item><status code='307'/></x></presence>`,
      );
    },
  },
  {
    example: 93,
    title: 'an admin cannot kick an owner',
    play: async (on) => {
      await on.coven();
      await on.send(
        `<iq from='${wiccarocks}' id='kicktest' to='${coven}' type='set'><query xmlns='http://jabber.org/protocol/muc#admin'><item nick='firstwitch' role='none'/></query></iq>`,
      );
      await on.play(93);
      expectNothing(await on.unread(crone1));
    },
  },
];
