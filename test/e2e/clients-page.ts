/** `docs/clients.md`, from the table of deeds. */
import { type ClientName, DEEDS } from './deeds.ts';

const CLIENTS: Readonly<Record<ClientName, { readonly title: string; readonly how: string }>> = {
  converse: {
    title: 'Converse.js 14.0.0',
    how: "in Debian's Chromium, headless, on the page of the demo; it talks to Prosody over a WebSocket",
  },
  profanity: { title: 'Profanity 0.13.1', how: "Debian's, in a tmux of its own, typed into and read from its screen" },
  gajim: {
    title: 'Gajim 1.7.3',
    how: "Debian's, under Xvfb; a plugin reads what its windows show and presses what a person would press",
  },
};

export function clientsPage(): string {
  const names = Object.keys(CLIENTS) as ClientName[];
  const rows = Object.values(DEEDS).map((deed) => row([deed.what, ...names.map((name) => deed[name])]));
  return `# What clients can do here

Each \`yes\` is a test that runs the client itself against Longroom on a real Prosody (\`npm test e2e\`), the versions
being those of Debian 12 and of the npm package. \`no\` gives the reason, seen in a run or read in the client's source, and
it is the client's unless the row says otherwise; \`not run\` says that nobody has tried yet.

${names.map((name) => `- **${CLIENTS[name].title}**: ${CLIENTS[name].how}.`).join('\n')}

${row(['', ...names.map((name) => CLIENTS[name].title)])}
${row(['---', ...names.map(() => '---')])}
${rows.join('\n')}

The table is written from \`test/e2e/deeds.ts\`, and a test holds both to each other and to the runs.
`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
