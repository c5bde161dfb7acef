/** Part of `npm run docs`: writes what follows from the table of XEPs. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { documents, ROOT } from './project.ts';

for (const { path, text } of documents()) writeFileSync(join(ROOT, path), text);
