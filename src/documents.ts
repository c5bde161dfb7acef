/** `npm run docs`: writes the pages that follow from tables in the code. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandsPage } from './commands/reference.ts';
import { exampleFile, referencePage } from './config/reference.ts';
import { documents, ROOT } from './conformance/project.ts';
import { roomSettingsPage } from './room/traits/reference.ts';

const pages = [
  { path: 'docs/configuration.md', text: referencePage() },
  { path: 'config/longroom.example.yaml', text: exampleFile() },
  ...documents(),
  { path: 'docs/commands.md', text: commandsPage() },
  { path: 'docs/rooms.md', text: roomSettingsPage() },
];

for (const { path, text } of pages) writeFileSync(join(ROOT, path), text);
