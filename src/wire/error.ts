/**
 * Refusals: stanza errors as values (RFC 6120 §8.3). Whatever cannot be done is answered with one of
 * these; `throw` is for our own bugs.
 */

export type ErrorType = 'auth' | 'cancel' | 'continue' | 'modify' | 'wait';

export type ErrorCondition =
  | 'bad-request'
  | 'conflict'
  | 'feature-not-implemented'
  | 'forbidden'
  | 'gone'
  | 'internal-server-error'
  | 'item-not-found'
  | 'jid-malformed'
  | 'not-acceptable'
  | 'not-allowed'
  | 'not-authorized'
  | 'policy-violation'
  | 'recipient-unavailable'
  | 'redirect'
  | 'registration-required'
  | 'remote-server-not-found'
  | 'remote-server-timeout'
  | 'resource-constraint'
  | 'service-unavailable'
  | 'subscription-required'
  | 'undefined-condition'
  | 'unexpected-request';

export interface Refusal {
  readonly kind: 'refusal';
  readonly condition: ErrorCondition;
  readonly type: ErrorType;
  /** For the person who reads it: what was wrong and what to do. */
  readonly text: string;
  /** An application-specific condition beside the defined one. */
  readonly application?: {
    readonly name: string;
    readonly xmlns: string;
    readonly attrs?: Readonly<Record<string, string | number>>;
  };
  /** Character data of `gone` or `redirect`. */
  readonly address?: string;
}

export function refusal(
  condition: ErrorCondition,
  type: ErrorType,
  text: string,
  more: Pick<Refusal, 'application' | 'address'> = {},
): Refusal {
  return { kind: 'refusal', condition, type, text, ...more };
}

/** What was sent is not what it has to be; sent otherwise it may be taken. */
export function badRequest(text: string): Refusal {
  return refusal('bad-request', 'modify', text);
}

export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && (value as Partial<Refusal>).kind === 'refusal';
}
