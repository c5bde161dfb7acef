/** XEP-0045 §9.1 and §9.2: banning, and the ban list. */
import type { Edits, Stage } from '../stage.ts';
import { expectNothing } from './changes.ts';
import type { Play } from './play.ts';

const southampton = 'southampton@chat.shakespeare.lit';
const king = 'kinghenryv@shakespeare.lit/throne';
const cambridge = 'earlofcambridge@shakespeare.lit/stabber';
const exeter = 'exeter@shakespeare.lit/pda';
const admin = 'http://jabber.org/protocol/muc#admin';

/** The king is an admin of the owner's room, the earl and Exeter (a moderator, as the example shows) are in it. */
async function southamptonRoom(on: Stage): Promise<void> {
  const owner = 'bard@shakespeare.lit/stage';
  await on.enter(owner, southampton, 'Chorus');
  await on.configure(owner, southampton);
  await on.affiliate(owner, southampton, { 'kinghenryv@shakespeare.lit': 'admin' });
  await on.enter(king, southampton, 'The ♚');
  await on.enter(cambridge, southampton, 'cambridge');
  await on.enter(exeter, southampton, 'exeter');
  await on.request(king, 'set', southampton, `<query xmlns='${admin}'><item nick='exeter' role='moderator'/></query>`);
  await on.forget();
}

/** §7.2.2: one's own presence always has one's own address and 110. */
const own: Edits = [
  ["<item affiliation='outcast' role='none'>", `<item affiliation='outcast' role='none' jid='${cambridge}'>`],
  ["<status code='301'/>", "<status code='301'/><status code='110'/>"],
];
/** All are told why and by whom, which §9.1 leaves open. */
const toldWhy: Edits = [["role='none'/>", "role='none'><actor nick='The ♚'/><reason>Treason</reason></item>"]];

export const banning: readonly Play[] = [
  {
    example: 110,
    title: 'an admin bans somebody, who cannot enter again',
    play: async (on) => {
      await southamptonRoom(on);
      await on.play(110);
      await on.forget();
      await on.send(
        `<presence from='${cambridge}' to='${southampton}/cambridge'><x xmlns='http://jabber.org/protocol/muc'/></presence>`,
      );
      await on.receive(
        `<presence from='${southampton}/cambridge' to='${cambridge}' type='error'><x xmlns='http://jabber.org/protocol/muc'/><error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></presence>`,
      );
    },
  },
  {
    example: 111,
    title: 'an admin bans somebody and says why',
    play: async (on) => {
      await southamptonRoom(on);
      await on.play(111);
      await on.play(113, own);
    },
  },
  {
    example: 112,
    title: 'the admin is told that the ban stands',
    play: async (on) => {
      await southamptonRoom(on);
      await on.play(111);
      await on.play(112);
    },
  },
  {
    example: 113,
    title: 'the banned one is told, with 301, by whom and why',
    play: async (on) => {
      await southamptonRoom(on);
      await on.play(111);
      await on.play(113, own);
      expectNothing(await on.unread(cambridge));
    },
  },
  {
    example: 114,
    title: 'everybody else is told of the ban, with 301',
    play: async (on) => {
      await southamptonRoom(on);
      await on.play(111);
      await on.play(114, toldWhy);
    },
  },
  {
    example: 115,
    title: 'an admin cannot ban an owner',
    play: async (on) => {
      await southamptonRoom(on);
      await on.send(
        `<iq from='${king}' id='ban1' to='${southampton}' type='set'><query xmlns='${admin}'><item affiliation='outcast' jid='bard@shakespeare.lit'/></query></iq>`,
      );
      // Printed as if the admin sent the error.
      await on.play(115, [
        [`from='${king}'`, `from='${southampton}'`],
        [`to='${southampton}'`, `to='${king}'`],
        ["type='set'", "type='error'"],
      ]);
      expectNothing(await on.unread(exeter));
    },
  },
  {
    example: 116,
    title: 'an admin asks for the ban list',
    play: async (on) => {
      await southamptonRoom(on);
      await on.play(111);
      await on.play(112);
      await on.play(116);
      await on.play(117);
    },
  },
  {
    example: 117,
    title: 'the ban list has who is banned and why, without nicknames',
    play: async (on) => {
      await southamptonRoom(on);
      await on.play(111);
      await on.forget();
      await on.play(116);
      await on.play(117);
      expectNothing(await on.unread(king));
    },
  },
  {
    example: 118,
    title: 'an admin bans several at once, and the list has them as well',
    play: async (on) => {
      await southamptonRoom(on);
      await on.play(111);
      await on.play(118);
      await on.forget();
      await on.play(116);
      const items = ['earlofcambridge', 'lordscroop', 'sirthomasgrey']
        .map((name) => `<item affiliation='outcast' jid='${name}@shakespeare.lit'><reason>Treason</reason></item>`)
        .join('');
      await on.receive(
        `<iq from='${southampton}' id='ban2' to='${king}' type='result'><query xmlns='${admin}'>${items}</query></iq>`,
      );
    },
  },
  {
    example: 119,
    title: 'the admin is told that the list is changed',
    play: async (on) => {
      await southamptonRoom(on);
      await on.play(118);
      await on.play(119);
    },
  },
];
