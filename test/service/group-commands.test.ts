/** Commands for groups: as forms, and in chat. */
import test from 'ava';
import { surfaces } from './surfaces.ts';

const node = (name: string) => `longroom:groups:${name}`;

test('a group is made, shown, changed in a form and deleted', async (t) => {
  const { stage, says, confirms, house } = surfaces();
  t.is(await says('group create desk alice@localhost, bob@localhost'), 'The group "desk" is there, with 2 members.');
  t.regex(await says('group list'), /desk · 2 · commands/);
  const set = await stage(node('set'), { group: 'desk' });
  t.is(set.fields['members'], 'alice@localhost\nbob@localhost');
  const members = ['alice@localhost', 'example.org'];
  const done = await stage(node('set'), { members }, { sessionid: set.sessionid });
  t.deepEqual(done.notes, ['info: The group "desk" is changed. It has 2 members now.']);
  t.deepEqual([...(house.groups.membersOf('desk') ?? [])], members);
  t.regex(await says('group of somebody@example.org'), /desk/);
  t.is(await says('group of bob@localhost'), 'bob@localhost is in no group.');
  t.is(await confirms('group delete group:desk'), 'The group "desk" is gone.');
});

test('a group from outside is shown with its source, and can be changed there only', async (t) => {
  const { says, form } = surfaces();
  t.regex(await says('group show traders'), /From: LDAP[\s\S]*tom@localhost/);
  t.is(await says('group delete traders'), 'This group comes from LDAP: it can be changed there only.');
  t.like(await form(node('set'), { group: 'traders' }), { condition: 'not-allowed' });
});

test('groups from outside are read again, and what went wrong is told', async (t) => {
  const { says } = surfaces();
  t.regex(await says('group refresh'), /LDAP · 1 · 2 · 2026-01-31 00:00:00Z · It is away\./);
});

test('before a group changes, it is said where it is named and what that takes away', async (t) => {
  const { says, confirms, house } = surfaces();
  await says('group create desk alice@localhost, bob@localhost');
  await says('category create Desks allowed=group:desk creators=group:desk');
  await says('policy set group:desk create allow');
  const uses = 'the category "Desks" (allowed, creators); the policy (create: allow)';
  const removing = await says('group set desk remove=bob@localhost');
  t.true(
    removing.startsWith(
      `1 member leaves the group, and with it whatever only the group lets them into. It is named by ${uses}. None of them is in a room now.`,
    ),
  );
  house.effects = { rooms: 3, affected: 2, entries: 1, occupants: 1, atLeast: false };
  const asked = await says('group delete desk');
  t.true(
    asked.includes(`It is named by ${uses}. This takes 1 person out of rooms and 1 entry off the lists of 2 rooms.`),
    asked,
  );
  t.regex(await says('group set desk add=carl@localhost'), /is changed\. It has 3 members now\./);
  t.is(await confirms('group set desk members=""'), 'The group "desk" is changed. It has 0 members now.');
});

test('a mistake says what to do', async (t) => {
  const { says } = surfaces();
  t.regex(await says('group show nobody'), /no group of this name. "group list" shows/);
  t.regex(await says('group create a group:b'), /In the field "members": "group:b" cannot be in a group/);
});
