/** The compose files of docker/, as tests look at them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ROOT } from '../tidy/source.ts';

export const docker = join(ROOT, 'docker');

interface ComposeService {
  readonly image?: string;
  readonly restart?: string;
  readonly build?: { readonly context: string; readonly dockerfile: string };
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly secrets?: readonly string[];
  readonly networks?: readonly string[];
  readonly tmpfs?: readonly string[];
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly depends_on?: readonly string[] | Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test: readonly string[] };
}

export interface ComposeFile {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly volumes?: Readonly<Record<string, unknown>>;
  readonly networks?: Readonly<Record<string, { readonly internal?: boolean } | null>>;
  readonly secrets?: Readonly<Record<string, { readonly file: string }>>;
}

export const composeFiles = ['compose.yaml', 'compose.prosody.yaml', 'compose.ejabberd.yaml'] as const;

export function readCompose(name: string): ComposeFile {
  return parse(readFileSync(join(docker, name), 'utf8')) as ComposeFile;
}

/** What the image itself sets, and the file beside it. */
export function longroomEnvironment(compose: ComposeFile): Record<string, string> {
  const dockerfile = readFileSync(join(docker, 'Dockerfile'), 'utf8').replaceAll(/\\\n\s*/g, '');
  const [, set = ''] = /^ENV (.*)$/m.exec(dockerfile) ?? [];
  const ofImage = Object.fromEntries(set.split(/\s+/).map((pair) => [pair.split('=')[0], pair.replace(/^[^=]*=/, '')]));
  return { ...ofImage, ...compose.services['longroom']?.environment };
}

export const secretsFolder = '/run/secrets/';
