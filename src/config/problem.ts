/** Mistakes in the configuration, as values: where, which key, what is wrong. */

export interface ConfigProblem {
  /** `file:line:column`, the name of an environment variable, or a file alone. */
  readonly where: string;
  /** The setting's key, such as `xmpp.secret`; empty when the mistake belongs to no setting. */
  readonly key: string;
  /** What is wrong and what to do. Never contains the value of a secret. */
  readonly message: string;
}

/** One line for one mistake. */
export function problemLine(problem: ConfigProblem): string {
  return [problem.where, problem.key, problem.message].filter((part) => part !== '').join(': ');
}
