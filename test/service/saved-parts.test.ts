/** A snapshot saves the parts of a room that its events say they change: none may change that is not said. */
import test from 'ava';
import type { RoomRequest } from '../../src/room/request.ts';
import { encodeRoom } from '../../src/service/snapshot-codec.ts';
import { listParts, partsChangedBy } from '../../src/service/snapshot-parts.ts';
import { Crowd, party } from '../room/crowd.ts';

const olga = party('olga');
const hat = { uri: 'urn:hat', title: 'Host' };

const requests: readonly RoomRequest[] = [
  { kind: 'enter', from: party('alice', '2'), nick: 'alice', history: {}, presence: '' },
  { kind: 'configure', from: olga, settings: { moderated: true, presenceOf: ['moderator'] } },
  { kind: 'enter', from: party('bob'), nick: 'bob', history: {}, presence: '' },
  { kind: 'ask-for-voice', from: party('bob') },
  { kind: 'configure', from: olga, settings: { presenceOf: ['moderator', 'participant', 'visitor'] } },
  { kind: 'administer', from: olga, items: [{ kind: 'role', nick: 'bob', role: 'participant' }] },
  { kind: 'register', from: party('bob'), nick: 'bob', answers: {} },
  { kind: 'decide-application', from: olga, nick: 'bob', allow: true },
  { kind: 'change-hats', from: olga, change: { kind: 'create', hat } },
  { kind: 'change-hats', from: olga, change: { kind: 'assign', whom: party('bob').person, uri: hat.uri } },
  { kind: 'post', from: party('bob'), id: '1', originId: '1', xml: '<body/>', keep: 'archived' },
  { kind: 'presence', from: party('bob'), nick: 'bobby', presence: '' },
  {
    kind: 'administer',
    from: olga,
    items: [{ kind: 'affiliation', whom: party('bob').person, affiliation: 'outcast' }],
  },
  { kind: 'configure', from: olga, settings: { largeAbove: 1 } },
  { kind: 'leave', from: party('alice', '2'), presence: '' },
  { kind: 'destroy', from: olga },
];

test('what a request changes of a room is in the parts that are saved for its events', (t) => {
  const crowd = new Crowd(75).open(['alice']);
  for (const request of requests) {
    const before = encodeRoom(crowd.room, listParts);
    const { events } = crowd.do(request);
    const said = new Set(events.flatMap(partsChangedBy));
    const after = encodeRoom(crowd.room, listParts);
    t.true(events.length > 0, `${request.kind} does something`);
    for (const part of listParts) t.true(before[part] === after[part] || said.has(part), `${part} by ${request.kind}`);
  }
});
