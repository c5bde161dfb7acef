/**
 * A seeded run: one number decides what people do, what fails and when who gets on. Nothing here takes real time, and
 * the same seed does the same again. The law is in `checkers.ts`; what has to hold in the end is in `recovery.ts`.
 */
import type { Log } from '../../src/ops/log.ts';
import type { Element } from '../../src/wire/xml.ts';
import { domain } from '../world.ts';
import { act, type Stage, sendAgain } from './acts.ts';
import { Client, type ClientWorld, Observations, type Stay } from './client.ts';
import type { Component } from './component.ts';
import { Faults } from './faults.ts';
import { Ledger, present } from './ledger.ts';
import { drain, Lives } from './lives.ts';
import { Random } from './random.ts';
import * as stanza from './stanzas.ts';

const stepsPerRun = 140;
/** In some runs a room grows beyond what is kept in one piece, so that snapshots are taken. */
const runsPerLongRun = 41;
const longStoryMessages = 230;
const roundsMax = 2_000;
/** What is rare, and happens more often in some runs. */
const leanings = [undefined, 'retracts', undefined, 'moderates', undefined] as const;
/** In half of the runs a few are a crowd, so that rooms become large and small again. */
const largeRoomsAbove = [0, 2, 0, 3, 0, 4] as const;

export class Simulation implements Stage, ClientWorld {
  readonly random: Random;
  readonly rooms = [`den@${domain}`, `hall@${domain}`];
  readonly people = ['ann', 'bea', 'cid'];
  readonly faults: Faults;
  readonly ledger = new Ledger();
  readonly observations = new Observations();
  readonly clients: Client[] = [];
  readonly #trace: ((line: string) => void) | undefined;
  readonly #long: boolean;
  readonly #leaning: string | undefined;
  readonly #lives: Lives;
  #now = Date.UTC(2026, 0, 1);
  #numbers = 0;
  #steps = 0;

  constructor(seed: number, trace?: (line: string) => void) {
    this.random = new Random(seed * 2);
    this.faults = new Faults(seed);
    this.#trace = trace;
    this.#leaning = leanings[seed % leanings.length];
    this.#long = seed % runsPerLongRun === 0 || this.faults.needsLongStory;
    this.#lives = new Lives({
      faults: this.faults,
      ledger: this.ledger,
      log: this.#log(),
      largeRoomsAbove: largeRoomsAbove[seed % largeRoomsAbove.length] ?? 0,
      trace: (line) => this.trace(line),
    });
    for (const name of this.people) this.#newClient(name);
    for (let more = this.random.between(0, 2); more > 0; more--) this.#newClient(this.random.pick(this.people));
  }

  get leaning(): string | undefined {
    return this.faults.occasion ?? this.#leaning;
  }

  count(): number {
    return ++this.#numbers;
  }

  get alive(): Client[] {
    return this.clients.filter(({ alive }) => alive);
  }

  /** The life that runs now. */
  get component(): Component {
    return this.#lives.component;
  }

  trace(line: string): void {
    this.#trace?.(`${String(this.#steps).padStart(4)} ${line}`);
  }

  #newClient(name: string): void {
    this.clients.push(new Client(`${name}@localhost/${this.clients.length}`, this));
  }

  /** Trouble and load; ends with whatever stands then. */
  async run(): Promise<void> {
    await this.#lives.begin(this.#now);
    for (this.#steps = 1; this.#steps <= stepsPerRun; this.#steps++) {
      await this.#step();
      await drain();
      if (this.#lives.dead) await this.#died('by the store');
      if (this.#long && this.#steps % (stepsPerRun / 4) === 0) await this.#longStory();
    }
  }

  async #step(): Promise<void> {
    const [name, perform] = this.random.weighted(events);
    if (name !== '') this.trace(name);
    await perform(this);
  }

  someone(): void {
    const client = this.random.pick(this.alive);
    this.trace(`${client.jid} ${act(client, this)}`);
  }

  impatient(): void {
    const client = this.random.pick(this.alive);
    sendAgain(client, this);
    for (const stay of client.stays.values()) if (stay.belief === 'entering') stay.belief = 'out';
  }

  /** The session ends, and nobody tells the rooms. Another device of the same person comes. */
  vanish(): void {
    const gone = this.random.pick(this.alive);
    this.trace(`${gone.jid} vanishes`);
    gone.alive = false;
    this.#excuse((query) => query.session === gone.jid);
    this.#newClient(gone.bare.slice(0, gone.bare.indexOf('@')));
    this.faults.count('vanish');
  }

  send(client: Client, element: Element): void {
    element.attrs['from'] = client.jid;
    this.trace(`  ${this.component.up ? '->' : '-x'} ${element.toString()}`);
    if (this.component.up) this.component.push(element);
    else if (element.name === 'presence') this.#refusedByServer(client, element);
  }

  /** Servers answer for a component that is not there. */
  #refusedByServer(client: Client, element: Element): void {
    const stay: Stay = client.stay((element.attrs['to'] ?? '').replace(/\/.*/, ''));
    if (stay.belief === 'entering') stay.belief = 'out';
  }

  ask(client: Client, query: Element, about: string): string {
    const id = `iq${this.count()}`;
    query.attrs['id'] = id;
    const excused = !this.component.up;
    this.observations.queries.push({ id, session: client.jid, about, answers: 0, excused });
    this.send(client, query);
    return id;
  }

  #excuse(which: (query: Observations['queries'][number]) => boolean): void {
    for (const query of this.observations.queries) if (query.answers === 0 && which(query)) query.excused = true;
  }

  /** The server reads what the component wrote, and passes it on. */
  deliver(stanzasMax: number): boolean {
    let some = false;
    for (let left = stanzasMax; left > 0; left--) {
      const element = this.component.shift();
      if (element === undefined) return some;
      some = true;
      this.trace(`  <- ${element.toString()}`);
      const to = element.attrs['to'] ?? '';
      const client = this.clients.find(({ jid, alive }) => alive && jid === to);
      if (to === domain) this.component.push(element);
      else if (client !== undefined) client.hear(element);
      else if (element.name === 'message' && element.attrs['type'] !== 'error')
        this.component.push(stanza.bounce(element));
    }
    return some;
  }

  takeIn(stanzasMax: number): boolean {
    let some = false;
    for (let left = stanzasMax; left > 0 && this.component.read(); left--) some = true;
    return some;
  }

  tick(): boolean {
    return this.#lives.tick();
  }

  /** Timers that fall due within this time ring. */
  async elapse(milliseconds: number): Promise<void> {
    const { clock } = this.component;
    // A server that reads nothing for seconds is believed to have read all the same (`service/delivered.ts`).
    if (milliseconds >= 1_000) this.deliver(Number.POSITIVE_INFINITY);
    this.#now += milliseconds;
    while (clock.now() < this.#now) {
      clock.step(this.#now - clock.now());
      await drain();
    }
  }

  cut(): void {
    if (!this.component.up) return;
    this.#excuse(() => true);
    this.component.cut();
    this.faults.count('cut');
  }

  reconnect(): void {
    if (!this.component.up) this.component.connect();
  }

  async kill(): Promise<void> {
    this.faults.count('kill');
    await this.#died('by kill -9');
  }

  async #died(how: string): Promise<void> {
    this.trace(`process died ${how}`);
    this.#excuse(() => true);
    await this.#lives.next(this.#now);
  }

  /** Asked to stop in good order, and started again. */
  async restart(): Promise<void> {
    this.faults.count('stop');
    const ended = await this.#lives.stop();
    this.deliver(Number.POSITIVE_INFINITY);
    await this.#died(`when asked to: ${ended}`);
  }

  isDurable(stanzaId: string): boolean {
    return this.ledger.isDurable(stanzaId);
  }

  isSeated(session: string, room: string): boolean {
    return this.ledger.stories().some((story) => story.room === room && present(story).has(session));
  }

  #log(): Log {
    const say = (level: string) => (fields: Readonly<Record<string, unknown>>, line: string) => {
      this.trace(`  ${level}: ${line} ${fields['why'] ?? fields['error'] ?? ''}`);
      if (level === 'error' && this.faults.none) this.observations.breaches.push(`log: ${line} ${fields['error']}`);
    };
    return { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') };
  }

  /** Everything happens that needs no time to pass. */
  async settle(): Promise<void> {
    let quiet = 0;
    for (let rounds = 0; quiet < 3; rounds++) {
      if (rounds > roundsMax) {
        this.observations.breaches.push('hangs: it never comes to rest');
        return;
      }
      const ticked = this.tick();
      await drain();
      const taken = this.takeIn(Number.POSITIVE_INFINITY);
      await drain();
      const delivered = this.deliver(Number.POSITIVE_INFINITY);
      if (this.#lives.dead) await this.#died('by the store');
      quiet = ticked || taken || delivered ? 0 : quiet + 1;
    }
  }

  /** Time passes, with all that falls due in it. */
  async pass(seconds: number): Promise<void> {
    await this.settle();
    for (let second = 0; second < seconds; second++) {
      await this.elapse(1_000);
      await this.settle();
    }
  }

  async #longStory(): Promise<void> {
    const speaker = this.alive.find((client) => [...client.stays.values()].some(({ belief }) => belief === 'in'));
    const [room] = [...(speaker?.stays ?? [])].find(([, { belief }]) => belief === 'in') ?? [];
    if (speaker === undefined || room === undefined) return;
    for (let said = 0; said < longStoryMessages; said++) {
      const originId = `o${this.count()}`;
      speaker.pending.set(originId, { room, originId, body: originId, attempts: 1 });
      this.send(speaker, stanza.post(room, { originId, body: originId, id: `${originId}.1` }));
      if (said % 20 === 0) await this.settle();
    }
    await this.pass(3);
  }
}

const events: readonly (readonly [number, readonly [string, (on: Simulation) => void | Promise<void>]])[] = [
  [60, ['', (on) => on.someone()]],
  [26, ['', (on) => void on.takeIn(on.random.between(1, 4))]],
  [26, ['', (on) => void on.tick()]],
  [26, ['', (on) => void on.deliver(on.random.between(1, 12))]],
  [8, ['everything settles', (on) => on.settle()]],
  [6, ['time passes', (on) => on.elapse(on.random.pick([50, 1_000, 12_000]))]],
  [2, ['a minute passes', (on) => on.pass(on.random.pick([2, 31]))]],
  [4, ['somebody is impatient', (on) => on.impatient()]],
  [3, ['the stream is cut', (on) => on.cut()]],
  [10, ['', (on) => on.reconnect()]],
  [2, ['kill -9', (on) => on.kill()]],
  [1, ['the process is asked to stop', (on) => on.restart()]],
  [2, ['', (on) => on.vanish()]],
];
