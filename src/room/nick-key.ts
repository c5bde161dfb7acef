/** Nicknames that look alike are one: two people may not be `Alice` and `alice`. */
export function nickKey(nick: string): string {
  const key = nick.normalize('NFKC').toLowerCase();
  // Mostly the same characters; then the same text, so that a room does not hold both.
  return key === nick ? nick : key;
}
