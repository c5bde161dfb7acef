/** What those who decide are told in words: a client without forms is enough to answer (XEP-0045 §7.13, §8.6, §9.9). */
import test from 'ava';
import { body, domain, type World } from '../world.ts';
import { hearsBack, talks } from './chatting.ts';
import { alice, bob, enter, join, openRoom, owner, room, talk, world } from './conversation.ts';
import { roleIn } from './privilege-scenes.ts';
import { applied } from './registering.ts';

const asksForVoice = `<message to='${room}'><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>http://jabber.org/protocol/muc#request</value></field><field var='muc#role'><value>participant</value></field></x></message>`;

/** The lines of the message that asks, and no other. */
async function asked(on: World, who: string): Promise<readonly string[]> {
  const bodies = (await on.hears(who)).map(body).filter((text) => text !== undefined && text !== '');
  return (bodies.find((text) => text?.includes('asks')) ?? '').split('\n');
}

test('a request for voice says what to send, and that gives voice', async (t) => {
  const on = await talk({ 'muc#roomconfig_moderatedroom': '1' });
  on.send(bob, asksForVoice);
  const [words, command = ''] = await asked(on, owner);
  t.is(words, `Bob asks for voice in ${room}. To let them speak, send this to ${domain}:`);
  t.is(await roleIn(on, 'Bob'), 'visitor');
  t.true((await talks(on, owner, command)).includes('Bob may speak in the room now.'));
  t.is(await roleIn(on, 'Bob'), 'participant');
});

test('nicknames that are not one plain word are given as they have to be typed', async (t) => {
  for (const nick of ['Bob the "Builder"', 'nickname=Alice', 'it is o’clock']) {
    const on = await world();
    await openRoom(on, { 'muc#roomconfig_moderatedroom': '1' });
    const escaped = nick.replaceAll('"', '&quot;');
    on.send(bob, join(escaped));
    await on.hears(bob);
    on.send(bob, asksForVoice);
    const [, command = ''] = await asked(on, owner);
    t.true((await talks(on, owner, command)).includes(`${nick} may speak in the room now.`), command);
  }
});

test('only moderators give voice, and only to who is there', async (t) => {
  const on = await talk({ 'muc#roomconfig_moderatedroom': '1' });
  t.notRegex((await talks(on, alice, `voice grant ${room} Bob`)).join(), /may speak/);
  t.is(await roleIn(on, 'Bob'), 'visitor');
  t.notRegex(await hearsBack(on, owner, `voice grant ${room} Nobody`), /may speak/);
});

test('a request to become a member says what to send, and that makes a member, or refuses', async (t) => {
  for (const [line, word] of [
    [1, 'The person is a member of the room now.'],
    [2, 'The request is refused, and the person told.'],
  ] as const) {
    const on = await applied();
    const lines = await asked(on, owner);
    t.is(lines[0], `alice@localhost asks to become a member of ${room}, as Alice. Send one of these to ${domain}:`);
    t.true((await talks(on, owner, lines[line] ?? '')).includes(word));
    await enter(on, alice, 'Alice');
    t.is(await roleIn(on, 'Alice'), 'participant');
  }
});
