/** The table of commands, in the order in which they are shown. */
import { block } from './blocks/block.ts';
import { listBlocked } from './blocks/list.ts';
import { unblock } from './blocks/unblock.ts';
import type { Command } from './command.ts';
import { assignHat } from './hats/assign.ts';
import { createHat } from './hats/create.ts';
import { destroyHat } from './hats/destroy.ts';
import { listHats } from './hats/list.ts';
import { listAssignedHats } from './hats/list-assigned.ts';
import { unassignHat } from './hats/unassign.ts';
import { approveRegistration } from './registrations/approve.ts';
import { denyRegistration } from './registrations/deny.ts';
import { listRegistrations } from './registrations/list.ts';

export const commands: readonly Command[] = [
  listHats,
  createHat,
  destroyHat,
  assignHat,
  unassignHat,
  listAssignedHats,
  block,
  unblock,
  listBlocked,
  listRegistrations,
  approveRegistration,
  denyRegistration,
];
