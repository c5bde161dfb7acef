/** Who may use the service, and who may make rooms: what is said of people, groups, domains and everyone, cell by cell. */
import test from 'ava';
import type { PolicyRight } from '../../src/category/policy.ts';
import { isRefusal } from '../../src/wire/error.ts';
import { memoryStore } from '../memory-store.ts';
import { configure } from '../service/conversation.ts';
import { domain, errorOf, statuses, World } from '../world.ts';
import { get } from './deed.ts';

/**
 * Columns: what is said of the person, of one of their groups, of another, of their domain and of everyone. Rows: what
 * comes of it, by where they are from and whether people from there may come at all. The most that is said counts: the
 * person, then groups (where no wins), then the domain, then everyone.
 */
const policies = `
  person | group | other group | domain | everyone | at home | federated | not federated
  -      | -     | -           | -      | -        | yes     | yes       | no
  no     | -     | -           | -      | -        | no      | no        | no
  yes    | -     | -           | -      | -        | yes     | yes       | no
  -      | no    | -           | -      | -        | no      | no        | no
  -      | yes   | no          | -      | -        | no      | no        | no
  -      | no    | yes         | -      | -        | no      | no        | no
  -      | yes   | -           | no     | no       | yes     | yes       | no
  -      | -     | -           | no     | -        | no      | no        | no
  -      | -     | -           | yes    | no       | yes     | yes       | no
  -      | -     | -           | -      | no       | no      | no        | no
  -      | -     | -           | -      | yes      | yes     | yes       | no
  yes    | no    | no          | no     | no       | yes     | yes       | no
  no     | yes   | yes         | yes    | yes      | no      | no        | no
  -      | no    | no          | yes    | yes      | no      | no        | no
`;

const froms = {
  'at home': { host: 'localhost', federation: 'off' },
  federated: { host: 'branch.example', federation: ['branch.example'] },
  'not federated': { host: 'branch.example', federation: 'off' },
} as const;

const lines = policies
  .split('\n')
  .map((line) => line.split('|').map((part) => part.trim()))
  .filter((line) => line.length > 1);
const [heading = [], ...rows] = lines;
const actor = { key: '', jid: 'root@localhost' };

for (const right of ['use', 'create'] as const) {
  for (const row of rows) {
    for (const [from, { host, federation }] of Object.entries(froms)) {
      const expected = row[heading.indexOf(from)];
      const said = heading.slice(0, 5).flatMap((whom, at) => (row[at] === '-' ? [] : [`${whom} ${row[at]}`]));
      const rules = said.length === 0 ? 'nothing is said' : said.join(', ');
      const does = right === 'use' ? 'use the service' : 'make rooms';
      test.serial(`${from}: where ${rules}, somebody may${expected === 'yes' ? '' : ' not'} ${does}`, async (t) => {
        const who = `wanda@${host}/desk`;
        const world = new World({
          store: memoryStore(),
          users: ['localhost'],
          house: { federation },
          admins: ['root@localhost'],
          rates: undefined,
        });
        const on = (await world.start()).connect();
        await say(on, right, row, host);
        t.is(right === 'use' ? await uses(on, who) : await makes(on, who), expected === 'yes');
      });
    }
  }
}

async function say({ house }: World, right: PolicyRight, row: readonly string[], host: string): Promise<void> {
  for (const name of ['one', 'two']) {
    await house.groups.create({ actor, name, members: [`wanda@${host}`] });
  }
  // The category is for all, so that the policy alone decides.
  const lists = { allowed: { set: ['*'] }, creators: { set: ['*'] } };
  const changed = await house.categories.change({ actor, key: 'default', wish: lists });
  if (isRefusal(changed)) throw new Error(changed.text);
  const principals = [`wanda@${host}`, 'group:one', 'group:two', host, '*'];
  for (const [at, principal] of principals.entries()) {
    if (row[at] === '-') continue;
    const refused = await house.policies.set({ actor, right, principal, allowed: row[at] === 'yes' });
    if (isRefusal(refused)) throw new Error(refused.text);
  }
}

/** Whoever may not is told why, and sees an empty service. */
async function uses(on: World, who: string): Promise<boolean> {
  on.send('root@localhost/desk', entering('Root'));
  await on.settle();
  on.send('root@localhost/desk', configure({}));
  on.send(who, get("<query xmlns='http://jabber.org/protocol/disco#items'/>", domain));
  const seesRoom = (await on.hears(who)).some((one) => String(one).includes('den@'));
  on.send(who, entering('Wanda'));
  const heard = await on.hears(who);
  const entered = heard.some((one) => statuses(one).includes(110));
  const refused = heard.map(errorOf).find((error) => error !== undefined);
  if (!entered && (seesRoom || refused?.text.includes('not open to') !== true)) throw new Error('not told why');
  return entered;
}

async function makes(on: World, who: string): Promise<boolean> {
  on.send(who, entering('Wanda'));
  return (await on.hears(who)).some((one) => statuses(one).includes(201));
}

function entering(nick: string): string {
  return `<presence to='den@${domain}/${nick}'><x xmlns='http://jabber.org/protocol/muc'/></presence>`;
}
