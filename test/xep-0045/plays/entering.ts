/** XEP-0045 §7.2: entering a room. */
import { hag66 } from '../stage.ts';
import type { Play } from './play.ts';

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
];
