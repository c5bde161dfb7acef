/**
 * How far everything that was committed has reached the server. A component stream has no acknowledgements, so
 * a query to ourselves is sent behind what was delivered: when it comes back, the server has read everything
 * before it. The mark is kept in the store lazily; what lies behind it after a restart or a cut is sent again.
 */
import type { Log } from '../ops/log.ts';
import type { FeedPosition, Store } from '../store/port.ts';
import { stanzaText } from '../wire/splice.ts';
import { buildPing } from '../wire/xep/xep0199.ts';

export const checkpointName = 'delivered';
/** A server that does not send our query back is believed after this time, if the stream still stands. */
const patienceMilliseconds = 10_000;

export interface DeliveredEnvironment {
  readonly store: Store;
  readonly log: Log;
  readonly domain: string;
  send(text: string): void;
  now(): number;
  /** Whether a silence of the server means something: all has left for it, and its answers are being read. */
  isListening(): boolean;
  /** Whether something that has left a room waits behind somebody's history, not yet handed to the stream. */
  isHolding(): boolean;
}

export class DeliveredMark {
  readonly #env: DeliveredEnvironment;
  /** Everything up to here has reached the server. */
  #confirmed: FeedPosition;
  /** Everything up to here has been handed to the stream; of our own commits, up to `#sequence`. */
  #sent: FeedPosition;
  #sequence = 0;
  /** This server has sent a question back before, so its silence means that it has not read so far. */
  #echoes = false;
  #asked: { readonly id: string; readonly position: FeedPosition; readonly at: number } | undefined;
  #questions = 0;
  /** Something before `#sent` has still to be sent again, so that nothing may be confirmed. */
  #catchingUp = true;

  private constructor(env: DeliveredEnvironment, position: FeedPosition) {
    this.#env = env;
    this.#confirmed = position;
    this.#sent = position;
  }

  /** Where there is no mark yet, everything there is counts as delivered. */
  static async open(env: DeliveredEnvironment): Promise<DeliveredMark> {
    const saved = await env.store.checkpoint(checkpointName);
    if (saved !== undefined) return new DeliveredMark(env, saved);
    const position = await env.store.feedEnd();
    await env.store.saveCheckpoint({ name: checkpointName, position });
    return new DeliveredMark(env, position);
  }

  get confirmed(): FeedPosition {
    return this.#confirmed;
  }

  /** The deliveries of this writer's commit have been handed to the stream. */
  sent(sequence: number): void {
    if (sequence > this.#sequence) this.#sequence = sequence;
  }

  /** Everything up to this position has been handed to the stream again. */
  sentAgain(position: FeedPosition): void {
    this.#sent = later(position, this.#position());
    this.#catchingUp = false;
  }

  /** The stream was cut: what was not confirmed may be lost. */
  cut(): void {
    this.#asked = undefined;
    this.#catchingUp = true;
  }

  /** Asks for a confirmation if one is due. Called a few times a second while the stream stands. */
  tick(): void {
    if (this.#asked !== undefined) return this.#judge(this.#asked);
    if (this.#catchingUp) return;
    const position = this.#position();
    if (position === this.#confirmed || this.#env.isHolding()) return;
    // Never the id of another process: its question may still be under way.
    const id = `delivered-${this.#env.store.epoch}-${++this.#questions}`;
    this.#asked = { id, position, at: this.#env.now() };
    const { domain } = this.#env;
    this.#env.send(stanzaText(buildPing({ from: domain, to: domain, id })));
  }

  /** A server that never sends our questions back is believed after a while; one that does is waited for. */
  #judge(asked: { readonly id: string; readonly at: number }): void {
    if (this.#echoes || !this.#env.isListening()) return;
    if (this.#env.now() - asked.at > patienceMilliseconds) this.#confirm(asked.id);
  }

  #position(): FeedPosition {
    const writer = String(this.#env.store.epoch);
    if (this.#sequence > (this.#sent[writer] ?? 0)) this.#sent = { ...this.#sent, [writer]: this.#sequence };
    return this.#sent;
  }

  answered(id: string): void {
    if (this.#asked?.id !== id) return;
    this.#echoes = true;
    this.#confirm(id);
  }

  #confirm(id: string): void {
    if (this.#asked?.id !== id) return;
    this.#confirmed = this.#asked.position;
    this.#asked = undefined;
    this.#save().catch((error: unknown) => {
      this.#env.log.warn({ error }, 'the mark of what was delivered could not be saved; it is tried again');
    });
  }

  /** The server has closed the stream in good order, so it has read everything. */
  async closed(): Promise<void> {
    if (this.#catchingUp) return;
    this.#confirmed = this.#position();
    try {
      await this.#save();
    } catch (error) {
      // The next process sends the tail again, with the same ids.
      this.#env.log.warn({ error }, 'the mark of what was delivered could not be saved');
    }
  }

  #save(): Promise<void> {
    return this.#env.store.saveCheckpoint({ name: checkpointName, position: this.#confirmed });
  }
}

function later(one: FeedPosition, other: FeedPosition): FeedPosition {
  const position: Record<string, number> = { ...one };
  for (const [writer, sequence] of Object.entries(other)) position[writer] = Math.max(sequence, position[writer] ?? 0);
  return position;
}
