/** Queries as rows: what is announced for each, and who answers. The first that knows a payload answers it. */
import type { Element } from '../wire/xml.ts';
import type { IqAnswer } from './iq.ts';
import { notOffered } from './refusals.ts';

export type Answered = IqAnswer | Promise<IqAnswer>;

export interface Query<Question, Env> {
  /** What disco#info says of it. */
  readonly features: readonly string[];
  /**
   * Answers a query; an answer of `undefined` is the empty result, and `not-mine` leaves the payload to others. Which
   * it is has to be said at once, so that queries reach a room in the order in which they came. Absent on a row that
   * only announces what is done elsewhere.
   */
  answer?(payload: Element, to: Question, env: Env): Answered | 'not-mine';
}

export function answerFirst<Question, Env>(
  queries: readonly Query<Question, Env>[],
  payload: Element,
  to: Question,
  env: Env,
): Answered {
  for (const query of queries) {
    const answer = query.answer === undefined ? 'not-mine' : query.answer(payload, to, env);
    if (answer !== 'not-mine') return answer;
  }
  return notOffered();
}

export function featuresOf(queries: readonly { readonly features: readonly string[] }[]): readonly string[] {
  return queries.flatMap(({ features }) => features);
}
