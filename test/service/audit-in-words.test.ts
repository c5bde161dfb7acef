/** The audit as an administrator reads it. */
import test from 'ava';
import { memoryStore } from '../memory-store.ts';
import { domain, World } from '../world.ts';
import { hearsBack, insistsOn } from './chatting.ts';
import { configure, owner, room, talk } from './conversation.ts';

const root = 'root@localhost/desk';

test('the audit says in words what was done, from what to what, and nothing that is as usual', async (t) => {
  const on = await talk();
  on.send(owner, configure({ 'muc#roomconfig_membersonly': '1' }));
  const item = `<item affiliation='member' jid='carol@localhost'/>`;
  const query = `<query xmlns='http://jabber.org/protocol/muc#admin'>${item}</query>`;
  on.send(owner, `<iq to='${room}' type='set' id='m'>${query}</iq>`);
  await on.settle();
  await hearsBack(on, root, 'category create Trading allowed=localhost');
  await hearsBack(on, root, 'category set Trading add-denied=group:desk remove-allowed=localhost history=no');
  await hearsBack(on, root, 'policy set carol@localhost create deny');
  await hearsBack(on, root, 'policy set carol@localhost create allow');
  const [heading, ...lines] = (await hearsBack(on, root, 'audit')).split('\n');
  t.is(heading, 'When · Who · Where · What · Before and after');
  const [when = ''] = lines[0]?.split(' · ') ?? [];
  t.regex(when, /^2026-01-01 00:0\d:\d\dZ$/);
  const said = (by: string) => lines.filter((line) => line.includes(` · ${by} · `)).map(withoutWhen);
  t.deepEqual(said('root@localhost'), [
    'the service · policy changed · right: create; principal: carol@localhost; rule: refused -> allowed',
    'the service · policy changed · right: create; principal: carol@localhost; rule: refused',
    'category "Trading" · category changed · history: on -> off; allowed: removed localhost; denied: added group:desk',
    'category "Trading" · category created · name: Trading; invitations: off; file upload: off; history: on; owners destroy: off; allowed: added localhost',
  ]);
  t.deepEqual(said('olga@localhost'), [
    `${room} · lists of the room changed · carol@localhost: nobody -> member`,
    `${room} · room changed · members only: off -> on`,
    `${room} · room changed · open: on`,
    `${room} · room created · category: General`,
  ]);
});

/** Where, what, and before and after; the newest first. */
async function audit(on: World, where = ''): Promise<readonly string[]> {
  const [, ...lines] = (await hearsBack(on, root, `audit ${where}`)).split('\n');
  return lines.map(withoutWhen);
}

test('changes are told in plain words, and rooms by their address even when they are gone', async (t) => {
  const world = new World({ store: memoryStore(), admins: ['root@localhost'], rates: undefined });
  const on = (await world.start()).connect();
  await insistsOn(on, root, 'category create Trading allowed=*');
  await insistsOn(on, root, 'room create Desk category=Trading address=desk');
  await insistsOn(on, root, 'room ban desk mallory@localhost reason=spam');
  await insistsOn(on, root, 'category set Trading add-denied=eve@localhost history=no');
  await insistsOn(on, root, 'settings set default-history=10');
  t.is((await audit(on, 'desk'))[0], (await audit(on, `desk@${domain}`))[0]);
  await insistsOn(on, root, 'room delete desk');
  const jid = `desk@${domain}`;
  t.deepEqual((await audit(on)).slice(0, 5), [
    `${jid} · room deleted · address: ${jid} -> gone`,
    'the service · settings of the service changed · default history: 10',
    'category "Trading" · category changed · history: on -> off; denied: added eve@localhost',
    `${jid} · lists of the room changed · mallory@localhost: nobody -> banned, because of "spam"`,
    `${jid} · room created · name: Desk; members only: on; category: Trading`,
  ]);
});

/** Nor by whom. */
function withoutWhen(line: string): string {
  return line.split(' · ').slice(2).join(' · ');
}
