/** A driver that lets a fault pass would flatter: each kind of fault is done to it here, and it has to say which it was. */
import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import test, { type ExecutionContext } from 'ava';
import { Chance } from '../../bench/driver/chance.ts';
import { comeBack } from '../../bench/driver/coming-back.ts';
import { enterAll, leaveAndEnter } from '../../bench/driver/entering.ts';
import { pageBack } from '../../bench/driver/history.ts';
import { Link } from '../../bench/driver/link.ts';
import { MessageOrder } from '../../bench/driver/message-order.ts';
import type { Room } from '../../bench/driver/room.ts';
import { Session } from '../../bench/driver/session.ts';
import { bodyOf, say, talk } from '../../bench/driver/talking.ts';

const SERVICE = 'rooms.test';
const USERS = 'load.test';

/** A session whose service is the test: what it is sent is kept, and what is given to it arrives. */
class Stage extends EventEmitter {
  readonly sent: string[] = [];
  readonly session: Session;
  writable = true;

  constructor(silenceSeconds = 60) {
    super();
    const link = new Link(this as unknown as Socket, (self) => self.open());
    this.session = new Session(link, { users: USERS, service: SERVICE, silenceSeconds, settings: {} });
    link.domain = SERVICE;
    this.give("<stream:stream id='1'>");
  }

  setNoDelay(): void {}
  destroy(): void {}
  write(text: string): void {
    this.sent.push(text);
  }

  give(...stanzas: readonly string[]): void {
    this.emit('data', Buffer.from(stanzas.join('')));
  }
}

function copy(
  room: Room,
  number: number,
  to: number,
  more: { body?: string; from?: string; id?: string } = {},
): string {
  const { body = bodyOf(room, number), from = room.occupantJid(number % room.size), id = `a${number}` } = more;
  const address = `u${room.users[to]}@${USERS}/r`;
  return `<message from='${from}' to='${address}' type='groupchat'><body>${body}</body><stanza-id by='${room.jid}' id='${id}'/></message>`;
}

/** A room of three in which two messages are under way; gives what the copies lead to. */
async function talked(stanzas: (room: Room, other: Room) => readonly string[]): Promise<string> {
  const stage = new Stage();
  const [room, other] = stage.session.newRooms(2, 3);
  if (room === undefined || other === undefined) throw new Error('no rooms');
  const talking = talk(stage.session, [room], { messages: 2, window: 2 });
  stage.give(...stanzas(room, other));
  return await outcome(stage, talking);
}

function soon(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1));
}

async function outcome(stage: Stage, work: Promise<unknown>): Promise<string> {
  // What is not done by now never will be: the silence of the service is told at once.
  stage.emit('close');
  return await work.then(
    () => stage.session.fault?.message ?? 'fine',
    (error: unknown) => String(error),
  );
}

const all = (room: Room) => [0, 1].flatMap((number) => [0, 1, 2].map((to) => copy(room, number, to)));

function faulty(t: ExecutionContext, said: string, wanted: RegExp): void {
  t.regex(said, wanted);
  t.not(said, 'fine');
}

test('copies that are right pass', async (t) => {
  const stage = new Stage();
  const [room] = stage.session.newRooms(1, 3);
  if (room === undefined) throw new Error('no room');
  const talking = talk(stage.session, [room], { messages: 2, window: 2 });
  stage.give(...all(room));
  t.like(await talking, { operations: 2, delivered: 6, stanzaIds: 6 });
  t.is(stage.session.fault, undefined);
});

test('a missing copy is found, and whose it is', async (t) => {
  faulty(t, await talked((room) => all(room).slice(0, -1)), /5 of 6 copies; in r0@rooms.test occupant 2 has 1 of 2/);
});

test('a doubled copy is found, at once and also when all is done', async (t) => {
  const before = /a message that this occupant has got before/;
  faulty(t, await talked((room) => [copy(room, 0, 0), copy(room, 0, 0)]), before);
  faulty(t, await talked((room) => [copy(room, 0, 0), copy(room, 0, 1), copy(room, 0, 0)]), before);
  faulty(t, await talked((room) => [...all(room), copy(room, 1, 2)]), before);
});

test('another order for another occupant is found', async (t) => {
  const wrong = /out of order, or one is missing/;
  faulty(t, await talked((room) => [copy(room, 0, 0), copy(room, 1, 0), copy(room, 1, 1)]), wrong);
  faulty(t, await talked((room) => [copy(room, 0, 0), copy(room, 1, 1)]), wrong);
});

test('a wrong body, sender, archive id or addressee is found', async (t) => {
  faulty(t, await talked((room) => [copy(room, 0, 0, { body: `${bodyOf(room, 0)}!` })]), /the body is not the one/);
  faulty(t, await talked((room) => [copy(room, 0, 0, { from: room.occupantJid(1) })]), /not from its sender/);
  faulty(t, await talked((room) => [copy(room, 0, 0), copy(room, 0, 1, { id: 'b' })]), /not the one of the other/);
  faulty(t, await talked((room) => [copy(room, 7, 0)]), /a message that nobody sent/);
  faulty(t, await talked((room) => [copy(room, 0, 0, { body: 'hello' })]), /a message that nobody sent/);
  const elsewhere = (room: Room, other: Room) => [copy(room, 0, 0).replace('u0@', `u${other.users[0]}@`)];
  faulty(t, await talked(elsewhere), /somebody who is not in the room/);
  const again = (room: Room, other: Room) => [copy(room, 0, 0), ...elsewhere(room, other)];
  faulty(t, await talked(again), /somebody who is not in the room/);
});

test('a copy of the talk before is found in the next one', async (t) => {
  const stage = new Stage();
  const [room] = stage.session.newRooms(1, 3);
  if (room === undefined) throw new Error('no room');
  const first = talk(stage.session, [room], { messages: 2, window: 2 });
  stage.give(...all(room));
  await first;
  const second = talk(stage.session, [room], { messages: 2, window: 2 });
  stage.give(copy(room, 1, 0));
  faulty(t, await outcome(stage, second), /a message that nobody sent|out of order/);
});

/** A room of three whose third occupant is out, and one message on its way to the others. */
function withoutThird(): { stage: Stage; room: Room; order: MessageOrder } {
  const stage = new Stage();
  const [room] = stage.session.newRooms(1, 3);
  if (room === undefined) throw new Error('no room');
  const order = new MessageOrder(room.jid, room.size);
  room.order = order;
  order.leave(2);
  say(stage.session, room);
  return { stage, room, order };
}

test('who comes and goes gets just what is said while it is in', (t) => {
  const { stage, room, order } = withoutThird();
  stage.give(copy(room, 0, 0), copy(room, 0, 1));
  t.is(order.complete, 1);
  order.enter(2);
  say(stage.session, room);
  stage.give(copy(room, 1, 0), copy(room, 1, 2), copy(room, 1, 1));
  t.is(order.complete, 2);
  t.is(order.leave(2), undefined);
  t.is(stage.session.fault, undefined);
});

test('a copy for somebody who has left is found, and leaving without what was said before', (t) => {
  for (const copies of [[2], [0, 2]]) {
    const { stage, room } = withoutThird();
    stage.give(...copies.map((to) => copy(room, 0, to)));
    t.regex(String(stage.session.fault), /a copy for somebody who has left/);
  }
  const { stage, room, order } = withoutThird();
  stage.give(copy(room, 0, 0));
  t.regex(String(order.leave(1)), /has not got 1 of the messages/);
});

test('coming back: who is away is said to be, and who is put out after all is found', async (t) => {
  const stage = new Stage();
  const [room] = stage.session.newRooms(1, 3);
  if (room === undefined) throw new Error('no room');
  const back = comeBack(stage.session, [room], { seconds: 0.01, chance: new Chance(1) });
  stage.give(`<message type='groupchat' id='probe' from='${room.jid}' to='u1@${USERS}/r'/>`);
  stage.give(told(room, 1, 1, gone));
  while (stage.sent.join('').split("xmlns='http://jabber.org/protocol/muc'").length < 4) await soon();
  t.regex(stage.sent.join(''), /<message type='error' id='probe' from='u1@load.test\/r' to='r0@rooms.test'>/);
  stage.give(told(room, 0, 0, gone), told(room, 0, 0), told(room, 1, 1));
  t.is(stage.session.fault, undefined);
  stage.give(told(room, 1, 1, gone));
  faulty(t, await outcome(stage, back), /user 1 came back to r0@rooms.test and was put out again/);
});

test('an error of the service is found', async (t) => {
  const error = "<message type='error' from='r0@rooms.test' to='u0@load.test/r'><error/></message>";
  faulty(t, await talked(() => [error]), /answered with an error/);
});

test('silence is found', async (t) => {
  const stage = new Stage(0);
  const [room] = stage.session.newRooms(1, 3);
  const talking = talk(stage.session, room === undefined ? [] : [room], { messages: 1, window: 1 });
  await t.throwsAsync(talking, { message: /talking \(0 of 3 copies; in r0.* has 0 of 1.*\): nothing arrived for 0 s/ });
});

function told(room: Room, viewer: number, subject: number, type = ''): string {
  const address = `u${room.users[viewer]}@${USERS}/r`;
  return `<presence from='${room.occupantJid(subject)}' to='${address}'${type}><x/></presence>`;
}

const gone = " type='unavailable'";

async function entered(stanzas: (room: Room) => readonly string[]): Promise<string> {
  const stage = new Stage();
  const [room] = stage.session.newRooms(1, 3);
  if (room === undefined) throw new Error('no room');
  const entering = enterAll(stage.session, [room], { exact: true });
  stage.give(...stanzas(room));
  return await outcome(stage, entering);
}

const everybody = (room: Room) => [
  ...[told(room, 0, 1), told(room, 1, 0), told(room, 1, 1)],
  ...[told(room, 0, 2), told(room, 1, 2), told(room, 2, 0), told(room, 2, 1), told(room, 2, 2)],
];

test('everybody must be told of everybody, once', async (t) => {
  const stage = new Stage();
  const [room] = stage.session.newRooms(1, 3);
  if (room === undefined) throw new Error('no room');
  const entering = enterAll(stage.session, [room], { exact: true });
  stage.give(...everybody(room));
  t.like(await entering, { operations: 2, delivered: 8 });
  const back = [told(room, 0, 1), told(room, 2, 1), told(room, 1, 0), told(room, 1, 2), told(room, 1, 1)];
  const churning = leaveAndEnter(stage.session, room, 1);
  stage.give(told(room, 0, 1, gone), told(room, 1, 1, gone), told(room, 2, 1, gone), ...back);
  t.like(await churning, { operations: 1, delivered: 8 });
});

test('a presence that is missing, doubled or of a stranger is found', async (t) => {
  faulty(t, await entered((room) => everybody(room).slice(1)), /occupant 0 has not been told of occupant 1/);
  faulty(t, await entered((room) => [...everybody(room), told(room, 0, 1)]), /was told of this occupant before/);
  faulty(t, await entered((room) => [told(room, 0, 1), told(room, 0, 1)]), /was told of this occupant before/);
  faulty(t, await entered((room) => [told(room, 0, 1, gone)]), /has left of whom it does not know/);
});

test('a page of the archive that is short, long, out of order or without ids is found', async (t) => {
  const result = (room: Room, number: number, more: { id?: string; query?: string } = {}) =>
    `<message from='${room.jid}' to='u2@${USERS}/r'><result queryid='${more.query ?? 'q1'}' id='${more.id ?? `a${number}`}'>` +
    `<forwarded><message><body>${bodyOf(room, number)}</body></message></forwarded></result></message>`;
  const end = "<iq type='result' id='page-1'><fin><set><first>a0</first></set></fin></iq>";
  const paged = async (stanzas: (room: Room) => readonly string[]) => {
    const stage = new Stage();
    const [room] = stage.session.newRooms(1, 3);
    if (room === undefined) throw new Error('no room');
    const talking = talk(stage.session, [room], { messages: 2, window: 2 });
    stage.give(...all(room));
    await talking;
    const paging = pageBack(stage.session, room, { pageSize: 50 });
    stage.give(...stanzas(room));
    return await outcome(
      stage,
      paging.then(() => stage.session.fault),
    );
  };
  const right = (room: Room) => [result(room, 0), result(room, 1), end];
  faulty(t, await paged((room) => [result(room, 0), end]), /has 1 results of 2/);
  faulty(t, await paged((room) => [...right(room).slice(0, 2), result(room, 2), end]), /has more than 2 results/);
  faulty(t, await paged((room) => [result(room, 1)]), /should say "0 in 0/);
  faulty(
    t,
    await paged((room) => [result(room, 0), result(room, 1, { id: 'a0' })]),
    /without an archive id of its own/,
  );
  faulty(t, await paged((room) => [result(room, 0, { id: '' })]), /without an archive id of its own/);
  faulty(t, await paged((room) => [result(room, 0, { query: 'q2' })]), /a result of another query/);
});

test('what a component asks of users and of itself is answered as a server does', async (t) => {
  const stage = new Stage();
  stage.give(
    `<iq type='get' id='1' from='${SERVICE}' to='u1@${USERS}/r'><ping/></iq>`,
    `<iq type='get' id='2' from='${SERVICE}' to='${SERVICE}'><q>ä</q></iq>`,
  );
  await Promise.resolve();
  const [answer = ''] = stage.sent.slice(-1);
  t.regex(answer, /<iq type='error' id='1' from='u1@load.test\/r' to='rooms.test'>.*<service-unavailable /);
  t.regex(answer, /<iq type='get' id='2' from='rooms.test' to='rooms.test'><q>ä<\/q><\/iq>/);
  t.is(stage.session.fault, undefined);
});
