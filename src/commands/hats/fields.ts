/** What the commands for hats ask for, under the names of XEP-0317 §3.8. */

import type { HatChange } from '../../room/administration-request.ts';
import type { Answer } from '../../room/answer.ts';
import { isRefusal, type Refusal, refusal } from '../../wire/error.ts';
import type { Asking } from '../asking.ts';
import { choice, type Option, optional, person, text } from '../fields.ts';

export const hatCommands = 'urn:xmpp:hats:commands';

/** A name, a colon and something behind it, without spaces (RFC 3986 §3). */
const uriShape = /^[A-Za-z][A-Za-z0-9+.-]*:\S+$/;
const degrees = /^\d{1,3}(\.\d{1,9})?$/;

export const title = text({ name: 'hats#title', label: 'Title', example: 'Host', charactersMax: 64 });

export const newUri = text({
  name: 'hats#uri',
  label: 'URI',
  example: 'https://example.org/hats#host',
  description: 'An address of its own, such as https://example.org/hats#host. A hat that has it already is changed.',
  charactersMax: 256,
  form: { fits: (uri) => uriShape.test(uri), is: 'a URI, such as https://example.org/hats#host' },
});

export const hue = optional(
  text({
    name: 'hats#hue',
    label: 'Colour',
    example: '128',
    description: 'Its angle on the circle of colours, in degrees: 12 is red, 128 green, 266 blue.',
    charactersMax: 16,
    form: { fits: (angle) => degrees.test(angle) && Number(angle) <= 360, is: 'a number of degrees from 0 to 360' },
  }),
);

export const hat = choice({
  name: 'hats#uri',
  label: 'Hat',
  example: 'Host',
  // As the form in XEP-0317 §3.3 calls it, and some servers and clients after it.
  aliases: ['hat'],
  options: hatsToChoose,
});

export const wearer = person({ name: 'hats#jid', label: 'Address of the person' });

async function hatsToChoose(asking: Asking): Promise<readonly Option[] | Refusal> {
  const hats = await askForHats(asking, 'defined');
  if (isRefusal(hats)) return hats;
  if (hats.length === 0) return refusal('item-not-found', 'cancel', 'This room has no hats yet. Create one first.');
  return hats.map(({ uri, title: label }) => ({ value: uri, label }));
}

type ListedHats = Extract<Answer, { readonly kind: 'hats' }>['hats'];

export async function askForHats(asking: Asking, which: 'defined' | 'assigned'): Promise<ListedHats | Refusal> {
  const answer = await asking.ask(asking.at, { kind: 'ask-hats', from: asking.from, which });
  if (answer !== undefined && isRefusal(answer)) return answer;
  return answer?.kind === 'hats' ? answer.hats : [];
}

/** Changes the hats of the room; the sentence is what is said when it is done. */
export async function change(
  asking: Asking,
  wish: HatChange,
  note: string,
): Promise<{ readonly note: string } | Refusal> {
  const answer = await asking.ask(asking.at, { kind: 'change-hats', from: asking.from, change: wish });
  return answer !== undefined && isRefusal(answer) ? answer : { note };
}

/** The same for what one person wears. */
export async function changeWorn(
  asking: Asking,
  { jid, ...wish }: { readonly kind: 'assign' | 'unassign'; readonly jid: string; readonly uri: string },
  note: string,
): Promise<{ readonly note: string } | Refusal> {
  const whom = await asking.person(jid);
  return isRefusal(whom) ? whom : change(asking, { ...wish, whom }, note);
}
