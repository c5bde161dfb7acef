/** All targets, in the order in which they are measured and shown. */
import { longroomAlone } from './longroom.ts';
import { behind, ownRooms } from './servers.ts';
import type { Target } from './target.ts';

export const targets: readonly Target[] = [
  longroomAlone,
  behind('prosody'),
  ownRooms('prosody', 'files'),
  ownRooms('prosody', 'sqlite'),
  behind('ejabberd'),
  ownRooms('ejabberd', 'files'),
  ownRooms('ejabberd', 'sqlite'),
];
