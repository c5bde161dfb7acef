/**
 * The conversations the demo begins with, as people would note them down: a head (address, name, about,
 * topic, owner), then sittings (`3 days ago 09:20`), in them lines (`alice: Good morning`) and pauses
 * (`+40`, in minutes). A day is a working day, so that nobody seems to have worked on a Sunday.
 */

export interface TranscriptLine {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly nick: string;
  readonly text: string;
}

export interface Transcript {
  /** The local part of the room's JID. */
  readonly address: string;
  readonly name: string;
  readonly about: string;
  readonly topic: string;
  readonly owner: string;
  readonly lines: readonly TranscriptLine[];
}

const HEAD = /^(address|name|about|topic|owner): (.+)$/;
const SITTING = /^(\d+) days ago (\d\d):(\d\d)$/;
const PAUSE = /^\+(\d+)$/;
const SPOKEN = /^([a-z]+): (.+)$/;

const MINUTE_MS = 60_000;
const PAUSE_BETWEEN_LINES_MS = 9_000;
const TYPING_PER_CHARACTER_MS = 350;

/**
 * Reads a transcript as if it were noted down on the day of `now` (milliseconds since 1970, local time zone).
 * A line that cannot be read is a mistake in our own text, so it throws with its number.
 */
export function readTranscript(text: string, now: number): Transcript {
  const head = new Map<string, string>();
  const lines: TranscriptLine[] = [];
  let at: number | undefined;
  for (const [index, line] of text.split('\n').entries()) {
    const entry = HEAD.exec(line);
    if (line === '') continue;
    if (at === undefined && entry) {
      head.set(entry[1] as string, entry[2] as string);
      continue;
    }
    const sitting = SITTING.exec(line);
    if (sitting) {
      at = workingDay(now, Number(sitting[1]), Number(sitting[2]), Number(sitting[3]));
      continue;
    }
    const pause = PAUSE.exec(line);
    const spoken = SPOKEN.exec(line);
    if (at !== undefined && pause) {
      at += Number(pause[1]) * MINUTE_MS;
    } else if (at !== undefined && spoken) {
      const said = spoken[2] as string;
      at += PAUSE_BETWEEN_LINES_MS + said.length * TYPING_PER_CHARACTER_MS;
      lines.push({ at, nick: spoken[1] as string, text: said });
    } else {
      throw new Error(`transcript: line ${index + 1} cannot be read: ${line}`);
    }
  }
  return { ...readHead(head), lines };
}

function readHead(head: ReadonlyMap<string, string>): Omit<Transcript, 'lines'> {
  const entry = (name: string): string => {
    const value = head.get(name);
    if (value === undefined) throw new Error(`transcript: the head lacks "${name}"`);
    return value;
  };
  return {
    address: entry('address'),
    name: entry('name'),
    about: entry('about'),
    topic: entry('topic'),
    owner: entry('owner'),
  };
}

function workingDay(now: number, daysAgo: number, hour: number, minute: number): number {
  const day = new Date(now);
  for (let left = daysAgo; left > 0; ) {
    day.setDate(day.getDate() - 1);
    const weekend = day.getDay() === 0 || day.getDay() === 6;
    if (!weekend) left -= 1;
  }
  day.setHours(hour, minute, 0, 0);
  return day.getTime();
}
