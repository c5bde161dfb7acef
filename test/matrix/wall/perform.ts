/** Each act, done to the town: what is sent, and what the model makes of it. */
import { isRefusal } from '../../../src/wire/error.ts';
import { type Element, serialize } from '../../../src/wire/xml.ts';
import { errorOf } from '../../world.ts';
import type { Act } from './acts.ts';
import {
  type Animal,
  admits,
  categoryNames,
  type Fact,
  factsOf,
  loosen,
  type Model,
  type Person,
  persons,
  sees,
  write,
} from './model.ts';
import { affiliating, jidOf, nickOf, questionOf, sessionOf, stanzaOf } from './stanzas.ts';
import type { Town } from './town.ts';

type Doing<Name extends Act['act']> = (town: Town, act: Extract<Act, { act: Name }>) => Promise<void>;

const rooms = 'longroom:rooms';

/** An answer to what was sent in this act. */
function answerTo(town: Town, who: Person): Element | undefined {
  return town.heard.get(who)?.find(({ attrs }) => attrs['id'] === String(town.number));
}

function isResult(answer: Element | undefined): boolean {
  return answer?.name === 'iq' && answer.attrs['type'] === 'result';
}

const someoneDoes: Doing<'do'> = async (town, act) => {
  const { who, what, room } = act;
  const { model, process, number } = town;
  const before = town.before();
  const troubled = process.troubled;
  const wasIn = town.beliefs.of(who, room);
  const seesIt = sees(model, who, room, wasIn !== 'out');
  if (what === 'decline' ? !seesIt : !admits(model, who, room, 'most')) {
    town.unheard.push({ token: `${room}-says-${number}`, by: who });
  }
  const xml = stanzaOf(act, number, town.seen.get(room) ?? 'none');
  town.send(who, xml);
  await town.after(before, what === 'leave' ? { left: { who, room } } : {});
  const heard = town.heard.get(who) ?? [];
  note(town, act, heard);
  if (troubled || process.died) return;
  if (!seesIt) await compareWithNowhere(town, act, xml, heard);
  if (what === 'enter' && admits(model, who, room, 'certain') && town.beliefs.of(who, room) !== 'in') {
    town.breach(`${who} could not enter ${room}: ${heard.map((one) => serialize(one)).join()}`);
  }
  if (what === 'say') checkHeard(town, room, who);
};

/** What somebody may not see answers as an address without a room does. */
async function compareWithNowhere(
  town: Town,
  { room, who }: { readonly room: Animal; readonly who: Person },
  xml: string,
  heard: readonly Element[],
): Promise<void> {
  town.world.send(sessionOf(who), xml.replaceAll(room, 'void'));
  await town.process.settle();
  const inNowhere = town.world.inbox(sessionOf(who)).splice(0);
  // Ids that the service makes are new each time.
  const text = (one: Element): string => serialize(one).replace(/ id="\d+\.\d+"/g, '');
  const there = heard.map(text);
  const elsewhere = inNowhere.map((one) => text(one).replaceAll('void', room));
  if (there.join('\n') !== elsewhere.join('\n')) {
    town.breach(`${who} can tell ${room} from nothing: ${there.join()} is not ${elsewhere.join()}`);
  }
}

/** Whoever is in it hears what somebody says. */
function checkHeard(town: Town, room: Animal, who: Person): void {
  const token = `${room}-says-${town.number}<`;
  const hears = (person: Person): boolean =>
    (town.heard.get(person) ?? []).some((one) => one.attrs['type'] === 'groupchat' && serialize(one).includes(token));
  if (!hears(who)) return;
  for (const person of persons) {
    if (town.beliefs.of(person, room) === 'in' && !hears(person)) town.breach(`${person} did not hear ${token}`);
  }
}

/** What somebody does to the lists without naming them. */
function note(town: Town, { who, what, room, other }: Extract<Act, { act: 'do' }>, heard: readonly Element[]): void {
  const { model } = town;
  const listed = model.rooms[room];
  const done = isResult(answerTo(town, who));
  if (what === 'invite' && heard.every((one) => errorOf(one) === undefined)) {
    if (listed.privacy !== 'open' && town.beliefs.of(who, room) === 'in') perhaps(model, room, other, 'member');
  }
  if (what === 'register' && (done || town.process.died)) perhaps(model, room, who, 'member');
  if (what === 'unregister' && (done || town.process.died)) {
    const own = listed.lists.get(who);
    if (own?.certain.delete('member')) own.perhaps.add('member');
  }
}

function perhaps({ rooms: all }: Model, room: Animal, whom: Person, fact: Fact): void {
  const { lists } = all[room];
  const own = lists.get(whom) ?? { certain: new Set<Fact>(), perhaps: new Set<Fact>() };
  lists.set(whom, own);
  if (!own.certain.has(fact) && !own.certain.has('outcast')) own.perhaps.add(fact);
}

const someoneAsks: Doing<'ask'> = async (town, { who, what }) => {
  const before = town.before();
  town.send(who, questionOf(what, town.number));
  await town.after(before);
};

const affiliate: Doing<'affiliate'> = async (town, { who, room, whom, as }) => {
  const before = town.before();
  const apply = (): void => {
    const { model } = town;
    const held = factsOf(model, whom, room, 'most');
    const own = model.rooms[room].lists.get(whom);
    if (as === 'outcast') write(model.rooms[room], whom, { outcast: true });
    else if (as === 'none') write(model.rooms[room], whom, { manager: false, member: false, outcast: false });
    else {
      const wasMember = own?.certain.has('member') === true;
      const wasSomething = held.size > 0;
      write(model.rooms[room], whom, { manager: as !== 'member', outcast: false });
      // Who was a manager or member already, by whatever, may not have been written down as one.
      if (wasMember || !wasSomething || as !== 'member') write(model.rooms[room], whom, { member: true });
      else perhaps(model, room, whom, 'member');
    }
  };
  const xml = affiliating(room, whom, as, town.number);
  if (who !== 'root') {
    town.send(who, xml);
    await town.process.settle();
    if (!town.process.died) {
      const answer = town.world.inbox(sessionOf(who)).find(({ attrs }) => attrs['id'] === String(town.number));
      const allowed = factsOf(before, who, room, 'most').has('manager');
      if (isResult(answer) && !allowed) town.breach(`${who} changed the lists of ${room}`);
      if (isResult(answer)) apply();
      return await town.after(before);
    }
  }
  // What came of it nobody knows: an administrator says it again.
  const answer = await town.administer(xml);
  if (isResult(answer)) apply();
  await town.after(before);
};

const list: Doing<'list'> = async (town, { room, whom, fact, there }) => {
  const before = town.before();
  const change = there ? 'add' : 'remove';
  const refused =
    fact === 'outcast'
      ? await town.command(`${rooms}:${there ? 'ban' : 'unban'}`, { who: whom }, jidOf(room))
      : await town.command(`${rooms}:${fact}s`, { [change]: whom }, jidOf(room));
  if (refused === undefined) write(town.model.rooms[room], whom, { [fact]: there });
  else town.trace(`  refused: ${refused.text}`);
  await town.after(before);
};

const category: Doing<'category'> = async (town, { category: index, allowed, denied }) => {
  const before = town.before();
  const wish = { allowed: { set: allowed }, denied: { set: denied } };
  const key = town.categoryKeys[index] ?? '';
  const done = await town.insist(({ house }, actor) => house.categories.change({ actor, key, wish }));
  if (!isRefusal(done)) {
    town.model.categories[index] = { allowed, denied };
    loosen(town.model);
  }
  await town.after(before);
};

const group: Doing<'group'> = async (town, { group: name, members }) => {
  const before = town.before();
  const wish = { name: name.slice('group:'.length), members: { set: members } };
  const refused = await town.insist(({ house }, actor) => house.groups.change({ actor, ...wish }));
  if (refused === undefined) town.model.groups[name] = members;
  loosen(town.model);
  await town.after(before);
};

const policy: Doing<'policy'> = async (town, { principal, allowed }) => {
  const before = town.before();
  const wish = { right: 'use' as const, principal, ...(allowed !== undefined && { allowed }) };
  await town.insist(({ house }, actor) => house.policies.set({ actor, ...wish }));
  if (allowed === undefined) town.model.policies.delete(principal);
  else town.model.policies.set(principal, allowed);
  await town.after(before);
};

const block: Doing<'block'> = async (town, { whom, blocked }) => {
  const before = town.before();
  await town.insist(({ blocking }, actor) =>
    blocked ? blocking.block({ actor, jid: whom }) : blocking.unblock({ actor, jid: whom }),
  );
  if (blocked) town.model.blocked.add(whom);
  else town.model.blocked.delete(whom);
  await town.after(before);
};

const move: Doing<'move'> = async (town, { room, category: index }) => {
  const before = town.before();
  const name = categoryNames[index] ?? '';
  const refused = await town.command(`${rooms}:move`, { category: name }, jidOf(room));
  if (refused !== undefined) town.breach(`${room} was not moved: ${refused.text}`);
  town.model.rooms[room].category = index;
  loosen(town.model);
  await town.after(before);
};

const disable: Doing<'disable'> = async (town, { room, disabled }) => {
  const before = town.before();
  const refused = await town.command(`${rooms}:${disabled ? 'disable' : 'enable'}`, {}, jidOf(room));
  if (refused !== undefined) town.breach(`${room} was not ${disabled ? 'disabled' : 'enabled'}: ${refused.text}`);
  town.model.rooms[room].disabled = disabled;
  await town.after(before);
};

const privacy: Doing<'privacy'> = async (town, { room, privacy: wanted }) => {
  const before = town.before();
  const refused = await town.command(`${rooms}:set`, { privacy: wanted }, jidOf(room));
  if (refused !== undefined) town.breach(`${room} is not ${wanted}: ${refused.text}`);
  town.model.rooms[room].privacy = wanted;
  await town.after(before);
};

const type: Doing<'type'> = async (town, { room, auditorium }) => {
  const before = town.before();
  const wanted = auditorium ? 'auditorium' : 'normal';
  const refused = await town.command(`${rooms}:set`, { type: wanted }, jidOf(room));
  if (refused !== undefined) town.breach(`${room} is not ${wanted}: ${refused.text}`);
  town.model.rooms[room].auditorium = auditorium;
  await town.after(before);
};

const fate: Doing<'fate'> = async (town, { what }) => {
  const before = town.before();
  if (what === 'cut') {
    town.world.cut();
    town.world.connect();
  } else {
    if (what === 'stop') await town.process.stop();
    await town.process.next();
  }
  await town.after(before);
};

const doings: { readonly [Name in Act['act']]: Doing<Name> } = {
  ...{
    do: someoneDoes,
    ask: someoneAsks,
    affiliate,
    list,
    category,
    group,
    policy,
    block,
    move,
    disable,
    privacy,
    type,
  },
  fate,
  pass: async (town, { seconds }) => {
    const before = town.before();
    for (let second = 0; second < seconds; second++) {
      await town.world.pass(1_000);
      await town.process.settle();
    }
    await town.after(before);
  },
  trouble: async (town, { after, fault }) => town.process.trouble(after, fault),
};

export async function perform(town: Town, act: Act): Promise<void> {
  town.number += 1;
  town.process.died = false;
  town.trace(`${town.number} ${JSON.stringify(act)}`);
  await (doings[act.act] as Doing<Act['act']>)(town, act as never);
}

/** When nothing fails any more, everybody who may be in a room can enter it, and nobody else can. */
export async function recovers(town: Town): Promise<void> {
  town.process.calm();
  town.process.shaken = true;
  await town.after(town.before());
  for (const room of ['wolf', 'lynx', 'hare'] as const) {
    for (const who of persons) {
      await perform(town, { act: 'do', who, what: 'enter', room, other: who });
      const inside = town.beliefs.of(who, room) === 'in';
      const may = admits(town.model, who, room, inside ? 'most' : 'certain');
      if (inside !== may) town.breach(`in the end ${who} is ${inside ? '' : 'not '}in ${nickOf(room, who)}`);
    }
  }
}
