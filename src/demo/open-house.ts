/** What rooms know of a house of one category in which everybody may be and everything is allowed: for rooms without a service. */
import type { Directory, RoomCategory } from '../room/directory.ts';
import { defaultCategory } from '../room/state.ts';

const category: RoomCategory = {
  key: defaultCategory,
  name: '',
  invitations: true,
  fileUpload: true,
  history: true,
  ownersDestroy: true,
  inScope: () => true,
  covers: () => true,
  mayCreate: () => true,
};

export const openHouse: Directory = {
  groupsOf: () => [],
  category: () => category,
  isCategoryName: () => false,
  addin: () => undefined,
};
