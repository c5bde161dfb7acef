/** What is told of the nodes of a room (XEP-0045 §16.4, XEP-0030 §3.2), by node. */
import { NS } from '../../wire/namespaces.ts';
import type { Disclosure } from '../disco.ts';
import { notImplemented } from '../refusals.ts';
import { roomCommandNodes } from './commands.ts';
import type { RoomQueryEnvironment, RoomQuestion } from './question.ts';

const noReservedNick = () => notImplemented('Nicknames cannot be reserved by query here.');

export const roomNodes: ReadonlyMap<string, Disclosure<RoomQuestion, RoomQueryEnvironment>> = new Map([
  ...roomCommandNodes,
  [NS.mucReservedNick, { info: noReservedNick, items: noReservedNick }],
]);
