/** Talk that came in, and what is said to it: one message to whoever spoke. */
import type { Person } from '../../room/state.ts';
import { StoreError } from '../../store/port.ts';
import { isRefusal, type Refusal } from '../../wire/error.ts';
import type { Jid } from '../../wire/jid.ts';
import { childText, type Element, serialize, xml } from '../../wire/xml.ts';
import type { InOrder } from '../in-order.ts';
import { type Answering, refuse } from '../iq.ts';
import { ourBug, storeAway } from '../refusals.ts';
import { keyOf, type Route } from '../route.ts';
import type { Chat } from './chat.ts';

export interface TalkEnvironment extends Answering {
  readonly chat: Chat;
  readonly inOrder: InOrder;
  readonly random: () => string;
}

/** What somebody says waits for what they said before. `message` has been found worth an answer. */
export function answerTalk(
  message: Element,
  { body, person, route }: { readonly body: string; readonly person: Person; readonly route: Route },
  env: TalkEnvironment,
): void {
  const { from, to } = route;
  const where = to.local === undefined ? 'service' : 'room';
  const done = env.begin();
  const answered = env.chat
    .answer(body, { where, at: to.bare, from: { session: from.full, person } })
    .catch((error: unknown): Refusal => {
      if (error instanceof StoreError) return storeAway();
      env.log.error({ from: from.full, to: to.full, error }, 'talk could not be answered');
      return ourBug();
    })
    .then((said) => {
      if (isRefusal(said)) refuse(message, said, env);
      else env.send(serialize(replyTo(message, said, { from, at: to.bare, id: env.random() })));
    })
    .finally(done);
  env.inOrder.hold(keyOf(route), answered);
}

/** In the same thread (RFC 6121 §5.2.5), and of the same type. */
function replyTo(
  message: Element,
  said: string,
  { from, at, id }: { readonly from: Jid; readonly at: string; readonly id: string },
): Element {
  const thread = childText(message, 'thread');
  const type = message.attrs['type'] === 'chat' ? 'chat' : undefined;
  return xml(
    'message',
    { from: at, to: from.full, id, ...(type !== undefined && { type }) },
    xml('body', {}, said),
    thread === undefined || thread.length > threadCharactersMax ? undefined : xml('thread', {}, thread),
  );
}

const threadCharactersMax = 256;
