/** Reads settings from environment variables, and secrets from the files that variables name. */
import { readFileSync } from 'node:fs';
import { nearest } from '../nearest.ts';
import type { ConfigProblem } from './problem.ts';
import { environmentFileName, environmentName, SETTING_ROWS } from './schema.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface EnvironmentSettings {
  readonly values: ReadonlyMap<string, { readonly value: string; readonly where: string }>;
  readonly problems: readonly ConfigProblem[];
}

/** A variable that is set but empty counts as not set: compose files and units pass such on. */
export function readEnvironment(environment: Environment): EnvironmentSettings {
  const values = new Map<string, { value: string; where: string }>();
  const problems: ConfigProblem[] = [];
  const known = new Set(['LONGROOM_CONFIG']);
  for (const [key, setting] of SETTING_ROWS) {
    const name = environmentName(key);
    const fileName = environmentFileName(key);
    known.add(name);
    const own = environment[name];
    if (own) values.set(key, { value: own, where: name });
    if (!setting.secret) continue;
    known.add(fileName);
    const file = environment[fileName];
    if (!file) continue;
    if (own) {
      problems.push({ where: fileName, key, message: `is set beside ${name}; set one of them` });
      continue;
    }
    const content = readSecret(file);
    if (content.kind === 'secret') values.set(key, { value: content.text, where: `${fileName} (${file})` });
    else problems.push({ where: fileName, key, message: `${file} cannot be read (${content.reason})` });
  }
  return { values, problems: [...problems, ...misspelled(environment, known)] };
}

function readSecret(file: string): { kind: 'secret'; text: string } | { kind: 'unreadable'; reason: string } {
  try {
    return { kind: 'secret', text: readFileSync(file, 'utf8').replace(/\r?\n$/, '') };
  } catch (error) {
    return { kind: 'unreadable', reason: (error as NodeJS.ErrnoException).code ?? 'unknown reason' };
  }
}

/**
 * Only names that are nearly right are mistakes: others may belong to somebody else. (Orchestrators set
 * variables such as LONGROOM_PORT for a service of this name.)
 */
function misspelled(environment: Environment, known: ReadonlySet<string>): ConfigProblem[] {
  const strangers = Object.keys(environment).filter((name) => name.startsWith('LONGROOM_') && !known.has(name));
  return strangers.flatMap((name) => {
    const meant = nearest(name, known);
    return meant === undefined ? [] : [{ where: name, key: '', message: `unknown variable, did you mean ${meant}?` }];
  });
}
