/** How large things may be: told in disco#info (XEP-0128), kept, and set by owners. */
import test from 'ava';
import { type Element, serialize } from '../../src/wire/xml.ts';
import { body, domain, errorOf, type World } from '../world.ts';
import { alice, bob, configure, owner, room, say, talk } from './conversation.ts';

async function told(on: World, to: string, field: string): Promise<number> {
  on.send(alice, `<iq to='${to}' type='get' id='d'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>`);
  const info = (await on.hears(alice)).map((stanza) => serialize(stanza)).join();
  const [, value = ''] = new RegExp(`var="${field}"(?:(?!</field>).)*<value>(\\d+)</value>`).exec(info) ?? [];
  return value === '' ? Number.NaN : Number(value);
}

const errors = (stanzas: readonly Element[]) => stanzas.map(errorOf).filter((error) => error !== undefined);

test('service and room tell how large a message may be; the next larger one is refused (XEP-0128)', async (t) => {
  const on = await talk();
  const ofService = await told(on, domain, 'max-message');
  const ofRoom = await told(on, room, 'longroom#roominfo_maxmessage');
  t.true(ofService > 200_000);
  t.is(ofRoom, ofService);
  const around = say('', '', 'id').length;
  on.send(alice, say('x'.repeat(ofRoom - around - 50), '', 'id'));
  t.is(errors(await on.hears(alice)).length, 0);
  on.send(alice, say('x'.repeat(300_000), '', 'id'));
  t.deepEqual(
    errors(await on.hears(alice)).map(({ condition, type }) => [condition, type]),
    [['policy-violation', 'modify']],
  );
});

test('the service tells what a presence may carry, and refuses more', async (t) => {
  const on = await talk();
  const most = await told(on, domain, 'max-presence');
  const show = (characters: number) =>
    `<presence to='${room}/Alice'><status>${'x'.repeat(characters)}</status></presence>`;
  on.send(alice, show(most - 200));
  t.deepEqual(errors(await on.hears(alice)), []);
  on.send(alice, show(most + 1));
  t.deepEqual(
    errors(await on.hears(alice)).map(({ condition, type }) => [condition, type]),
    [['policy-violation', 'modify']],
  );
});

test('an owner sets how long a text may be, to everybody and to one; the room tells it', async (t) => {
  const on = await talk({ 'longroom#roomconfig_maxbody': '10' });
  t.is(await told(on, room, 'longroom#roominfo_maxbody'), 10);
  const whisper = (text: string) => `<message to='${room}/Bob' type='chat' id='p'><body>${text}</body></message>`;
  on.send(alice, say('0123456789', "<x xmlns='urn:example:long'>not counted</x>"));
  on.send(alice, whisper('0123456789'));
  await on.settle();
  t.deepEqual(
    (await on.hears(bob)).map(body).filter((text) => text !== undefined),
    ['0123456789', '0123456789'],
  );
  await on.hears(alice);
  on.send(alice, say('0123456789a'));
  on.send(alice, whisper('0123456789a'));
  t.deepEqual(errors(await on.hears(alice)), [
    {
      condition: 'policy-violation',
      type: 'modify',
      text: 'In this room a message may have 10 characters; this one has 11.',
    },
    {
      condition: 'policy-violation',
      type: 'modify',
      text: 'In this room a message may have 10 characters; this one has 11.',
    },
  ]);
  t.deepEqual(await on.hears(bob), []);
});

test('of several languages the longest text counts', async (t) => {
  const on = await talk({ 'longroom#roomconfig_maxbody': '10' });
  on.send(alice, say('short', "<body xml:lang='de'>zu lang für hier</body>"));
  t.is(errors(await on.hears(alice))[0]?.condition, 'policy-violation');
  on.send(owner, configure({ 'longroom#roomconfig_maxbody': '-1' }));
  t.is(errors(await on.hears(owner)).length, 1);
});
