/** What is sent again goes to those who were there when it was said, and who are there now. */
import test from 'ava';
import fc from 'fast-check';
import type { RoomEvent } from '../../src/room/events.ts';
import { Stays } from '../../src/service/stays.ts';

const by = { key: 'p1', jid: 'bob@localhost' };
const session = 'bob@localhost/phone';

function changed(inside: boolean): RoomEvent {
  const common = { at: 0, by, nick: 'Bob', resource: 'phone' };
  return inside ? { kind: 'entered', role: 'participant', ...common } : { kind: 'left', cause: 'left', ...common };
}

test('who was inside before, went and came back is sent what was said in both stays, and nothing from between', (t) => {
  const told = fc.array(fc.boolean(), { maxLength: 30 });
  const law = fc.property(fc.boolean(), told, (insideAtFirst, moves) => {
    const stays = new Stays();
    const was: boolean[] = [];
    let inside = insideAtFirst;
    // An event in which the session comes or goes, or something that is said.
    moves.forEach((moving, at) => {
      was[at] = inside;
      if (!moving) return;
      inside = !inside;
      stays.note(at, changed(inside));
    });
    // Asked only for those who are inside now.
    return !inside || moves.every((moving, at) => moving || stays.wasInside(session, at) === was[at]);
  });
  t.notThrows(() => fc.assert(law));
});

test('who came while it was said is welcomed again at the last of its entries', (t) => {
  const stays = new Stays();
  t.false(stays.any);
  t.is(stays.entry(session), undefined);
  stays.note(5, changed(true));
  stays.note(7, changed(false));
  stays.note(9, changed(true));
  t.is(stays.entry(session), 9);
  t.true(stays.any);
});
