/** What is written about the settings: the annotated example and the reference page, from the table. */
import { environmentFileName, environmentName, SETTING_ROWS } from './schema.ts';
import type { Setting } from './setting.ts';

const WIDTH = 100;

/** The content of config/longroom.example.yaml; required settings are live, the others commented out. */
export function exampleFile(): string {
  const lines = [
    '# Longroom, annotated example. Made by `longroom config example`; docs/configuration.md has the same as a table.',
    '# A line that is commented out shows the default, or an example where the default is empty or computed.',
    '# Each setting can also come from the environment, which wins over this file.',
  ];
  let section = '';
  for (const [key, setting] of SETTING_ROWS) {
    const [head, leaf] = key.split('.') as [string, string?];
    const indent = leaf === undefined ? '' : '  ';
    if (leaf !== undefined && head !== section) {
      const live = SETTING_ROWS.some(([other, row]) => other.startsWith(`${head}.`) && isRequired(row));
      lines.push('', live ? `${head}:` : `#${head}:`);
    } else lines.push('');
    section = head;
    lines.push(...wrapped(setting.help, `${indent}# `));
    lines.push(`${indent}# Value: ${setting.kind.form}. Environment: ${environment(key, setting).join(' or ')}.`);
    const value = setting.example ?? defaultText(setting);
    lines.push(`${indent}${isRequired(setting) ? '' : '#'}${leaf ?? head}: ${value}`);
  }
  return `${lines.join('\n')}\n`;
}

/** The content of docs/configuration.md. */
export function referencePage(): string {
  const sections = SETTING_ROWS.flatMap(([key, setting]) => [
    `## \`${key}\``,
    '',
    setting.help,
    '',
    `- Value: ${setting.kind.form.replaceAll('*', '`*`')}`,
    `- Default: ${presence(setting)}`,
    `- Environment: ${environment(key, setting)
      .map((name) => `\`${name}\``)
      .join(' or ')}`,
    ...(setting.secret ? ['- Secret: never shown and never logged'] : []),
    '',
  ]);
  return `${[...INTRODUCTION, ...sections].join('\n').trimEnd()}\n`;
}

const INTRODUCTION = [
  '# Configuration',
  '',
  '<!-- Made from src/config/schema.ts by `npm run docs`. Change it there. -->',
  '',
  'Settings come from a YAML file and from the environment; the environment wins. The file is the one named with',
  '`--config`, else with `LONGROOM_CONFIG`, else `longroom.yaml` in the working directory if there is one. Without a',
  'file everything may come from the environment. A variable that is set but empty counts as not set. Lists in the',
  'environment are separated by commas. A secret may stand in a file of its own: the variable whose name ends in',
  '`_FILE` names it, and one line break at its end is not part of the secret.',
  '',
  '`longroom config check` names file, line, column and key of each mistake and ends with exit code 78, as `longroom run`',
  'does. `longroom config example` prints an annotated file to start from.',
  '',
  'Exit codes of `longroom run`: 0 after a graceful stop (SIGTERM or SIGINT), 2 for a wrong command line, 78 for a mistake',
  'in the configuration, others for what the last line of the log says.',
  '',
];

function presence(setting: Setting): string {
  const { fallback } = setting;
  switch (fallback.presence) {
    case 'required':
      return 'none; it is required';
    case 'optional':
      return 'none';
    case 'with':
      return `none; it is required with \`${fallback.key}\``;
    case 'derived':
      return fallback.words;
    case 'default':
      return `\`${defaultText(setting)}\``;
  }
}

function defaultText(setting: Setting): string {
  const { fallback } = setting;
  if (fallback.presence !== 'default') return '';
  const { value } = fallback;
  if (value instanceof Map) return JSON.stringify(Object.fromEntries(value));
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function environment(key: string, setting: Setting): string[] {
  return [environmentName(key), ...(setting.secret ? [environmentFileName(key)] : [])];
}

function isRequired(setting: Setting): boolean {
  return setting.fallback.presence === 'required';
}

function wrapped(text: string, prefix: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && prefix.length + line.length + word.length + 1 > WIDTH) {
      lines.push(prefix + line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, prefix + line];
}
