/**
 * The one place where text becomes XML. Characters that XML 1.0 (§2.2) cannot carry (controls, lone
 * surrogates, U+FFFE, U+FFFF) leave as U+FFFD: one of them would end the stream for everybody.
 */

const REPLACEMENT = '\ufffd';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

const FOREIGN_TO_XML = /[^\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
// A bare carriage return would be read back as a line feed (XML 1.0 §2.11), white space in an attribute as a space (§3.3.3).
const UNSAFE_IN_TEXT = /[&<>\r]|[^\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
const UNSAFE_IN_ATTRIBUTE = /[&<>"'\t\n\r]|[^ -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** Most of what is written; told without a look at each character's properties. */
const SAFE_ANYWHERE = /^[ !#-%(-;=?-~]*$/;

function replacement(character: string): string {
  return ENTITIES[character] ?? REPLACEMENT;
}

/** Whether XML 1.0 can carry this text as it is. */
export function isXmlText(text: string): boolean {
  return !FOREIGN_TO_XML.test(text);
}

/** Character data of an element. */
export function escapeText(text: string): string {
  if (SAFE_ANYWHERE.test(text)) return text;
  return text.replace(UNSAFE_IN_TEXT, replacement);
}

/** The value of an attribute, for either kind of quotes. */
export function escapeAttribute(value: string): string {
  if (SAFE_ANYWHERE.test(value)) return value;
  return value.replace(UNSAFE_IN_ATTRIBUTE, replacement);
}
