/** What has to be left of what was said, whatever happens: a model of retention and holds in a few lines. */
import { dayMilliseconds } from './keeping.ts';

export interface ModelHold {
  readonly name: string;
  /** Of one person only; of the whole room where it is left out. */
  readonly by?: string;
  readonly until?: number;
}

export interface Entry {
  readonly id: string;
  readonly by: string;
  readonly at: number;
  /** Absent for a retraction. */
  readonly text?: string;
  readonly retracted: boolean;
  /** Whether what was said has to be in the record still. */
  readonly inRecord: boolean;
}

const forever = Number.POSITIVE_INFINITY;

export class KeptModel {
  entries: readonly Entry[] = [];
  category = forever;
  room: number | undefined;
  /** The room has more than its category, by word of an administrator. */
  longer = false;
  readonly holds = new Map<string, ModelHold>();
  /** Texts that nobody may find anywhere any more. */
  readonly gone = new Set<string>();

  get days(): number {
    if (this.room === undefined) return this.category;
    return this.longer ? this.room : Math.min(this.room, this.category);
  }

  setRoom(days: number | undefined): void {
    if (days === this.room) return;
    this.room = days;
    this.longer = days !== undefined && days > this.category;
  }

  isHeld({ by, at }: Pick<Entry, 'by' | 'at'>): boolean {
    return [...this.holds.values()].some(
      (hold) => (hold.by === undefined || hold.by === by) && at <= (hold.until ?? forever),
    );
  }

  retract(id: string): void {
    this.entries = this.entries.map((entry) => {
      if (entry.id !== id || entry.retracted) return entry;
      const inRecord = this.isHeld(entry);
      if (!inRecord && entry.text !== undefined) this.gone.add(entry.text);
      return { ...entry, retracted: true, inRecord };
    });
  }

  /** All rooms have been gone through. */
  expire(now: number): void {
    const since = now - this.days * dayMilliseconds;
    const kept: Entry[] = [];
    for (const entry of this.entries) {
      const held = this.isHeld(entry);
      const stays = held || entry.at >= since;
      const inRecord = entry.inRecord && stays && (held || !entry.retracted);
      if (!inRecord && entry.text !== undefined) this.gone.add(entry.text);
      if (stays) kept.push({ ...entry, inRecord });
    }
    this.entries = kept;
  }
}
