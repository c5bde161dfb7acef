/** Facts stand apart, come by person, domain and group, and end at the scope of the category (DESIGN: Facts, not ranks). */
import test from 'ava';
import { affiliationOf, factsOf } from '../../src/room/access.ts';
import { Crowd, party } from './crowd.ts';
import { ask, configure, list, ownStatuses, principal, read, refused, rolesIn, say, wordsOf } from './house.ts';

const of = (crowd: Crowd, who: string) => factsOf(crowd.room, party(who).person);

test('what holds by person, domain and groups holds together, and the higher manager counts', (t) => {
  const crowd = new Crowd(0).open();
  crowd.walls.groups.set('group:desk', ['alice@localhost']).set('group:heads', ['alice@localhost']);
  list(crowd, 'group:desk', { member: true });
  list(crowd, 'group:heads', { manager: 'admin' });
  t.deepEqual(of(crowd, 'alice'), { manager: 'admin', member: true });
  t.deepEqual(of(crowd, 'bob'), {});
  list(crowd, 'alice', { manager: 'owner' });
  t.deepEqual(of(crowd, 'alice'), { manager: 'owner', member: true });
});

test('a ban of many stands against other groups, but not against one’s own place; one’s own ban decides', (t) => {
  const crowd = new Crowd(0).open();
  crowd.walls.groups.set('group:desk', ['alice@localhost']).set('group:rivals', ['alice@localhost', 'bob@localhost']);
  list(crowd, 'group:desk', { member: true });
  list(crowd, 'group:rivals', { outcast: true });
  t.true(of(crowd, 'alice').outcast);
  t.is(refused(crowd.enter('bob')), 'forbidden');
  list(crowd, 'alice', { member: true });
  t.deepEqual(of(crowd, 'alice'), { member: true });
  list(crowd, 'bob', { outcast: true });
  crowd.walls.groups.set('group:rivals', []).set('group:desk', ['bob@localhost']);
  t.true(of(crowd, 'bob').outcast);
});

test('a group that changes beside the room is another one at the next question', (t) => {
  const crowd = new Crowd(0).open();
  configure(crowd, { membersOnly: true });
  list(crowd, 'group:desk', { member: true });
  t.is(refused(crowd.enter('alice')), 'registration-required');
  crowd.walls.groups.set('group:desk', ['alice@localhost']);
  t.is(refused(crowd.enter('alice')), undefined);
});

test('who is out of scope has no facts, whatever the lists say', (t) => {
  const crowd = new Crowd(0).open();
  list(crowd, 'alice', { manager: 'owner', member: true });
  crowd.walls.set('default', { denied: ['alice@localhost'] });
  t.deepEqual(of(crowd, 'alice'), {});
  t.is(affiliationOf(crowd.room, party('alice').person), 'none');
  t.is(refused(ask(crowd, 'alice', { kind: 'configure', settings: { name: 'mine' } })), 'item-not-found');
});

test('a manager who is no member neither enters, reads nor writes in a room for members, and is told how to', (t) => {
  const crowd = new Crowd(0).open();
  configure(crowd, { membersOnly: true });
  list(crowd, 'alice', { manager: 'admin' });
  const entering = crowd.enter('alice');
  t.is(refused(entering), 'registration-required');
  t.regex(wordsOf(entering), /member/);
  t.is(refused(read(crowd, 'alice')), 'registration-required');
  t.is(refused(say(crowd, 'alice')), 'not-acceptable');
  t.is(refused(list(crowd, 'alice', { member: true }, 'alice')), undefined, 'managers may add themselves');
  t.is(refused(crowd.enter('alice')), undefined);
  t.is(rolesIn(crowd)['alice'], 'moderator');
});

test('who stops being a member leaves a room for members, although they manage it', (t) => {
  const crowd = new Crowd(0).open();
  configure(crowd, { membersOnly: true });
  list(crowd, 'alice', { manager: 'owner', member: true });
  crowd.enter('alice');
  const outcome = list(crowd, 'alice', { member: false });
  t.true(ownStatuses(outcome, 'alice').includes(321));
  t.deepEqual(rolesIn(crowd), { olga: 'moderator' });
  t.deepEqual(of(crowd, 'alice'), { manager: 'owner' });
});

test('who is out of scope is put on no list, and a principal that is not covered neither; all is refused', (t) => {
  const crowd = new Crowd(0).open();
  crowd.walls.set('default', { allowed: ['localhost', 'group:desk'], denied: ['eve@localhost'] });
  const changes = ['alice', 'eve'].map((who) => ({ whom: principal(who), set: { member: true } }));
  t.is(refused(ask(crowd, 'olga', { kind: 'change-lists', changes })), 'not-allowed');
  t.deepEqual(of(crowd, 'alice'), {});
  t.is(refused(list(crowd, 'other.example', { member: true })), 'not-allowed');
  t.is(refused(list(crowd, 'group:rivals', { member: true })), 'not-allowed');
  t.is(refused(list(crowd, 'group:desk', { member: true })), undefined);
  const items = [{ kind: 'affiliation', whom: party('eve').person, affiliation: 'member' }] as const;
  t.is(refused(ask(crowd, 'olga', { kind: 'administer', items })), 'not-allowed');
  t.is(refused(list(crowd, 'eve', { outcast: true })), undefined, 'a ban gives nothing');
});

test('muc#admin makes managers members, too, takes only managing from an owner who becomes a member, and shows no group', (t) => {
  const crowd = new Crowd(0).open();
  crowd.walls.groups.set('group:desk', ['bob@localhost']);
  const set = (who: string, affiliation: 'owner' | 'member') =>
    ask(crowd, 'olga', { kind: 'administer', items: [{ kind: 'affiliation', whom: party(who).person, affiliation }] });
  set('alice', 'owner');
  t.deepEqual(of(crowd, 'alice'), { manager: 'owner', member: true });
  set('alice', 'member');
  t.deepEqual(of(crowd, 'alice'), { member: true });
  list(crowd, 'group:desk', { member: true });
  const { answer } = ask(crowd, 'olga', { kind: 'ask-list', by: { affiliation: 'member' } });
  t.deepEqual(answer, { kind: 'list', items: [{ jid: 'alice@localhost', affiliation: 'member' }] });
  const lists = ask(crowd, 'olga', { kind: 'ask-lists' }).answer;
  t.true(lists !== undefined && 'entries' in lists && JSON.stringify(lists.entries).includes('group:desk'));
});

test('only owners say who manages the room; admins see to members, bans and presenters', (t) => {
  const crowd = new Crowd(0).open();
  list(crowd, 'alice', { manager: 'admin', member: true });
  t.is(refused(list(crowd, 'bob', { manager: 'admin' }, 'alice')), 'forbidden');
  t.is(refused(list(crowd, 'bob', { member: true }, 'alice')), undefined);
  t.is(refused(list(crowd, 'olga', { member: false }, 'alice')), 'not-allowed');
  t.is(refused(list(crowd, 'carol', { member: true }, 'bob')), 'forbidden');
  t.is(refused(list(crowd, 'carol', { member: true }, 'root')), undefined, 'administrators of the service may');
  t.is(refused(list(crowd, 'olga', { manager: false })), 'conflict', 'a room keeps an owner');
});

test('an invitation is for those in scope, and only where category and room have any', (t) => {
  const crowd = new Crowd(0).open();
  const invite = (who: string) =>
    ask(crowd, 'olga', { kind: 'invite', invitations: [{ whom: party(who).person, address: party(who).person.jid }] });
  t.is(refused(invite('alice')), undefined);
  configure(crowd, { invitations: 'off' });
  t.is(refused(invite('alice')), 'not-allowed');
  configure(crowd, { invitations: 'inherit' });
  crowd.walls.set('default', { invitations: false });
  t.is(refused(invite('alice')), 'not-allowed');
  crowd.walls.set('default', { invitations: true, denied: ['alice@localhost'] });
  t.is(refused(invite('alice')), 'not-allowed');
  t.is(refused(invite('bob')), undefined);
});

test('who registers where a domain or a group gives them their place reserves a nickname, and nothing else', (t) => {
  for (const place of [{ member: true }, { manager: 'owner' }, { manager: 'admin', member: true }] as const) {
    const crowd = new Crowd(0).open();
    configure(crowd, { registration: 'open' });
    crowd.walls.groups.set('group:desk', ['alice@localhost']);
    list(crowd, 'group:desk', place);
    t.is(refused(ask(crowd, 'alice', { kind: 'register', nick: 'Alice', answers: {} })), undefined);
    t.deepEqual(crowd.room.entries.get('alice@localhost')?.facts, { nick: 'Alice' });
    list(crowd, 'group:desk', { manager: false, member: false });
    configure(crowd, { membersOnly: true });
    t.is(refused(crowd.enter('alice')), 'registration-required', 'it went with the group');
    t.is(refused(ask(crowd, 'alice', { kind: 'unregister' })), undefined);
    t.is(crowd.room.entries.get('alice@localhost'), undefined);
  }
});

test('who was in scope when they asked to become a member, and is so no more, does not become one', (t) => {
  const crowd = new Crowd(0).open();
  ask(crowd, 'alice', { kind: 'register', nick: 'Alice', answers: {} });
  crowd.walls.set('default', { denied: ['alice@localhost'] });
  t.is(refused(ask(crowd, 'olga', { kind: 'decide-application', nick: 'Alice', allow: true })), 'not-allowed');
  t.deepEqual(crowd.room.entries.get('alice@localhost'), undefined);
});

test('a category without history keeps nothing, and lets nobody read what was kept before', (t) => {
  const crowd = new Crowd(0).open(['alice']);
  say(crowd, 'alice', 'before');
  t.is(refused(read(crowd, 'alice')), undefined);
  crowd.walls.set('default', { history: false });
  t.is(refused(read(crowd, 'alice')), 'not-allowed');
  const [posted] = say(crowd, 'alice', 'after').events;
  t.true(posted?.kind === 'posted' && posted.ordinal === undefined);
  t.false(crowd.enter('bob').deliveries.some(({ kind }) => kind === 'replay'));
});

test('an administrator of the service out of scope looks after the room, and neither enters, reads nor writes', (t) => {
  const crowd = new Crowd(0).open();
  crowd.walls.set('default', { allowed: ['olga@localhost'] });
  t.is(refused(configure(crowd, { name: 'Named' }, 'root')), undefined);
  t.is(refused(crowd.enter('root')), 'not-allowed');
  t.is(refused(read(crowd, 'root')), 'not-allowed');
  t.is(refused(say(crowd, 'root')), 'not-allowed');
});

test('where the category says so, owners do not destroy their room, neither outright nor by leaving it', (t) => {
  const crowd = new Crowd(0).open();
  crowd.walls.set('default', { ownersDestroy: false });
  t.is(refused(ask(crowd, 'olga', { kind: 'destroy' })), 'not-allowed');
  configure(crowd, { persistent: false });
  ask(crowd, 'olga', { kind: 'leave', presence: '' });
  t.false(crowd.room.destroyed);
  t.is(refused(ask(crowd, 'root', { kind: 'destroy' })), undefined);
  t.true(crowd.room.destroyed);
});
