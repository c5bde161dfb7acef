/** The decision alone, without parsing, store or delivery: a message and an entrance, by length of lists and by groups. */
import { GroupMembers } from '../../src/category/group-members.ts';
import type { Context } from '../../src/room/context.ts';
import { decide } from '../../src/room/decide.ts';
import type { RoomRequest } from '../../src/room/request.ts';
import { emptyRoom, type Occupant, type Person, type Room } from '../../src/room/state.ts';
import { defaultSettings, type Settings } from '../../src/room/traits/index.ts';
import { directoryOf, domain, groupName, userJid } from './house.ts';
import { microseconds, type Row } from './timing.ts';

const occupants = 30;
const scopeEntries = 100_000;
const listLengths = [10, 1_000, 100_000, 1_000_000];
const groupCounts = [0, 1, 100, 200];

const context: Context = {
  now: 1_800_000_000_000,
  stanzaId: (number) => `stanza-${number}`,
  copiesCharactersMax: 134_217_728,
  largeRoomsAbove: 75,
  newRoomCategory: () => 'default',
  historyInNewRooms: 30,
  isReserved: () => false,
  isServiceAdmin: () => false,
  isBlocked: () => false,
};

const kinds = {
  open: {},
  closed: { membersOnly: true },
  'auditorium, secret': { membersOnly: true, public: false, moderated: true, auditorium: true },
} as const satisfies Record<string, Partial<Settings>>;

interface Asked {
  readonly entries: number;
  readonly groups: number;
  readonly settings: Partial<Settings>;
}

const speaker: Person = { key: 'k0', jid: userJid(0) };

/** The speaker belongs to the room, and is in its scope, by the last of their groups; without groups, in person. */
function roomOf({ entries, groups, settings }: Asked): Room {
  const index = new GroupMembers();
  const names = Array.from({ length: groups }, (_, group) => groupName(group));
  // Somebody of the domain as a whole is in a group, too, as where a group is made of domains.
  for (const name of names) index.put(name, new Set([speaker.jid, userJid(1)]));
  index.put('Everybody here', new Set([domain]));
  const through = names.at(-1);
  const scope = { entries: scopeEntries, ...(through !== undefined && { through }) };
  const room = emptyRoom(
    { key: 'room', jid: `desk@rooms.${domain}`, directory: directoryOf(index, scope) },
    { ...defaultSettings, ...settings },
  );
  room.open = true;
  room.number = 1;
  for (let entry = 0; entry < entries - 1; entry++) {
    const jid = entry % 5 === 4 ? `group:stranger ${entry}` : `stranger${entry}@${domain}`;
    room.entries.set({ person: { key: `s${entry}`, jid }, facts: { member: true } });
  }
  const whom = through === undefined ? speaker : { key: 'g', jid: `group:${through}` };
  room.entries.set({ person: whom, facts: { member: true, presenter: true } });
  for (let number = 0; number < occupants; number++) {
    const person = number === 0 ? speaker : { key: `k${number}`, jid: userJid(number) };
    const occupant: Occupant = { nick: `n${number}`, person, role: 'participant', announced: true, sessions: [] };
    room.occupants.set(occupant.nick, occupant);
    const session = { jid: `${person.jid}/desk`, occupant, presence: '' };
    occupant.sessions = [session];
    room.sessions.set(session.jid, session);
  }
  return room;
}

const from = { session: `${speaker.jid}/desk`, person: speaker };

const message: RoomRequest = {
  kind: 'post',
  from,
  id: 'm1',
  originId: 'm1',
  xml: `<body>${'so be it '.repeat(12)}</body><origin-id xmlns='urn:xmpp:sid:0' id='m1'/>`,
  said: { characters: 108 },
  keep: 'archived',
  text: 'so be it '.repeat(12),
};

/** With one more client: nobody else can be in the room twice. */
const entrance: RoomRequest = {
  kind: 'enter',
  from: { ...from, session: `${speaker.jid}/phone` },
  nick: 'n0',
  presence: '',
  history: { messagesMax: 0 },
};

function measure(asked: Asked): { readonly message: Row; readonly entrance: Row } {
  const room = roomOf(asked);
  for (const request of [message, entrance]) {
    const { answer, events } = decide(room, request, context);
    if (answer !== undefined || events.length === 0) throw new Error(`${request.kind} was refused`);
  }
  return {
    message: microseconds(() => decide(room, message, context)),
    entrance: microseconds(() => decide(room, entrance, context)),
  };
}

export function measureDecisions(add: (name: string, row: Row) => void): void {
  const both = (what: string, asked: Asked): void => {
    const measured = measure(asked);
    add(`message, ${what}`, measured.message);
    add(`entrance, ${what}`, measured.entrance);
  };
  for (const [kind, settings] of Object.entries(kinds)) {
    for (const groups of groupCounts) {
      both(`${kind}, ${scopeEntries} in scope, 1,000 entries, ${groups} groups`, { entries: 1_000, groups, settings });
    }
  }
  for (const entries of listLengths) {
    both(`auditorium, ${entries} entries, 100 groups`, { entries, groups: 100, settings: kinds['auditorium, secret'] });
  }
}
