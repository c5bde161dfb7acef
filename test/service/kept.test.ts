/**
 * Whatever people say and take back, administrators set and hold, days pass and processes die: once all rooms have been gone
 * through, exactly that is there which has to be.
 */
import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import { type FaultPlan, type MemoryStore, memoryStore } from '../memory-store.ts';
import type { World } from '../world.ts';
import { alice, bob, room, say } from './conversation.ts';
import { archive, den, history, killed, leap, lies, orders, round, says } from './keeping.ts';
import { KeptModel } from './kept-model.ts';
import { retract } from './taking-back.ts';

type Command =
  | { readonly do: 'say'; readonly who: 'alice' | 'bob'; readonly messages: number }
  | { readonly do: 'take back'; readonly nth: number }
  | { readonly do: 'category'; readonly days: number | undefined }
  | { readonly do: 'room'; readonly days: number | undefined }
  | { readonly do: 'hold'; readonly name: string; readonly by: 'alice' | 'bob' | undefined; readonly soFar: boolean }
  | { readonly do: 'release'; readonly name: string }
  | { readonly do: 'days pass'; readonly days: number }
  /** While rooms are gone through the next time, after so many operations of the store. */
  | { readonly do: 'die'; readonly after: number };

const person = fc.constantFrom('alice' as const, 'bob' as const);
const name = fc.constantFrom('One', 'Two');
const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('say'), who: person, messages: fc.integer({ min: 1, max: 3 }) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('take back'), nth: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('category'), days: fc.constantFrom(1, 3, 10, undefined) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('room'), days: fc.constantFrom(1, 2, 20, undefined) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('hold'),
      name,
      by: fc.option(person, { nil: undefined }),
      soFar: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('release'), name }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('days pass'), days: fc.constantFrom(1, 2, 5, 12) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('die'), after: fc.integer({ min: 1, max: 12 }) }) },
) as fc.Arbitrary<Command>;

class Run {
  readonly model = new KeptModel();
  #on: World;
  #store: MemoryStore;
  #texts = 0;
  #left = Number.POSITIVE_INFINITY;
  #diesAfter: number | undefined;
  readonly #fault: FaultPlan = () => {
    this.#left -= 1;
    return this.#left === 0 ? 'die' : undefined;
  };

  private constructor(on: World, store: MemoryStore) {
    this.#on = on;
    this.#store = store;
  }

  static async begin(): Promise<Run> {
    let fault: FaultPlan = () => undefined;
    const store = memoryStore({ fault: (name, n) => fault(name, n) });
    const run = new Run(await den(store), store);
    await run.carryOut({ do: 'category', days: 3 });
    fault = run.#fault;
    return run;
  }

  async carryOut(command: Command): Promise<void> {
    const { model } = this;
    switch (command.do) {
      case 'say': {
        for (let nth = 0; nth < command.messages; nth += 1) await this.#say(command.who);
        return;
      }
      case 'take back':
        return await this.#takeBack(command.nth);
      case 'category':
        await orders(this.#on, `category set General retention=${command.days ?? 'forever'}`);
        model.category = command.days ?? Number.POSITIVE_INFINITY;
        return;
      case 'room':
        await orders(this.#on, `room set den retention=${command.days ?? 'inherit'}`);
        return model.setRoom(command.days);
      case 'hold':
        return await this.#hold(command);
      case 'release':
        if (!model.holds.delete(command.name)) return;
        await orders(this.#on, `hold release ${command.name}`);
        return;
      case 'days pass':
        return leap(this.#on, command.days);
      case 'die':
        this.#diesAfter = command.after;
    }
  }

  async #say(who: 'alice' | 'bob'): Promise<void> {
    this.#texts += 1;
    const text = `text-${this.#texts}.`;
    await says(this.#on, who === 'alice' ? alice : bob, say(text, '', `m${this.#texts}`));
    await this.#note({ by: who, text });
  }

  async #note(said: { readonly by: string; readonly text?: string }): Promise<void> {
    const event = await this.#last();
    if (event?.archiveId === undefined) throw new Error('it was not said');
    const entry = { ...said, id: event.archiveId, at: event.at, retracted: false, inRecord: said.text !== undefined };
    this.model.entries = [...this.model.entries, entry];
  }

  async #last() {
    const stream = `room:${(await this.#store.rooms.find(room))?.key}`;
    const [last] = await this.#store.read({ stream, after: 0, order: 'descending', limit: 1, archived: true });
    return last;
  }

  async #takeBack(nth: number): Promise<void> {
    const said = this.model.entries.filter(({ text, retracted }) => text !== undefined && !retracted);
    const meant = said[nth % Math.max(said.length, 1)];
    if (meant === undefined) return;
    await says(this.#on, meant.by === 'alice' ? alice : bob, retract(meant.id));
    this.model.retract(meant.id);
    await this.#note({ by: meant.by });
  }

  async #hold({ name, by, soFar }: Extract<Command, { readonly do: 'hold' }>): Promise<void> {
    const { holds } = this.model;
    if (holds.has(name)) return;
    const until = Math.floor(this.#on.clock.now() / 1_000) * 1_000;
    const of = by === undefined ? 'rooms=den' : `people=${by}@localhost`;
    const time = soFar ? ` until=${new Date(until).toISOString()}` : '';
    await orders(this.#on, `hold create ${name} ${of}${time}`);
    holds.set(name, { name, ...(by && { by }), ...(soFar && { until }) });
  }

  async goThrough(): Promise<void> {
    if (this.#diesAfter !== undefined) {
      this.#left = this.#diesAfter;
      this.#diesAfter = undefined;
      void this.#on.house.retention.begin();
      for (let tries = 0; tries < 8 && !this.#store.dead; tries += 1) await this.#on.pass(250);
      this.#left = Number.POSITIVE_INFINITY;
      [this.#on, this.#store] = await killed(this.#on, this.#store, { fault: this.#fault });
    }
    await round(this.#on);
    this.model.expire(this.#on.clock.now());
  }

  async check(t: ExecutionContext): Promise<void> {
    const { entries, gone } = this.model;
    const left = await archive(this.#on, `<set xmlns='http://jabber.org/protocol/rsm'><max>250</max></set>`);
    const said = entries.flatMap(({ text, retracted }) => (text === undefined || retracted ? [] : [text]));
    t.deepEqual(
      left.ids,
      entries.map(({ id }) => id),
    );
    t.deepEqual(left.bodies, said);
    t.true(left.count === undefined || left.count === String(entries.length), `${left.count} of ${entries.length}`);
    if (this.model.holds.size === 0) t.deepEqual(await history(this.#on), said.slice(-30));
    for (const { text, inRecord } of entries) if (inRecord && text !== undefined) t.true(await lies(this.#store, text));
    for (const text of gone) t.false(await lies(this.#store, text), text);
  }
}

test('exactly that is left which has to be', async (t) => {
  t.timeout(120_000);
  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: 4, maxLength: 16 }), async (commands) => {
      const run = await Run.begin();
      for (const one of commands) {
        await run.carryOut(one);
        if (one.do === 'die') continue;
        await run.goThrough();
        await run.check(t);
      }
    }),
    { numRuns: Number(process.env['KEPT_RUNS'] ?? 25) },
  );
});
