/** What came of an import, or would come of it. */
import type { Finding } from './findings.ts';

export type RoomOutcome =
  /** Made here. */
  | 'new'
  /** Put before what was said here. */
  | 'before'
  /** Imported by an earlier run. */
  | 'already'
  /** Something has to be done first; `why` says what. */
  | 'in the way'
  /** Something went wrong; the next run goes on. */
  | 'failed';

export interface RoomReport {
  readonly room: string;
  /** Its address there. */
  readonly from: string;
  readonly outcome: RoomOutcome;
  readonly why?: string;
  readonly messages: number;
  /** Of the first and the last message, in milliseconds since 1970. */
  readonly first?: number;
  readonly last?: number;
  /** People and domains on the lists. */
  readonly listed: number;
  /** What could not be kept. */
  readonly notKept: readonly Finding[];
}

export interface MigrationReport {
  readonly dryRun: boolean;
  readonly rooms: readonly RoomReport[];
  /** What concerns no single room. */
  readonly findings: readonly Finding[];
}

const outcomes: Readonly<Record<RoomOutcome, readonly [done: string, wouldBe: string]>> = {
  new: ['made', 'would be made'],
  before: ['put before what was said here', 'would be put before what was said here'],
  already: ['imported already', 'imported already'],
  'in the way': ['left out', 'would be left out'],
  failed: ['failed', 'would fail'],
};

/** One line about a room, and what could not be kept of it below. */
export function roomLines(room: RoomReport, dryRun: boolean): string {
  const { outcome, why, messages, first, last, listed, notKept } = room;
  const between = first === undefined || last === undefined ? '' : `, ${day(first)} to ${day(last)}`;
  const [done, wouldBe] = outcomes[outcome];
  const what = `${room.room}: ${dryRun ? wouldBe : done}; ${count(messages, 'message')}${between}; ${listed} on its lists`;
  return `${harmless(`${what}${why === undefined ? '' : `: ${why}`}`)}\n${findingLines(notKept)}`;
}

export function findingLines(findings: readonly Finding[]): string {
  return findings
    .map(({ what, count: times, places }) => {
      const where = places.length === 0 ? '' : ` (${places.join(', ')}${times > places.length ? ', ...' : ''})`;
      return `    ${harmless(`not kept: ${what}${times > 1 ? `, ${times} times` : ''}${where}`)}\n`;
    })
    .join('');
}

/** The end of a report. */
export function summaryLines({ rooms, findings, dryRun }: MigrationReport): string {
  const of = (...wanted: readonly RoomOutcome[]) => rooms.filter(({ outcome }) => wanted.includes(outcome));
  const made = of('new', 'before');
  const messages = made.reduce((sum, room) => sum + room.messages, 0);
  const rest = [
    [of('already').length, 'imported already'],
    [of('in the way').length, 'left out'],
    [of('failed').length, 'failed'],
  ]
    .filter(([rooms]) => rooms !== 0)
    .map(([rooms, word]) => `; ${count(Number(rooms), 'room')} ${word}`);
  const verb = dryRun ? 'would be imported (nothing was written)' : 'imported';
  return `${findingLines(findings)}${count(made.length, 'room')} with ${count(messages, 'message')} ${verb}${rest.join('')}.\n`;
}

/** What stands in files of others must not move the cursor, nor turn the direction of what is written. */
function harmless(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\ufffd');
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

function day(at: number): string {
  return Number.isFinite(new Date(at).getTime()) ? new Date(at).toISOString().slice(0, 10) : 'some day';
}
