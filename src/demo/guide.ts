/** What the demo tells the person at the terminal. */
import type { Demo } from './demo.ts';

export const USAGE = `npm run demo [-- OPTIONS]
  --fresh   forget what was said and begin anew
  --help    this text
`;

export function guide(demo: Demo): string {
  const lines = demo.rooms.reduce((sum, room) => sum + room.lines.length, 0);
  return `
  Longroom is up. Open this page, you are alice:

      ${demo.address}

  ${demo.rooms.length} rooms, ${lines} messages of history. Things to try:

   · Scroll up in "${demo.rooms[0]?.name ?? ''}": older messages come from the archive, page by page.
   · Be bob in a second window, and talk: ${demo.address}?user=bob (or carol)
   · Reload the page, or close it and come back: everything is still there.
   · Kill Longroom while you talk: kill -9 ${demo.longroomPid}
     It is started again, and everybody is still in the room.

  Ctrl-C ends it. What was said is kept; "npm run demo -- --fresh" forgets it.
`;
}
