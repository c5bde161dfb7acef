/** XEP-0045 §7.14: leaving a room. */
import { coven, crone1, hag66, type Stage, wiccarocks } from '../stage.ts';
import type { Play } from './play.ts';

async function leaves(on: Stage): Promise<void> {
  await on.coven();
  await on.affiliate(crone1, coven, { 'hag66@shakespeare.lit': 'member' });
  await on.enter(hag66, coven, 'thirdwitch');
  await on.forget();
  await on.play(80);
}

export const exiting: readonly Play[] = [
  {
    example: 80,
    title: 'an occupant leaves and gets nothing more of what is said',
    play: async (on) => {
      await leaves(on);
      await on.play(81);
      await on.send(
        `<message from='${crone1}' to='${coven}' type='groupchat' id='gone'><body>Is she gone?</body></message>`,
      );
      await on.receive(
        `<message from='${coven}/firstwitch' to='${wiccarocks}' type='groupchat' id='gone'><body>Is she gone?</body></message>`,
      );
      const heard = await on.unread(hag66);
      if (heard.length > 0) throw new Error(`thirdwitch heard ${heard.join('')}`);
    },
  },
  {
    example: 81,
    title: 'who leaves hears that it has left',
    play: async (on) => {
      await leaves(on);
      await on.play(81);
    },
  },
  {
    example: 82,
    title: 'everybody hears who has left',
    play: async (on) => {
      await leaves(on);
      await on.play(82);
    },
  },
  {
    example: 83,
    title: 'who leaves may say something on leaving',
    play: async (on) => {
      await on.coven();
      await on.play(83);
      await on.receive(
        `<presence from='${coven}/secondwitch' to='${crone1}' type='unavailable'><status>gone where the goblins go</status><x xmlns='http://jabber.org/protocol/muc#user'><item affiliation='admin' jid='${wiccarocks}' role='none'/></x></presence>`,
      );
    },
  },
];
