import { roomCommand } from '../command.ts';
import { application, decide, registrations } from './fields.ts';

export const approveRegistration = roomCommand({
  node: `${registrations}:approve`,
  words: 'request approve',
  positional: ['application'],
  changes: true,
  title: 'Approve a request to become a member',
  instructions: 'The person becomes a member, and the nickname is reserved for them.',
  mayRun: 'decide on registrations',
  fields: { application },
  run: (chosen, asking) =>
    decide(asking, { number: Number(chosen.application), allow: true }, 'The person is a member of the room now.'),
});
