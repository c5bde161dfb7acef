/**
 * Who types commands on the machine of the service itself: a user of the operating system, who administers the service.
 * They stand in the record like anybody else, under a text that no address can be: it has spaces.
 */
const mark = 'command line ';

export function operatorJid(user: string): string {
  return `${mark}(${user})`;
}

export function isOperator(jid: string): boolean {
  return jid.startsWith(mark);
}
