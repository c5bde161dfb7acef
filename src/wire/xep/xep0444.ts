/**
 * XEP-0444: Message Reactions 0.2.1 (2024-04-15)
 */
import { NS } from '../namespaces.ts';
import { child, type Element } from '../xml.ts';

/** An element without any reaction counts too: it takes earlier ones back (§3.2). */
export function carriesReaction(message: Element): boolean {
  return child(message, 'reactions', NS.reactions) !== undefined;
}
