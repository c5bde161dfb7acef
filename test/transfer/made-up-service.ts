/** A service with something of everything: rooms in categories, history of which some was taken back, a room that was destroyed. */
import { createHash } from 'node:crypto';
import type { Store } from '../../src/store/port.ts';
import { type MemoryStore, memoryStore } from '../memory-store.ts';
import { category, roomIn } from '../service/two-desks.ts';
import { body, domain, World } from '../world.ts';

export const olga = 'olga@localhost/desk';
const tina = 'tina@localhost/phone';

export const den = `den@${domain}`;
export const cellar = `cellar@${domain}`;

const muc = 'http://jabber.org/protocol/muc';

export function join(room: string, nick: string): string {
  return `<presence to='${room}/${nick}'><x xmlns='${muc}'><history maxstanzas='0'/></x></presence>`;
}

export function say(room: string, text: string): string {
  return `<message to='${room}' type='groupchat' id='${text}'><body>${text}</body><origin-id xmlns='urn:xmpp:sid:0' id='${text}'/></message>`;
}

export function retract(room: string, id: string): string {
  return `<message to='${room}' type='groupchat' id='r-${id}'><retract xmlns='urn:xmpp:message-retract:1' id='${id}'/><body>taken back</body></message>`;
}

let services = 0;

/** Running on this store. What is random differs from that of any other. */
export async function running(store: Store): Promise<World> {
  services += 1;
  const service = services;
  let texts = 0;
  const random = (): string => {
    texts += 1;
    return createHash('sha256').update(`${service} ${texts}`).digest('base64url').slice(0, 16);
  };
  return (await new World({ store, admins: ['root@localhost'], rates: undefined, random }).start()).connect();
}

/** In which things have happened, and people are still there. */
export async function busyService(store: Store = memoryStore()): Promise<World> {
  const on = await running(store);
  await category(on, 'Trading', ['tina@localhost', 'olga@localhost']);
  await roomIn(on, 'den', 'General');
  await roomIn(on, 'cellar', 'Trading', { 'muc#roomconfig_roomname': 'Cellar' });
  await roomIn(on, 'gone', 'General');
  on.send(tina, join(den, 'Tina'));
  on.send(tina, join(cellar, 'Tina'));
  await on.settle();
  for (let nth = 0; nth < 450; nth += 1) {
    on.send(nth % 2 === 0 ? olga : tina, say(nth % 5 === 0 ? cellar : den, `message ${nth}`));
    if (nth % 50 === 0) await on.settle();
  }
  await on.settle();
  await takeBack(on, 'message 3');
  on.send(olga, say(`gone@${domain}`, 'soon nobody reads this'));
  on.send(olga, `<iq to='gone@${domain}' type='set' id='d'><query xmlns='${muc}#owner'><destroy/></query></iq>`);
  on.send(
    olga,
    `<iq to='${den}' type='set' id='a'><query xmlns='${muc}#admin'><item affiliation='member' jid='tina@localhost'/></query></iq>`,
  );
  await on.settle();
  return on;
}

/** Tina takes back what she said in the den. */
export async function takeBack(on: World, text: string): Promise<void> {
  const said = on.inbox(tina).find((stanza) => body(stanza) === text && stanza.attrs['from']?.startsWith(den));
  const id = said?.getChild('stanza-id')?.attrs['id'];
  on.send(tina, retract(den, String(id)));
  await on.settle();
}

/** What such a service has left when it is stopped. */
export async function stoppedService(): Promise<MemoryStore> {
  const store = memoryStore();
  await (await busyService(store)).stop();
  return store.reopen();
}
