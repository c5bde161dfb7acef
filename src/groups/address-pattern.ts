/**
 * How an entry of the directory becomes an address: `{mail}` is the whole address, `{uid}@example.org` the part before
 * the `@`. What stands in the entry is never taken for more than that part, whatever characters it has.
 */
import { isRefusal } from '../wire/error.ts';
import { prepareDomain, prepareJid, prepareLocal } from '../wire/jid.ts';

export interface AddressPattern {
  /** In lower case, as attributes are looked up. */
  readonly attribute: string;
  /** The bare JID of a value; `undefined` where it gives none. */
  addressOf(value: string): string | undefined;
}

const attributeName = /^[a-z][a-z0-9-]{0,99}$/i;
const wholeAddress = /^\{([^{}]+)\}$/;
const localPart = /^([^{}@]*)\{([^{}@]+)\}([^{}@]*)@([^{}@]+)$/;

/** Whether a text can be the name of an attribute. */
export function isAttributeName(text: string): boolean {
  return attributeName.test(text);
}

/** Reads `{mail}`, `{uid}@example.org` or, the same as `{mail}`, `mail`. */
export function readAddressPattern(text: string): AddressPattern | undefined {
  const typed = text.trim();
  const whole = isAttributeName(typed) ? typed : wholeAddress.exec(typed)?.[1];
  if (whole !== undefined) return isAttributeName(whole) ? wholePattern(whole) : undefined;
  const [, before = '', attribute = '', after = '', host = ''] = localPart.exec(typed) ?? [];
  const domain = prepareDomain(host);
  if (!isAttributeName(attribute) || domain === undefined || host === '') return undefined;
  return {
    attribute: attribute.toLowerCase(),
    addressOf: (value) => {
      const local = value === '' ? undefined : prepareLocal(before + value + after);
      return local === undefined ? undefined : `${local}@${domain}`;
    },
  };
}

/** A domain alone would let a whole domain in, so there must be a part before the `@`. */
function wholePattern(attribute: string): AddressPattern {
  return {
    attribute: attribute.toLowerCase(),
    addressOf: (value) => {
      const jid = prepareJid(value);
      if (isRefusal(jid) || jid.local === undefined || jid.resource !== undefined) return undefined;
      return jid.bare;
    },
  };
}
