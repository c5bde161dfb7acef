/** The commands of the service on each surface, over a made-up house: as forms, in chat, and as they are typed. */
import { commands } from '../../src/commands/index.ts';
import { Chat } from '../../src/service/chat/chat.ts';
import { AdHocCommands } from '../../src/service/commands/ad-hoc.ts';
import { CommandDesk } from '../../src/service/commands/desk.ts';
import { TypedCommands } from '../../src/service/commands/typed-commands.ts';
import { RoomSearches } from '../../src/service/room-searches.ts';
import { domain, JumpingClock } from '../world.ts';
import { type CommandError, commandXml, type Filled, type Stage } from './commanding.ts';
import { send } from './made-up-commands.ts';
import { type MadeUpHouse, madeUpHouse, root } from './made-up-house.ts';

export const rootDesk = `${root.jid}/desk`;
export const alice = 'alice@localhost/phone';
export const stranger = 'eve@elsewhere.example/pad';

export interface Surfaces {
  readonly house: MadeUpHouse;
  /** Sends one stage of a command; `sessionid` of the one before goes on with it. */
  form(
    node: string,
    fields?: Filled,
    more?: { readonly as?: string; readonly sessionid?: string },
  ): Promise<Stage | CommandError>;
  /** The same, where it has to succeed. */
  stage(node: string, fields?: Filled, more?: { readonly as?: string; readonly sessionid?: string }): Promise<Stage>;
  says(body: string, as?: string): Promise<string>;
  /** Says it, and the word that is asked for. */
  confirms(body: string): Promise<string>;
  offered(as: string): Promise<readonly string[]>;
}

export function surfaces(): Surfaces {
  const house = madeUpHouse();
  const clock = new JumpingClock();
  const desk = new CommandDesk({
    commands,
    ask: () => Promise.reject(new Error('no room was to be asked')),
    person: async (jid) => ({ key: jid, jid }),
    isServiceAdmin: ({ jid }) => jid === root.jid,
    mayUse: ({ jid }) => jid.endsWith('@localhost'),
    mayCreateRooms: () => false,
    house,
  });
  let ids = 0;
  const adHoc = new AdHocCommands({ desk, now: clock.now, random: () => String(++ids) });
  const { store } = house;
  const chat = new Chat({
    ...{ commands, domain, store, searches: new RoomSearches(store.rooms), typed: new TypedCommands(desk) },
    visible: { shownTo: async () => 'all' },
    now: clock.now,
    random: () => `r${++ids}`,
  });
  const form: Surfaces['form'] = (node, fields, { as = rootDesk, sessionid } = {}) =>
    send({ commands: adHoc }, commandXml(node, sessionid === undefined ? {} : { sessionid }, fields), as);
  const says: Surfaces['says'] = async (body, as = rootDesk) => String(await chat.answer(body, asker(as)));
  return {
    house,
    form,
    async stage(node, fields, more) {
      const answer = await form(node, fields, more);
      if ('condition' in answer) throw new Error(`${answer.condition}: ${answer.text}`);
      return answer;
    },
    says,
    async confirms(body) {
      const word = /^Send "(\w+)" within a minute/m.exec(await says(body))?.[1];
      if (word === undefined) throw new Error(`nothing was asked for ${body}`);
      return says(word);
    },
    async offered(as) {
      const found = await desk.offered(asker(as));
      return 'condition' in found ? [] : found.map(({ words }) => words);
    },
  };
}

function asker(session: string) {
  const person = { key: '', jid: session.slice(0, session.indexOf('/')) };
  return { where: 'service', at: domain, from: { session, person } } as const;
}
