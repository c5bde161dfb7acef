/** A house with an ethical wall: two desks that must not know of each other, and what stands between them. */
import { isRefusal } from '../../src/wire/error.ts';
import { type Element, elements } from '../../src/wire/xml.ts';
import { type MemoryStore, memoryStore } from '../memory-store.ts';
import { domain, World } from '../world.ts';
import { openRoom } from './town.ts';

export const trader = 'tina@localhost/desk';
export const analyst = 'ann@localhost/desk';
export const root = 'root@localhost/desk';

const actor = { key: 'root', jid: 'root@localhost' };

/** Olga makes rooms wherever they are put; Tina trades, Ann analyses. */
export async function twoDesks(store: MemoryStore = memoryStore()): Promise<World> {
  const on = (await new World({ store, admins: ['root@localhost'], rates: undefined }).start()).connect();
  await category(on, 'Trading', ['tina@localhost', 'olga@localhost']);
  await category(on, 'Research', ['ann@localhost', 'olga@localhost']);
  return on;
}

export async function category(on: World, name: string, allowed: readonly string[]): Promise<string> {
  const wish = { name, allowed: { set: allowed }, creators: { set: ['olga@localhost'] } };
  const made = await on.house.categories.create({ actor, wish });
  if (isRefusal(made)) throw new Error(made.text);
  return made.key;
}

export async function change(
  on: World,
  name: string,
  wish: Parameters<World['house']['categories']['change']>[0]['wish'],
) {
  const found = on.house.categories.find(name, actor);
  if (found === undefined) throw new Error(`no category ${name}`);
  const done = await on.house.categories.change({ actor, key: found.key, wish });
  if (isRefusal(done)) throw new Error(done.text);
  await on.settle();
}

export function keyOf(on: World, name: string): string {
  return on.house.categories.find(name, actor)?.key ?? '';
}

/** A room that Olga makes in this category. */
export async function roomIn(on: World, name: string, where: string, fields: Readonly<Record<string, string>> = {}) {
  for (const { name: other } of on.house.categories.visibleTo(actor)) {
    await change(on, other, { creators: other === where ? { add: ['olga@localhost'] } : { set: [] } });
  }
  await openRoom(on, name, fields);
}

export const secret = { 'muc#roomconfig_publicroom': '0', 'muc#roomconfig_membersonly': '1' };

export async function query(on: World, who: string, payload: string, to = domain): Promise<Element> {
  on.send(who, `<iq to='${to}' type='get' id='q'>${payload}</iq>`);
  const [answer] = (await on.hears(who)).filter(({ name }) => name === 'iq');
  if (answer === undefined) throw new Error('no answer');
  return answer;
}

/** Whatever its namespace. */
export function part(of: Element, name: string): Element | undefined {
  return parts(of, name)[0];
}

export function parts(of: Element, name: string): readonly Element[] {
  return elements(of).filter((one) => one.name === name);
}

/** What disco lists, by the names that are shown. */
export async function listed(on: World, who: string, node?: string): Promise<readonly string[]> {
  const of = node === undefined ? '' : ` node='${node}'`;
  const answer = await query(on, who, `<query xmlns='http://jabber.org/protocol/disco#items'${of}/>`);
  const found = part(answer, 'query');
  if (found === undefined) return [answer.attrs['type'] ?? ''];
  const counted = part(part(found, 'set') ?? found, 'count');
  const items = parts(found, 'item');
  const count = counted?.children.join('');
  if (count !== String(items.length)) throw new Error(`${items.length} items, ${count} counted`);
  return items.map(({ attrs }) => attrs['name'] ?? '');
}

/** Makes somebody a member, by the owner's client. */
export async function member(on: World, roomJid: string, jid: string, affiliation = 'member'): Promise<void> {
  on.send(
    'olga@localhost/desk',
    `<iq to='${roomJid}' type='set' id='m'><query xmlns='http://jabber.org/protocol/muc#admin'><item affiliation='${affiliation}' jid='${jid}'/></query></iq>`,
  );
  await on.settle();
}
