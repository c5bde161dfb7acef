/** Two desks with a wall between them, for a client to stand before: Bob's own, and the other one. */
import type { ExecutionContext } from 'ava';
import { freshId, TestClient } from '../client.ts';
import { type Filled, fillsIn } from '../integration/surfaces.ts';
import type { XmppServer } from '../servers/server.ts';
import { hears, type Meeting, says } from './company.ts';

/** For the component: Alice administers it. */
export const administered = { LONGROOM_ADMINS: 'alice@localhost' } as const;

export interface Desks {
  /** Of Bob's category; Alice is in it. */
  readonly own: Meeting;
  /** Of the other one. */
  readonly other: string;
  /** Bob's category denies him from now on. */
  readonly denies: () => Promise<void>;
}

export async function desks(t: ExecutionContext, server: XmppServer): Promise<Desks> {
  const alice = await TestClient.connect(server, 'alice');
  t.teardown(() => alice.close());
  const mark = freshId();
  const fills = (name: string, filled: Filled) => fillsIn(alice, server.domain, `longroom:${name}`, filled);
  const makes = async (side: string, allowed: readonly string[]): Promise<string> => {
    const category = `${side} ${mark}`;
    await fills('categories:create', { name: category, allowed });
    const name = `${side}-${mark}`;
    await fills('rooms:create', { name, category, privacy: 'open', address: name });
    return `${name}@${server.domain}`;
  };
  const room = await makes('trading', ['bob@localhost', 'alice@localhost']);
  const other = await makes('research', ['carol@localhost']);
  await alice.join(room, 'Alice');
  says(alice, room, 'the market is open');
  await hears(alice, 'the market is open');
  const denies = async (): Promise<void> => {
    await fills('categories:set', { category: `trading ${mark}`, 'add-denied': 'bob@localhost' });
  };
  return { own: { room, alice }, other, denies };
}
