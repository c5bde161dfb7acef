/** The demo, used by people: Converse.js in Chromium, a real Prosody, Longroom beside it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import type { Browser } from 'playwright-core';
import { type Demo, startDemo } from '../../src/demo/demo.ts';
import { ensurePackages } from '../../src/demo/packages.ts';
import { findBrowser, launchBrowser, type OutsideRequests, Visitor } from './browser.ts';
import { unwatched } from './unwatched.ts';

const server = await ensurePackages(['prosody']);
const program = await findBrowser();
const reason = server.reason ?? ('reason' in program ? program.reason : undefined);
const law = (title: string): string => (reason === undefined ? title : `${title} [skipped: ${reason}]`);
const run = reason === undefined ? test.serial : test.serial.skip;

const outside: OutsideRequests = [];
const restarts: number[] = [];
let folder: string;
let demo: Demo;
let browser: Browser;
let alice: Visitor;
let bob: Visitor;

test.before(async (t) => {
  if (!('path' in program) || reason !== undefined) return;
  t.timeout(120_000);
  folder = await mkdtemp(join(tmpdir(), 'longroom-e2e-'));
  demo = await startDemo({
    folder,
    fresh: true,
    say: (line) => t.log(line),
    watch: { ...unwatched, back: (pid) => restarts.push(pid), givenUp: (error) => t.log(error) },
  });
  browser = await launchBrowser(program.path);
  alice = await arrives('alice');
  bob = await arrives('bob');
});

test.after.always(async () => {
  await browser?.close();
  await demo?.stop();
  if (folder) await rm(folder, { recursive: true, force: true });
});

run(law('whoever opens the page is signed in, with the list of rooms and the latest messages'), async (t) => {
  t.deepEqual(await alice.endsWith(lastWritten()), lastWritten());
  t.deepEqual((await alice.roomNames()).sort(), demo.rooms.map((room) => room.name).sort());
  await alice.keepsPicture('demo');
});

run(law('what one says the other reads, both ways and in the same order'), async (t) => {
  await alice.says('Bob, are the croissants here yet?');
  await bob.reads('are the croissants here yet?');
  await bob.says('they are, and still warm');
  await alice.reads('and still warm');
  const spoken = ['Bob, are the croissants here yet?', 'they are, and still warm'];
  t.deepEqual(await alice.endsWith(spoken), spoken);
  t.deepEqual(await bob.endsWith(spoken), spoken);
  await bob.keepsPicture('conversation');
});

run(law('after a reload the conversation is still there, each message once'), async (t) => {
  await alice.reloads();
  await alice.reads('and still warm');
  await alice.says('I reloaded and heard nothing of it');
  await bob.reads('heard nothing of it');
  const end = [...lastWritten(), 'Bob, are the croissants here yet?', 'they are, and still warm'];
  const expected = [...end, 'I reloaded and heard nothing of it'];
  t.deepEqual(await alice.endsWith(expected), expected);
});

run(law('scrolling up brings the whole of the history from the archive, in order and each message once'), async (t) => {
  t.timeout(120_000);
  const carol = await arrives('carol');
  await carol.reads('heard nothing of it');
  const views = await carol.scrollsUpTo(firstRoom().lines[0]?.text ?? '');
  await carol.keepsPicture('history');
  const said = ['Bob, are the croissants here yet?', 'they are, and still warm', 'I reloaded and heard nothing of it'];
  const whole = [...firstRoom().lines.map((line) => line.text), ...said];
  t.true((views[0]?.length ?? 0) < whole.length, 'only the latest page is loaded at first');
  const seen = new Set<number>();
  for (const view of views) {
    const from = whole.findIndex((_, index) => view.every((text, offset) => text === whole[index + offset]));
    t.not(from, -1, `not a piece of the history: ${view.join(' | ')}`);
    for (let offset = 0; offset < view.length; offset += 1) seen.add(from + offset);
  }
  t.is(seen.size, whole.length);
  await carol.goes();
});

run(law('when Longroom is killed everybody is still in the room and goes on talking'), async (t) => {
  process.kill(demo.longroomPid, 'SIGKILL');
  await until(() => restarts.length === 1);
  await bob.says('did anything happen?');
  await alice.reads('did anything happen?');
  await alice.says('nothing at all');
  await bob.reads('nothing at all');
  const expected = ['did anything happen?', 'nothing at all'];
  t.deepEqual(await alice.endsWith(expected), expected);
});

run(law('a visitor goes from room to room and finds the history of each'), async (t) => {
  for (const room of demo.rooms) {
    await alice.openRoom(room.name);
    const latest = room === firstRoom() ? 'nothing at all' : (room.lines.at(-1)?.text ?? '');
    t.deepEqual(await alice.endsWith([latest]), [latest]);
  }
});

run(law('nothing was asked of any other machine'), (t) => {
  t.deepEqual(outside, []);
});

function arrives(user: string): Promise<Visitor> {
  return Visitor.arrive(browser, { address: demo.address, user, rooms: demo.rooms.length, outside });
}

function firstRoom() {
  const [room] = demo.rooms;
  if (room === undefined) throw new Error('the demo has no room');
  return room;
}

/** The end of what the first room begins with. */
function lastWritten(): string[] {
  return firstRoom()
    .lines.slice(-20)
    .map((line) => line.text);
}

/** Waits for what happens in this process, by letting it go on. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}
