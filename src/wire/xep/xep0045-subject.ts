/**
 * XEP-0045: Multi-User Chat 1.35.5 (2026-05-03)
 *
 * The subject of a room (§7.2.15, §8.1).
 */
import { child, children, type Element, text, xml } from '../xml.ts';

/**
 * The new subject, if this message changes it: it has a subject, but neither body nor thread. Empty text clears the
 * subject. Of several languages the one without a language tag is taken, else the first.
 */
export function subjectChange(message: Element): string | undefined {
  if (child(message, 'body') !== undefined || child(message, 'thread') !== undefined) return undefined;
  const subjects = children(message, 'subject');
  const plain = subjects.find((subject) => subject.attrs['xml:lang'] === undefined) ?? subjects[0];
  return plain && text(plain);
}

/** Text for a `<subject/>`; with an empty text the element is still there, as newcomers are owed one. */
export function buildSubject(text: string): Element {
  return xml('subject', {}, text);
}
