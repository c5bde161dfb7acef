/** A process that commits without pause and notes what was acknowledged; it is killed from outside. */

import { openSync, writeSync } from 'node:fs';
import { openSqliteStore } from '../../src/store/sqlite/store.ts';
import { commit, event } from './given.ts';

const streamsCount = 8;
const aheadMax = 5;

const [path = '', notes = ''] = process.argv.slice(2);
const notesFile = openSync(notes, 'w');
const store = await openSqliteStore({ path });

/** Always some commits ahead of the last answer, as rooms are. */
async function post(stream: string): Promise<void> {
  const under: Promise<void>[] = [];
  for (let number = (await store.lastNumber(stream)) + 1; ; number++) {
    const text = `${stream} ${number}`;
    const outcome = store.commit(commit(stream, number, [event(text)], { entered: [`${text}@x/1`] }));
    under.push(
      outcome.then(({ kind }) => {
        // A note is in the system's hands before the next step: the kill takes none away.
        writeSync(notesFile, `${kind} ${stream} ${number}\n`);
        process.stdout.write('.');
      }),
    );
    if (under.length >= aheadMax) await under.shift();
  }
}

await Promise.all(Array.from({ length: streamsCount }, (_, i) => post(`room:${i}`)));
