/**
 * Whatever a server may pass on, from whomever and in any order: the service never throws and never hangs, every
 * query gets one answer and nothing else does, and what is refused changes nothing and is heard by nobody else.
 */
import test from 'ava';
import fc from 'fast-check';
import type { Log } from '../../src/ops/log.ts';
import { NS } from '../../src/wire/namespaces.ts';
import { type Element, serialize, xml } from '../../src/wire/xml.ts';
import { memoryStore } from '../memory-store.ts';
import { domain, World } from '../world.ts';
import { alice, aliceDesk, bob, configure, enter, openRoom, owner, room } from './conversation.ts';
import { banned, form, insiders, item, people, stanza, stranger, value, visitor } from './hostile-stanzas.ts';

/** A room with people of every sort, on a world in which an error in the log is a failure. */
async function stage(): Promise<{ readonly on: World; readonly errors: string[] }> {
  const errors: string[] = [];
  const quiet = (): void => {};
  const error: Log['error'] = (fields, line) => void errors.push(`${line}: ${String(fields['error'])}`);
  const on = await new World({ store: memoryStore(), log: { debug: quiet, info: quiet, warn: quiet, error } }).start();
  on.connect();
  await openRoom(on);
  await enter(on, alice, 'Alice');
  await enter(on, aliceDesk, 'Alice');
  await enter(on, bob, 'Bob');
  on.send(
    owner,
    `<iq to='${room}' type='set' id='ban'><query xmlns='${NS.mucAdmin}'><item jid='ban@localhost' affiliation='outcast'/></query></iq>`,
  );
  await on.settle();
  for (const who of people) on.inbox(who).splice(0);
  return { on, errors };
}

/** All that the owner can learn of the room, and who hears that it is asked: nobody. */
async function stateOf(on: World): Promise<string> {
  const asked = [
    `<iq to='${room}' type='get' id='s1'><query xmlns='${NS.mucOwner}'/></iq>`,
    `<iq to='${room}' type='get' id='s2'><query xmlns='${NS.discoItems}'/></iq>`,
    `<iq to='${room}' type='get' id='s3'><query xmlns='${NS.discoInfo}'/></iq>`,
    ...['owner', 'admin', 'member', 'outcast'].map(
      (one) =>
        `<iq to='${room}' type='get' id='s-${one}'><query xmlns='${NS.mucAdmin}'><item affiliation='${one}'/></query></iq>`,
    ),
    `<iq to='${room}' type='get' id='s4'><query xmlns='${NS.mucAdmin}'><item role='moderator'/></query></iq>`,
    `<iq to='${room}' type='set' id='s5'><query xmlns='urn:xmpp:mam:2'/></iq>`,
  ];
  const answers: string[] = [];
  for (const one of asked) {
    on.send(owner, one);
    answers.push(...(await on.hears(owner)).map(serialize));
  }
  return answers.join('\n');
}

/** Answers to this one stanza; `to` and `from` of an answer are those of the question the other way round. */
function answersTo(
  sent: readonly Element[],
  { from, element }: { readonly from: string; readonly element: Element },
): Element[] {
  return sent.filter(
    ({ name, attrs }) =>
      (attrs['type'] === 'error' || (name === 'iq' && attrs['type'] === 'result')) &&
      attrs['to'] === from &&
      attrs['from'] === element.attrs['to'],
  );
}

function expectsAnswer(from: string, { name, attrs }: Element): boolean {
  const { type, to } = attrs;
  if (name !== 'iq' || type === 'result' || type === 'error' || from === '' || !to) return false;
  return (
    to === domain ||
    to.slice(0, to.indexOf('/') === -1 ? undefined : to.indexOf('/')).endsWith(`@${domain}`) ||
    to.startsWith(`${domain}/`)
  );
}

async function throwAt(on: World, thrown: { readonly from: string; readonly element: Element }): Promise<Element[]> {
  const sent: Element[] = [];
  on.onSent = (one) => void sent.push(one);
  on.sendElement(thrown.from, thrown.element);
  await on.settle();
  on.onSent = undefined;
  for (const who of people) on.inbox(who).splice(0);
  return sent;
}

test('stanzas of every sort, in any order: no bug is logged, each query has one answer, and nothing else has one', async (t) => {
  t.timeout(120_000);
  await fc.assert(
    fc.asyncProperty(fc.array(stanza, { minLength: 1, maxLength: 25 }), async (all) => {
      const { on, errors } = await stage();
      for (const thrown of all) {
        const expected = expectsAnswer(thrown.from, thrown.element);
        const type = thrown.element.attrs['type'];
        const sent = await throwAt(on, thrown);
        const shown = `${thrown.from}: ${serialize(thrown.element).slice(0, 600)}`;
        const iqs = sent.filter(({ name }) => name === 'iq');
        if (iqs.length !== (expected ? 1 : 0)) throw new Error(`${iqs.length} answers to ${shown}`);
        if (answersTo(sent, thrown).length > 1) throw new Error(`several errors for ${shown}`);
        if (type === 'error' && sent.some(({ attrs }) => attrs['type'] === 'error'))
          throw new Error(`an error for an error: ${shown}`);
        if (errors.length > 0) throw new Error(`${errors.join()} at ${shown}`);
      }
      await on.pass(40_000);
      if (errors.length > 0) throw new Error(errors.join());
      await on.stop();
    }),
    { numRuns: 60 },
  );
  t.pass();
});

test('what is refused changes nothing, and nobody else hears anything of it', async (t) => {
  t.timeout(120_000);
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(stanza, { minLength: 1, maxLength: 10 }), async (all) => {
      const { on } = await stage();
      let before = await stateOf(on);
      for (const thrown of all) {
        const sent = await throwAt(on, thrown);
        const after = await stateOf(on);
        const errors = answersTo(sent, thrown).filter(({ attrs }) => attrs['type'] === 'error');
        if (errors.length > 0) {
          refused += 1;
          const shown = `${thrown.from}: ${serialize(thrown.element).slice(0, 600)}`;
          const others = sent.filter((one) => !errors.includes(one));
          if (others.length > 0) throw new Error(`${others.map(serialize).join()} was heard of ${shown}`);
          if (after !== before) throw new Error(`${shown} was refused and changed ${before} to ${after}`);
        }
        before = after;
      }
      await on.stop();
    }),
    { numRuns: 40 },
  );
  t.true(refused > 20, `${refused} were refused`);
});

test('whoever is not at home here, or is banned, changes nothing at all, whatever they send', async (t) => {
  t.timeout(120_000);
  const outsider = fc
    .tuple(stanza, fc.constantFrom(stranger, banned))
    .map(([{ element }, from]) => ({ from, element }));
  await fc.assert(
    fc.asyncProperty(fc.array(outsider, { minLength: 1, maxLength: 10 }), async (all) => {
      const { on, errors } = await stage();
      const before = await stateOf(on);
      for (const thrown of all) {
        const sent = await throwAt(on, thrown);
        const heard = sent.filter(({ attrs }) => insiders.includes(attrs['to'] ?? ''));
        if (heard.length > 0) throw new Error(`${heard.map(serialize).join()} for ${serialize(thrown.element)}`);
      }
      if ((await stateOf(on)) !== before || errors.length > 0)
        throw new Error(`something changed, or ${errors.join()}`);
      await on.stop();
    }),
    { numRuns: 40 },
  );
  t.pass();
});

test('a member cannot do what is for owners, whatever form or list is sent', async (t) => {
  t.timeout(120_000);
  const query = fc.oneof(
    fc.array(form, { minLength: 1, maxLength: 2 }).map((forms) => xml('query', { xmlns: NS.mucOwner }, ...forms)),
    fc.array(item, { minLength: 1, maxLength: 3 }).map((items) => xml('query', { xmlns: NS.mucAdmin }, ...items)),
    value.map((jid) => xml('query', { xmlns: NS.mucOwner }, xml('destroy', { jid }))),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(query, { minLength: 1, maxLength: 5 }),
      fc.constantFrom(alice, bob, visitor),
      async (queries, from) => {
        const { on } = await stage();
        const before = await stateOf(on);
        for (const payload of queries)
          await throwAt(on, { from, element: xml('iq', { to: room, type: 'set', id: 'q' }, payload) });
        const after = await stateOf(on);
        if (after !== before) throw new Error(`${queries.map(serialize).join()} changed ${before} to ${after}`);
        await on.stop();
      },
    ),
    { numRuns: 40 },
  );
  t.pass();
});

test('the answer to our own query that a user forges confirms nothing', async (t) => {
  const store = memoryStore();
  const on = await new World({ store }).start();
  on.connect();
  await openRoom(on);
  await enter(on, bob, 'Bob');
  await on.pass(3_000);
  on.onSent = (one) => {
    // As soon as the question leaves, before the server has read what lies before it.
    if (one.attrs['to'] === domain) on.send(stranger, `<iq to='${domain}' type='result' id='${one.attrs['id']}'/>`);
  };
  on.send(owner, configure({ 'muc#roomconfig_roomname': 'x' }));
  await on.settle();
  const confirmed = await store.checkpoint('delivered');
  on.clock.step(1_000);
  // What was asked of the store until now is done before it answers the second time.
  await store.checkpoint('delivered');
  t.deepEqual(await store.checkpoint('delivered'), confirmed);
});
