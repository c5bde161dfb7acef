/** Part of `npm run docs`: writes what follows from the table of commands. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { commandsPage } from './reference.ts';

writeFileSync(fileURLToPath(new URL('../../docs/commands.md', import.meta.url)), commandsPage());
