/** The owner: form, destruction, lists; and what others may see of the room (XEP-0045 §6, §9, §10). */
import test from 'ava';
import { child, children, serialize } from '../../src/wire/xml.ts';
import { errorOf, statuses, type World } from '../world.ts';
import { alice, bob, configure, join, owner, room, say, talk, world } from './conversation.ts';

const ownerNs = 'http://jabber.org/protocol/muc#owner';
const adminNs = 'http://jabber.org/protocol/muc#admin';

async function answer(on: World, who: string, iq: string): Promise<ReturnType<typeof errorOf> | string> {
  on.send(who, iq);
  const found = (await on.hears(who)).find((stanza) => stanza.name === 'iq');
  if (found === undefined) return 'no answer';
  return errorOf(found) ?? serialize(found);
}

test('the form shows every setting, booleans as 1 and 0, and only to owners', async (t) => {
  const on = await talk();
  const ask = `<iq to='${room}' type='get' id='f'><query xmlns='${ownerNs}'/></iq>`;
  const form = await answer(on, owner, ask);
  for (const name of [
    'roomname',
    'roomdesc',
    'persistentroom',
    'publicroom',
    'membersonly',
    'moderatedroom',
    'whois',
    'changesubject',
    'allowinvites',
    'allowpm',
    'enablelogging',
    'roomsecret',
    'passwordprotectedroom',
    'enablearchiving',
    'maxusers',
    'lang',
  ]) {
    t.true(String(form).includes(`muc#roomconfig_${name}"`), name);
  }
  t.false(/<value>(true|false)<\/value>/.test(String(form)));
  t.like(await answer(on, alice, ask), { condition: 'forbidden' });
});

test('a bad value refuses the form whole and names the field', async (t) => {
  const on = await talk();
  const refused = await answer(
    on,
    owner,
    configure({ 'muc#roomconfig_roomname': 'New', 'muc#roomconfig_maxusers': 'many' }),
  );
  t.like(refused, { condition: 'not-acceptable', type: 'modify' });
  t.regex((refused as { readonly text: string }).text, /muc#roomconfig_maxusers/);
  t.false(
    String(await answer(on, owner, `<iq to='${room}' type='get' id='f'><query xmlns='${ownerNs}'/></iq>`)).includes(
      'New',
    ),
  );
});

test('a password without one is refused, naming the field', async (t) => {
  const on = await talk();
  t.like(await answer(on, owner, configure({ 'muc#roomconfig_passwordprotectedroom': '1' })), {
    condition: 'not-acceptable',
  });
});

test('the three names for archiving all switch it', async (t) => {
  for (const name of ['mam', 'muc#roomconfig_mam', 'muc#roomconfig_enablearchiving']) {
    const on = await talk({ [name]: '0' });
    on.send(alice, say('unkept'));
    await on.hears(alice);
    t.false(
      String(
        await answer(on, alice, `<iq to='${room}' type='set' id='q'><query xmlns='urn:xmpp:mam:2'/></iq>`),
      ).includes('unkept'),
    );
  }
});

test('changes are told to everybody in the room: 104, or the code of what touches privacy (§10.2.1)', async (t) => {
  const on = await talk();
  on.send(owner, configure({ 'muc#roomconfig_roomname': 'Den' }));
  t.deepEqual(statuses((await on.hears(alice))[0] ?? t.fail()), [104]);
  on.send(owner, configure({ 'muc#roomconfig_whois': 'anyone', 'muc#roomconfig_enablelogging': '1' }));
  t.deepEqual(statuses((await on.hears(alice))[0] ?? t.fail()), [170, 172]);
});

test('switched to members only, the room removes those who are not, with 322, and everybody sees it', async (t) => {
  const on = await talk();
  on.send(owner, configure({ 'muc#roomconfig_membersonly': '1' }));
  const heard = await on.hears(owner);
  t.deepEqual(heard.filter((stanza) => stanza.attrs['type'] === 'unavailable').map(statuses), [[322], [322]]);
  t.true((await on.hears(alice)).some((stanza) => statuses(stanza).includes(322) && statuses(stanza).includes(110)));
});

test('cancelling the first form takes the room back (§10.1.3)', async (t) => {
  const on = await world();
  on.send(owner, join('Olga'));
  await on.hears(owner);
  await answer(
    on,
    owner,
    `<iq to='${room}' type='set' id='c'><query xmlns='${ownerNs}'><x xmlns='jabber:x:data' type='cancel'/></query></iq>`,
  );
  on.send(alice, join('Alice'));
  t.true(statuses((await on.hears(alice))[0] ?? t.fail()).includes(201));
});

test('a destroyed room tells everybody why and where to, and is another room when it is made again (§10.9)', async (t) => {
  const on = await talk();
  on.send(alice, say('old'));
  await on.hears(alice);
  const wish = `<iq to='${room}' type='set' id='d'><query xmlns='${ownerNs}'><destroy jid='new@rooms.localhost'><reason>moved</reason></destroy></query></iq>`;
  t.like(await answer(on, alice, wish), { condition: 'forbidden' });
  on.send(owner, wish);
  const [told] = await on.hears(alice);
  t.regex(serialize(told ?? t.fail()), /<destroy jid="new@rooms.localhost"><reason>moved<\/reason>/);
  on.send(bob, join('Bob'));
  t.true(
    statuses((await on.hears(bob)).find((stanza) => stanza.attrs['type'] === undefined) ?? t.fail()).includes(201),
  );
  t.false(
    String(await answer(on, bob, `<iq to='${room}' type='set' id='q'><query xmlns='urn:xmpp:mam:2'/></iq>`)).includes(
      'old',
    ),
  );
});

test('many items of a list are changed at once, or none of them (§9)', async (t) => {
  const on = await talk();
  const set = (items: string) => `<iq to='${room}' type='set' id='a'><query xmlns='${adminNs}'>${items}</query></iq>`;
  t.like(
    await answer(
      on,
      owner,
      set("<item affiliation='member' jid='alice@localhost'/><item affiliation='none' jid='olga@localhost'/>"),
    ),
    { condition: 'conflict' },
    'the last owner stays',
  );
  const list = (affiliation: string) =>
    `<iq to='${room}' type='get' id='l'><query xmlns='${adminNs}'><item affiliation='${affiliation}'/></query></iq>`;
  t.false(String(await answer(on, owner, list('member'))).includes('alice'));
  await answer(
    on,
    owner,
    set(
      "<item affiliation='member' jid='alice@localhost'/><item affiliation='outcast' jid='bob@localhost'><reason>rude</reason></item>",
    ),
  );
  t.true(String(await answer(on, owner, list('member'))).includes('alice@localhost'));
  t.true(String(await answer(on, owner, list('outcast'))).includes('rude'));
  const heard = await on.hears(bob);
  t.true(heard.some((stanza) => statuses(stanza).includes(301)));
  on.send(bob, join('Bob'));
  t.is(errorOf((await on.hears(bob))[0] ?? t.fail())?.condition, 'forbidden');
});

test('a kick is told with 307 and by whom, and owners cannot be kicked by others (§8.2)', async (t) => {
  const on = await talk();
  const kick = (nick: string) =>
    `<iq to='${room}' type='set' id='k'><query xmlns='${adminNs}'><item role='none' nick='${nick}'><reason>enough</reason></item></query></iq>`;
  t.like(await answer(on, alice, kick('Bob')), { condition: 'forbidden' });
  on.send(owner, kick('Bob'));
  const [told] = await on.hears(bob);
  t.deepEqual(statuses(told ?? t.fail()), [307, 110]);
  t.regex(serialize(told ?? t.fail()), /<actor nick="Olga"\/><reason>enough<\/reason>/);
});

test('roominfo is the first form, the room has its features, and the service is conference/text', async (t) => {
  const on = await talk({ 'muc#roomconfig_roomname': 'The Den', 'muc#roomconfig_roomdesc': 'for us' });
  const info = String(
    await answer(
      on,
      alice,
      `<iq to='${room}' type='get' id='i'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>`,
    ),
  );
  t.true(info.includes('<identity category="conference" type="text" name="The Den"/>'));
  for (const feature of [
    'http://jabber.org/protocol/muc',
    'urn:xmpp:mam:2',
    'urn:xmpp:mam:2#extended',
    'urn:xmpp:sid:0',
    'http://jabber.org/protocol/muc#stable_id',
    'muc_persistent',
    'muc_public',
    'muc_open',
    'muc_unmoderated',
    'muc_unsecured',
    'muc_semianonymous',
  ]) {
    t.true(info.includes(`<feature var="${feature}"/>`), feature);
  }
  t.regex(info, /FORM_TYPE"[^>]*><value>http:\/\/jabber.org\/protocol\/muc#roominfo</);
  t.regex(info, /muc#roominfo_occupants"[^>]*><value>3</);
  const service = String(
    await answer(
      on,
      alice,
      `<iq to='rooms.localhost' type='get' id='i'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>`,
    ),
  );
  t.true(service.includes('category="conference" type="text"'));
  t.false(service.includes('gateway'));
});

test('the list of rooms comes in pages, and leaves out rooms that are not public (§6.3, XEP-0059)', async (t) => {
  const on = await world();
  for (const name of ['a', 'b', 'c', 'd']) {
    on.send(
      owner,
      `<presence to='${name}@rooms.localhost/Olga'><x xmlns='http://jabber.org/protocol/muc'/></presence>`,
    );
    await on.settle();
    on.send(
      owner,
      configure({ 'muc#roomconfig_publicroom': name === 'b' ? '0' : '1' }).replace(room, `${name}@rooms.localhost`),
    );
    await on.hears(owner);
  }
  const ask = async (set: string): Promise<readonly string[]> => {
    on.send(
      alice,
      `<iq to='rooms.localhost' type='get' id='l'><query xmlns='http://jabber.org/protocol/disco#items'><set xmlns='http://jabber.org/protocol/rsm'>${set}</set></query></iq>`,
    );
    const [iq] = await on.hears(alice);
    const query = child(iq ?? t.fail(), 'query', 'http://jabber.org/protocol/disco#items') ?? t.fail();
    return children(query, 'item').map(({ attrs }) => String(attrs['jid']).slice(0, 1));
  };
  t.deepEqual(await ask('<max>2</max>'), ['a', 'c']);
  t.deepEqual(await ask('<max>2</max><after>c@rooms.localhost</after>'), ['d']);
  t.deepEqual(await ask('<max>1</max><before/>'), ['d']);
  t.deepEqual(await ask('<max>0</max>'), []);
});

test('what is asked of a room that is not there is refused with item-not-found', async (t) => {
  const on = await world();
  for (const payload of [
    `<query xmlns='http://jabber.org/protocol/disco#info'/>`,
    `<query xmlns='${ownerNs}'/>`,
    `<query xmlns='urn:xmpp:mam:2'/>`,
  ]) {
    t.like(await answer(on, alice, `<iq to='${room}' type='get' id='x'>${payload}</iq>`), {
      condition: 'item-not-found',
    });
  }
});

test('the occupants are listed to each other and, where the list is public, to who could enter (XEP-0045 §6.5)', async (t) => {
  const on = await talk();
  const ask = `<iq to='${room}' type='get' id='o'><query xmlns='http://jabber.org/protocol/disco#items'/></iq>`;
  const outside = async () => String(await answer(on, 'carol@localhost/x', ask));
  t.true((await outside()).includes(`${room}/Alice`));
  for (const hiding of [
    { public_list: '0' },
    { 'muc#roomconfig_publicroom': '0' },
    { 'muc#roomconfig_membersonly': '1' },
  ]) {
    on.send(owner, configure({ public_list: '1', 'muc#roomconfig_publicroom': '1', ...hiding }));
    await on.settle();
    t.false((await outside()).includes('Alice'), Object.keys(hiding)[0]);
    await on.hears(owner);
    t.true(String(await answer(on, owner, ask)).includes(`${room}/Olga`));
  }
});
