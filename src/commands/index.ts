/** The table of commands, in the order in which they are shown. */

import { createAddin } from './addins/create.ts';
import { deleteAddin } from './addins/delete.ts';
import { listAddins } from './addins/list.ts';
import { setAddin } from './addins/set.ts';
import { announce } from './administration/announce.ts';
import { editAdministrators } from './administration/edit-admin.ts';
import { editBlacklist } from './administration/edit-blacklist.ts';
import { listAdministrators } from './administration/list-admin.ts';
import { countOnlineUsers } from './administration/online-users.ts';
import { readAudit } from './audit/read.ts';
import { block } from './blocks/block.ts';
import { listBlocked } from './blocks/list.ts';
import { unblock } from './blocks/unblock.ts';
import { createCategory } from './categories/create.ts';
import { deleteCategory } from './categories/delete.ts';
import { listCategoryEntries } from './categories/entries.ts';
import { listCategories } from './categories/list.ts';
import { setCategory } from './categories/set.ts';
import { showCategory } from './categories/show.ts';
import type { Command } from './command.ts';
import { listEligible } from './eligible/list.ts';
import { createGroup } from './groups/create.ts';
import { deleteGroup } from './groups/delete.ts';
import { listGroups } from './groups/list.ts';
import { groupsOfPerson } from './groups/of.ts';
import { refreshGroups } from './groups/refresh.ts';
import { setGroup } from './groups/set.ts';
import { showGroup } from './groups/show.ts';
import { assignHat } from './hats/assign.ts';
import { createHat } from './hats/create.ts';
import { destroyHat } from './hats/destroy.ts';
import { listHats } from './hats/list.ts';
import { listAssignedHats } from './hats/list-assigned.ts';
import { unassignHat } from './hats/unassign.ts';
import { createHold } from './holds/create.ts';
import { listHolds } from './holds/list.ts';
import { releaseHold } from './holds/release.ts';
import { showHold } from './holds/show.ts';
import { cancelJob } from './jobs/cancel.ts';
import { listJobs } from './jobs/list.ts';
import { showJob } from './jobs/show.ts';
import { checkPolicy } from './policies/check.ts';
import { setDefaultPolicy } from './policies/default.ts';
import { setFederation } from './policies/federation.ts';
import { setPolicy } from './policies/set.ts';
import { showPolicy } from './policies/show.ts';
import { showHealth } from './probe/health.ts';
import { testService } from './probe/test.ts';
import { approveRegistration } from './registrations/approve.ts';
import { denyRegistration } from './registrations/deny.ts';
import { listRegistrations } from './registrations/list.ts';
import { banFromRoom, unbanFromRoom } from './rooms/ban.ts';
import { changeManagers, changeMembers, changePresenters } from './rooms/change-list.ts';
import { clearRoom } from './rooms/clear.ts';
import { createRoom } from './rooms/create.ts';
import { deleteRoom } from './rooms/delete.ts';
import { disableRoom, enableRoom } from './rooms/disable.ts';
import { findRooms } from './rooms/find.ts';
import { inviteToRoom } from './rooms/invite.ts';
import { joinAll, joinRoom } from './rooms/join.ts';
import { listRooms } from './rooms/list.ts';
import { myRooms } from './rooms/mine.ts';
import { moveRoom } from './rooms/move.ts';
import { listPeople } from './rooms/people.ts';
import { removeMessages } from './rooms/remove-messages.ts';
import { requestMembership, withdrawRequest } from './rooms/request.ts';
import { setRoom } from './rooms/set.ts';
import { showRoom } from './rooms/show.ts';
import { whereIs } from './rooms/where.ts';
import { resetSettings } from './settings/reset.ts';
import { setSettings } from './settings/set.ts';
import { showSettings } from './settings/show.ts';
import { reportUsage } from './usage/report.ts';
import { grantVoice } from './voice/grant.ts';

export const commands: readonly Command[] = [
  findRooms,
  myRooms,
  joinRoom,
  joinAll,
  createRoom,
  showRoom,
  setRoom,
  listPeople,
  changeMembers,
  changeManagers,
  changePresenters,
  banFromRoom,
  unbanFromRoom,
  inviteToRoom,
  requestMembership,
  withdrawRequest,
  whereIs,
  moveRoom,
  disableRoom,
  enableRoom,
  deleteRoom,
  listRooms,
  clearRoom,
  removeMessages,
  grantVoice,
  listHats,
  createHat,
  destroyHat,
  assignHat,
  unassignHat,
  listAssignedHats,
  block,
  unblock,
  listBlocked,
  listCategories,
  showCategory,
  createCategory,
  setCategory,
  deleteCategory,
  listCategoryEntries,
  listEligible,
  listGroups,
  showGroup,
  createGroup,
  setGroup,
  deleteGroup,
  groupsOfPerson,
  refreshGroups,
  showPolicy,
  setPolicy,
  setDefaultPolicy,
  setFederation,
  checkPolicy,
  listAddins,
  createAddin,
  setAddin,
  deleteAddin,
  showSettings,
  setSettings,
  resetSettings,
  listHolds,
  showHold,
  createHold,
  releaseHold,
  readAudit,
  listJobs,
  showJob,
  cancelJob,
  reportUsage,
  showHealth,
  testService,
  countOnlineUsers,
  announce,
  listAdministrators,
  editAdministrators,
  editBlacklist,
  listRegistrations,
  approveRegistration,
  denyRegistration,
];
