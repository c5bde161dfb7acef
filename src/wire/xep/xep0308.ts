/**
 * XEP-0308: Last Message Correction 1.2.1 (2022-05-17)
 */
import { NS } from '../namespaces.ts';
import { child, type Element } from '../xml.ts';

export function carriesCorrection(message: Element): boolean {
  return child(message, 'replace', NS.correct) !== undefined;
}
