/** XEP-0500: slow mode, seen from outside. */
import test from 'ava';
import fc from 'fast-check';
import { type Element, serialize } from '../../src/wire/xml.ts';
import { memoryStore } from '../memory-store.ts';
import { body, errorOf, statuses, World } from '../world.ts';
import {
  alice,
  aliceDesk,
  bob,
  configure,
  enter,
  join,
  openRoom,
  origin,
  owner,
  room,
  say,
  talk,
} from './conversation.ts';

const field = 'muc#roomconfig_slow_mode_duration';
const slow = { [field]: '20' };
const composing = `<message to='${room}' type='groupchat'><composing xmlns='http://jabber.org/protocol/chatstates'/></message>`;

/** What was said; an error may hold the text it is for. */
const bodies = (stanzas: readonly Element[]) =>
  stanzas
    .filter(({ attrs }) => attrs['type'] !== 'error')
    .map(body)
    .filter((text) => text !== undefined);
const errors = (stanzas: readonly Element[]) => stanzas.map(errorOf).filter((error) => error !== undefined);

function administer(item: string): string {
  return `<iq to='${room}' type='set' id='a'><query xmlns='http://jabber.org/protocol/muc#admin'><item ${item}/></query></iq>`;
}

async function ask(on: World, who: string, payload: string): Promise<string> {
  on.send(who, `<iq to='${room}' type='get' id='ask'>${payload}</iq>`);
  return (await on.hears(who)).map((stanza) => serialize(stanza)).join();
}

test('the form offers it as a whole number with a range, off at first (§5.1)', async (t) => {
  const on = await talk();
  const form = await ask(on, owner, "<query xmlns='http://jabber.org/protocol/muc#owner'/>");
  const [, written = ''] = new RegExp(`(<field[^>]*var="${field}".*?</field>)`).exec(form) ?? [];
  t.true(written.includes('type="text-single"'), form);
  t.true(written.includes('datatype="xs:integer"'));
  t.regex(written, /<range [^>]*min="0"/);
  t.true(written.includes('<value>0</value>'));
});

test('what is no whole number from 0 on, or too big, does not get in (§8)', async (t) => {
  const on = await talk();
  for (const value of ['-1', '1.5', 'soon', '21601', '99999999999999999999']) {
    on.send(owner, configure({ [field]: value }));
    t.is(errors(await on.hears(owner)).length, 1, value);
  }
  on.send(alice, say('1'));
  on.send(alice, say('2'));
  t.deepEqual(bodies(await on.hears(bob)), ['1', '2']);
});

test('a change is told with status 104, and the room always tells the duration (§5.2)', async (t) => {
  const on = await talk();
  const info = () => ask(on, bob, "<query xmlns='http://jabber.org/protocol/disco#info'/>");
  const told = (value: number) =>
    new RegExp(`var="muc#roominfo_slow_mode_duration"[^>]*>(?:(?!</field>).)*<value>${value}</value>`);
  t.regex(await info(), told(0));
  on.send(owner, configure(slow));
  t.true((await on.hears(bob)).some((stanza) => statuses(stanza).includes(104)));
  t.regex(await info(), told(20));
});

test('two messages of one person are at least the duration apart; the refused one reaches nobody (§6)', async (t) => {
  const on = await talk(slow);
  on.send(alice, say('1'));
  await on.pass(5_500);
  on.send(alice, say('2'));
  t.deepEqual(bodies(await on.hears(bob)), ['1']);
  t.deepEqual(errors(await on.hears(alice)), [
    {
      condition: 'policy-violation',
      type: 'wait',
      text: 'This room is in slow mode: 20 seconds between two messages. Yours was not sent; you can send it in 15 seconds.',
    },
  ]);
  on.send(bob, say('mine'));
  t.deepEqual(bodies(await on.hears(alice)), ['mine'], 'each waits for himself only');
});

test('exactly at the second it may be sent, and what was refused has not begun the wait anew', async (t) => {
  const on = await talk(slow);
  on.send(alice, say('1'));
  await on.pass(19_999);
  on.send(alice, say('2'));
  t.is(errors(await on.hears(alice)).length, 1);
  await on.pass(1);
  on.send(alice, say('3'));
  t.deepEqual(bodies(await on.hears(bob)), ['1', '3']);
});

test('only what has a body counts: chat states, reactions and retractions do not, a correction does (§6)', async (t) => {
  const on = await talk(slow);
  const reaction = "<reactions xmlns='urn:xmpp:reactions:0' id='1'><reaction>x</reaction></reactions>";
  const fallback = "<fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:reactions:0'><body/></fallback>";
  on.send(alice, composing);
  on.send(alice, say('1'));
  on.send(alice, composing);
  on.send(alice, say('x', reaction + fallback));
  t.deepEqual(errors(await on.hears(alice)), []);
  on.send(alice, say('x', fallback));
  t.is(errors(await on.hears(alice)).length, 1, 'a fallback for nothing is a text');
  on.send(alice, say('one', "<replace xmlns='urn:xmpp:message-correct:0' id='1'/>"));
  t.is(errors(await on.hears(alice)).length, 1);
});

test('owners and admins never wait, also in a lesser role; moderators by role do (§6)', async (t) => {
  const on = await talk({ ...slow, 'muc#roomconfig_moderatedroom': '0' });
  for (const text of ['1', '2']) on.send(owner, say(text));
  t.deepEqual(bodies(await on.hears(bob)), ['1', '2']);
  on.send(owner, administer(`nick='Bob' role='moderator'`));
  await on.hears(owner);
  for (const text of ['3', '4']) on.send(bob, say(text));
  t.deepEqual(bodies(await on.hears(owner)), ['3']);
  on.send(owner, administer(`jid='alice@localhost' affiliation='admin'`));
  await on.hears(owner);
  for (const text of ['5', '6']) on.send(alice, say(text));
  t.deepEqual(bodies(await on.hears(owner)), ['5', '6']);
});

test('an account is one, whatever its sessions and nicknames (§8)', async (t) => {
  const on = await talk(slow);
  on.send(alice, say('1'));
  await enter(on, aliceDesk, 'Alice');
  on.send(aliceDesk, say('2'));
  t.is(errors(await on.hears(aliceDesk)).length, 1);
  on.send(alice, `<presence to='${room}/Alicia'/>`);
  on.send(alice, say('3'));
  t.is(errors(await on.hears(alice)).length, 1);
  on.send(alice, `<presence to='${room}/Alicia' type='unavailable'/>`);
  on.send('alice@localhost/new', join('Third'));
  on.send('alice@localhost/new', say('4'));
  t.is(errors(await on.hears('alice@localhost/new')).length, 1);
  t.deepEqual(bodies(await on.hears(bob)), ['1']);
});

test('who sends an accepted message again gets its echo, not an error', async (t) => {
  const on = await talk(slow);
  on.send(alice, say('1', origin('o')));
  await on.hears(alice);
  on.send(alice, say('1', origin('o')));
  t.deepEqual(bodies(await on.hears(alice)), ['1']);
});

test('switched on while people talk, it begins with the next message; switched off, nobody waits', async (t) => {
  const on = await talk();
  on.send(alice, say('1'));
  on.send(owner, configure(slow));
  on.send(alice, say('2'));
  on.send(alice, say('3'));
  t.deepEqual(bodies(await on.hears(bob)), ['1', '2']);
  on.send(owner, configure({ [field]: '0' }));
  on.send(alice, say('4'));
  t.deepEqual(bodies(await on.hears(bob)), ['4']);
});

test('who waits still waits when the service comes back from a snapshot', async (t) => {
  const store = memoryStore();
  const on = (await new World({ store, rates: undefined }).start()).connect();
  await openRoom(on, { [field]: '600' });
  await enter(on, alice, 'Alice');
  on.send(alice, say('1'));
  for (let id = 0; id < 450; id++) on.send(owner, say(`o${id}`));
  await on.pass(5_000);
  on.cut();
  const later = (await new World({ store, clock: on.clock }).start()).connect();
  await later.hears(alice);
  later.send(alice, say('2'));
  t.is(errors(await later.hears(alice))[0]?.type, 'wait');
  await later.pass(595_000);
  later.send(alice, say('3'));
  t.true(bodies(await later.hears(owner)).includes('3'));
});

test('who takes a message back waits for it all the same, also after a kill (XEP-0424)', async (t) => {
  const store = memoryStore();
  const on = (await new World({ store }).start()).connect();
  await openRoom(on, slow);
  await enter(on, alice, 'Alice');
  on.send(alice, say('1'));
  on.send(
    alice,
    `<message to='${room}' type='groupchat' id='r'><retract xmlns='urn:xmpp:message-retract:1' id='1'/></message>`,
  );
  t.deepEqual(errors(await on.hears(alice)), []);
  const later = (await new World({ store: store.reopen(), clock: on.clock }).start()).connect();
  await later.hears(alice);
  later.send(alice, say('2'));
  t.is(errors(await later.hears(alice))[0]?.condition, 'policy-violation');
});

test('private messages and changes of subject are no part of it', async (t) => {
  const on = await talk({ ...slow, 'muc#roomconfig_changesubject': '1' });
  on.send(alice, say('1'));
  on.send(alice, `<message to='${room}/Bob' type='chat' id='p'><body>psst</body></message>`);
  on.send(alice, `<message to='${room}' type='groupchat' id='s'><subject>new</subject></message>`);
  t.deepEqual(errors(await on.hears(alice)), []);
  t.deepEqual(bodies(await on.hears(bob)), ['1', 'psst']);
});

test('whatever is sent when, and however often the service is killed, nobody is heard twice within the duration', async (t) => {
  const act = fc.oneof(
    { weight: 6, arbitrary: fc.record({ who: fc.constantFrom(alice, aliceDesk, bob, owner), after: fc.nat(15_000) }) },
    { weight: 1, arbitrary: fc.record({ kill: fc.constant(true) }) },
    { weight: 1, arbitrary: fc.record({ seconds: fc.constantFrom('10', '20') }) },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 40 }), async (acts) => {
      const store = memoryStore();
      let on = (await new World({ store }).start()).connect();
      await openRoom(on, { [field]: '10' });
      for (const who of [alice, aliceDesk]) await enter(on, who, 'Alice');
      await enter(on, bob, 'Bob');
      await on.hears(owner);
      const last = new Map<string, number>();
      let duration = 10_000;
      let said = 0;
      for (const one of acts) {
        if ('kill' in one) {
          // Nothing is told to the one that was there: it is gone.
          on.cut();
          on = (await new World({ store, clock: on.clock }).start()).connect();
          await on.pass(1_000);
        } else if ('seconds' in one) {
          on.send(owner, configure({ [field]: one.seconds }));
          await on.settle();
          if (duration !== Number(one.seconds) * 1_000) last.clear();
          duration = Number(one.seconds) * 1_000;
        } else {
          await on.pass(one.after);
          const text = `m${++said}`;
          on.send(one.who, say(text));
          const heard = bodies(await on.hears(bob)).includes(text);
          const person = one.who.slice(0, one.who.indexOf('/'));
          const early = on.clock.now() - (last.get(person) ?? Number.NEGATIVE_INFINITY) < duration;
          if (heard !== (one.who === owner || !early)) return false;
          if (heard) last.set(person, on.clock.now());
        }
      }
      return true;
    }),
    { numRuns: 30 },
  );
  t.pass();
});
