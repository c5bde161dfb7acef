/** The page about the settings of a room is what their rows say. */
import test from 'ava';
import { roomSettingsPage } from '../../src/room/traits/reference.ts';
import { textOf } from '../tidy/source.ts';

test('the page of a room’s settings is what their rows say', (t) => {
  t.is(textOf('docs/rooms.md'), roomSettingsPage(), 'run `npm run docs`');
});
