/** In an auditorium presenters speak, and nobody else. */
import test from 'ava';
import type { Outcome } from '../../src/room/outcome.ts';
import { Crowd, party, told } from './crowd.ts';
import { ask, configure, list, ownStatuses, refused, rolesIn, say, wordsOf } from './house.ts';

/** Olga manages it, Pia presents, Max manages and presents, Alice listens. */
function auditorium(largeRoomsAbove = 0): Crowd {
  const crowd = new Crowd(largeRoomsAbove).open();
  configure(crowd, { auditorium: true });
  list(crowd, 'pia', { member: true, presenter: true });
  list(crowd, 'max', { manager: 'admin', member: true, presenter: true });
  for (const who of ['pia', 'max', 'alice']) crowd.enter(who);
  return crowd;
}

const give = (crowd: Crowd, nick: string, role: 'participant' | 'visitor', who = 'olga'): Outcome =>
  ask(crowd, who, { kind: 'administer', items: [{ kind: 'role', nick, role }] });

/** What is worn in the presence of somebody that a session was sent last. */
function hatsOf(outcome: Outcome, nick: string, who: string): string[] | undefined {
  const { session } = party(who);
  return outcome.deliveries
    .flatMap((one) =>
      one.kind === 'presence' && one.from.endsWith(`/${nick}`) && one.to.includes(session) ? [one] : [],
    )
    .at(-1)
    ?.hats?.map(({ title }) => title);
}

test('roles come with what people are, and only presenters may write', (t) => {
  const crowd = auditorium();
  t.deepEqual(rolesIn(crowd), { olga: 'moderator', pia: 'participant', max: 'moderator', alice: 'visitor' });
  t.true(crowd.room.settings.moderated);
  for (const who of ['pia', 'max']) t.is(refused(say(crowd, who)), undefined, who);
  for (const who of ['olga', 'alice']) {
    t.is(refused(say(crowd, who)), 'forbidden', who);
    t.regex(wordsOf(say(crowd, who)), /presenters/);
  }
  crowd.enter('root');
  t.is(refused(say(crowd, 'root')), 'forbidden', 'administrators of the service neither');
});

test('voice is neither given nor asked for, but a presenter may be silenced for a while', (t) => {
  const crowd = auditorium();
  t.is(refused(give(crowd, 'alice', 'participant')), 'not-allowed');
  t.regex(wordsOf(give(crowd, 'alice', 'participant')), /presenter/);
  t.is(refused(ask(crowd, 'alice', { kind: 'ask-for-voice' })), 'not-allowed');
  give(crowd, 'pia', 'visitor');
  t.is(refused(say(crowd, 'pia')), 'forbidden');
  ask(crowd, 'pia', { kind: 'leave', presence: '' });
  crowd.enter('pia');
  t.is(refused(say(crowd, 'pia')), 'forbidden', 'also after coming back');
  t.is(refused(give(crowd, 'pia', 'participant')), undefined);
  t.is(refused(say(crowd, 'pia')), undefined);
});

test('the subject is changed by managers, whether they present or not', (t) => {
  const crowd = auditorium();
  const subject = (who: string) =>
    ask(crowd, who, {
      kind: 'post',
      id: 's',
      xml: '<subject>Plans</subject>',
      subject: { xml: '<subject>Plans</subject>', text: 'Plans' },
      keep: 'archived',
    });
  t.is(refused(subject('olga')), undefined);
  t.is(refused(subject('alice')), 'forbidden');
  t.is(refused(subject('pia')), 'forbidden');
});

test('presenters are members, of auditoriums only, and end with their membership', (t) => {
  const crowd = new Crowd(0).open();
  t.is(refused(list(crowd, 'alice', { presenter: true })), 'not-allowed', 'a normal room has none');
  configure(crowd, { auditorium: true, membersOnly: true });
  t.is(refused(list(crowd, 'alice', { presenter: true })), 'not-allowed', 'not a member');
  t.is(refused(list(crowd, 'alice', { member: true, presenter: true })), undefined);
  list(crowd, 'alice', { member: false });
  t.is(crowd.room.entries.get('alice@localhost'), undefined);
  list(crowd, 'localhost.example', { member: true });
  crowd.walls.groups.set('group:desk', ['bob@localhost']);
  list(crowd, 'group:desk', { member: true });
  t.is(refused(list(crowd, 'bob', { presenter: true })), undefined, 'a member by group');
  crowd.enter('bob');
  const outcome = list(crowd, 'group:desk', { member: false });
  t.is(crowd.room.entries.get('bob@localhost'), undefined);
  t.true(ownStatuses(outcome, 'bob').includes(321));
});

test('who becomes a presenter has voice and a hat at once, and loses both as soon', (t) => {
  const crowd = auditorium();
  const made = list(crowd, 'alice', { presenter: true });
  t.deepEqual(hatsOf(made, 'alice', 'pia'), ['Presenter']);
  t.is(refused(say(crowd, 'alice')), undefined);
  const unmade = list(crowd, 'alice', { presenter: false });
  t.deepEqual(hatsOf(unmade, 'alice', 'pia'), []);
  t.is(rolesIn(crowd)['alice'], 'visitor');
  t.is(refused(say(crowd, 'alice')), 'forbidden');
  const hat = { uri: 'urn:longroom:hats:presenter', title: 'Presenter' };
  t.is(refused(ask(crowd, 'olga', { kind: 'change-hats', change: { kind: 'create', hat } })), 'not-allowed');
});

test('a room that becomes an auditorium, and a normal one again, gives everybody the role that comes with it', (t) => {
  const crowd = new Crowd(0).open(['alice', 'bob']);
  const into = configure(crowd, { auditorium: true });
  t.deepEqual(rolesIn(crowd), { olga: 'moderator', alice: 'visitor', bob: 'visitor' });
  t.deepEqual(told(into, 'alice'), ['alice@localhost/1', 'bob@localhost/1', 'olga@localhost/1']);
  list(crowd, 'alice', { presenter: true });
  configure(crowd, { auditorium: false });
  t.deepEqual(rolesIn(crowd), { olga: 'moderator', alice: 'participant', bob: 'participant' });
  t.is(crowd.room.entries.get('alice@localhost'), undefined);
  t.false(crowd.room.settings.moderated);
  t.is(refused(say(crowd, 'bob')), undefined);
});

test('a large auditorium shows moderators and presenters to everybody, and nobody else', (t) => {
  const crowd = auditorium(3);
  t.true(crowd.room.large);
  const come = crowd.enter('bob');
  const roster = come.deliveries.flatMap((one) => (one.kind === 'roster' ? one.occupants : []));
  t.deepEqual(roster.map(({ nick }) => nick).sort(), ['max', 'olga', 'pia']);
  t.deepEqual(told(come, 'bob'), ['bob@localhost/1']);
  t.is(told(list(crowd, 'bob', { presenter: true }), 'bob').length, 5, 'from then on everybody sees him');
  const again = crowd.enter('carol').deliveries.flatMap((one) => (one.kind === 'roster' ? one.occupants : []));
  t.deepEqual(again.map(({ nick }) => nick).sort(), ['bob', 'max', 'olga', 'pia']);
  const kick = ask(crowd, 'olga', { kind: 'administer', items: [{ kind: 'role', nick: 'alice', role: 'none' }] });
  t.is(told(kick, 'alice').length, 6, 'a kick is told to everybody');
});
