/** All examples that are played. */
import { appointing } from './appointing.ts';
import { askingRooms } from './asking-rooms.ts';
import { banning } from './banning.ts';
import { changing } from './changing.ts';
import { configuring } from './configuring.ts';
import { creating } from './creating.ts';
import { destroying } from './destroying.ts';
import { discovering } from './discovering.ts';
import { entering } from './entering.ts';
import { exiting } from './exiting.ts';
import { history } from './history.ts';
import { inviting } from './inviting.ts';
import { members } from './members.ts';
import { moderating } from './moderating.ts';
import { moderators } from './moderators.ts';
import { owning } from './owning.ts';
import type { Play } from './play.ts';
import { registering } from './registering.ts';
import { reservedNick } from './reserved-nick.ts';
import { talking } from './talking.ts';
import { voice } from './voice.ts';

export const plays: readonly Play[] = [
  ...discovering,
  ...askingRooms,
  ...entering,
  ...history,
  ...talking,
  ...changing,
  ...inviting,
  ...registering,
  ...reservedNick,
  ...exiting,
  ...moderating,
  ...voice,
  ...banning,
  ...members,
  ...moderators,
  ...creating,
  ...configuring,
  ...owning,
  ...appointing,
  ...destroying,
];
