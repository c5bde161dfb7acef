/**
 * XEP-0308: Last Message Correction 1.2.1 (2022-05-17)
 */
import { NS } from '../namespaces.ts';
import { child, type Element, is } from '../xml.ts';

export function carriesCorrection(message: Element): boolean {
  return child(message, 'replace', NS.correct) !== undefined;
}

/**
 * Which message the one with these children corrects: the id its sender gave to the first version, however often it
 * was corrected since (§3).
 */
export function correctedId(children: readonly Element[]): string | undefined {
  return children.find((element) => is(element, 'replace', NS.correct))?.attrs['id'];
}
