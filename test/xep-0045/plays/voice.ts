/** XEP-0045 §7.13 and §8.3 to §8.6: voice, granted, revoked, asked for. */
import { coven, crone1, type Edits, hag66, type Stage } from '../stage.ts';
import { expectNothing, withActor } from './changes.ts';
import type { Play } from './play.ts';

const goodfolk = 'goodfolk@chat.shakespeare.lit';
const bard = 'bard@shakespeare.lit/globe';
const crone1Pda = 'crone1@shakespeare.lit/pda';
const moderated = { 'muc#roomconfig_moderatedroom': '1' };
const admin = 'http://jabber.org/protocol/muc#admin';

/** Moderators see addresses; everybody is told who did it. A nickname stands in an item only where it is a new one (§7.6). */
const asModeratorsSeeIt: Edits = [
  [" nick='thirdwitch'", ` jid='${hag66}'`],
  ['<reason>', "<actor nick='firstwitch'/><reason>"],
];

/** A moderated coven in which the third witch is a member, and so has voice at first. */
async function moderatedCoven(on: Stage, role: 'visitor' | 'participant'): Promise<void> {
  await on.coven(moderated);
  await on.affiliate(crone1, coven, { 'hag66@shakespeare.lit': 'member' });
  await on.enter(hag66, coven, 'thirdwitch');
  if (role === 'visitor') {
    await on.request(crone1, 'set', coven, `<query xmlns='${admin}'><item nick='thirdwitch' role='visitor'/></query>`);
  }
  await on.forget();
}

/** What the example shows without an actor comes with one. */
async function notedBy(on: Stage, role: string, reason = ''): Promise<void> {
  await on.receive(
    `<presence from='${coven}/thirdwitch' to='${crone1}'><x xmlns='http://jabber.org/protocol/muc#user'><item affiliation='member' jid='${hag66}' role='${role}'><actor nick='firstwitch'/>${reason}</item></x></presence>`,
  );
}

/** Good folk: three have voice, two are mere visitors. `hamlet` is no host here, so that all are of one. */
async function ofGoodfolk(on: Stage): Promise<void> {
  await on.enter(bard, goodfolk, 'bard');
  await on.configure(bard, goodfolk, moderated);
  await on.affiliate(bard, goodfolk, { 'hecate@shakespeare.lit': 'member' });
  await on.enter('polonius@shakespeare.lit/castle', goodfolk, 'Polo');
  await on.enter('horatio@shakespeare.lit/castle', goodfolk, 'horotoro');
  await on.enter('hecate@shakespeare.lit/broom', goodfolk, 'Hecate');
  await on.enter('rosencrantz@shakespeare.lit/castle', goodfolk, 'rosencrantz');
  await on.enter('guildenstern@shakespeare.lit/castle', goodfolk, 'guildenstern');
  const voiced = ['Polo', 'horotoro'].map((nick) => `<item nick='${nick}' role='participant'/>`).join('');
  await on.request(bard, 'set', goodfolk, `<query xmlns='${admin}'>${voiced}</query>`);
  await on.forget();
}

/** A moderated coven that a visitor has entered; its owner is there with the session that the examples show. */
async function covenWithVisitor(on: Stage): Promise<void> {
  await on.enter(crone1Pda, coven, 'firstwitch');
  await on.configure(crone1Pda, coven, moderated);
  await on.enter(hag66, coven, 'thirdwitch');
  await on.forget();
}

/** Booleans leave as 0 and 1, which all clients read (XEP-0004 §3.3 allows both). */
const asDigits: Edits = [['<value>false</value>', '<value>0</value>']];

export const voice: readonly Play[] = [
  {
    example: 79,
    title: 'a visitor asks for voice, and the moderators are asked',
    play: async (on) => {
      await covenWithVisitor(on);
      await on.play(79);
      await on.play(108, asDigits);
      expectNothing(await on.unread(hag66));
    },
  },
  {
    example: 94,
    title: 'a moderator grants voice to a visitor, who may then speak',
    play: async (on) => {
      await moderatedCoven(on, 'visitor');
      await on.play(94);
      await notedBy(on, 'participant');
      await on.send(`<message from='${hag66}' to='${coven}' type='groupchat' id='m1'><body>Hail!</body></message>`);
      await on.receive(
        `<message from='${coven}/thirdwitch' to='${crone1}' type='groupchat' id='m1'><body>Hail!</body></message>`,
      );
    },
  },
  {
    example: 95,
    title: 'a moderator grants voice and says why',
    play: async (on) => {
      await moderatedCoven(on, 'visitor');
      await on.play(95);
      await notedBy(on, 'participant', '<reason>A worthy witch indeed!</reason>');
    },
  },
  {
    example: 96,
    title: 'the moderator is told that voice is granted',
    play: async (on) => {
      await moderatedCoven(on, 'visitor');
      await on.play(95);
      await on.play(96);
    },
  },
  {
    example: 97,
    title: 'everybody is told of the new voice',
    play: async (on) => {
      await moderatedCoven(on, 'visitor');
      await on.play(95);
      await on.play(97, asModeratorsSeeIt);
    },
  },
  {
    example: 98,
    title: 'a moderator revokes voice, and the visitor cannot speak any more',
    play: async (on) => {
      await moderatedCoven(on, 'participant');
      await on.play(98);
      await on.forget();
      await on.send(`<message from='${hag66}' to='${coven}' type='groupchat' id='m1'><body>Hail!</body></message>`);
      await on.receive(
        `<message from='${coven}' to='${hag66}' type='error' id='m1'><body>Hail!</body><error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>`,
      );
      expectNothing(await on.unread(crone1));
    },
  },
  {
    example: 99,
    title: 'a moderator revokes voice and says why',
    play: async (on) => {
      await moderatedCoven(on, 'participant');
      await on.play(99);
      await notedBy(on, 'visitor', '<reason>Not so worthy after all!</reason>');
    },
  },
  {
    example: 100,
    title: 'the moderator is told that voice is revoked',
    play: async (on) => {
      await moderatedCoven(on, 'participant');
      await on.play(99);
      await on.play(100);
    },
  },
  {
    example: 101,
    title: 'everybody is told of the lost voice',
    play: async (on) => {
      await moderatedCoven(on, 'participant');
      await on.play(98);
      await on.play(101, withActor("role='visitor'"));
    },
  },
  {
    example: 102,
    title: 'nobody can revoke the voice of an admin',
    play: async (on) => {
      await moderatedCoven(on, 'participant');
      await on.send(
        `<iq from='${crone1}' id='voicetest' to='${coven}' type='set'><query xmlns='${admin}'><item nick='secondwitch' role='visitor'/></query></iq>`,
      );
      await on.play(102);
      expectNothing(await on.unread(hag66));
    },
  },
  {
    example: 103,
    title: 'a moderator asks for the voice list',
    play: async (on) => {
      await ofGoodfolk(on);
      await on.play(103);
      await on.play(104, [['@hamlet/', '@shakespeare.lit/']]);
    },
  },
  {
    example: 104,
    title: 'the voice list has everybody with voice, and nobody else',
    play: async (on) => {
      await ofGoodfolk(on);
      await on.play(103);
      await on.play(104, [['@hamlet/', '@shakespeare.lit/']]);
      expectNothing(await on.unread(bard));
    },
  },
  {
    example: 105,
    title: 'a moderator changes several voices at once, and each change is told',
    play: async (on) => {
      await ofGoodfolk(on);
      await on.play(105);
      for (const [nick, affiliation, role, reason] of [
        ['Hecate', 'member', 'visitor', ''],
        ['rosencrantz', 'none', 'participant', '<reason>A worthy fellow.</reason>'],
        ['guildenstern', 'none', 'participant', '<reason>A worthy fellow.</reason>'],
      ]) {
        await on.receive(
          `<presence from='${goodfolk}/${nick}' to='polonius@shakespeare.lit/castle'><x xmlns='http://jabber.org/protocol/muc#user'><item affiliation='${affiliation}' role='${role}'><actor nick='bard'/>${reason}</item></x></presence>`,
        );
      }
    },
  },
  {
    example: 106,
    title: 'the moderator is told once that all is done',
    play: async (on) => {
      await ofGoodfolk(on);
      await on.play(105);
      // The example has the id of another request.
      await on.play(106, [["id='voice1'", "id='voice4'"]]);
    },
  },
  {
    example: 107,
    title: 'with one voice among several that cannot be revoked, nothing is changed',
    play: async (on) => {
      await ofGoodfolk(on);
      await on.send(
        `<iq from='${bard}' id='voicetest' to='${goodfolk}' type='set'><query xmlns='${admin}'><item nick='Hecate' role='visitor'/><item nick='bard' role='visitor'/></query></iq>`,
      );
      await on.play(107);
      expectNothing(await on.unread('hecate@shakespeare.lit/broom'));
    },
  },
  {
    example: 108,
    title: 'moderators get a form for each request',
    play: async (on) => {
      await covenWithVisitor(on);
      await on.enter('wiccarocks@shakespeare.lit/laptop', coven, 'secondwitch');
      await on.request(
        crone1Pda,
        'set',
        coven,
        `<query xmlns='${admin}'><item nick='secondwitch' role='moderator'/></query>`,
      );
      await on.forget();
      await on.play(79);
      await on.play(108, asDigits);
      await on.play(108, [...asDigits, ['crone1@shakespeare.lit/pda', 'wiccarocks@shakespeare.lit/laptop']]);
    },
  },
  {
    example: 109,
    title: 'a moderator says yes, and everybody is told of the new voice',
    play: async (on) => {
      await covenWithVisitor(on);
      await on.play(79);
      await on.play(108, asDigits);
      await on.play(109);
      await on.receive(
        `<presence from='${coven}/thirdwitch' to='${hag66}'><x xmlns='http://jabber.org/protocol/muc#user'><item affiliation='none' role='participant' jid='${hag66}'><actor nick='firstwitch'/></item><status code='110'/></x></presence>`,
      );
    },
  },
];
