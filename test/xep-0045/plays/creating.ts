/** XEP-0045 §10.1: creating a room. */
import { coven, crone1, type Edits, hag66, type Stage } from '../stage.ts';
import { lockedCoven, withoutNotes, withValue } from './owner-forms.ts';
import type { Play } from './play.ts';

/** §7.2.2: one's own presence always shows one's own address. */
const ownAddress: Edits = [["role='moderator'/>", `role='moderator' jid='${crone1}'/>`]];

/** The form is a sample, with defaults of another service. */
const ourDefaults: Edits = [
  ...withoutNotes(157),
  ...withValue(157, 'muc#roomconfig_maxusers', '20', 'none'),
  ...withValue(157, 'muc#roomconfig_persistentroom', '0', '1'),
  ...withValue(157, 'muc#maxhistoryfetch', '50', '30'),
];

const asksToEnter = `<presence from='${hag66}' to='${coven}/thirdwitch'><x xmlns='http://jabber.org/protocol/muc'/></presence>`;

async function isLocked(on: Stage): Promise<void> {
  await on.send(asksToEnter);
  await on.receive(
    `<presence from='${coven}/thirdwitch' to='${hag66}' type='error'><x xmlns='http://jabber.org/protocol/muc'/><error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></presence>`,
  );
}

export const creating: readonly Play[] = [
  {
    example: 152,
    title: 'who may not make rooms here is told so',
    roomsCreatedBy: 'admins',
    play: async (on) => {
      await on.send(asksToEnter);
      await on.play(152);
    },
  },
  {
    example: 153,
    title: 'whoever enters a room that is not there makes it, and nobody else may enter yet',
    play: async (on) => {
      await on.play(153);
      await on.play(154, ownAddress);
      await isLocked(on);
    },
  },
  {
    example: 154,
    title: 'the creator is told that the room is new, and that it is its owner',
    play: async (on) => {
      await on.play(153);
      await on.play(154, ownAddress);
      await on.receive(`<message from='${coven}' to='${crone1}' type='groupchat'><subject/></message>`);
    },
  },
  {
    example: 155,
    title: 'an instant room takes the settings as they are, and opens',
    play: async (on) => {
      await lockedCoven(on);
      await on.play(155);
      await on.receive(`<iq from='${coven}' to='${crone1}' id='create1' type='result'/>`);
      await on.enter(hag66, coven, 'thirdwitch');
    },
  },
  {
    example: 156,
    title: 'the owner of a new room asks for its form, which opens nothing',
    play: async (on) => {
      await lockedCoven(on);
      await on.play(156);
      await on.play(157, ourDefaults);
      await isLocked(on);
    },
  },
  {
    example: 157,
    title: 'the form of a new room has every field of the sample, with our defaults',
    play: async (on) => {
      await lockedCoven(on);
      await on.play(156);
      await on.play(157, ourDefaults);
    },
  },
  {
    example: 158,
    title: 'every room can be configured, so that the form is never empty as here',
    play: async (on) => {
      await lockedCoven(on);
      await on.play(156);
      await on.receive(
        `<iq from='${coven}' id='create1' to='${crone1}' type='result'><query xmlns='http://jabber.org/protocol/muc#owner'><x xmlns='jabber:x:data' type='form'><field type='hidden' var='FORM_TYPE'><value>http://jabber.org/protocol/muc#roomconfig</value></field></x></query></iq>`,
      );
    },
  },
  {
    example: 159,
    title: 'the first form opens the room, with the password and the admins that it says',
    play: async (on) => {
      await lockedCoven(on);
      await on.play(159);
      await on.play(160);
      await on.send(asksToEnter);
      await on.receive(
        `<presence from='${coven}/thirdwitch' to='${hag66}' type='error'><x xmlns='http://jabber.org/protocol/muc'/><error type='auth'><not-authorized xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></presence>`,
      );
      await on.send(
        `<iq from='${crone1}' id='list' to='${coven}' type='get'><query xmlns='http://jabber.org/protocol/muc#admin'><item affiliation='admin'/></query></iq>`,
      );
      await on.receive(
        `<iq from='${coven}' id='list' to='${crone1}' type='result'><query xmlns='http://jabber.org/protocol/muc#admin'><item affiliation='admin' jid='wiccarocks@shakespeare.lit'/><item affiliation='admin' jid='hecate@shakespeare.lit'/></query></iq>`,
      );
    },
  },
  {
    example: 160,
    title: 'the owner is told that its room is configured',
    play: async (on) => {
      await lockedCoven(on);
      await on.play(159);
      await on.play(160);
      await on.enter(hag66, coven, 'thirdwitch', '<password>cauldronburn</password>');
    },
  },
  {
    example: 161,
    title: 'a room with a password needs one: a blank one is refused, and the room stays locked',
    play: async (on) => {
      await lockedCoven(on);
      await on.play(159, [['<value>cauldronburn</value>', '<value/>']]);
      await on.play(161);
      await isLocked(on);
    },
  },
  {
    example: 162,
    title: 'cancelling the first form ends the room: its creator is told, and the next one makes another',
    play: async (on) => {
      await lockedCoven(on);
      await on.play(162);
      await on.receive(
        `<presence from='${coven}/firstwitch' to='${crone1}' type='unavailable'><x xmlns='http://jabber.org/protocol/muc#user'><item affiliation='none' role='none'/><destroy/><status code='110'/></x></presence>`,
      );
      await on.receive(`<iq from='${coven}' id='create2' to='${crone1}' type='result'/>`);
      await on.send(asksToEnter);
      await on.receive(
        `<presence from='${coven}/thirdwitch' to='${hag66}'><x xmlns='http://jabber.org/protocol/muc#user'><item affiliation='owner' role='moderator' jid='${hag66}'/><status code='110'/><status code='201'/></x></presence>`,
      );
    },
  },
];
