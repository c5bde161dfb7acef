/** XEP-0045 §10.6 to §10.8: admins are made and unmade. */
import { coven, crone1, type Edits, hag66, type Stage, wiccarocks } from '../stage.ts';
import { expectNothing, withActor } from './changes.ts';
import type { Play } from './play.ts';

const bard = 'bard@shakespeare.lit/globe';
const hecate = 'hecate@shakespeare.lit/broom';
const adminNs = 'http://jabber.org/protocol/muc#admin';

/** The presence shows the session, as §7.2.3 has it. */
const fullAddress: Edits = [["jid='wiccarocks@shakespeare.lit'", `jid='${wiccarocks}'`]];
const fromGlobe: Edits = [['bard@shakespeare.lit/desktop', bard]];

/** The coven, in which secondwitch is nobody in particular. */
async function withoutAdmins(on: Stage): Promise<void> {
  await on.coven();
  await on.affiliate(crone1, coven, { 'wiccarocks@shakespeare.lit': 'none' });
  await on.forget();
}

/** The coven's owner is in it, and nobody else; secondwitch is an admin or not. */
async function alone(on: Stage, affiliation: 'admin' | 'none'): Promise<void> {
  await on.enter(crone1, coven, 'firstwitch');
  await on.configure(crone1, coven);
  await on.affiliate(crone1, coven, { 'wiccarocks@shakespeare.lit': affiliation });
  await on.forget();
}

/** The coven as the bard finds it, who owns it too. */
async function twoAdmins(on: Stage): Promise<void> {
  await on.coven();
  await on.affiliate(crone1, coven, { 'bard@shakespeare.lit': 'owner', 'hag66@shakespeare.lit': 'admin' });
  await on.forget();
}

async function adminsAre(on: Stage, items: readonly string[]): Promise<void> {
  await on.send(
    `<iq from='${crone1}' id='admins' to='${coven}' type='get'><query xmlns='${adminNs}'><item affiliation='admin'/></query></iq>`,
  );
  const shown = items.map((attributes) => `<item affiliation='admin' ${attributes}/>`).join('');
  await on.receive(
    `<iq from='${coven}' id='admins' to='${crone1}' type='result'><query xmlns='${adminNs}'>${shown}</query></iq>`,
  );
}

export const appointing: readonly Play[] = [
  {
    example: 186,
    title: 'an owner makes an admin',
    play: async (on) => {
      await withoutAdmins(on);
      await on.play(186);
      await on.play(188);
      await adminsAre(on, ["jid='wiccarocks@shakespeare.lit' nick='secondwitch'"]);
    },
  },
  {
    example: 187,
    title: 'an owner makes an admin and says why, and everybody is told why',
    play: async (on) => {
      await withoutAdmins(on);
      await on.play(187);
      await on.play(188);
      await on.receive(
        `<presence from='${coven}/secondwitch' to='${crone1}'><x xmlns='http://jabber.org/protocol/muc#user'><item affiliation='admin' jid='${wiccarocks}' role='moderator'><actor nick='firstwitch'/><reason>A worthy witch indeed!</reason></item></x></presence>`,
      );
    },
  },
  {
    example: 188,
    title: 'the owner is told that there is a new admin',
    play: async (on) => {
      await withoutAdmins(on);
      await on.play(187);
      await on.play(188);
    },
  },
  {
    example: 189,
    title: 'a new admin who is in the room is shown to everybody',
    play: async (on) => {
      await withoutAdmins(on);
      await on.play(186);
      await on.play(189, [...fullAddress, ...withActor("role='moderator'")]);
    },
  },
  {
    example: 190,
    title: 'of a new admin who is not in the room those hear who may see addresses',
    play: async (on) => {
      await alone(on, 'none');
      await on.enter(hag66, coven, 'thirdwitch');
      await on.forget();
      await on.play(186);
      await on.play(190, withActor("role='none'"));
      expectNothing(await on.unread(hag66));
    },
  },
  {
    example: 191,
    title: 'an owner makes nobody in particular of an admin',
    play: async (on) => {
      await on.coven();
      await on.play(191);
      await on.play(193);
      await adminsAre(on, []);
    },
  },
  {
    example: 192,
    title: 'an owner unmakes an admin and says why, and everybody is told why',
    play: async (on) => {
      await on.coven();
      await on.play(192);
      await on.play(193);
      await on.receive(
        `<presence from='${coven}/secondwitch' to='${crone1}'><x xmlns='http://jabber.org/protocol/muc#user'><item affiliation='none' jid='${wiccarocks}' role='participant'><actor nick='firstwitch'/><reason>Not so worthy after all!</reason></item></x></presence>`,
      );
    },
  },
  {
    example: 193,
    title: 'the owner is told that there is one admin less',
    play: async (on) => {
      await on.coven();
      await on.play(192);
      await on.play(193);
    },
  },
  {
    example: 194,
    title: 'an admin who is one no more is shown to everybody',
    play: async (on) => {
      await on.coven();
      await on.play(191);
      await on.play(194, [...fullAddress, ...withActor("role='participant'")]);
    },
  },
  {
    example: 195,
    title: 'of a former admin who is not in the room those hear who may see addresses',
    play: async (on) => {
      await alone(on, 'admin');
      await on.play(191);
      await on.play(195, withActor("role='none'"));
    },
  },
  {
    example: 196,
    title: 'an owner asks for the list of admins, and nobody else where addresses are hidden',
    play: async (on) => {
      await twoAdmins(on);
      // The same session asks and is answered.
      await on.play(196, fromGlobe);
      await on.play(197);
      await on.send(
        `<iq from='${hecate}' id='admins' to='${coven}' type='get'><query xmlns='${adminNs}'><item affiliation='admin'/></query></iq>`,
      );
      await on.receive(
        `<iq from='${coven}' id='admins' to='${hecate}' type='error'><error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>`,
      );
    },
  },
  {
    example: 197,
    title: 'the list has all admins, with the nicknames of those in the room',
    play: async (on) => {
      await twoAdmins(on);
      await on.play(196, fromGlobe);
      await on.play(197);
    },
  },
  {
    example: 198,
    title: 'an owner sends what changes in the list of admins, and it changes at once',
    play: async (on) => {
      await twoAdmins(on);
      await on.play(198);
      await on.play(200, [[`to='${crone1}'`, `to='${bard}'`]]);
      await adminsAre(on, ["jid='wiccarocks@shakespeare.lit' nick='secondwitch'", "jid='hecate@shakespeare.lit'"]);
    },
  },
  {
    example: 199,
    title: 'who is no owner does not change the list of admins, not even an admin',
    play: async (on) => {
      await twoAdmins(on);
      await on.send(
        `<iq from='${hag66}' id='admintest' to='${coven}' type='set'><query xmlns='${adminNs}'><item affiliation='admin' jid='hecate@shakespeare.lit'/></query></iq>`,
      );
      await on.play(199);
    },
  },
  {
    example: 200,
    title: 'whoever changed the list of admins is told that it is done',
    play: async (on) => {
      await twoAdmins(on);
      await on.play(198);
      // The answer goes to whoever asked.
      await on.play(200, [[`to='${crone1}'`, `to='${bard}'`]]);
    },
  },
];
