/** What somebody does to a room, and what comes of it: a row of the matrix has a table for each. */
import { type Element, serialize } from '../../src/wire/xml.ts';
import { enter, owner, room } from '../service/conversation.ts';
import { errorOf } from '../world.ts';
import type { Stage } from './rooms.ts';

/** An address without a room. */
const nowhere = room.replace('den@', 'nowhere@');

export const zoe = 'zoe@localhost';

export interface Deed {
  /** As the title of a test goes on: `a member enters`, `a member does not enter`. */
  readonly does: string;
  readonly doesNot: string;
  /** Whoever can enters first. */
  readonly inside?: true;
  /** Somebody else does it to them. */
  readonly by?: string;
  /** What is sent, with the room's address in it. */
  stanza(who: string): string;
  /** Whether it came about: from what they were sent, and what others in it were. */
  came(heard: Heard): boolean;
  /** It is no error where it does not come about, but shows nothing. */
  readonly silent?: true;
}

export interface Heard {
  readonly own: readonly Element[];
  readonly olga: readonly Element[];
  readonly zoe: readonly Element[];
  readonly target: readonly Element[];
}

/** `yes`, `no` for what only shows nothing, or the condition of the error. */
export async function outcomeOf(deed: Deed, { on, who }: Stage): Promise<string> {
  if (deed.inside) await enter(on, who, 'Wanda');
  const by = deed.by ?? who;
  await on.hears(owner);
  on.send(by, deed.stanza(who));
  const own = await on.hears(by);
  const olga = by === owner ? own : await on.hears(owner);
  const heard = { own, olga, zoe: await on.hears(zoe), target: by === who ? own : await on.hears(who) };
  const errors = own.map(errorOf).filter((error) => error !== undefined);
  if (errors.length > 1) throw new Error('more than one error');
  const [error] = errors;
  if (deed.came(heard)) return error === undefined ? 'yes' : 'both';
  if (error !== undefined) return error.condition;
  return deed.silent ? 'no' : 'silence';
}

/** All that is sent where the room is, and where there is none; what shows of it in the room. */
export async function seenOf(
  deed: Deed,
  { on, who }: Stage,
): Promise<{
  readonly there: readonly string[];
  readonly nowhere: readonly string[];
  readonly room: readonly string[];
}> {
  const answers = async (at: string): Promise<string[]> => {
    if (deed.inside) on.send(who, entering(who).replaceAll(room, at));
    on.send(who, deed.stanza(who).replaceAll(room, at));
    return (await on.hears(who)).map((one) => serialize(one).replaceAll(at, room));
  };
  return {
    there: await answers(room),
    nowhere: await answers(nowhere),
    room: [...(await on.hears(owner)), ...(await on.hears(zoe))].map((one) => serialize(one)),
  };
}

function entering(_who: string): string {
  return `<presence to='${room}/Wanda' id='join'><x xmlns='http://jabber.org/protocol/muc'/></presence>`;
}

export const get = (payload: string, to = room): string => `<iq to='${to}' type='get' id='do'>${payload}</iq>`;
export const set = (payload: string, to = room): string => `<iq to='${to}' type='set' id='do'>${payload}</iq>`;

export function form(type: string, fields: Readonly<Record<string, string>>): string {
  const written = Object.entries({ FORM_TYPE: type, ...fields }).map(
    ([name, value]) => `<field var='${name}'><value>${value}</value></field>`,
  );
  return `<x xmlns='jabber:x:data' type='submit'>${written.join('')}</x>`;
}

/** A query that was answered with a result. */
export const answered = ({ own }: Heard): boolean =>
  own.some(({ name, attrs }) => name === 'iq' && attrs['type'] === 'result');

/** Somebody heard something of this in it. */
export const contains =
  (whose: keyof Heard, text: string) =>
  (heard: Heard): boolean =>
    heard[whose].some((one) => one.attrs['type'] !== 'error' && serialize(one).includes(text));
