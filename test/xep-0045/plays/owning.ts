/** XEP-0045 §10.3 to §10.5: owners are made and unmade. */
import { coven, crone1, type Edits, hag66, type Stage } from '../stage.ts';
import { withActor } from './changes.ts';
import type { Play } from './play.ts';

const hecate = 'hecate@shakespeare.lit/broom';
const bard = 'bard@shakespeare.lit/globe';
const adminNs = 'http://jabber.org/protocol/muc#admin';

/** The presence shows the session, as §7.2.3 has it. */
const fullAddress: Edits = [["jid='hecate@shakespeare.lit'", `jid='${hecate}'`]];
const bySecondOwner: Edits = [[`to='${crone1}'`, `to='${bard}'`]];

const first = { name: 'crone1', nick: 'firstwitch' };

async function withHecate(on: Stage): Promise<void> {
  await on.coven();
  await on.enter(hecate, coven, 'hecate');
  await on.forget();
}

async function hecateOwns(on: Stage): Promise<void> {
  await withHecate(on);
  await on.affiliate(crone1, coven, { 'hecate@shakespeare.lit': 'owner' });
  await on.forget();
}

async function bardOwns(on: Stage): Promise<void> {
  await on.coven();
  await on.affiliate(crone1, coven, { 'bard@shakespeare.lit': 'owner' });
  await on.forget();
}

/** The first witch is not in the room, so that her nickname is not on the list. */
async function bardOwnsAndIsAlone(on: Stage): Promise<void> {
  await bardOwns(on);
  await on.send(`<presence from='${crone1}' to='${coven}/firstwitch' type='unavailable'/>`);
  await on.forget();
}

/** Those who are in the room with their nicknames. */
async function ownersAre(
  on: Stage,
  owners: readonly { readonly name: string; readonly nick?: string }[],
): Promise<void> {
  const items = owners.map(({ name, nick }) => asOwner(name, nick)).join('');
  await on.send(
    `<iq from='${crone1}' id='owners' to='${coven}' type='get'><query xmlns='${adminNs}'><item affiliation='owner'/></query></iq>`,
  );
  await on.receive(
    `<iq from='${coven}' id='owners' to='${crone1}' type='result'><query xmlns='${adminNs}'>${items}</query></iq>`,
  );
}

export const owning: readonly Play[] = [
  {
    example: 172,
    title: 'an owner makes another one',
    play: async (on) => {
      await on.coven();
      await on.play(172);
      await on.play(174);
      await ownersAre(on, [first, { name: 'hecate' }]);
    },
  },
  {
    example: 173,
    title: 'an owner makes another one and says why, and everybody is told why',
    play: async (on) => {
      await withHecate(on);
      await on.play(173);
      await on.play(174);
      await on.receive(
        `<presence from='${coven}/hecate' to='${crone1}'><x xmlns='http://jabber.org/protocol/muc#user'><item affiliation='owner' jid='${hecate}' role='moderator'><actor nick='firstwitch'/><reason>A worthy witch indeed!</reason></item></x></presence>`,
      );
    },
  },
  {
    example: 174,
    title: 'the owner is told that there is another one now',
    play: async (on) => {
      await on.coven();
      await on.play(173);
      await on.play(174);
    },
  },
  {
    example: 175,
    title: 'a new owner who is in the room is shown to everybody',
    play: async (on) => {
      await withHecate(on);
      await on.play(172);
      await on.play(175, [...fullAddress, ...withActor("role='moderator'")]);
    },
  },
  {
    example: 176,
    title: 'of a new owner who is not in the room those hear who may see addresses',
    play: async (on) => {
      await on.coven();
      await on.play(172);
      // The affiliation is the one just granted: the text above the example says "owner".
      await on.play(176, [["affiliation='member'", "affiliation='owner'"], ...withActor("role='none'")]);
    },
  },
  {
    example: 177,
    title: 'an owner makes an admin of another one',
    play: async (on) => {
      await hecateOwns(on);
      await on.play(177);
      await on.play(179);
      await ownersAre(on, [first]);
    },
  },
  {
    example: 178,
    title: 'an owner makes an admin of another one and says why, and everybody is told why',
    play: async (on) => {
      await hecateOwns(on);
      await on.play(178);
      await on.play(179);
      await on.receive(
        `<presence from='${coven}/hecate' to='${crone1}'><x xmlns='http://jabber.org/protocol/muc#user'><item affiliation='admin' jid='${hecate}' role='moderator'><actor nick='firstwitch'/><reason>Not so worthy after all!</reason></item></x></presence>`,
      );
    },
  },
  {
    example: 179,
    title: 'the owner is told that there is one less; but the last one stays',
    play: async (on) => {
      await hecateOwns(on);
      await on.play(178);
      await on.play(179);
      await on.send(
        `<iq from='${crone1}' id='last' to='${coven}' type='set'><query xmlns='${adminNs}'><item affiliation='admin' jid='crone1@shakespeare.lit'/></query></iq>`,
      );
      await on.receive(
        `<iq from='${coven}' id='last' to='${crone1}' type='error'><error type='cancel'><conflict xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>`,
      );
    },
  },
  {
    example: 180,
    title: 'an owner who is one no more is shown to everybody',
    play: async (on) => {
      await hecateOwns(on);
      await on.play(177);
      // Hecate has her nickname of example 175, not that of another witch.
      await on.play(180, [
        [`${coven}/secondwitch`, `${coven}/hecate`],
        ...fullAddress,
        ...withActor("role='moderator'"),
      ]);
    },
  },
  {
    example: 181,
    title: 'an owner asks for the list of owners, and nobody else where addresses are hidden',
    play: async (on) => {
      await bardOwnsAndIsAlone(on);
      await on.play(181);
      await on.play(182, [
        ["<item affiliation='owner' jid='crone1", `${asOwner('bard')}<item affiliation='owner' jid='crone1`],
      ]);
      await on.send(
        `<iq from='${hag66}' id='owners' to='${coven}' type='get'><query xmlns='${adminNs}'><item affiliation='owner'/></query></iq>`,
      );
      await on.receive(
        `<iq from='${coven}' id='owners' to='${hag66}' type='error'><error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>`,
      );
    },
  },
  {
    example: 182,
    title: 'the list has all owners',
    play: async (on) => {
      await bardOwnsAndIsAlone(on);
      await on.play(181);
      // The bard, who may ask, is on the list as well.
      await on.play(182, [
        ["<item affiliation='owner' jid='crone1", `${asOwner('bard')}<item affiliation='owner' jid='crone1`],
      ]);
    },
  },
  {
    example: 183,
    title: 'an owner sends what changes in the list of owners; the others stay on it',
    play: async (on) => {
      await bardOwns(on);
      await on.play(183);
      await on.play(185, bySecondOwner);
      await ownersAre(on, [first, { name: 'bard' }, { name: 'hecate' }]);
    },
  },
  {
    example: 184,
    title: 'who is no owner does not change the list of owners',
    play: async (on) => {
      await on.coven();
      await on.affiliate(crone1, coven, { 'hag66@shakespeare.lit': 'admin' });
      await on.send(
        `<iq from='${hag66}' id='ownertest' to='${coven}' type='set'><query xmlns='${adminNs}'>${asOwner('hecate')}</query></iq>`,
      );
      await on.play(184);
      await ownersAre(on, [first]);
    },
  },
  {
    example: 185,
    title: 'whoever changed the list of owners is told that it is done',
    play: async (on) => {
      await bardOwns(on);
      await on.play(183);
      // The answer goes to whoever asked.
      await on.play(185, bySecondOwner);
    },
  },
];

function asOwner(name: string, nick?: string): string {
  const inRoom = nick === undefined ? '' : ` nick='${nick}'`;
  return `<item affiliation='owner' jid='${name}@shakespeare.lit'${inRoom}/>`;
}
