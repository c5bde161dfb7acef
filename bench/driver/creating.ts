/** Phases at the beginning: waiting for the service, and making rooms. */
import type { Room } from './room.ts';
import type { Session } from './session.ts';
import type { Stanza } from './stanza.ts';

const OWNER = 'http://jabber.org/protocol/muc#owner';
const WAIT_SECONDS_MAX = 60;
const ASK_PAUSE_MILLISECONDS = 100;
/** How many rooms are being made at a time. */
const MAKING_MAX = 10;
/** What a server says for a service that is not there, or not yet. */
const ABSENT = [
  '<remote-server-',
  '<not-connected',
  '<item-not-found',
  '<service-unavailable',
  '<recipient-unavailable',
];

/** Waits until the service answers a question for its features: it may still be starting. */
export async function awaitService(session: Session): Promise<void> {
  const untilMs = performance.now() + WAIT_SECONDS_MAX * 1000;
  let answer = '';
  const ask = () =>
    session.send(
      `<iq type='get' id='ask-info' from='${session.userJid(0)}' to='${session.options.service}'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>`,
    );
  await session.run({
    name: 'waiting for the service',
    begin: ask,
    stanza: (stanza) => {
      if (!stanza.is('id', 'ask-info')) return;
      answer = stanza.source;
      if (stanza.is('type', 'result')) session.done();
      else if (performance.now() < untilMs && ABSENT.some((sign) => answer.includes(sign))) {
        setTimeout(ask, ASK_PAUSE_MILLISECONDS);
      } else session.fail('it is not there');
    },
    progress: () => `last answer: ${answer}`,
  });
}

/** Lets the owner of each room make it, with the session's settings unless others are given. */
export async function createRooms(
  session: Session,
  rooms: readonly Room[],
  settings: Readonly<Record<string, string>> = session.options.settings,
): Promise<void> {
  let begun = 0;
  let created = 0;
  let form: string | undefined;
  const entered = new Set<Room>();
  const next = (): void => {
    const room = rooms[begun];
    if (room === undefined) return;
    begun += 1;
    enter(session, room, 0);
  };
  const submit = (room: Room): void =>
    session.send(ownerQuery(session, room, { id: `submit-${room.number}`, type: 'set', form: form ?? '' }));
  await session.run({
    name: 'making rooms',
    begin: () => {
      // The first room alone: what its form offers is what all are given.
      next();
    },
    presence: (room, viewer, subject, available) => {
      if (viewer !== subject || !available || entered.has(room)) return;
      entered.add(room);
      if (form === undefined) session.send(ownerQuery(session, room, { id: 'get-form', type: 'get', form: '' }));
      else submit(room);
    },
    stanza: (stanza) => {
      if (!stanza.isA('iq')) return;
      if (stanza.is('id', 'get-form')) {
        form = submission(stanza, settings);
        const [first] = rooms;
        if (first !== undefined) submit(first);
        for (let more = 1; more < MAKING_MAX; more += 1) next();
      } else if (stanza.get('id').startsWith('submit-')) {
        created += 1;
        if (created === rooms.length) session.done();
        else next();
      }
    },
    progress: () => `${created} of ${rooms.length} rooms made, ${begun} begun`,
  });
}

/** Sends what lets the user at this place enter; no history is asked for (XEP-0045 §7.2.13). */
export function enter(session: Session, room: Room, place: number): void {
  session.send(
    `<presence from='${session.userJid(room.users[place] ?? -1)}' to='${room.occupantJid(place)}'>` +
      "<x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x></presence>",
  );
}

function ownerQuery(
  session: Session,
  room: Room,
  query: { readonly id: string; readonly type: 'get' | 'set'; readonly form: string },
): string {
  const from = session.userJid(room.users[0] ?? -1);
  const head = `<iq type='${query.type}' id='${query.id}' from='${from}' to='${room.jid}'>`;
  return `${head}<query xmlns='${OWNER}'>${query.form}</query></iq>`;
}

/** The form with those of the wanted settings that the service offers (XEP-0045 §10.1.3). */
function submission(offered: Stanza, settings: Readonly<Record<string, string>>): string {
  const source = offered.source;
  const field = (name: string, value: string) => `<field var='${name}'><value>${value}</value></field>`;
  const fields = Object.entries(settings)
    .filter(([name]) => source.includes(`'${name}'`) || source.includes(`"${name}"`))
    .map(([name, value]) => field(name, value));
  const type = field('FORM_TYPE', 'http://jabber.org/protocol/muc#roomconfig');
  return `<x xmlns='jabber:x:data' type='submit'>${type}${fields.join('')}</x>`;
}
