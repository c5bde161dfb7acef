/** The command line of `npm run bench`. */

export interface Options {
  /** Names of scenarios, in the order in which they are known. */
  readonly only: readonly string[];
  readonly targets: readonly string[];
  readonly repeat: number;
  /** Small counts, once each: whether it works, not how fast it is. */
  readonly quick: boolean;
  /** Puts the result in the place of the one that is kept and compared with. */
  readonly keep: boolean;
  /** Where the result is written. */
  readonly json: string;
}

export interface Known {
  readonly scenarios: readonly string[];
  readonly targets: readonly string[];
  readonly json: string;
}

const REPEAT = 3;
const REPEAT_MAX = 100;
const NAMES = ['--only SCENARIO,...', '--targets TARGET,...', '--repeat N', '--quick', '--keep', '--json FILE'];

/** Reads the words; gives one line for a person where they say nothing known. */
export function readOptions(words: readonly string[], known: Known): Options | { readonly mistake: string } {
  const options = {
    only: known.scenarios,
    targets: known.targets,
    repeat: undefined as number | undefined,
    quick: false,
    keep: false,
    json: known.json,
  };
  const rest = words.flatMap(splitAtEquals);
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--quick') options.quick = true;
    else if (word === '--keep') options.keep = true;
    else if (word === '--only' || word === '--targets' || word === '--repeat' || word === '--json') {
      const value = rest.shift();
      if (value === undefined || value === '') return { mistake: `${word} needs a value.` };
      const mistake = take(options, { word, value }, known);
      if (mistake !== undefined) return { mistake };
    } else return { mistake: `There is no option ${word}; there are ${NAMES.join(', ')}.` };
  }
  return { ...options, repeat: options.repeat ?? (options.quick ? 1 : REPEAT) };
}

function take(
  options: { only: readonly string[]; targets: readonly string[]; repeat: number | undefined; json: string },
  given: { readonly word: '--only' | '--targets' | '--repeat' | '--json'; readonly value: string },
  known: Known,
): string | undefined {
  const { word, value } = given;
  if (word === '--json') options.json = value;
  else if (word === '--repeat') {
    options.repeat = /^\d+$/.test(value) ? Number(value) : 0;
    if (options.repeat < 1 || options.repeat > REPEAT_MAX) return `--repeat takes a number from 1 to ${REPEAT_MAX}.`;
  } else {
    const all = word === '--only' ? known.scenarios : known.targets;
    const what = word === '--only' ? 'scenario' : 'target';
    const names = value.split(',');
    const strange = names.find((name) => !all.includes(name));
    if (strange !== undefined) return `There is no ${what} ${strange}; there are ${all.join(', ')}.`;
    options[word === '--only' ? 'only' : 'targets'] = all.filter((name) => names.includes(name));
  }
  return undefined;
}

function splitAtEquals(word: string): string[] {
  const equals = word.startsWith('--') ? word.indexOf('=') : -1;
  return equals === -1 ? [word] : [word.slice(0, equals), word.slice(equals + 1)];
}
