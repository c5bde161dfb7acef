/** Which messages of a room an administrator means: whose, from when until when, with which words. */

import type { PersonKey } from '../../store/event.ts';
import { folded } from '../../store/room-search.ts';
import { parseElements } from '../../wire/parser.ts';
import { text as textOf } from '../../wire/xml.ts';

export interface WantedWords {
  readonly text: string;
  /** Each of the words, one of them, or the text as it stands. */
  readonly match: 'all' | 'any' | 'phrase';
  readonly caseSensitive: boolean;
}

/** Each condition narrows it. */
export interface MessageWish {
  readonly person?: PersonKey;
  /** Milliseconds since 1970, both included. */
  readonly since?: number;
  readonly until?: number;
  readonly words?: WantedWords;
}

interface Message {
  readonly by: PersonKey;
  readonly at: number;
  readonly xml: string;
}

/** Says of each message whether it is meant. */
export function matcherOf({ person, since, until, words }: MessageWish): (message: Message) => boolean {
  const says = words === undefined ? () => true : wordsMatcher(words);
  return ({ by, at, xml }) => {
    if (person !== undefined && by !== person) return false;
    if (since !== undefined && at < since) return false;
    if (until !== undefined && at > until) return false;
    return says(xml);
  };
}

function wordsMatcher({ text, match, caseSensitive }: WantedWords): (xml: string) => boolean {
  const plain = caseSensitive ? (one: string) => one.normalize('NFKC') : folded;
  const phrase = plain(text.trim());
  const words = match === 'phrase' ? [phrase] : phrase.split(/\s+/);
  return (xml) => {
    const said = plain(textSaidIn(xml));
    return match === 'any' ? words.some((word) => said.includes(word)) : words.every((word) => said.includes(word));
  };
}

/** What people read of it: its text, and its title. */
function textSaidIn(xml: string): string {
  if (!isSaid(xml)) return '';
  const texts = (parseElements(xml) ?? []).filter(({ name }) => name === 'body' || name === 'subject');
  return texts.map(textOf).join('\n');
}

/** Whether it has anything that people read. */
export function isSaid(xml: string): boolean {
  return xml.includes('<body') || xml.includes('<subject');
}
