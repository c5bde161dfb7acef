/** The numbered examples of XEP-0045 §6 to §10, as the specification prints them: stanzas, one after the other. */
import { readFileSync } from 'node:fs';
import { type Element, readElements } from '../integration/element.ts';

const sections = [6, 7, 8, 9, 10] as const;

const byNumber = new Map<number, readonly Element[]>();
for (const section of sections) {
  const file = new URL(`examples/section-${section}.xml`, import.meta.url);
  for (const example of readElements(readFileSync(file, 'utf8'))[0]?.elements ?? []) {
    byNumber.set(Number(example.attrs['number']), example.elements);
  }
}

export function stanzasOf(example: number): readonly Element[] {
  const stanzas = byNumber.get(example);
  if (stanzas === undefined) throw new Error(`there is no example ${example} in XEP-0045 §6 to §10`);
  return stanzas;
}

export const exampleNumbers: readonly number[] = [...byNumber.keys()];
