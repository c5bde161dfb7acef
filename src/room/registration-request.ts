/** What may be asked of a room about becoming a member (XEP-0045 §7.10, §9.9). */
import type { Answers } from './applications.ts';
import type { From } from './party.ts';

/** What it takes to register with the room (XEP-0045 §7.10). */
export interface AskRegistration extends From {
  readonly kind: 'ask-registration';
}

export interface Register extends From {
  readonly kind: 'register';
  readonly nick: string;
  readonly answers: Answers;
}

export interface Unregister extends From {
  readonly kind: 'unregister';
}

/** Who waits to be registered. */
export interface AskApplications extends From {
  readonly kind: 'ask-applications';
}

/** A manager's word on one of them (§9.9): on that of this number, else on the one for this nickname. */
export interface DecideApplication extends From {
  readonly kind: 'decide-application';
  readonly number?: number;
  /** Beside a number, it is reserved instead of the one that was asked for. */
  readonly nick?: string;
  readonly allow: boolean;
}

export type RegistrationRequest = AskRegistration | Register | Unregister | AskApplications | DecideApplication;
