/** What a room refuses only for now lets a step of a job be tried again. */
import { StoreError } from '../../store/port.ts';
import { isRefusal, type Refusal } from '../../wire/error.ts';

export function orRetry<T>(answer: T | Refusal): T | Refusal {
  if (typeof answer === 'object' && answer !== null && isRefusal(answer) && answer.type === 'wait')
    throw new StoreError(answer.text);
  return answer;
}
