/** Taking away what was said in a room: clearing it, and removing or replacing messages. */
import test from 'ava';
import { child, type Element, serialize } from '../../src/wire/xml.ts';
import { type MemoryStore, memoryStore } from '../memory-store.ts';
import type { World } from '../world.ts';
import { talks } from './chatting.ts';
import { alice, bob, owner, say } from './conversation.ts';
import { archive, begin, den, history, root, says } from './keeping.ts';
import { correct, subject } from './taking-back.ts';

const rsm = 'http://jabber.org/protocol/rsm';

/** Says it, and the word that is asked for; gives the question. */
async function orders(on: World, text: string): Promise<string> {
  const [question = ''] = await talks(on, root, text);
  const word = /^Send "(\w+)" within/m.exec(question)?.[1];
  if (word === undefined) throw new Error(question);
  const [begun = ''] = await talks(on, root, word);
  if (!begun.startsWith('It has begun')) throw new Error(begun);
  return question;
}

/** Jobs go on by themselves; each is a handful of steps here. */
async function until(on: World, holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 50; tries += 1) {
    if (await holds()) return;
    await on.pass(1_000);
  }
  throw new Error('it did not come to that');
}

async function audited(store: MemoryStore): Promise<readonly Record<string, unknown>[]> {
  const { events } = await store.audit({ limit: 1_000 });
  return events.filter(({ kind }) => kind === 'content-removed').map(({ payload }) => JSON.parse(payload));
}

function at(seconds: number): string {
  return new Date(Date.UTC(2026, 0, 1) + seconds * 1_000).toISOString();
}

test('a cleared room has nothing up to the date: not in the archive, not in history, no subject', async (t) => {
  const store = memoryStore();
  const on = await den(store);
  await says(on, owner, subject('Old things'), say('one'), say('two'));
  const cleared = (await archive(on)).ids[1] ?? '';
  await says(on, alice, say('three'), say('four'));
  const question = await orders(on, `room clear den ${at(2)}`);
  t.regex(question, /^3 messages up to .* would go/);
  await until(on, async () => (await audited(store)).length === 1);
  t.true((await on.hears(alice)).some((stanza) => child(stanza, 'subject')?.getText() === ''));
  const left = await archive(on);
  t.deepEqual(left.bodies, ['three', 'four']);
  t.is(left.count, '2');
  t.is(left.index, '0');
  t.is((await archive(on, `<set xmlns='${rsm}'><after>${cleared}</after></set>`)).error, 'item-not-found');
  t.deepEqual(await history(on), ['three', 'four']);
  t.like(await audited(store), [{ messages: 3 }]);
  const again = await begin(store.reopen());
  t.deepEqual((await archive(again)).bodies, ['three', 'four']);
});

test('what is cleared is not in the store any more', async (t) => {
  const store = memoryStore();
  const on = await den(store);
  await says(on, alice, say('a secret'), say('another'));
  await orders(on, `room clear den ${at(100)}`);
  await until(on, async () => (await audited(store)).length === 1);
  const { events } = await store.feed({ after: {}, limit: 1_000 });
  t.false(events.some(({ payload }) => payload.includes('a secret')));
  t.like(await archive(on), { bodies: [], count: '0', index: undefined, ids: [], xml: '', error: undefined });
});

test('messages go without a trace, with their corrections, and counts stay right', async (t) => {
  const store = memoryStore();
  const on = await den(store);
  await says(on, alice, say('keep one'), say('the passwort', '', 'm1'), correct('m1', 'the password is lemon'));
  await says(on, bob, say('password of mine'), say('keep two'));
  const question = await orders(on, 'messages remove den by=alice@localhost words="PASSWORD lemon" mode=remove');
  t.regex(question, /^2 messages would be removed without a trace/);
  await until(on, async () => (await audited(store)).length === 1);
  const left = await archive(on);
  t.deepEqual(left.bodies, ['keep one', 'password of mine', 'keep two']);
  t.is(left.count, '3');
  const last = left.ids[2] ?? '';
  const page = await archive(on, `<set xmlns='${rsm}'><max>1</max><before>${last}</before></set>`);
  t.deepEqual([page.bodies, page.count, page.index], [['password of mine'], '3', '1']);
  t.like(await audited(store), [{ messages: 2, asked: { by: 'alice@localhost', mode: 'remove' } }]);
});

test('whatever is gone, the count of a part is the number of its messages, on whichever page', async (t) => {
  const store = memoryStore();
  const on = await den(store);
  const texts = ['a0', 'b1', 'a2', 'b3', 'a4', 'a5'];
  await says(on, alice, ...texts.slice(0, 3).map((text) => say(text)));
  await says(on, bob, ...texts.slice(3).map((text) => say(text)));
  await orders(on, 'messages remove den by=alice@localhost words=b1 mode=remove');
  await until(on, async () => (await audited(store)).length === 1);
  await orders(on, 'messages remove den by=bob@localhost words=a5 mode=remove');
  await until(on, async () => (await audited(store)).length === 2);
  const left = ['a0', 'a2', 'b3', 'a4'];
  const { ids } = await archive(on);
  const fields = (given: string): string =>
    `<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE' type='hidden'><value>urn:xmpp:mam:2</value></field>${given}</x>`;
  const bound = (name: string, value = ''): string => `<field var='${name}'><value>${value}</value></field>`;
  for (const from of left.keys()) {
    const part = fields(bound('after-id', ids[from]));
    const expected = left.slice(from + 1);
    const all = await archive(on, part);
    t.deepEqual([all.bodies, all.count], [expected, String(expected.length)]);
    const some = await archive(on, `${part}<set xmlns='${rsm}'><max>1</max></set>`);
    t.deepEqual([some.bodies, some.count], [expected.slice(0, 1), String(expected.length)]);
    const last = await archive(on, `${part}<set xmlns='${rsm}'><max>1</max><before/></set>`);
    t.deepEqual([last.bodies, last.count], [expected.slice(-1), String(expected.length)]);
    const none = await archive(on, `${part}<set xmlns='${rsm}'><max>0</max></set>`);
    t.deepEqual([none.bodies, none.count], [[], String(expected.length)]);
    const until = await archive(on, fields(bound('before-id', ids[from])));
    t.deepEqual([until.bodies, until.count], [left.slice(0, from), String(from)]);
  }
});

test('replaced messages are tombstones with the text, and those in the room are told', async (t) => {
  const store = memoryStore();
  const on = await den(store);
  await says(on, alice, say('rude'), say('fine'));
  const question = await orders(on, 'messages remove den words=rude text="Gone by order."');
  t.regex(question, /^1 message would be replaced by: Gone by order\./);
  await until(on, async () => (await audited(store)).length === 1);
  const told = (await on.hears(owner)).find((stanza) => child(stanza, 'retract', 'urn:xmpp:message-retract:1'));
  t.regex(serialize(told as Element), /Gone by order\./);
  const { xml, bodies } = await archive(on);
  t.deepEqual(bodies, ['fine']);
  t.regex(xml, /<retracted .*Gone by order\./);
  t.false(xml.includes('>rude<'));
});

test('many replaced messages go without a word to those in the room', async (t) => {
  const store = memoryStore();
  const on = await den(store);
  await says(on, alice, ...Array.from({ length: 60 }, (_, nth) => say(`spam ${nth}`)));
  await orders(on, `messages remove den by=alice@localhost until=${at(1_000)}`);
  await until(on, async () => (await audited(store)).length === 1);
  t.deepEqual(await on.hears(owner), []);
  const { xml, count } = await archive(on);
  t.is(count, '60');
  t.false(xml.includes('>spam'));
  t.regex(xml, /replaced by an administrator/);
});

for (const commits of [1, 2, 3, 4, 5, 6]) {
  test(`a removal goes on after a kill, and is in the audit once: write ${commits}`, async (t) => {
    let armed = false;
    let writes = 0;
    const store = memoryStore({
      fault: (name) => {
        if (!armed || name !== 'commit:durable') return undefined;
        writes += 1;
        return writes === commits ? 'die' : undefined;
      },
    });
    const on = await den(store);
    for (let nth = 0; nth < 1_200; nth += 1) on.send(alice, say(`spam ${nth}`));
    await on.hears(bob);
    armed = true;
    await orders(on, 'messages remove den words=spam mode=remove').catch(() => '');
    for (let tries = 0; tries < 5; tries += 1) await on.pass(1_000);
    t.is(store.dead, commits <= 4);
    const next = store.reopen({});
    const again = await begin(next);
    await until(again, async () => (await audited(next)).length > 0);
    t.deepEqual((await archive(again)).bodies, []);
    t.deepEqual(
      (await audited(next)).map(({ messages }) => messages),
      [1_200],
    );
  });
}

test('only administrators of the service take away what was said', async (t) => {
  const on = await den();
  for (const text of ['room clear den 2026-01-01', 'messages remove den words=x'])
    t.regex((await talks(on, owner, text))[0] ?? '', /not/);
  const none = await talks(on, root, 'messages remove den');
  t.regex(none[0] ?? '', /Say which messages/);
  t.regex((await talks(on, root, 'messages remove den words=nothing'))[0] ?? '', /no message like that/);
});
