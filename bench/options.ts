/** The command line of `npm run bench`. */

export interface Options {
  /** Names of scenarios, in the order in which they are known. */
  readonly only: readonly string[];
  readonly targets: readonly string[];
  readonly repeat: number;
  /** How long loads last that may last as long as one wishes. */
  readonly seconds?: number;
  /** Small counts, once each: whether it works, not how fast it is. */
  readonly quick: boolean;
  /** Puts the result in the place of the one that is kept and compared with. */
  readonly keep: boolean;
  /** Where the result is written. */
  readonly json: string;
}

export interface Known {
  readonly scenarios: readonly string[];
  /** Scenarios that run only when they are named. */
  readonly longScenarios: readonly string[];
  readonly targets: readonly string[];
  readonly json: string;
}

const REPEAT = 3;
const REPEAT_MAX = 100;
const SECONDS_MAX = 86_400;
const NAMES = [
  '--only SCENARIO,...',
  '--targets TARGET,...',
  '--repeat N',
  '--seconds N',
  '--quick',
  '--keep',
  '--json FILE',
];
const WITH_VALUE = ['--only', '--targets', '--repeat', '--seconds', '--json'] as const;
type WithValue = (typeof WITH_VALUE)[number];

/** The options while they are being read. */
interface Draft {
  only: readonly string[];
  targets: readonly string[];
  repeat: number | undefined;
  seconds: number | undefined;
  quick: boolean;
  keep: boolean;
  json: string;
}

/** Reads the words; gives one line for a person where they say nothing known. */
export function readOptions(words: readonly string[], known: Known): Options | { readonly mistake: string } {
  const options: Draft = {
    only: known.scenarios,
    targets: known.targets,
    repeat: undefined,
    seconds: undefined,
    quick: false,
    keep: false,
    json: known.json,
  };
  const rest = words.flatMap(splitAtEquals);
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--quick') options.quick = true;
    else if (word === '--keep') options.keep = true;
    else if (takesValue(word)) {
      const value = rest.shift();
      if (value === undefined || value === '') return { mistake: `${word} needs a value.` };
      const mistake = take(options, { word, value }, known);
      if (mistake !== undefined) return { mistake };
    } else return { mistake: `There is no option ${word}; there are ${NAMES.join(', ')}.` };
  }
  const { seconds, ...others } = options;
  const repeat = options.repeat ?? (options.quick ? 1 : REPEAT);
  return { ...others, repeat, ...(seconds !== undefined && { seconds }) };
}

function takesValue(word: string): word is WithValue {
  return WITH_VALUE.some((known) => known === word);
}

function take(
  options: Draft,
  given: { readonly word: WithValue; readonly value: string },
  known: Known,
): string | undefined {
  const { word, value } = given;
  if (word === '--json') options.json = value;
  else if (word === '--repeat') {
    options.repeat = numberIn(value, REPEAT_MAX);
    if (options.repeat === undefined) return `--repeat takes a number from 1 to ${REPEAT_MAX}.`;
  } else if (word === '--seconds') {
    options.seconds = numberIn(value, SECONDS_MAX);
    if (options.seconds === undefined) return `--seconds takes a number from 1 to ${SECONDS_MAX}.`;
  } else {
    const all = word === '--only' ? [...known.scenarios, ...known.longScenarios] : known.targets;
    const what = word === '--only' ? 'scenario' : 'target';
    const names = value.split(',');
    const strange = names.find((name) => !all.includes(name));
    if (strange !== undefined) return `There is no ${what} ${strange}; there are ${all.join(', ')}.`;
    options[word === '--only' ? 'only' : 'targets'] = all.filter((name) => names.includes(name));
  }
  return undefined;
}

/** A whole number from 1. */
function numberIn(value: string, max: number): number | undefined {
  const number = /^\d+$/.test(value) ? Number(value) : 0;
  return number >= 1 && number <= max ? number : undefined;
}

function splitAtEquals(word: string): string[] {
  const equals = word.startsWith('--') ? word.indexOf('=') : -1;
  return equals === -1 ? [word] : [word.slice(0, equals), word.slice(equals + 1)];
}
