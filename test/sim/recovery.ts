/**
 * When nothing fails any more, everything has to come right by itself: what was begun ends, every message is
 * accepted, every room works, and one more death changes nothing.
 */
import { type Element, serialize } from '../../src/wire/xml.ts';
import { configureNew, enter, say, sendAgain } from './acts.ts';
import * as checkers from './checkers.ts';
import type { Client } from './client.ts';
import { Client as Asker } from './client.ts';
import { root } from './component.ts';
import type { Simulation } from './simulation.ts';
import * as stanza from './stanzas.ts';

const roundsMax = 12;

/** Runs a seed to its end and says what was broken; nothing if all promises were kept. */
export async function trial(on: Simulation): Promise<string[]> {
  await on.run();
  await recover(on);
  await on.kill();
  await on.settle();
  return judge(on);
}

async function recover(on: Simulation): Promise<void> {
  on.trace('no more faults');
  on.faults.stop();
  on.reconnect();
  await on.pass(15);
  await openUp(on);
  await everybodySpeaks(on, 'after the faults');
  await readArchive(on);
  const before = await portrait(on);
  on.trace('one more death');
  await on.kill();
  await on.pass(15);
  const after = await portrait(on);
  for (const [i, part] of before.entries()) {
    if (part !== after[i]) on.observations.breaches.push(`reload: it was ${part} and is ${after[i]}`);
  }
  // Nobody enters now: they are in, and know nothing of the death.
  await everybodySpeaks(on, 'after the death');
  await compareLists(on);
  on.trace('no room is large any more');
  const operator = operatorOf(on);
  for (const room of on.rooms) {
    on.ask(operator, stanza.configure(room, { 'longroom#roomconfig_largeroom': '0' }), 'make small');
  }
  await on.settle();
  await compareLists(on);
}

/** The operator makes the rooms such that everybody may be in them and speak. */
async function openUp(on: Simulation): Promise<void> {
  const operator = operatorOf(on);
  for (const room of on.rooms) {
    const open = ['moderatedroom', 'membersonly', 'passwordprotectedroom'].map((name) => [
      `muc#roomconfig_${name}`,
      '0',
    ]);
    on.ask(
      operator,
      stanza.configure(
        room,
        Object.fromEntries([...open, ['muc#roomconfig_enablearchiving', '1'], ['muc#roomconfig_persistentroom', '1']]),
      ),
      'open up',
    );
    for (const name of on.people) {
      on.ask(operator, stanza.administer(room, { jid: `${name}@localhost`, affiliation: 'member' }), 'unban');
    }
  }
  await on.settle();
}

/** The operator sees all, and is in no room. */
function operatorOf(on: Simulation): Client {
  const known = on.clients.find(({ jid }) => jid.startsWith(root));
  if (known !== undefined) return known;
  const made = new Asker(`${root}/ops`, on);
  on.clients.push(made);
  return made;
}

async function everybodySpeaks(on: Simulation, when: string): Promise<void> {
  const people = on.alive.filter(({ jid }) => !jid.startsWith(root));
  for (const room of on.rooms) {
    for (const client of people) {
      // First whoever is not in enters; after a death nobody has to.
      await takeSeat(on, client, room);
      say({ client, room, on });
    }
  }
  const waiting = (): Client[] => people.filter(({ pending }) => pending.size > 0);
  await on.settle();
  for (let round = 0; round < roundsMax && (waiting().length > 0 || !everybodyIn(on, people)); round++) {
    for (const client of people) for (const room of on.rooms) await takeSeat(on, client, room);
    await on.settle();
    for (const client of waiting()) sendAgain(client, on);
    await on.pass(2);
  }
  for (const client of waiting()) {
    on.observations.breaches.push(
      `not accepted: ${client.jid} ${when} still waits for ${[...client.pending.keys()].join(', ')}`,
    );
  }
  if (!everybodyIn(on, people)) on.observations.breaches.push(`not entered: a room lets somebody not in ${when}`);
}

function everybodyIn(on: Simulation, people: readonly Client[]): boolean {
  return people.every((client) => on.rooms.every((room) => client.stay(room).belief === 'in'));
}

async function takeSeat(on: Simulation, client: Client, room: string): Promise<void> {
  const stay = client.stay(room);
  if (stay.belief === 'in') return;
  // A name of one's own: others may have taken the one it had.
  stay.nick = client.jid.replace('@localhost/', '-');
  enter({ client, room, stay, on });
  await on.settle();
  if (stay.mustConfigure) configureNew({ client, room, stay, on });
  await on.settle();
}

/** The whole archive, page by page, as somebody in the room reads it. */
async function readArchive(on: Simulation): Promise<void> {
  for (const room of on.rooms) {
    const reader = on.alive.find((client) => client.stay(room).belief === 'in');
    if (reader === undefined) continue;
    const read: string[] = [];
    for (let pages = 0; pages < 100; pages++) {
      const queryId = `all${on.count()}`;
      const after = read.at(-1);
      on.ask(
        reader,
        stanza.history(room, { queryId, page: { max: '40', ...(after !== undefined && { after }) } }),
        'whole archive',
      );
      await on.settle();
      const ids = on.observations.results.get(queryId) ?? [];
      read.push(...ids);
      if (ids.length === 0) break;
    }
    const story = on.ledger.stories().findLast((one) => one.room === room && one.facts.at(-1)?.kind !== 'destroyed');
    const kept = (story?.facts ?? []).flatMap(({ ordinal, stanzaId }) =>
      ordinal === undefined ? [] : [stanzaId ?? ''],
    );
    if (kept.join() !== read.join())
      on.observations.breaches.push(`archive: ${room} has ${kept.join()}, and tells ${read.join()}`);
  }
}

/** What clients show of who is there, compared with what the room says when it is asked. */
async function compareLists(on: Simulation): Promise<void> {
  for (const room of on.rooms) {
    const inside = on.alive.filter((client) => client.stay(room).belief === 'in');
    const [someone] = inside;
    if (someone === undefined) continue;
    const moderator = inside.find((client) => client.stay(room).role === 'moderator');
    const ask = (client: Client, query: Element) => ({ client, id: on.ask(client, query, 'who is there') });
    const items = ask(someone, stanza.disco(room, 'items'));
    const info = ask(someone, stanza.disco(room, 'info'));
    const moderators = moderator && ask(moderator, stanza.askList(room, { role: 'moderator' }));
    await on.settle();
    const textOf = (asked: typeof items | undefined): string => {
      const answer = asked?.client.answers.get(asked.id);
      return answer === undefined ? '' : serialize(answer);
    };
    on.observations.breaches.push(
      ...checkers.listsRight(
        inside.map((client) => ({ session: client.jid, room, shown: client.stay(room).shown })),
        {
          large: textOf(info).includes('longroom#roominfo_largeroom'),
          there: [...textOf(items).matchAll(/<item jid="[^"/]*\/([^"]*)"/g)].map(([, nick = '']) => nick),
          moderators: [...textOf(moderators).matchAll(/ nick="([^"]*)"/g)].map(([, nick = '']) => nick),
        },
      ),
    );
  }
}

/** All that can be asked of the rooms. */
async function portrait(on: Simulation): Promise<string[]> {
  const operator = operatorOf(on);
  const asked: { readonly client: Client; readonly id: string }[] = [];
  const ask = (client: Client, query: Element): void =>
    void asked.push({ client, id: on.ask(client, query, 'portrait') });
  for (const room of on.rooms) {
    ask(operator, stanza.askForm(room));
    ask(operator, stanza.disco(room, 'info'));
    for (const command of ['list', 'list-assigned']) ask(operator, stanza.hats(room, command));
    ask(operator, stanza.askRegistrations(room));
    ask(operator, stanza.askCard(room));
    const moderator = on.alive.find(
      (client) => client.stay(room).role === 'moderator' && client.stay(room).belief === 'in',
    );
    ask(moderator ?? on.alive[0] ?? operator, stanza.disco(room, 'items'));
    for (const affiliation of ['owner', 'admin', 'member', 'outcast'])
      ask(operator, stanza.askList(room, { affiliation }));
    if (moderator === undefined) continue;
    for (const role of ['moderator', 'participant', 'visitor']) ask(moderator, stanza.askList(room, { role }));
  }
  await on.settle();
  return asked.map(({ client, id }) => {
    const answer = client.answers.get(id);
    if (answer === undefined) return 'nothing';
    // Which of a person's sessions spoke last is a detail of presence, and those are not kept.
    return serialize(answer)
      .replace(/id="iq[0-9]+"/, '')
      .replace(/sessionid="[^"]*"/, '')
      .replace(/jid="([^"/]*)\/[^"]*"/g, 'jid="$1"');
  });
}

function judge(on: Simulation): string[] {
  const { heard, errors, queries, breaches } = on.observations;
  const stories = on.ledger.stories();
  const alive = new Set(on.alive.map(({ jid }) => jid));
  return [
    ...breaches,
    ...on.ledger.resurrected.map((place) => `resurrected: ${place} was taken back, and can be read`),
    ...checkers.orderKept(stories, heard),
    ...checkers.nothingLost(stories, heard, alive),
    ...checkers.heardIsDurable(stories, heard),
    ...checkers.nothingDoubled(stories),
    ...checkers.recordWhole(stories),
    ...checkers.errorsTrue(stories, errors),
    ...checkers.answeredOnce(queries),
  ];
}
