/** Answers to service discovery (XEP-0030), for an address and its nodes alike. */
import { parseDiscoRequest } from '../wire/xep/xep0030.ts';
import type { Element } from '../wire/xml.ts';
import type { Answered } from './query.ts';
import { nothingThere } from './refusals.ts';

type Answer<Question, Env> = (payload: Element, to: Question, env: Env) => Answered;

/** What there is to be told; where one of the two is absent, there is nothing. */
export interface Disclosure<Question, Env> {
  readonly info?: Answer<Question, Env>;
  readonly items?: Answer<Question, Env>;
}

export interface Discoverable<Question, Env> {
  /** Asked without a node. */
  readonly itself: Disclosure<Question, Env>;
  readonly nodes: ReadonlyMap<string, Disclosure<Question, Env>>;
  /** Of a node that is none of those: nodes that come and go. */
  more?(node: string, to: Question, env: Env): Disclosure<Question, Env> | undefined;
}

export function answerDisco<Question extends { readonly type: 'get' | 'set' }, Env>(
  payload: Element,
  to: Question,
  env: Env,
  { itself, nodes, more }: Discoverable<Question, Env>,
): Answered | 'not-mine' {
  const request = to.type === 'get' ? parseDiscoRequest(payload) : undefined;
  if (request === undefined) return 'not-mine';
  const { node } = request;
  const asked = node === undefined ? itself : (nodes.get(node) ?? more?.(node, to, env));
  const answer = asked?.[request.kind];
  return answer === undefined ? nothingThere() : answer(payload, to, env);
}
