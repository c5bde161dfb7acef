/** The project's own source as the tidy tests see it: files, imports and functions. */
import { globSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type AnyNode, type Node, parse } from 'acorn';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface Import {
  /** From the project's root when it is one of its files, else the package's name. */
  readonly target: string;
  /** Whether it is gone at run time. */
  readonly typeOnly: boolean;
}

export interface Piece {
  readonly name: string;
  readonly line: number;
  readonly lines: number;
}

/** Paths from the root, sorted. */
export function filesIn(...patterns: readonly string[]): string[] {
  return patterns
    .flatMap((pattern) => globSync(pattern, { cwd: ROOT }))
    .filter((path) => !path.endsWith('.d.ts'))
    .toSorted();
}

export function textOf(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

const IMPORT = /^(?:import|export)\b(?<clause>[^;'"=]*?)\bfrom\s*'(?<target>[^']+)'/gmu;
const IMPORT_WHOLE = /^import\s*'(?<target>[^']+)'/gmu;
const IMPORT_LATER = /\bimport\(\s*'(?<target>[^']+)'\s*\)/gu;
/** A worker's file is named by its address beside the importing one. */
const IMPORT_ADDRESS = /new URL\('(?<target>\.{1,2}\/[^']+\.ts)',\s*import\.meta\.url\)/gu;

/** What a file imports, re-exports or starts as a worker. */
export function importsOf(path: string): Import[] {
  const text = textOf(path);
  const found = [IMPORT, IMPORT_WHOLE, IMPORT_LATER, IMPORT_ADDRESS].flatMap((pattern) => [...text.matchAll(pattern)]);
  return found.map(({ groups }) => {
    const { target = '', clause = '' } = groups ?? {};
    return { target: target.startsWith('.') ? join(dirname(path), target) : target, typeOnly: isTypeOnly(clause) };
  });
}

function isTypeOnly(clause: string): boolean {
  if (/^\s*type\b/.test(clause)) return true;
  const names = /^\s*\{(.*)\}\s*$/su.exec(clause)?.[1]?.split(',') ?? [];
  const written = names.map((name) => name.trim()).filter((name) => name !== '');
  return written.length > 0 && written.every((name) => name.startsWith('type '));
}

/** Every node of the file's syntax tree; types are blanked out first, which moves nothing. */
export function nodesOf(path: string): { readonly nodes: readonly AnyNode[]; readonly text: string } {
  const source = textOf(path);
  const text = path.endsWith('.ts') ? stripTypeScriptTypes(source) : source;
  const nodes: AnyNode[] = [];
  const open: unknown[] = [parse(text, { ecmaVersion: 'latest', sourceType: 'module', locations: true })];
  while (open.length > 0) {
    const next = open.pop();
    if (Array.isArray(next)) open.push(...next);
    else if (isNode(next)) {
      nodes.push(next as AnyNode);
      open.push(...Object.values(next));
    }
  }
  return { nodes, text };
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

/** Functions of the file, with the lines from their head to their closing brace. */
export function functionsOf(path: string): Piece[] {
  return nodesOf(path).nodes.flatMap((node) => {
    const isFunction = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'].includes(node.type);
    if (!isFunction || !node.loc) return [];
    const named = 'id' in node && node.id && 'name' in node.id ? String(node.id.name) : 'without a name';
    return [{ name: named, line: node.loc.start.line, lines: node.loc.end.line - node.loc.start.line + 1 }];
  });
}
