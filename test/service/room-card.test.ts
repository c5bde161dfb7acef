/** The card of a room and its picture (XEP-0054, XEP-0153, XEP-0486). */
import { createHash } from 'node:crypto';
import test, { type ExecutionContext } from 'ava';
import { child, children, childText, type Element, text } from '../../src/wire/xml.ts';
import { memoryStore } from '../memory-store.ts';
import { domain, errorOf, statuses, World } from '../world.ts';
import { alice, bob, enter, join, leave, openRoom, owner, room, say, talk } from './conversation.ts';

const vcard = 'vcard-temp';

function picture(bytes: string): { readonly xml: string; readonly hash: string; readonly base64: string } {
  const base64 = Buffer.from(bytes).toString('base64');
  return {
    base64,
    hash: createHash('sha1').update(bytes).digest('hex'),
    xml: `<PHOTO><TYPE>image/png</TYPE><BINVAL>${base64}</BINVAL></PHOTO>`,
  };
}

const rose = picture('a rose');
const tulip = picture('a tulip');

function set(inside: string): string {
  return `<iq to='${room}' type='set' id='card'><vCard xmlns='${vcard}'>${inside}</vCard></iq>`;
}

/** The answer to an iq; everything else that came stays away. */
async function answerTo(on: World, who: string, xml: string): Promise<Element> {
  on.send(who, xml);
  const answer = (await on.hears(who)).find(({ name }) => name === 'iq');
  if (answer === undefined) throw new Error('no answer');
  return answer;
}

async function cardFor(on: World, who: string): Promise<Element> {
  const answer = await answerTo(on, who, `<iq to='${room}' type='get' id='g'><vCard xmlns='${vcard}'/></iq>`);
  return child(answer, 'vCard', vcard) ?? answer;
}

function photosIn(card: Element): string[] {
  return children(card, 'PHOTO', vcard).map((photo) => childText(photo, 'BINVAL', vcard) ?? '');
}

function shownHash(stanza: Element): string | undefined {
  const update = stanza.name === 'presence' ? child(stanza, 'x', 'vcard-temp:x:update') : undefined;
  return update && stanza.attrs['from'] === room ? childText(update, 'photo') : undefined;
}

async function hashesInDisco(on: World): Promise<string[] | undefined> {
  const ask = `<iq to='${room}' type='get' id='d'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>`;
  const query = child(await answerTo(on, bob, ask), 'query', 'http://jabber.org/protocol/disco#info');
  const form = query && child(query, 'x', 'jabber:x:data');
  const field = form && children(form, 'field').find(({ attrs }) => attrs['var'] === 'muc#roominfo_avatarhash');
  return field && children(field, 'value').map(text);
}

async function accepted(t: ExecutionContext, on: World, inside: string): Promise<void> {
  t.is((await answerTo(on, owner, set(inside))).attrs['type'], 'result');
}

test('an owner sets the card, everybody hears of it, and can ask for it (XEP-0486 §3.2, §3.4)', async (t) => {
  const on = await talk();
  await accepted(t, on, `<FN>The Garden</FN>${rose.xml}<TEL><NUMBER>1</NUMBER></TEL>`);
  const heard = await on.hears(alice);
  t.deepEqual(
    heard.flatMap((stanza) => shownHash(stanza) ?? []),
    [rose.hash],
  );
  t.deepEqual(heard.flatMap(statuses), [104]);
  const card = await cardFor(on, 'carol@localhost/x');
  t.is(childText(card, 'FN', vcard), 'The Garden');
  t.deepEqual(photosIn(card), [rose.base64]);
  t.is(child(card, 'TEL', vcard), undefined);
  t.deepEqual(await hashesInDisco(on), [rose.hash]);
});

test('a newcomer is shown the picture before anybody in the room (XEP-0153 §3.1)', async (t) => {
  const on = await talk();
  on.send('carol@localhost/x', join('Carol'));
  t.deepEqual(
    (await on.hears('carol@localhost/x')).flatMap((stanza) => shownHash(stanza) ?? []),
    [],
  );
  await accepted(t, on, rose.xml);
  on.send('dave@localhost/x', join('Dave'));
  const [first = t.fail(), ...others] = await on.hears('dave@localhost/x');
  t.is(shownHash(first), rose.hash);
  t.true(others.every((stanza) => shownHash(stanza) === undefined));
});

test('a card without anything takes the picture away (XEP-0486 §3.2)', async (t) => {
  const on = await talk();
  await accepted(t, on, rose.xml);
  await on.hears(alice);
  await accepted(t, on, '');
  const heard = await on.hears(alice);
  t.deepEqual(
    heard.map(shownHash).filter((hash) => hash !== undefined),
    [''],
  );
  t.deepEqual(heard.flatMap(statuses), [104]);
  t.is((await cardFor(on, bob)).children.length, 0);
  t.is(await hashesInDisco(on), undefined);
  await accepted(t, on, '');
  t.deepEqual(await on.hears(alice), []);
});

test('a room without a card has an empty one (XEP-0054 §3.1)', async (t) => {
  t.is((await cardFor(await talk(), bob)).children.length, 0);
});

test('one picture in two formats has a hash for each (XEP-0486 §5.1)', async (t) => {
  const on = await talk();
  await accepted(t, on, rose.xml + tulip.xml);
  t.deepEqual(await hashesInDisco(on), [rose.hash, tulip.hash]);
  t.deepEqual(photosIn(await cardFor(on, bob)), [rose.base64, tulip.base64]);
});

test('who is not an owner is refused, and nothing changes (XEP-0486 §3.2)', async (t) => {
  const on = await talk();
  t.like(errorOf(await answerTo(on, alice, set(rose.xml))), { condition: 'forbidden', type: 'auth' });
  t.deepEqual(await on.hears(bob), []);
  t.is((await cardFor(on, bob)).children.length, 0);
  const admin = await answerTo(on, 'root@localhost/x', set(rose.xml));
  t.is(admin.attrs['type'], 'result');
});

const BAD: Readonly<Record<string, readonly [inside: string, condition: string]>> = {
  'no base64': ['<PHOTO><TYPE>image/png</TYPE><BINVAL>?</BINVAL></PHOTO>', 'bad-request'],
  'no picture': ['<PHOTO><TYPE>text/html</TYPE><BINVAL>AAAA</BINVAL></PHOTO>', 'bad-request'],
  'too large a picture': [picture('x'.repeat(50_000)).xml, 'policy-violation'],
  'too many pictures': [rose.xml.repeat(5), 'policy-violation'],
  'too long a text': [`<DESC>${'x'.repeat(1_001)}</DESC>`, 'policy-violation'],
};

for (const [what, [inside, condition]] of Object.entries(BAD)) {
  test(`${what} is refused, and the card stays as it was`, async (t) => {
    const on = await talk();
    await accepted(t, on, rose.xml);
    await on.hears(alice);
    t.like(errorOf(await answerTo(on, owner, set(inside))), { condition, type: 'modify' });
    t.deepEqual(await on.hears(alice), []);
    t.deepEqual(photosIn(await cardFor(on, bob)), [rose.base64]);
  });
}

test('in a room that is not open yet only its owner sees the card', async (t) => {
  const on = await (await new World({ store: memoryStore() }).start()).connect();
  on.send(owner, join('Olga'));
  await on.hears(owner);
  await accepted(t, on, rose.xml);
  t.deepEqual(photosIn(await cardFor(on, owner)), [rose.base64]);
  t.is(errorOf(await cardFor(on, bob))?.condition, 'item-not-found');
});

test('the card survives a kill, with and without a snapshot, and the one before it is gone from the record', async (t) => {
  const store = memoryStore();
  const before = (await new World({ store }).start()).connect();
  await openRoom(before);
  await accepted(t, before, rose.xml);
  await accepted(t, before, tulip.xml);
  const survives = async (from: ReturnType<typeof memoryStore>): Promise<void> => {
    const after = (await new World({ store: from }).start()).connect();
    t.deepEqual(photosIn(await cardFor(after, bob)), [tulip.base64]);
    t.deepEqual(await hashesInDisco(after), [tulip.hash]);
  };
  const reopened = store.reopen();
  await survives(reopened);
  const key = (await reopened.rooms.find(room))?.key ?? t.fail();
  const record = await reopened.read({ stream: `room:${key}`, order: 'ascending', limit: 100 });
  const cards = record.filter(({ kind }) => kind === 'carded');
  t.deepEqual(
    cards.map(({ payload }) => [payload.includes(rose.base64), payload.includes(tulip.base64)]),
    [
      [false, false],
      [false, true],
    ],
  );
  const again = reopened.reopen();
  const world = (await new World({ store: again, rates: undefined }).start()).connect();
  await enter(world, alice, 'Alice');
  for (let number = 0; number < 250; number++) world.send(alice, say(String(number)));
  await world.settle();
  t.true(((await again.snapshot(`room:${key}`))?.number ?? 0) > 4, 'a snapshot was saved');
  await survives(again.reopen());
});

test('a room that was destroyed leaves its card behind: the next one at the address has none', async (t) => {
  const on = await talk();
  await accepted(t, on, rose.xml);
  const destroy = `<query xmlns='http://jabber.org/protocol/muc#owner'><destroy/></query>`;
  await answerTo(on, owner, `<iq to='${room}' type='set' id='x'>${destroy}</iq>`);
  await openRoom(on);
  t.is((await cardFor(on, owner)).children.length, 0);
  t.is(await hashesInDisco(on), undefined);
  on.send(owner, leave('Olga'));
  await on.settle();
});

test('the service has a card too, which nobody can change (XEP-0486 §3.1)', async (t) => {
  const on = await talk();
  const ask = `<iq to='${domain}' type='get' id='g'><vCard xmlns='${vcard}'/></iq>`;
  const card = child(await answerTo(on, bob, ask), 'vCard', vcard) ?? t.fail();
  t.is(childText(card, 'FN', vcard), 'Longroom');
  const change = `<iq to='${domain}' type='set' id='s'><vCard xmlns='${vcard}'/></iq>`;
  t.like(errorOf(await answerTo(on, bob, change)), { condition: 'forbidden', type: 'auth' });
});
