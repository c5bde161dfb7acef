/** Results as lines of text, for surfaces that have no columns. */
import type { Column, Table } from './command.ts';

/** What each column is, then a line for each row. A list of one column needs no heading. */
export function tableLines({ columns, rows }: Pick<Table, 'columns' | 'rows'>): string[] {
  const lines = rows.map((row) => columns.map((column, at) => cellText(column, row[at]) || '-').join(between));
  return columns.length === 1 ? lines : [columns.map(({ label }) => label).join(between), ...lines];
}

const between = ' \u00b7 ';

/** A value as people read it, on one line. */
export function cellText({ inWords = {} }: Column, value = ''): string {
  const words = Object.hasOwn(inWords, value) ? (inWords[value] ?? value) : value;
  return words.replaceAll(/\s*[\r\n]+\s*/g, ' ').trim();
}
