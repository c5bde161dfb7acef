/** XEP-0045 §7.6, §7.7: another nickname, another availability. */
import { coven, crone1, hag66, hecate, type Stage, wiccarocks } from '../stage.ts';
import type { Play } from './play.ts';

async function threeWitches(on: Stage, fields: Readonly<Record<string, string>> = {}): Promise<void> {
  await on.coven(fields);
  await on.affiliate(crone1, coven, { 'hag66@shakespeare.lit': 'member' });
  await on.enter(hag66, coven, 'thirdwitch');
  await on.forget();
}

/** An error goes back from where the stanza went (RFC 6120 §8.3.1): the nickname that was wished for. */
const fromTheWish = [
  "from='coven@chat.shakespeare.lit/thirdwitch'",
  "from='coven@chat.shakespeare.lit/oldhag'",
] as const;

async function nobodyHears(on: Stage): Promise<void> {
  for (const who of [crone1, wiccarocks, hag66]) {
    const heard = await on.unread(who);
    if (heard.length > 0) throw new Error(`${who} heard ${heard.join('')}`);
  }
}

const renames: Play['play'] = async (on) => {
  await threeWitches(on);
  await on.play(49);
  await on.play(50);
};

const goesAway: Play['play'] = async (on) => {
  await threeWitches(on);
  // It is wiccarocks who goes away, and oldhag is somebody else's nickname.
  await on.play(54, [['oldhag', 'secondwitch']]);
  await on.play(55);
};

export const changing: readonly Play[] = [
  { example: 49, title: 'an occupant takes another nickname', play: renames },
  { example: 50, title: 'everybody hears of the old nickname and of the new one', play: renames },
  {
    example: 51,
    title: 'an occupant hears that its new nickname was changed for it',
    play: async (on) => {
      await threeWitches(on);
      await on.enter('hag66@shakespeare.lit/cauldron', coven, 'thirdwitch');
      await on.play(49);
      // With another session there, the spelling that is in use stays.
      await on.forget();
      await on.play(51);
    },
  },
  {
    example: 52,
    title: 'an occupant does not get the nickname of somebody else',
    play: async (on) => {
      await threeWitches(on);
      await on.enter(hecate, coven, 'oldhag');
      await on.forget();
      await on.play(49);
      await on.play(52, [fromTheWish]);
      await nobodyHears(on);
    },
  },
  {
    example: 53,
    title: 'an occupant keeps its nickname where nicknames are locked down',
    play: async (on) => {
      await threeWitches(on, { 'x-muc#roomconfig_canchangenick': '0' });
      await on.play(49);
      await on.play(53, [fromTheWish]);
      await nobodyHears(on);
    },
  },
  { example: 54, title: 'an occupant goes away and says so', play: goesAway },
  { example: 55, title: 'everybody hears that an occupant is away', play: goesAway },
];
