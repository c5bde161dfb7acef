/** A house of one category in which everybody may be, and everything is allowed. */
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

export const openDirectory: Directory = {
  groupsOf: () => [],
  category: () => category,
  isCategoryName: () => false,
  addin: () => undefined,
};
