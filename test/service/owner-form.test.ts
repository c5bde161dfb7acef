/** What the owner's form says and does beyond single settings (XEP-0045 §10.1.3, §10.2). */
import test from 'ava';
import { serialize } from '../../src/wire/xml.ts';
import { memoryStore } from '../memory-store.ts';
import { errorOf, statuses, World } from '../world.ts';
import { alice, bob, configure, enter, join, openRoom, owner, room, talk, world } from './conversation.ts';

const ownerNs = 'http://jabber.org/protocol/muc#owner';
const adminNs = 'http://jabber.org/protocol/muc#admin';
const askForm = `<iq to='${room}' type='get' id='f'><query xmlns='${ownerNs}'/></iq>`;
const owners = 'muc#roomconfig_roomowners';
const admins = 'muc#roomconfig_roomadmins';

function form(fields: Readonly<Record<string, readonly string[]>>): string {
  const written = Object.entries(fields)
    .map(
      ([name, values]) => `<field var='${name}'>${values.map((value) => `<value>${value}</value>`).join('')}</field>`,
    )
    .join('');
  const type = "<field var='FORM_TYPE'><value>http://jabber.org/protocol/muc#roomconfig</value></field>";
  return `<iq to='${room}' type='set' id='s'><query xmlns='${ownerNs}'><x xmlns='jabber:x:data' type='submit'>${type}${written}</x></query></iq>`;
}

async function answer(on: World, who: string, iq: string): Promise<ReturnType<typeof errorOf> | string> {
  on.send(who, iq);
  const found = (await on.hears(who)).find(({ name }) => name === 'iq');
  return found === undefined ? 'no answer' : (errorOf(found) ?? serialize(found));
}

/** The values of a field of the form, as text. */
async function shown(on: World, field: string): Promise<readonly string[]> {
  const text = String(await answer(on, owner, askForm));
  const [, inside = ''] = new RegExp(`<field var="${field}"[^>]*?(?:/>|>(.*?)</field>)`).exec(text) ?? [];
  return [...inside.replaceAll(/<option.*?<\/option>/g, '').matchAll(/<value>(.*?)<\/value>/g)].map(([, value]) =>
    String(value),
  );
}

async function list(on: World, affiliation: string): Promise<string> {
  return String(
    await answer(
      on,
      owner,
      `<iq to='${room}' type='get' id='l'><query xmlns='${adminNs}'><item affiliation='${affiliation}'/></query></iq>`,
    ),
  );
}

test('the form has the full lists of owners and admins, and what it does not name stays (§10.2, §15.5.3)', async (t) => {
  const on = await talk();
  await answer(on, owner, form({ [admins]: ['alice@localhost', 'bob@localhost/phone', 'alice@localhost', ''] }));
  t.deepEqual(await shown(on, admins), ['alice@localhost', 'bob@localhost']);
  t.deepEqual(await shown(on, owners), ['olga@localhost']);
  await answer(on, owner, configure({ 'muc#roomconfig_roomname': 'Den' }));
  t.deepEqual(await shown(on, admins), ['alice@localhost', 'bob@localhost']);
  await answer(on, owner, form({ [admins]: ['bob@localhost'] }));
  t.deepEqual(await shown(on, admins), ['bob@localhost']);
  t.true((await list(on, 'member')).includes('alice@localhost'), 'who is an admin no more is still a member');
});

test('whoever is on both lists of the form is an owner; an owner dropped where the admins are named is a member', async (t) => {
  const on = await talk();
  await answer(on, owner, form({ [owners]: ['olga@localhost', 'alice@localhost'], [admins]: ['alice@localhost'] }));
  t.deepEqual(await shown(on, owners), ['alice@localhost', 'olga@localhost']);
  t.deepEqual(await shown(on, admins), []);
  await answer(on, owner, form({ [admins]: ['alice@localhost'] }));
  t.deepEqual(await shown(on, owners), ['alice@localhost', 'olga@localhost'], 'the owners were not asked about');
  await answer(on, owner, form({ [owners]: ['olga@localhost'], [admins]: ['bob@localhost'] }));
  t.deepEqual(await shown(on, admins), ['bob@localhost']);
  t.true((await list(on, 'member')).includes('alice@localhost'));
});

test('a form that would leave a room without an owner is refused whole (§10.2)', async (t) => {
  const on = await talk();
  const refused = await answer(on, owner, form({ 'muc#roomconfig_roomname': ['Den'], [owners]: [], [admins]: [] }));
  t.like(refused, { condition: 'conflict', type: 'cancel' });
  t.deepEqual(await shown(on, owners), ['olga@localhost']);
  t.deepEqual(await shown(on, 'muc#roomconfig_roomname'), []);
});

test('a first form without owners opens the room, whose maker owns it (§10.1.3)', async (t) => {
  const on = await world();
  on.send(owner, join('Olga'));
  await on.hears(owner);
  t.is(typeof (await answer(on, owner, form({ [owners]: [], [admins]: [] }))), 'string');
  t.deepEqual(await shown(on, owners), ['olga@localhost']);
  on.send(alice, join('Alice'));
  t.is(
    (await on.hears(alice)).filter(({ name }) => name === 'message').length,
    1,
    'the subject, after which one is in',
  );
});

test('an owner may hand the room over by the form, and then owns it no more', async (t) => {
  const on = await talk();
  await answer(on, owner, form({ [owners]: ['alice@localhost'] }));
  t.like(await answer(on, owner, form({ [owners]: ['olga@localhost'] })), { condition: 'forbidden', type: 'auth' });
  t.true(String(await answer(on, alice, askForm)).includes(owners));
});

test('a form with a list that cannot be is refused whole, and names the field', async (t) => {
  const on = await talk();
  for (const wrong of [
    ['no address at all@'],
    ['localhost'],
    Array.from({ length: 1_001 }, (_, n) => `u${n}@localhost`),
  ]) {
    const refused = await answer(on, owner, form({ 'muc#roomconfig_roomname': ['New'], [admins]: wrong }));
    t.like(refused, { condition: 'not-acceptable', type: 'modify' });
    t.regex((refused as { readonly text: string }).text, /muc#roomconfig_roomadmins/);
  }
  t.deepEqual(await shown(on, 'muc#roomconfig_roomname'), []);
  t.deepEqual(await shown(on, admins), []);
});

test('a stranger learns and changes nothing by a form with lists', async (t) => {
  const on = await talk();
  t.like(await answer(on, alice, form({ [owners]: ['alice@localhost'] })), { condition: 'forbidden', type: 'auth' });
  t.deepEqual(await shown(on, owners), ['olga@localhost']);
});

test('a form may open the room to admins only and name one of those inside: only the others leave (§10.2)', async (t) => {
  const on = await talk();
  on.send(owner, form({ 'muc#roomconfig_membersonly': ['1'], [admins]: ['alice@localhost'] }));
  const heard = await on.hears(alice);
  t.false(heard.some((stanza) => statuses(stanza).includes(110) && statuses(stanza).includes(322)));
  t.true(heard.some((stanza) => statuses(stanza).includes(322) && stanza.attrs['from'] === `${room}/Bob`));
  t.true((await on.hears(bob)).some((stanza) => statuses(stanza).includes(322) && statuses(stanza).includes(110)));
});

test('who is removed as the room begins to show real addresses came while they were hidden: none is shown', async (t) => {
  const on = await talk();
  await answer(on, owner, form({ [admins]: [] }));
  await answer(
    on,
    owner,
    `<iq to='${room}' type='set' id='a'><query xmlns='${adminNs}'><item affiliation='member' jid='alice@localhost'/></query></iq>`,
  );
  await on.hears(alice);
  on.send(owner, form({ 'muc#roomconfig_membersonly': ['1'], 'muc#roomconfig_whois': ['anyone'] }));
  const gone = (await on.hears(alice)).filter(({ attrs }) => attrs['type'] === 'unavailable');
  t.is(gone.length, 1);
  t.false(serialize(gone[0] ?? t.fail()).includes('bob@'));
});

test('what the form set is there after a kill: settings, lists and who is shown', async (t) => {
  const store = memoryStore();
  const before = (await new World({ store }).start()).connect();
  await openRoom(before);
  await answer(
    before,
    owner,
    form({
      [admins]: ['alice@localhost'],
      'muc#roomconfig_presencebroadcast': ['moderator'],
      'muc#roomconfig_maxusers': ['12'],
    }),
  );
  const after = (await new World({ store: store.reopen() }).start()).connect();
  t.deepEqual(await shown(after, admins), ['alice@localhost']);
  t.deepEqual(await shown(after, 'muc#roomconfig_presencebroadcast'), ['moderator']);
  t.deepEqual(await shown(after, 'muc#roomconfig_maxusers'), ['12']);
});

test('how many may be in the room is chosen from a list, and may be another number or none (§10.1.3)', async (t) => {
  const on = await talk();
  const maxusers = 'muc#roomconfig_maxusers';
  t.deepEqual(await shown(on, maxusers), ['none']);
  for (const [given, then] of [
    ['50', '50'],
    ['37', '37'],
    ['', '37'],
    ['none', 'none'],
    ['2', '2'],
    ['0', 'none'],
  ] as const) {
    await answer(on, owner, form({ [maxusers]: [given] }));
    t.deepEqual(await shown(on, maxusers), [then], given);
  }
  t.like(await answer(on, owner, form({ [maxusers]: ['many'] })), { condition: 'not-acceptable' });
});

test('a password given by a client that knows nothing but the password is asked for, until it is taken away', async (t) => {
  const on = await talk();
  await answer(on, owner, form({ 'muc#roomconfig_roomsecret': ['sesame'] }));
  on.send('carol@localhost/x', join('Carol'));
  t.like(errorOf((await on.hears('carol@localhost/x'))[0] ?? t.fail()), { condition: 'not-authorized' });
  await answer(on, owner, form({ 'muc#roomconfig_roomsecret': [] }));
  await enter(on, 'carol@localhost/x', 'Carol');
  t.deepEqual(await shown(on, 'muc#roomconfig_passwordprotectedroom'), ['0']);
});

test('a new password that is not to be asked for is refused; an old one may stay where none is asked for any more', async (t) => {
  const on = await talk();
  const fields = (on: string, secret: string) => ({
    'muc#roomconfig_passwordprotectedroom': [on],
    'muc#roomconfig_roomsecret': [secret],
  });
  t.like(await answer(on, owner, form(fields('0', 'sesame'))), { condition: 'not-acceptable', type: 'modify' });
  await answer(on, owner, form(fields('1', 'sesame')));
  await answer(on, owner, form(fields('0', 'sesame')));
  await enter(on, 'carol@localhost/x', 'Carol');
  t.pass();
});

test('members see the list of members in a room that shows who is who, if their role may (XEP-0045 §7.11, §9.5)', async (t) => {
  const on = await talk();
  const set = `<iq to='${room}' type='set' id='a'><query xmlns='${adminNs}'><item affiliation='member' jid='alice@localhost'/></query></iq>`;
  const get = `<iq to='${room}' type='get' id='l'><query xmlns='${adminNs}'><item affiliation='member'/></query></iq>`;
  const getmemberlist = 'muc#roomconfig_getmemberlist';
  await answer(on, owner, set);
  t.like(await answer(on, alice, get), { condition: 'forbidden' }, 'addresses are hidden');
  await answer(on, owner, form({ 'muc#roomconfig_whois': ['anyone'] }));
  t.true(String(await answer(on, alice, get)).includes('alice@localhost'));
  t.like(await answer(on, bob, get), { condition: 'forbidden' }, 'no member');
  await answer(on, owner, form({ [getmemberlist]: ['moderator'] }));
  t.like(await answer(on, alice, get), { condition: 'forbidden' });
  await answer(on, owner, form({ [getmemberlist]: ['participant'] }));
  t.true(String(await answer(on, alice, get)).includes('alice@localhost'));
});
