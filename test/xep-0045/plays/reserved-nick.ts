/** XEP-0045 §7.12: a nickname that is reserved. */
import { coven, crone1, hag66 } from '../stage.ts';
import type { Play } from './play.ts';

const learnsNick: Play['play'] = async (on) => {
  await on.coven();
  await on.request(
    crone1,
    'set',
    coven,
    `<query xmlns='http://jabber.org/protocol/muc#admin'><item jid='hag66@shakespeare.lit' affiliation='member' nick='thirdwitch'/></query>`,
  );
  await on.play(77);
  await on.play(78);
  // Also for somebody who is in the room already.
  await on.enter(hag66, coven, 'thirdwitch');
  await on.forget();
  await on.play(77);
  await on.play(78);
};

export const reservedNick: readonly Play[] = [
  { example: 77, title: 'somebody asks for the nickname reserved for them', play: learnsNick },
  { example: 78, title: 'the room names it', play: learnsNick },
];
