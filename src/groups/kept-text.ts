/** Groups as text, to be kept over a restart. */
import type { MemberLists } from './source.ts';
import { Turns } from './turns.ts';

const format = 1;

export interface KeptGroups {
  readonly groups: MemberLists;
  /** When they were read from their source, in milliseconds since 1970. */
  readonly readAt: number;
}

export async function keptText({ groups, readAt }: KeptGroups): Promise<string> {
  const turns = new Turns();
  const texts: string[] = [];
  for (const group of groups) {
    texts.push(JSON.stringify(group));
    if (turns.isOver(group[1].length)) await turns.next();
  }
  return `{"format":${format},"readAt":${readAt},"groups":[${texts.join(',')}]}`;
}

/** `undefined` for a text that another version, or somebody else, wrote. */
export function readKeptText(text: string): KeptGroups | undefined {
  try {
    const { format: found, readAt, groups } = JSON.parse(text);
    if (found !== format || typeof readAt !== 'number' || !Array.isArray(groups)) return undefined;
    return groups.every(isGroup) ? { groups: new Map(groups), readAt } : undefined;
  } catch {
    return undefined;
  }
}

function isGroup(value: unknown): value is [string, string[]] {
  if (!Array.isArray(value) || value.length !== 2) return false;
  const [name, members] = value;
  return typeof name === 'string' && Array.isArray(members) && members.every((member) => typeof member === 'string');
}
