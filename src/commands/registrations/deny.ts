import { roomCommand } from '../command.ts';
import { application, decide, registrations } from './fields.ts';

export const denyRegistration = roomCommand({
  node: `${registrations}:deny`,
  words: 'request refuse',
  positional: ['application'],
  changes: true,
  title: 'Refuse a request to become a member',
  instructions: 'The person is told, and may ask again a day later.',
  mayRun: 'decide on registrations',
  fields: { application },
  run: (chosen, asking) =>
    decide(
      asking,
      { number: Number(chosen.application), allow: false },
      'The request is refused, and the person told.',
    ),
});
