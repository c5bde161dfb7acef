/** What may be asked of a room, after the wire has been read. One kind per use case. */
import type { AdministrationRequest } from './administration-request.ts';
import type { AskRequest } from './ask-request.ts';
import type { ContentRequest } from './content-request.ts';
import type { MessageRequest } from './message-request.ts';
import type { Party } from './party.ts';
import type { PresenceRequest } from './presence-request.ts';
import type { RegistrationRequest } from './registration-request.ts';
import type { RetentionRequest } from './retention-request.ts';

export type { Party };

export type RoomRequest =
  | PresenceRequest
  | MessageRequest
  | AdministrationRequest
  | AskRequest
  | RegistrationRequest
  | ContentRequest
  | RetentionRequest;
