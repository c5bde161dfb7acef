/** `npm run docs`: writes the pages that follow from tables in the code. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandsPage } from './commands/reference.ts';
import { exampleFile, referencePage } from './config/reference.ts';
import { documents, ROOT } from './conformance/project.ts';
import { roomSettingsPage } from './room/traits/reference.ts';
import { withMadeParts } from './store/mongo/reference.ts';

const pages = [
  { path: 'docs/configuration.md', text: referencePage() },
  { path: 'config/longroom.example.yaml', text: exampleFile() },
  ...documents(),
  { path: 'docs/commands.md', text: commandsPage() },
  { path: 'docs/rooms.md', text: roomSettingsPage() },
  { path: 'docs/store.md', text: withMadeParts(readFileSync(join(ROOT, 'docs/store.md'), 'utf8')) },
];

for (const { path, text } of pages) writeFileSync(join(ROOT, path), text);
