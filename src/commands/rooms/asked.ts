/** What the commands for rooms ask of a room, and how they put it. */
import type { Answer, RoomInfo } from '../../room/answer.ts';
import type { RoomRequest } from '../../room/request.ts';
import type { Person } from '../../room/state.ts';
import type { Settings } from '../../room/traits/index.ts';
import { isRefusal, type Refusal, refusal } from '../../wire/error.ts';
import type { Asking } from '../asking.ts';
import type { PrivacyValue } from './fields.ts';

/** Asks the room where the command is run; a refusal of its, or the answer. */
export async function askRoom(asking: Asking, request: Asked): Promise<Answer | Refusal> {
  const answer = await asking.ask(asking.at, { ...request, from: asking.from } as RoomRequest);
  return answer ?? noAnswer();
}

type WithoutFrom<Request> = Request extends unknown ? Omit<Request, 'from'> : never;
export type Asked = WithoutFrom<RoomRequest>;

const noAnswer = (): Refusal => refusal('item-not-found', 'cancel', 'There is no such room.');

export async function infoOf(asking: Asking): Promise<RoomInfo | Refusal> {
  const answer = await askRoom(asking, { kind: 'ask-info' });
  if (isRefusal(answer)) return answer;
  return answer.kind === 'info' ? answer.info : noAnswer();
}

/** Keys for these principals, made where there are none yet. */
export async function peopleCalled(
  asking: Asking,
  principals: readonly string[],
): Promise<readonly Person[] | Refusal> {
  const people = await Promise.all(principals.map((one) => asking.person(one)));
  const refused = people.find(isRefusal);
  return refused ?? people.filter((one): one is Person => !isRefusal(one));
}

const privacies: Readonly<Record<PrivacyValue, Pick<Settings, 'public' | 'membersOnly'>>> = {
  open: { public: true, membersOnly: false },
  closed: { public: true, membersOnly: true },
  secret: { public: false, membersOnly: true },
};

export interface RoomTraits {
  readonly name?: string | undefined;
  readonly description?: string | null | undefined;
  readonly type?: 'normal' | 'auditorium' | undefined;
  readonly privacy?: PrivacyValue | undefined;
  readonly invitations?: boolean | undefined;
  readonly addin?: string | null | undefined;
  readonly retention?: number | undefined;
}

/** Only what was given. */
export function settingsOf(traits: RoomTraits): Partial<Settings> {
  const { name, description, type, privacy, invitations, addin, retention } = traits;
  return {
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description: description ?? '' }),
    ...(type !== undefined && { auditorium: type === 'auditorium' }),
    ...(privacy !== undefined && privacies[privacy]),
    ...(invitations !== undefined && { invitations: invitations ? 'inherit' : 'off' }),
    ...(addin !== undefined && { addin: addin ?? '' }),
    ...(retention !== undefined && { retentionDays: retention }),
  };
}
