/** A process that commits without pause and notes what was answered; it is killed from outside. */

import { openSync, writeSync } from 'node:fs';
import { openMongoStore } from '../../src/store/mongo/store.ts';
import { openSqliteStore } from '../../src/store/sqlite/store.ts';
import { StoreLoad } from './store-load.ts';

const streams = 8;

/** The path of a file, or the address of a database. */
const [place = '', notes = ''] = process.argv.slice(2);
const notesFile = openSync(notes, 'w');
const store = await (place.startsWith('mongodb') ? openMongoStore({ url: place }) : openSqliteStore({ path: place }));
const load = new StoreLoad(store, {
  streams,
  answered({ kind }, stream, number) {
    // A note is in the system's hands before the next step: the kill takes none away.
    writeSync(notesFile, `${kind} ${stream} ${number}\n`);
    process.stdout.write('.');
  },
});
// It never settles: the load goes on until the process is killed.
await load.committedMore(Number.POSITIVE_INFINITY);
