/** Where examples are played: a place with people who have addresses, a service, and nothing else going on. */
import type { Element } from '../integration/element.ts';

export type Matches = (stanza: Element) => boolean;

export interface Theatre {
  /** As the place calls them. */
  readonly domain: string;
  readonly host: string;
  /** Makes local parts its own, where several plays share a place. */
  readonly suffix: string;
  /** The session with this full JID sends; it comes into being with the first thing it does. */
  send(from: string, stanza: string): Promise<void>;
  /** Takes the first unread stanza of this session that matches, when it has come. Fails, saying `what`, if none does. */
  receive(who: string, what: string, matches: Matches): Promise<Element>;
  /** When everything sent so far has had its effect: what nobody has taken yet. */
  unread(who: string): Promise<readonly Element[]>;
  /** Forgets what is unread, when everything sent so far has had its effect. */
  forget(): Promise<void>;
}
