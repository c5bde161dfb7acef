/** The audit as an administrator reads it. */
import test from 'ava';
import { hearsBack } from './chatting.ts';
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

function withoutWhen(line: string): string {
  return line.split(' · ').slice(2).join(' · ');
}
