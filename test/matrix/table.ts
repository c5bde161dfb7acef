/**
 * Tables as people print them: a heading with who, a row for each kind of room, a word in each cell. What is expected
 * stands in the table and is computed nowhere.
 */

export interface Cell {
  readonly row: string;
  readonly column: string;
  readonly value: string;
}

/** In a cell: nobody is this in such a room. */
const never = '.';

/**
 * The first line names the columns. A row may be for several things at once: `open, unlisted`. A thing has one row, and
 * every row has a word for every column.
 */
export function cellsOf(table: string): Cell[] {
  const [heading = '', ...lines] = table
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const columns = split(heading).slice(1);
  const seen = new Set<string>();
  const cells: Cell[] = [];
  for (const line of lines) {
    const [label = '', ...values] = split(line);
    if (values.length !== columns.length) throw new Error(`${values.length} of ${columns.length} cells: ${line}`);
    for (const row of label.split(', ')) {
      if (seen.has(row)) throw new Error(`two rows for ${row}`);
      seen.add(row);
      columns.forEach((column, at) => {
        const value = values[at] ?? '';
        if (value !== never) cells.push({ row, column, value });
      });
    }
  }
  return cells;
}

function split(line: string): string[] {
  return line.split('|').map((part) => part.trim());
}
