/**
 * The performance user model that the predecessor published for four servers, at full size:
 *
 * - 80,000 users in 33,077 rooms: 32,000 of 30, 1,067 of 150 and 10 of 16,000, so 12, 2 and 2 rooms a user, 1.28 million
 *   occupancies.
 * - 1.5 endpoints a user. Here every second user has two sessions, both in all its rooms: 1.92 million sessions in rooms
 *   of 45, 225 and 24,000.
 * - Of its three rates of talk the one with the most deliveries, model 2: 15, 5 and 0.1 posts a user in an eight-hour
 *   day, which are 41.67, 13.89 and 0.28 a second in small, medium and large rooms. Times the sessions of a room that is
 *   1,875 + 3,125 + 6,667 = 11,667 deliveries a second.
 * - 10 joins a second at the peak. At that rate 1.92 million single joins would take two days, so a join is read as a
 *   user that signs in, and enters all its 16 rooms. So that the rooms stay as they are, the same user has signed out
 *   before: 160 leave and 160 enter a second.
 * - 6 presence changes a user and hour, 133.33 a second, each to the 2.25 rooms that a user has open.
 *
 * Its polling (25 participants a room every five minutes) is not here: in XMPP presence comes by itself.
 */
export interface UserModel {
  readonly users: number;
  readonly kinds: readonly RoomKind[];
  readonly signInsPerSecond: number;
  readonly presenceChangesPerSecond: number;
  /** On average. */
  readonly roomsPerPresenceChange: number;
}

export interface RoomKind {
  readonly name: 'small' | 'medium' | 'large';
  readonly rooms: number;
  /** People in each; half of them with two sessions. */
  readonly size: number;
  /** In all rooms of the kind. */
  readonly postsPerSecond: number;
  /** Odd and no multiple of 5: who is in a room together is not who has neighbouring numbers. */
  readonly stride: number;
}

const DAY_SECONDS = 8 * 3_600;
const USERS = 80_000;

export const fullModel: UserModel = {
  users: USERS,
  kinds: [
    { name: 'small', rooms: 32_000, size: 30, postsPerSecond: (USERS * 15) / DAY_SECONDS, stride: 7_919 },
    { name: 'medium', rooms: 1_067, size: 150, postsPerSecond: (USERS * 5) / DAY_SECONDS, stride: 104_729 },
    { name: 'large', rooms: 10, size: 16_000, postsPerSecond: (USERS * 0.1) / DAY_SECONDS, stride: 15_487 },
  ],
  signInsPerSecond: 10,
  presenceChangesPerSecond: (USERS * 6) / 3_600,
  roomsPerPresenceChange: 2.25,
};

/** The same in small, to see that all is right. */
export const smallModel: UserModel = {
  users: 400,
  kinds: [
    { name: 'small', rooms: 80, size: 10, postsPerSecond: 40, stride: 79 },
    { name: 'medium', rooms: 6, size: 60, postsPerSecond: 14, stride: 47 },
    { name: 'large', rooms: 2, size: 200, postsPerSecond: 3, stride: 87 },
  ],
  signInsPerSecond: 10,
  presenceChangesPerSecond: 30,
  roomsPerPresenceChange: 2.25,
};

export interface PlannedRoom {
  readonly kind: RoomKind;
  /** Numbers of people; who has an even one has two sessions. */
  readonly people: readonly number[];
}

/** All rooms of the model, those of a kind together, with who is in them. */
export function* plannedRooms({ users, kinds }: UserModel): Generator<PlannedRoom> {
  for (const kind of kinds) {
    for (let room = 0; room < kind.rooms; room += 1) {
      const first = room * kind.size;
      const people = Array.from({ length: kind.size }, (_, place) => ((first + place) * kind.stride) % users);
      yield { kind, people };
    }
  }
}

/** Whether this person has two sessions. */
export function hasTwoSessions(person: number): boolean {
  return person % 2 === 0;
}
