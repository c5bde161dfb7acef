/** docs/conformance.md: for whoever decides whether to run Longroom, and for whoever works on it. */
import { CHOICES } from './choices.ts';
import { headersOf, mentionsIn, places, type TextFile } from './evidence.ts';
import { USE_CASES } from './sections.ts';
import { AREAS, type Progress, XEPS, type Xep } from './xeps.ts';

const HEAD = `# What Longroom speaks

<!-- Made from src/conformance/ by \`npm run docs\`. Change it there. -->

Longroom gives an XMPP server rooms, so the heart of it is Multi-User Chat (XEP-0045). Around it are the extensions with which
today's clients page through history, correct and react, find rooms and come back after a lost connection. This page says
which ones, in which version, and how far.

**Complete** means all that the XEP asks of a room service; what it asks of clients, or of the server at which people have their
accounts, is theirs to do. **Partly** and **no** come with the reason.
The same table for machines is [longroom.doap](longroom.doap), in the format of XEP-0453.

None of this is a mere claim: [what shows it](#what-shows-it) names the tests, which find their way into that list by naming the
XEP they are about. Those in \`test/integration\` run against a real Prosody and a real ejabberd.
`;

const CHOICES_HEAD = `## Choices in XEP-0045

Where Multi-User Chat leaves it to the implementation what to do, or recommends and does not demand, this is what Longroom does.
`;

/** The content of docs/conformance.md. */
export function renderPage(project: {
  readonly sources: readonly TextFile[];
  readonly tests: readonly TextFile[];
}): string {
  const tests = mentionsIn(project.tests);
  const homes = headersOf(project.sources);
  const areas = AREAS.map(({ title, xeps }) => {
    const rows = xeps.map((xep) => [link(xep), xep.version, words[xep.progress.status], ...details(xep.progress)]);
    return `### ${title}\n\n${table(['XEP', 'version', 'how far', 'since', 'to know'], rows)}`;
  });
  const choices = CHOICES.map(({ section, choice, why }) => [`§${section}`, choice, why]);
  const built = XEPS.filter(({ progress }) => progress.status !== 'planned');
  const evidence = built
    .toSorted((one, other) => one.number.localeCompare(other.number))
    .map(({ number, name }) => {
      const about = (one: { readonly number: string }): boolean => one.number === number;
      return [`${number} ${name}`, files(homes.filter(about)), files(tests.filter(about))];
    });
  const sections = USE_CASES.map(([section, title]) => {
    return [`§${section} ${title}`, files(tests.filter((one) => one.number === '0045' && one.section === section))];
  });
  return [
    HEAD,
    '## Extensions\n',
    ...areas,
    CHOICES_HEAD,
    table(['section', 'what Longroom does', 'why'], choices),
    '## What shows it\n',
    'Where an extension has a file of its own, and the tests that name it. A folder stands for several files in it.\n',
    table(['XEP', 'source', 'tests'], evidence),
    '### Multi-User Chat, section by section\n',
    'The tests that name a use case of XEP-0045 in their title, and the plays of the examples printed there. Each play runs in',
    'memory, on Prosody and on ejabberd.\n',
    table(['section', 'tests'], sections),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');
}

const words: Readonly<Record<Progress['status'], string>> = {
  complete: 'complete',
  partial: '**partly**',
  planned: 'planned: does nothing yet',
  wontfix: 'no',
};

function link({ number, name }: Xep): string {
  return `[${number}](https://xmpp.org/extensions/xep-${number}.html) ${name}`;
}

function details(progress: Progress): [since: string, note: string] {
  return ['since' in progress ? progress.since : '', 'note' in progress ? progress.note : ''];
}

function files(found: readonly { readonly path: string }[]): string {
  return places(found.map(({ path }) => path))
    .map((path) => `[${path.replace(/^(?:src|test)\//, '')}](../${path})`)
    .join(', ');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows];
  return `${lines.map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`).join('\n')}\n`;
}
