/** The wall: whether a stanza to somebody tells what they may not know, by the model before and after what was done. */
import { type Element, serialize } from '../../../src/wire/xml.ts';
import { domain, statuses } from '../../world.ts';
import {
  type Animal,
  admits,
  animals,
  categoryNames,
  inScope,
  isOfCategory,
  type Model,
  type Person,
  sees,
} from './model.ts';
import { jidOf } from './stanzas.ts';

export interface Look {
  /** Either holds while something changes. */
  readonly models: readonly Model[];
  readonly to: Person;
  /** Rooms they are in, or may be. */
  readonly inside: ReadonlySet<Animal>;
  /** Whether they may ever have been in it. */
  readonly beenIn: (animal: Animal) => boolean;
  /** Stanzas of theirs that may be answered with an error: ids. */
  readonly asked: (id: string) => boolean;
}

/** What is wrong with it, in words; nothing where it may be. */
export function breachIn(stanza: Element, look: Look): string | undefined {
  const written = serialize(stanza);
  const { models, to, inside } = look;
  for (const animal of animals) {
    if (!written.includes(animal)) continue;
    // Whoever is invited becomes a member by it, and needs to be in scope only.
    if (written.includes('<invite') && models.some((model) => inScope(model, to, animal))) continue;
    if (isOwnError(stanza, animal, look) || isFarewell(stanza, animal, look)) continue;
    if (!models.some((model) => sees(model, to, animal, inside.has(animal)))) {
      return `${to} learns of ${animal}: ${written}`;
    }
    const content = written.includes(`${animal}-says`) || written.includes('urn:xmpp:mam:2" queryid');
    if (content && !models.some((model) => admits(model, to, animal, 'most'))) {
      return `${to} reads what is said in ${animal}: ${written}`;
    }
  }
  for (const [category, name] of categoryNames.entries()) {
    if (!written.includes(name)) continue;
    if (!models.some((model) => isOfCategory(model, to, category))) return `${to} learns of ${name}: ${written}`;
  }
  return undefined;
}

/** What they sent themselves comes back: from where they sent it to, and with nothing that they did not say. */
function isOwnError(stanza: Element, animal: Animal, { asked }: Look): boolean {
  const { type, from = '', id = '' } = stanza.attrs;
  if (!(from === domain || from.startsWith(jidOf(animal))) || !asked(id)) return false;
  // Whoever says where they are is told that they are not there (XEP-0045 §17.3 has no better word for it).
  if (stanza.name === 'presence' && type === 'unavailable') return statuses(stanza).includes(333);
  if (type !== 'error') return false;
  const error = stanza.getChildElements().find(({ name }) => name === 'error');
  const said = error === undefined ? '' : serialize(error).replaceAll(`by="${jidOf(animal)}"`, '');
  return !said.includes(animal);
}

/** Whoever is taken out of a room is told so, and told again after a kill. */
function isFarewell(stanza: Element, animal: Animal, { beenIn }: Look): boolean {
  const { type, from = '' } = stanza.attrs;
  const own = stanza.name === 'presence' && type === 'unavailable' && statuses(stanza).includes(110);
  return own && from.startsWith(jidOf(animal)) && beenIn(animal);
}
