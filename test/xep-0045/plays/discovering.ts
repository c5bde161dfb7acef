/** XEP-0045 §6.1 to §6.3: discovering a service, what it can do, and its rooms. */
import { crone1, type Edits, hag66, type Stage } from '../stage.ts';
import type { Play } from './play.ts';

const service = 'chat.shakespeare.lit';
const discoItems = 'http://jabber.org/protocol/disco#items';

async function makeRoom(on: Stage, localPart: string, fields: Readonly<Record<string, string>> = {}): Promise<void> {
  const room = `${localPart}@${service}`;
  await on.enter(crone1, room, 'firstwitch');
  await on.configure(crone1, room, fields);
}

async function makeNamedRooms(on: Stage): Promise<void> {
  const names = { heath: 'A Lonely Heath', coven: 'A Dark Cave', forres: 'The Palace', inverness: "Macbeth's Castle" };
  for (const [localPart, name] of Object.entries(names)) {
    await makeRoom(on, localPart, { 'muc#roomconfig_roomname': name.replace("'", '&apos;') });
  }
}

/** The ten of the example and one more, so that ten are not all. */
const theatre = [
  'alls-well-that-ends-well',
  'as-you-like-it',
  'cleopatra',
  'comedy-of-errors',
  'coriolanus',
  'cymbeline',
  'hamlet',
  'henry-the-fourth-one',
  'henry-the-fourth-two',
  'henry-the-fifth',
  'winters-tale',
];

/** Each service has a name of its own. */
const named: Edits = [['Shakespearean Chat Service', 'Rooms that last']];

export const discovering: readonly Play[] = [
  {
    example: 1,
    title: 'somebody asks a server for its services and gets an answer',
    needsServer: true,
    play: async (on) => {
      await on.play(1);
      await on.play(2);
    },
  },
  {
    example: 2,
    title: 'the server names the chat service among its services',
    needsServer: true,
    play: async (on) => {
      await on.play(1);
      await on.play(2);
    },
  },
  {
    example: 3,
    title: 'somebody asks the service what it can do and gets an answer',
    play: async (on) => {
      await on.play(3);
      await on.play(4, named);
    },
  },
  {
    example: 4,
    title: 'the service says that it is a chat service and can do what XEP-0045 describes',
    play: async (on) => {
      await on.play(3);
      await on.play(4, named);
    },
  },
  {
    example: 5,
    title: 'somebody asks the service for its rooms and gets an answer',
    play: async (on) => {
      await makeNamedRooms(on);
      await on.play(5);
      await on.play(6);
    },
  },
  {
    example: 6,
    title: 'the service lists its public rooms, and no hidden one',
    play: async (on) => {
      await makeNamedRooms(on);
      await makeRoom(on, 'hidden-glen', { 'muc#roomconfig_publicroom': '0' });
      await on.play(5);
      await on.play(6);
      const list = await on.ask(hag66, 'get', service, `<query xmlns='${discoItems}'/>`);
      if (`${list}`.includes('hidden-glen')) throw new Error(`a hidden room is in ${list}`);
    },
  },
  {
    example: 7,
    title: 'the service returns a part of its list, and says so',
    play: async (on) => {
      // A name that comes first, as others use the service too.
      for (const name of theatre) await makeRoom(on, `00-${name}`);
      const page = (max: number) =>
        `<query xmlns='${discoItems}'><set xmlns='http://jabber.org/protocol/rsm'><max>${max}</max></set></query>`;
      const count = (await on.ask(hag66, 'get', service, page(0)))
        .expect('query')
        .expect('set', 'http://jabber.org/protocol/rsm')
        .expect('count').text;
      await on.send(`<iq from='${hag66}' to='${service}' type='get' id='hx51v49s'>${page(10)}</iq>`);
      await on.play(7, [
        // Rooms are in the order of their addresses here, and the example's last one is not the last of those.
        ['<last>henry-the-fifth@', '<last>henry-the-fourth-two@'],
        // How many there are on a service that others use as well.
        ['<count>37</count>', `<count>${count}</count>`],
        ...theatre.slice(0, 10).map((name) => [`${name}@`, `00-${name}@`] as const),
      ]);
    },
  },
];
