/**
 * What it costs to decide whether somebody may, with two million entries in the lists of rooms:
 *   node --expose-gc bench/access.ts [ENTRIES] [PART ...]
 * Parts: decisions, rooms, long-lists, house. Without any it measures all of them; with 2,000,000 entries it takes some
 * minutes, 2 GB of memory and 1 GB in the temporary folder.
 */
import { measureDecisions } from './access/decisions.ts';
import type { Row } from './access/timing.ts';
import { report } from './result-file.ts';

const parts = { decisions: measureDecisions };
const [, , entries = '2000000', ...asked] = process.argv;
const rows: Record<string, Row> = {};
for (const [name, measure] of Object.entries(parts)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  await measure((what, row) => {
    rows[what] = row;
    console.log(what, row);
  }, Number(entries));
}
report('access', { rows });
