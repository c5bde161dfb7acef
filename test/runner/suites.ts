/** The suites of `npm test`, in the order in which each lane runs them. */
import type { PackageName } from '../../src/demo/packages.ts';

/** `tap`: many results, reported in TAP. `check`: one result, the exit code. */
export interface Step {
  readonly kind: 'tap' | 'check';
  readonly name: string;
  readonly command: readonly string[];
  /** What its tests log is shown also when they pass: figures. */
  readonly showsLog?: true;
}

export interface Suite {
  readonly name: string;
  /** System packages it works with; the suite runs without them too and says itself what it cannot do. */
  readonly packages: readonly PackageName[];
  /** It works with MongoDB too; which one is found out once for all suites. */
  readonly usesMongo?: true;
  readonly steps: readonly Step[];
}

/** Folders with a suite of their own; all others are unit tests. */
const SPECIAL = ['tidy', 'contract', 'sim', 'servers', 'integration', 'e2e', 'bench'];
const ORDINARY = `test/!(${SPECIAL.join('|')})/**/*.test.ts`;

function ava(name: string, ...patterns: readonly string[]): Step {
  return { kind: 'tap', name, command: ['ava', '--tap', ...patterns] };
}

const LINT: Suite = {
  name: 'lint',
  packages: [],
  steps: [
    { kind: 'check', name: 'biome (format and lint)', command: ['biome', 'check', '--error-on-warnings', '.'] },
    { kind: 'check', name: 'tsc (types)', command: ['tsc', '-p', 'tsconfig.json'] },
    { kind: 'check', name: 'knip (dead files, exports and dependencies)', command: ['knip', '--no-progress'] },
    ava('tidy', 'test/tidy/**/*.test.ts'),
  ],
};

function tests(name: string, pattern: string, packages: readonly PackageName[] = []): Suite {
  return { name, packages, steps: [ava(name, pattern)] };
}

/** Whether the benchmarks work and what they check is right; how fast anything is, is shown and not asserted. */
const BENCH: Suite = {
  name: 'bench',
  packages: ['prosody', 'ejabberd'],
  steps: [{ ...ava('bench', 'test/bench/**/*.test.ts'), showsLog: true }],
};

/**
 * Suites of one lane run one after the other, lanes side by side: one lane computes while the other mostly
 * waits for servers and a browser.
 */
export const LANES: readonly (readonly Suite[])[] = [
  [
    LINT,
    tests('unit', ORDINARY),
    { ...tests('contract', 'test/contract/**/*.test.ts'), usesMongo: true },
    tests('sim', 'test/sim/**/*.test.ts'),
  ],
  [
    {
      ...tests('integration', 'test/{servers,integration}/**/*.test.ts', ['prosody', 'ejabberd', 'slapd']),
      usesMongo: true,
    },
    tests('e2e', 'test/e2e/**/*.test.ts', ['prosody', 'chromium', 'profanity', 'tmux', 'gajim', 'xvfb']),
    BENCH,
  ],
];
