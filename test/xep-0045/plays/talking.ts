/** XEP-0045 §7.4, §7.5: messages to everybody, and to one. */
import { coven, crone1, hag66, type Stage, wiccarocks } from '../stage.ts';
import type { Play } from './play.ts';

async function threeWitches(on: Stage): Promise<void> {
  await on.coven();
  await on.enter(hag66, coven, 'thirdwitch');
  await on.forget();
}

const everybodyHears: Play['play'] = async (on) => {
  await threeWitches(on);
  await on.play(44);
  await on.play(45);
};

const oneHears: Play['play'] = async (on) => {
  await threeWitches(on);
  await on.play(46);
  await on.play(47);
  for (const who of [hag66, wiccarocks]) {
    const heard = await on.unread(who);
    if (heard.length > 0) throw new Error(`${who} heard ${heard.join('')}`);
  }
};

export const talking: readonly Play[] = [
  { example: 44, title: 'an occupant says something to everybody', play: everybodyHears },
  { example: 45, title: 'everybody hears it, from the nickname and with its id', play: everybodyHears },
  { example: 46, title: 'an occupant sends a private message', play: oneHears },
  { example: 47, title: 'only the one it is for gets it, from the nickname', play: oneHears },
  {
    example: 48,
    title: 'a message for everybody is not sent to one',
    play: async (on) => {
      await threeWitches(on);
      await on.play(48);
      const heard = await on.unread(crone1);
      if (heard.length > 0) throw new Error(`firstwitch heard ${heard.join('')}`);
    },
  },
];
