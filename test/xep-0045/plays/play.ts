/** An example of XEP-0045 as a test. */
import type { Stage } from '../stage.ts';

export interface Play {
  /** The example's number in XEP-0045 1.35.5; the last one where one conversation needs several. */
  readonly example: number;
  /** What it shows, in our words. */
  readonly title: string;
  readonly play: (on: Stage) => Promise<void>;
  /** Plays on a service on which only these may make rooms. */
  readonly roomsCreatedBy?: 'admins';
  /** Plays only with a real server, since the server has a part in it. */
  readonly needsServer?: true;
}
