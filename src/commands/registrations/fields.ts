/** What the commands for registrations have in common. */
import type { Application } from '../../room/applications.ts';
import type { DecideApplication } from '../../room/registration-request.ts';
import { isRefusal, type Refusal, refusal } from '../../wire/error.ts';
import type { Asking } from '../asking.ts';
import { choice, type Option } from '../fields.ts';

export const registrations = 'longroom:registrations';

export const application = choice({ name: 'request', label: 'Who asks', example: '1', options: applicationsToChoose });

async function applicationsToChoose(asking: Asking): Promise<readonly Option[] | Refusal> {
  const applications = await askForApplications(asking);
  if (isRefusal(applications)) return applications;
  if (applications.length === 0) return refusal('item-not-found', 'cancel', 'Nobody waits to become a member.');
  return applications.map(({ number, nick, person }) => ({ value: String(number), label: `${nick} (${person.jid})` }));
}

export async function askForApplications(asking: Asking): Promise<readonly Application[] | Refusal> {
  const answer = await asking.ask(asking.at, { kind: 'ask-applications', from: asking.from });
  if (answer !== undefined && isRefusal(answer)) return answer;
  return answer?.kind === 'applications' ? answer.applications : [];
}

/** Decides on a request; the sentence is what is said when it is done. */
export async function decide(
  asking: Asking,
  decision: Pick<DecideApplication, 'number' | 'nick' | 'allow'>,
  note: string,
): Promise<{ readonly note: string } | Refusal> {
  const answer = await asking.ask(asking.at, { kind: 'decide-application', from: asking.from, ...decision });
  return answer !== undefined && isRefusal(answer) ? answer : { note };
}
