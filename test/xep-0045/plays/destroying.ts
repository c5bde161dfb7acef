/** XEP-0045 §10.9: destroying a room. */
import { crone1, type Edits, hag66, type Stage, wiccarocks } from '../stage.ts';
import { expectNothing } from './changes.ts';
import type { Play } from './play.ts';

const heath = 'heath@chat.shakespeare.lit';

/** §15.6.2: it is about the one who gets it. */
const aboutOneself: Edits = [
  ["<item affiliation='none' role='none'/>", "<item affiliation='none' role='none'/><status code='110'/>"],
];

/** Three witches upon a heath, of whom the first one owns it. */
async function uponTheHeath(on: Stage): Promise<void> {
  await on.enter(crone1, heath, 'firstwitch');
  await on.configure(crone1, heath);
  await on.enter(wiccarocks, heath, 'secondwitch');
  await on.enter(hag66, heath, 'thirdwitch');
  await on.forget();
}

export const destroying: readonly Play[] = [
  {
    example: 201,
    title: 'an owner destroys the room, and its address is free',
    play: async (on) => {
      await uponTheHeath(on);
      await on.play(201);
      await on.play(203);
      await on.send(
        `<presence from='${hag66}' to='${heath}/thirdwitch'><x xmlns='http://jabber.org/protocol/muc'/></presence>`,
      );
      await on.receive(
        `<presence from='${heath}/thirdwitch' to='${hag66}'><x xmlns='http://jabber.org/protocol/muc#user'><item affiliation='owner' role='moderator' jid='${hag66}'/><status code='110'/><status code='201'/></x></presence>`,
      );
    },
  },
  {
    example: 202,
    title: 'everybody in the room is told once why it ends, and where to go',
    play: async (on) => {
      await uponTheHeath(on);
      await on.play(201);
      await on.play(202, aboutOneself);
      await on.play(203);
      for (const who of [crone1, wiccarocks, hag66]) expectNothing(await on.unread(who));
    },
  },
  {
    example: 203,
    title: 'the owner is told that the room is no more',
    play: async (on) => {
      await uponTheHeath(on);
      await on.play(201);
      await on.play(203);
    },
  },
  {
    example: 204,
    title: 'who is no owner does not destroy the room',
    play: async (on) => {
      await uponTheHeath(on);
      const destroy = "<destroy jid='coven@chat.shakespeare.lit'><reason>Macbeth doth come.</reason></destroy>";
      await on.send(
        `<iq from='${wiccarocks}' id='destroytest' to='${heath}' type='set'><query xmlns='http://jabber.org/protocol/muc#owner'>${destroy}</query></iq>`,
      );
      await on.receive(
        `<iq from='${heath}' id='destroytest' to='${wiccarocks}' type='error'><error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>`,
      );
      expectNothing(await on.unread(hag66));
    },
  },
];
