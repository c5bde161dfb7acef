import { serviceCommand } from '../command.ts';
import { serviceAdministration } from './fields.ts';

/** XEP-0133 §4.15. */
export const countOnlineUsers = serviceCommand({
  node: `${serviceAdministration}#get-online-users-num`,
  words: 'online',
  changes: false,
  title: 'Number of people in rooms',
  instructions: 'Shows how many people are in a room at this moment, each counted once.',
  formType: serviceAdministration,
  mayRun: 'service admin',
  fields: {},
  async run(_, { people }) {
    const { people: count, complete } = await people.inRooms();
    return {
      ...(!complete && { note: 'There are more; not all could be counted.' }),
      facts: [{ name: 'onlineusersnum', label: 'People in rooms', value: String(count) }],
    };
  },
});
