/** A moment, as people type it. */
import { isRefusal } from '../wire/error.ts';
import { fieldRefusal, textField } from '../wire/form.ts';
import { parseDateTime } from '../wire/xep/xep0082.ts';
import type { Asked, Field } from './fields.ts';
import { momentText } from './moment.ts';

const day = /^\d{4}-\d\d-\d\d$/;
/** Without seconds or without a time zone, which then is UTC. */
const minute = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?Z?$/;

const dayMilliseconds = 86_400_000;

/** In milliseconds since 1970; a day alone is its beginning in UTC. */
export function date(asked: Asked): Field<number> {
  return moment(asked, 0);
}

/** The last moment of something: a day alone is its end in UTC. */
export function lastDate(asked: Asked): Field<number> {
  return moment(asked, dayMilliseconds - 1);
}

function moment(asked: Asked, intoDay: number): Field<number> {
  return {
    ...asked,
    required: true,
    shape: { kind: 'date' },
    read(form, name) {
      const line = textField(form, name, { charactersMax: 64 });
      if (line === undefined || isRefusal(line)) return line;
      const typed = line.trim();
      if (typed === '') return undefined;
      const at = parseDateTime(completed(typed));
      if (isRefusal(at)) return fieldRefusal(name, 'a date such as 2026-01-31, or 2026-01-31T18:30:00Z');
      return day.test(typed) ? at + intoDay : at;
    },
    write: (at) => [momentText(at)],
  };
}

function completed(typed: string): string {
  if (day.test(typed)) return `${typed}T00:00:00Z`;
  const [, date, time, seconds = ':00'] = minute.exec(typed) ?? [];
  return date === undefined ? typed : `${date}T${time}${seconds}Z`;
}
