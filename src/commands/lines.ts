/** Results as lines of text, for surfaces that have no columns. */
import type { Table } from './command.ts';

/** What each column is, then a line for each row. A list of one column needs no heading. */
export function tableLines({ columns, rows }: Pick<Table, 'columns' | 'rows'>): string[] {
  const lines = rows.map((row) => columns.map((_, at) => oneLine(row[at] ?? '') || '-').join(between));
  return columns.length === 1 ? lines : [columns.map(({ label }) => label).join(between), ...lines];
}

const between = ' \u00b7 ';

function oneLine(value: string): string {
  return value.replaceAll(/\s*[\r\n]+\s*/g, ' ').trim();
}
