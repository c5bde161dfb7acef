/** Names of groups: 1 to 256 characters, composed (NFC), without control characters and commas; compared exactly. */

const charactersMax = 256;

/** The name as it is kept; `undefined` where it cannot be one. */
export function preparedGroupName(typed: string): string | undefined {
  const name = typed.trim().normalize('NFC');
  const fits = name !== '' && [...name].length <= charactersMax && !/[\p{Cc},]/u.test(name);
  return fits && name.isWellFormed() ? name : undefined;
}
