/**
 * A log that nothing can flood: where every stanza fails for the same reason (the store is away, say), a few lines
 * tell it, and then a number tells how many there were.
 */
import type { Log, LogFields } from './log.ts';

/** Warnings and errors of one text that are written within a window. */
const linesMax = 10;
const windowMilliseconds = 60_000;
/** Texts that are told apart; most are written in the program, and few have a name or a number in them. */
const textsMax = 1_000;

interface Window {
  readonly began: number;
  lines: number;
}

/** `leftOut` in a line says how many of the same text were not written in the minute, or minutes, before. */
export function sparingLog(log: Log, now: () => number = Date.now): Log {
  const windows = new Map<string, Window>();
  const write = (level: 'warn' | 'error', fields: LogFields, msg: string): void => {
    const at = now();
    const window = windows.get(msg);
    if (window !== undefined && at - window.began < windowMilliseconds) {
      window.lines += 1;
      if (window.lines <= linesMax) log[level](fields, msg);
      return;
    }
    windows.delete(msg);
    windows.set(msg, { began: at, lines: 1 });
    for (const oldest of windows.keys()) {
      if (windows.size <= textsMax) break;
      windows.delete(oldest);
    }
    const leftOut = Math.max(0, (window?.lines ?? 0) - linesMax);
    log[level](leftOut === 0 ? fields : { ...fields, leftOut }, msg);
  };
  return {
    debug: (fields, msg) => log.debug(fields, msg),
    info: (fields, msg) => log.info(fields, msg),
    warn: (fields, msg) => write('warn', fields, msg),
    error: (fields, msg) => write('error', fields, msg),
  };
}
