/** What an address of a MongoDB says, without who asks. */

const usualDatabase = 'longroom';

/** The servers. */
export function hostsOf(url: string): string {
  return /^mongodb(?:\+srv)?:\/\/(?:[^@/]*@)?([^/?]+)/.exec(url)?.[1] ?? 'an unknown address';
}

/** The database in its path, or the usual one. */
export function databaseNameOf(url: string): string {
  const name = /^mongodb(?:\+srv)?:\/\/[^/?]+\/([^?]+)/.exec(url)?.[1];
  return name === undefined ? usualDatabase : decodeURIComponent(name);
}

/** The first line of a text that may have the password of the address in it, without it. */
export function withoutPassword(text: string, url: string): string {
  const password = /^mongodb(?:\+srv)?:\/\/[^:@/]*:([^@/]+)@/.exec(url)?.[1];
  const [line = ''] = text.split('\n');
  if (password === undefined) return line;
  return line.replaceAll(password, '…').replaceAll(decodeURIComponent(password), '…');
}
