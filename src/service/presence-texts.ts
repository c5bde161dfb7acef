/**
 * Presence of occupants as bytes, ready for whoever enters: built once for each of the two ways to see somebody (with
 * real JID and without) and used again while everything it was built from is the same.
 */
import { affiliationOf } from '../room/access.ts';
import { announcementOf, presenceOf, presenceWithRealJid } from '../room/broadcast.ts';
import type { RosterDelivery } from '../room/delivery.ts';
import type { Hat } from '../room/hats.ts';
import { hatsShown } from '../room/presenters.ts';
import { type Affiliation, type Occupant, type Role, type Room, shownSession } from '../room/state.ts';
import { bytesOf, type SplicedBytes } from '../wire/copies.ts';
import { render } from './render.ts';

/** Occupants remembered at a time, in all rooms; each takes about a kilobyte. */
const rememberedMax = 50_000;

interface Known {
  readonly nick: string;
  readonly role: Role;
  readonly affiliation: Affiliation;
  readonly realJid: string;
  readonly presence: string;
  readonly hats: readonly Hat[] | undefined;
  withRealJid: SplicedBytes | undefined;
  without: SplicedBytes | undefined;
}

export class PresenceTexts {
  #known = new Map<Occupant, Known>();

  /** The presences of a roster, as they are now. */
  roster(room: Room, { occupants, seesRealJids }: RosterDelivery): SplicedBytes[] {
    return occupants.map((occupant) => this.#of(room, occupant, seesRealJids));
  }

  #of(room: Room, occupant: Occupant, seesRealJids: boolean): SplicedBytes {
    const known = this.#current(room, occupant);
    if (seesRealJids) {
      known.withRealJid ??= bytesOf(render(presenceWithRealJid(room, announcementOf(room, occupant), nobody), room));
      return known.withRealJid;
    }
    known.without ??= bytesOf(render(presenceOf(room, announcementOf(room, occupant), nobody), room));
    return known.without;
  }

  #current(room: Room, occupant: Occupant): Known {
    const { nick, role } = occupant;
    const affiliation = affiliationOf(room, occupant.person);
    const { jid: realJid, presence } = shownSession(occupant);
    const hats = hatsShown(room, occupant.person);
    const known = this.#known.get(occupant);
    if (
      known !== undefined &&
      known.nick === nick &&
      known.role === role &&
      known.affiliation === affiliation &&
      known.realJid === realJid &&
      known.presence === presence &&
      known.hats === hats
    ) {
      return known;
    }
    if (this.#known.size >= rememberedMax) this.#known = new Map();
    const made = { nick, role, affiliation, realJid, presence, hats, withRealJid: undefined, without: undefined };
    this.#known.set(occupant, made);
    return made;
  }
}

const nobody: readonly string[] = [];
