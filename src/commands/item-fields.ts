/** Fields for things of any kind that are typed in one line: one of them, or a list. */
import { isRefusal, type Refusal, refusal } from '../wire/error.ts';
import { fieldRefusal, textField } from '../wire/form.ts';
import { prepareJid } from '../wire/jid.ts';
import type { Asked, Field } from './fields.ts';

/** What is typed in one line, and holds no comma: lists are written with commas where there is one line for them. */
export interface Item<T> {
  readonly of: 'text' | 'addresses';
  /** Without spaces around it, and not empty. */
  read(typed: string): T | Refusal;
  write(item: T): string;
}

/** Characters of one item as it is typed; the longest address has fewer. */
const itemCharactersMax = 3_071;

export const lineItem = ({ charactersMax }: { readonly charactersMax: number }): Item<string> => ({
  of: 'text',
  read: (typed) =>
    [...typed].length <= charactersMax
      ? typed
      : refusal('not-acceptable', 'modify', `At most ${charactersMax} characters, please.`),
  write: (text) => text,
});

/** The bare JID of a person. */
export const personItem: Item<string> = {
  of: 'addresses',
  read(typed) {
    const jid = prepareJid(typed);
    if (isRefusal(jid)) return jid;
    return jid.local === undefined
      ? refusal('not-acceptable', 'modify', `"${jid.bare}" is a domain, not the address of a person: name@domain.`)
      : jid.bare;
  },
  write: (jid) => jid,
};

/** The bare JID of a person, or a whole domain. */
export const addressItem: Item<string> = {
  of: 'addresses',
  read(typed) {
    const jid = prepareJid(typed);
    return isRefusal(jid) ? jid : jid.bare;
  },
  write: (jid) => jid,
};

/** One thing. */
export function item<T>({ item: kind, ...asked }: Asked & { readonly item: Item<T> }): Field<T> {
  return {
    ...asked,
    required: true,
    shape: { kind: 'text', spaces: false },
    read(form, name) {
      const line = textField(form, name, { charactersMax: itemCharactersMax });
      if (line === undefined || isRefusal(line)) return line;
      const typed = line.trim();
      return typed === '' ? undefined : inField(name, kind.read(typed));
    },
    write: (value) => [kind.write(value)],
  };
}

/** Several, each once, in the order in which they are given; empty lines are passed over. */
export function list<T>({
  item: kind,
  itemsMax,
  ...asked
}: Asked & { readonly item: Item<T>; readonly itemsMax: number }): Field<readonly T[]> {
  return {
    ...asked,
    required: true,
    shape: { kind: 'list', of: kind.of },
    read(form, name) {
      const items = new Map<string, T>();
      for (const line of form.fields.get(name) ?? []) {
        const typed = line.trim();
        if (typed === '') continue;
        if (typed.length > itemCharactersMax)
          return fieldRefusal(name, `made of at most ${itemCharactersMax} characters each`);
        const read = inField(name, kind.read(typed));
        if (isRefusal(read)) return read;
        items.set(kind.write(read), read);
        if (items.size > itemsMax) return fieldRefusal(name, `a list of at most ${itemsMax}`);
      }
      return items.size === 0 ? undefined : [...items.values()];
    },
    write: (values) => values.map((value) => kind.write(value)),
  };
}

/** What is wrong with one thing, said of the field it stands in. */
function inField<T>(name: string, read: T | Refusal): T | Refusal {
  return isRefusal(read) ? refusal('not-acceptable', 'modify', `In the field "${name}": ${read.text}`) : read;
}
