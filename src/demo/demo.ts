/** The demo as a whole: a throw-away server, Longroom with some history, and the page; begun and ended together. */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Exit } from './companion.ts';
import { readTranscripts, roomJid, writeHistory } from './history.ts';
import { keepLongroom, type LongroomWatch, storeFile } from './longroom.ts';
import { ensurePackages } from './packages.ts';
import { startProsody } from './prosody.ts';
import { DemoError, type DemoState, openState, PortTaken, saveState } from './state.ts';
import type { Transcript } from './transcript.ts';
import { openWebsite } from './website.ts';

export interface DemoWatch extends LongroomWatch {
  /** Prosody is gone and nobody asked it to go; without it the demo is over. */
  serverDied(exit: Exit): void;
}

export interface DemoPlan {
  /** Where everything is kept; made if it is not there. */
  readonly folder: string;
  /** Forget what is there and begin anew. */
  readonly fresh: boolean;
  readonly say: (line: string) => void;
  readonly watch: DemoWatch;
}

export interface Demo {
  /** The page, as alice; `?user=bob` for somebody else. */
  readonly address: string;
  readonly rooms: readonly Transcript[];
  /** Of the Longroom that runs now. */
  readonly longroomPid: number;
  /** Ends all processes of the demo; what was said stays in the folder. */
  stop(): Promise<void>;
}

/** Ports may be taken between being chosen and being used. */
const ATTEMPTS_MAX = 5;

/** @throws DemoError in words for the person who started it; nothing is left running then. */
export async function startDemo(plan: DemoPlan): Promise<Demo> {
  const { missing, reason } = await ensurePackages(['prosody'], plan.say);
  if (missing.length > 0) throw new DemoError(`The demo needs the package ${missing.join(', ')}: ${reason}.`);
  await refuseSecondDemo(plan.folder);

  const rooms = await readTranscripts(Date.now());
  for (let attempt = 1; ; attempt += 1) {
    const state = await openState(plan.folder, { fresh: plan.fresh && attempt === 1 });
    for (const log of ['prosody.log', 'longroom.log']) await rm(join(plan.folder, log), { force: true });
    if (!state.historyWritten) await beginHistory(plan, state, rooms);
    try {
      return await bringUp(plan, state, rooms);
    } catch (error) {
      if (!(error instanceof PortTaken) || attempt === ATTEMPTS_MAX) throw error;
    }
  }
}

async function bringUp(plan: DemoPlan, state: DemoState, rooms: readonly Transcript[]): Promise<Demo> {
  const undo: (() => Promise<void>)[] = [];
  let stopping = false;
  const stop = async () => {
    stopping = true;
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const prosody = await startProsody(plan.folder, state);
    undo.push(prosody.stop);
    void prosody.exited.then((exit) => stopping || plan.watch.serverDied(exit));
    const longroom = await keepLongroom(plan.folder, state, plan.watch);
    undo.push(longroom.stop);
    const website = await openWebsite(
      state,
      rooms.map((room) => ({ jid: roomJid(room), name: room.name })),
    );
    undo.push(website.close);
    return {
      address: website.address,
      rooms,
      get longroomPid() {
        return longroom.pid;
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function beginHistory(plan: DemoPlan, state: DemoState, rooms: readonly Transcript[]): Promise<void> {
  await writeHistory(storeFile(plan.folder), rooms);
  await saveState(plan.folder, { ...state, historyWritten: true });
}

/** Two servers on one folder would spoil it. Prosody notes its process there while it runs. */
async function refuseSecondDemo(folder: string): Promise<void> {
  const pid = Number(await readFile(join(folder, 'prosody', 'prosody.pid'), 'utf8').catch(() => ''));
  const command = await readFile(`/proc/${pid || 'none'}/cmdline`, 'utf8').catch(() => '');
  if (command.includes(folder)) {
    throw new DemoError(`A demo is running on ${folder} already (its Prosody is process ${pid}). Stop that one first.`);
  }
}
