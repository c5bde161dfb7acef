/** An address whose room somebody may not know of costs the store what an address without a room does (DESIGN: Secret rooms). */
import test from 'ava';
import { serialize } from '../../src/wire/xml.ts';
import { memoryStore } from '../memory-store.ts';
import { domain, World } from '../world.ts';
import { bob, owner } from './conversation.ts';
import { openRoom } from './town.ts';
import { secret } from './two-desks.ts';

const asked: Readonly<Record<string, (jid: string) => string>> = {
  'what it is': (jid) =>
    `<iq to='${jid}' type='get' id='q'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>`,
  'a ping': (jid) => `<iq to='${jid}/Bob' type='get' id='q'><ping xmlns='urn:xmpp:ping'/></iq>`,
  'the archive': (jid) => `<iq to='${jid}' type='set' id='q'><query xmlns='urn:xmpp:mam:2'/></iq>`,
  'the card': (jid) => `<iq to='${jid}' type='get' id='q'><vCard xmlns='vcard-temp'/></iq>`,
  'the members': (jid) =>
    `<iq to='${jid}' type='get' id='q'><query xmlns='http://jabber.org/protocol/muc#admin'><item affiliation='member'/></query></iq>`,
  registering: (jid) => `<iq to='${jid}' type='get' id='q'><query xmlns='jabber:iq:register'/></iq>`,
  commands: (jid) =>
    `<iq to='${jid}' type='get' id='q'><query xmlns='http://jabber.org/protocol/disco#items' node='http://jabber.org/protocol/commands'/></iq>`,
  writing: (jid) => `<message to='${jid}' type='groupchat' id='q'><body>hello</body></message>`,
  'taking back': (jid) =>
    `<message to='${jid}' type='groupchat' id='q'><retract id='x' xmlns='urn:xmpp:message-retract:1'/></message>`,
  moderating: (jid) =>
    `<iq to='${jid}' type='set' id='q'><moderate id='x' xmlns='urn:xmpp:message-moderate:1'><retract xmlns='urn:xmpp:message-retract:1'/></moderate></iq>`,
  'a private message': (jid) => `<message to='${jid}/Olga' type='chat' id='q'><body>psst</body></message>`,
};

async function trial(isInMemory: boolean): Promise<{ on: World; calls: string[] }> {
  const calls: string[] = [];
  const store = memoryStore({
    fault: (operation) => {
      calls.push(operation);
      return undefined;
    },
  });
  const options = { store, rates: undefined, roomsCreatedBy: 'admins' as const, admins: ['olga@localhost'] };
  const on = (await new World(options).start()).connect();
  await openRoom(on, 'vault', secret);
  on.send(bob, `<message to='vault@${domain}' type='groupchat' id='known'><body>Bob has a key now</body></message>`);
  await on.hears(bob);
  if (!isInMemory) on.send(owner, `<presence to='vault@${domain}/Olga' type='unavailable'/>`);
  // Rooms that nobody is in leave memory, and rooms that somebody is in are looked after.
  await on.pass(120_000);
  return { on, calls };
}

for (const [where, isInMemory] of [
  ['with people in it', true],
  ['that nobody is in', false],
] as const) {
  test(`a secret room ${where} asks of the store what no room does, in the same order, at first and again`, async (t) => {
    const { on, calls } = await trial(isInMemory);
    for (const [what, stanza] of Object.entries(asked)) {
      const costs = async (local: string): Promise<string> => {
        const told: string[] = [];
        for (let time = 0; time < 2; time++) {
          calls.splice(0);
          on.send(bob, stanza(`${local}@${domain}`));
          const heard = await on.hears(bob);
          told.push(`${calls.join(' ')} | ${heard.map((one) => serialize(one).replaceAll(local, '')).join('')}`);
        }
        return told.join('\n');
      };
      t.is(await costs('vault'), await costs('nowhere'), what);
      await on.pass(120_000);
    }
  });
}

test('nor does it cost more or less where who asks has to be looked up first', async (t) => {
  for (const isInMemory of [true, false]) {
    const { on, calls } = await trial(isInMemory);
    const costs = async (who: string, local: string, stanza: (jid: string) => string): Promise<string> => {
      calls.splice(0);
      on.send(`${who}@localhost/phone`, stanza(`${local}@${domain}`));
      await on.hears(`${who}@localhost/phone`);
      return calls.join(' ');
    };
    const entering = (jid: string) =>
      `<presence to='${jid}/Mallory'><x xmlns='http://jabber.org/protocol/muc'/></presence>`;
    t.is(await costs('mallory', 'vault', entering), await costs('trudy', 'nowhere', entering));
    await on.pass(120_000);
    const writing = asked['writing'] ?? t.fail();
    t.is(await costs('eve', 'vault', writing), await costs('craig', 'nowhere', writing));
  }
});
