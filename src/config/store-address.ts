/** The address of the store: of a MongoDB, the parts that say where it is and who asks. */

const mongoForm =
  /^(mongodb(?:\+srv)?:\/\/)(?:([^:@/?#\s]+)(?::([^:@/?#\s]*))?@)?([^@/?#\s]+)(\/[^@/?#\s]*)?(\?[^#\s]*)?$/;

interface MongoAddress {
  readonly scheme: string;
  /** These two as they stand in the address: percent-encoded. */
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly hosts: string;
  readonly rest: string;
}

/** Of the store, what the configuration says of how to get there. */
export interface StoreAccess {
  readonly url: string;
  readonly password?: string | undefined;
}

/** Undefined where it is none of a MongoDB, or one that cannot be read. */
export function readMongoAddress(url: string): MongoAddress | undefined {
  const [, scheme, user, password, hosts, path = '', options = ''] = mongoForm.exec(url) ?? [];
  if (scheme === undefined || hosts === undefined) return undefined;
  if ([user, password].some((part) => part !== undefined && decoded(part) === undefined)) return undefined;
  return { scheme, user, password, hosts, rest: `${path}${options}` };
}

/** What is wrong with a password of its own beside this address, or nothing. */
export function passwordConflict(url: string): string | undefined {
  const address = readMongoAddress(url);
  if (address === undefined) return 'is for MongoDB only; leave it out';
  if (address.user === undefined) return 'has no user: name one in store.url, as in mongodb://user@host:27017/database';
  return address.password === undefined ? undefined : 'stands in store.url as well; keep one of the two';
}

/** What the driver is given, with the password in it. Never to be shown. */
export function mongoUrl({ url, password }: StoreAccess): string {
  const address = readMongoAddress(url);
  if (address?.user === undefined || password === undefined) return url;
  return `${address.scheme}${address.user}:${encodeURIComponent(password)}@${address.hosts}${address.rest}`;
}

/** What must not stand in the log, in each form in which it might. */
export function passwordsOf({ url, password }: StoreAccess): string[] {
  const inUrl = readMongoAddress(url)?.password;
  const plain = inUrl === undefined ? undefined : decoded(inUrl);
  const encoded = password === undefined ? undefined : encodeURIComponent(password);
  return [password, encoded, inUrl, plain].filter((text) => text !== undefined).filter((text) => text !== '');
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
