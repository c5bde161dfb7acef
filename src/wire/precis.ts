/**
 * The two profiles of PRECIS that addresses need (RFC 8264, RFC 8265): UsernameCaseMapped for the
 * part before the `@`, OpaqueString for the one behind the `/`. Unicode properties are those of the
 * running Node. Left out: the bidi rule of RFC 5893 (Node exposes no bidi classes), and of the
 * contextual rules those about conjoining by virama are read as "behind a combining mark".
 */

// RFC 8264 §9.6 (exceptions that are disallowed), §9.9 (old Hangul jamo), §9.13 (ignorable).
const NEVER = String.raw`\u0640\u07fa\u302e\u302f\u3031-\u3035\u303b\u1100-\u11ff\ua960-\ua97c\ud7b0-\ud7fb\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}`;
const FREEFORM = new RegExp(String.raw`^[[\p{L}\p{M}\p{N}\p{Zs}\p{S}\p{P}]--[${NEVER}]]*$`, 'v');
const IDENTIFIER = new RegExp(
  String.raw`^[[\p{Ll}\p{Lu}\p{Lo}\p{Lm}\p{Nd}\p{Mn}\p{Mc}\u0021-\u007e\u06fd\u06fe\u3007]--[${NEVER}\u00b7\u0375]]*$`,
  'v',
);

// RFC 5892 appendix A, by number.
const JOINER =
  /(?<=\p{M})[\u200c\u200d]|(?<=[\p{sc=Arabic}\p{sc=Syriac}\p{sc=Mongolian}\p{sc=Nko}])\u200c(?=[\p{sc=Arabic}\p{sc=Syriac}\p{sc=Mongolian}\p{sc=Nko}])/gu;
const MIDDLE_DOT = /(?<=l)\u00b7(?=l)/gu;
const KERAIA = /\u0375(?=\p{sc=Greek})/gu;
const GERESH = /(?<=\p{sc=Hebrew})[\u05f3\u05f4]/gu;
const KATAKANA_DOT = /\u30fb/gu;
const JAPANESE = /[\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Han}]/u;
const ARABIC_DIGIT = /[\u0660-\u0669]/u;
const EXTENDED_ARABIC_DIGIT = /[\u06f0-\u06f9]/u;

const WIDE_OR_NARROW = /[\u3000\uff01-\uffee]/gu;
const FOREIGN_SPACE = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/gu;
/** RFC 8264 §7: what is not stable after a few rounds is refused. */
const ROUNDS_MAX = 4;

/** The text as UsernameCaseMapped prepares it (RFC 8265 §3.3), `undefined` where that refuses it. */
export function usernameCaseMapped(text: string): string | undefined {
  const prepared = stable(text, (round) =>
    round
      .replace(WIDE_OR_NARROW, (character) => character.normalize('NFKC'))
      .toLowerCase()
      .normalize('NFC'),
  );
  if (prepared === undefined || prepared === '' || mixesDigits(prepared)) return undefined;
  const rest = withoutContextual(prepared);
  return IDENTIFIER.test(rest) && rest.normalize('NFKC') === rest ? prepared : undefined;
}

/** The text as OpaqueString prepares it (RFC 8265 §4.2), `undefined` where that refuses it. */
export function opaqueString(text: string): string | undefined {
  const prepared = stable(text, (round) => round.replace(FOREIGN_SPACE, ' ').normalize('NFC'));
  if (prepared === undefined || prepared === '' || mixesDigits(prepared)) return undefined;
  return FREEFORM.test(prepared.replace(JOINER, '')) ? prepared : undefined;
}

function stable(text: string, map: (round: string) => string): string | undefined {
  let before = text;
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const after = map(before);
    if (after === before) return after;
    before = after;
  }
  return undefined;
}

function mixesDigits(text: string): boolean {
  return ARABIC_DIGIT.test(text) && EXTENDED_ARABIC_DIGIT.test(text);
}

/** The text without those characters that are allowed only where they stand. */
function withoutContextual(text: string): string {
  const rest = text.replace(JOINER, '').replace(MIDDLE_DOT, '').replace(KERAIA, '').replace(GERESH, '');
  return JAPANESE.test(rest) ? rest.replace(KATAKANA_DOT, '') : rest;
}
