/** `longroom store check`: says whether the store has all that belongs to it, and how large it is. */
import type { Config } from './config/schema.ts';
import { harmless, resultText } from './control/output.ts';
import { checkStore } from './open-store.ts';
import type { StoreCheck } from './store/check.ts';
import { StoreError } from './store/port.ts';

const EXIT_GOOD = 0;
const EXIT_PROBLEMS = 1;

interface Terminal {
  out(text: string): void;
  err(text: string): void;
}

/** Gives the exit code: 0 where all is well, 1 where something is wrong or the store cannot be looked at. */
export async function storeCheck(
  config: Pick<Config, 'store'>,
  { terminal, json }: { readonly terminal: Terminal; readonly json: boolean },
): Promise<number> {
  const found = await looked(config);
  const good = found.problems.length === 0;
  if (json) terminal.out(`${JSON.stringify({ good, ...found })}\n`);
  else show(found, terminal);
  return good ? EXIT_GOOD : EXIT_PROBLEMS;
}

async function looked(config: Pick<Config, 'store'>): Promise<Partial<StoreCheck> & Pick<StoreCheck, 'problems'>> {
  try {
    return await checkStore(config);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return { problems: [error.message] };
  }
}

function show({ store, bytes, parts = [], problems }: Awaited<ReturnType<typeof looked>>, terminal: Terminal): void {
  const facts = [
    ...(store === undefined ? [] : [{ name: 'store', label: 'Store', value: store }]),
    ...(bytes === undefined ? [] : [{ name: 'size', label: 'Size', value: sizeText(bytes) }]),
  ];
  const columns = [
    { name: 'name', label: 'Name' },
    { name: 'entries', label: 'Entries' },
    { name: 'size', label: 'Size' },
    { name: 'indexes', label: 'Indexes' },
    { name: 'indexSize', label: 'Their size' },
  ];
  const rows = parts.map(({ name, entries, bytes: size, indexes, indexBytes }) => [
    ...[name, entries.toLocaleString('en'), sizeText(size), String(indexes), sizeText(indexBytes)],
  ]);
  terminal.out(resultText({ facts, table: { columns, rows } }));
  for (const problem of problems) terminal.err(`longroom: ${harmless(problem)}\n`);
  if (problems.length === 0) terminal.out('All that belongs to the store is there.\n');
}

const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];

function sizeText(bytes: number | undefined): string {
  if (bytes === undefined) return '-';
  const unit = bytes < 1024 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  const count = bytes / 1024 ** unit;
  return `${count.toFixed(unit === 0 || count >= 100 ? 0 : 1)} ${units[unit] ?? ''}`;
}
