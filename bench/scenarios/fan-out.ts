/** Messages in rooms: every occupant gets a copy of each. */
import { createRooms } from '../driver/creating.ts';
import { enterAll } from '../driver/entering.ts';
import { Fault } from '../driver/session.ts';
import { talk } from '../driver/talking.ts';
import { type Measured, measure, settle } from '../process/measure.ts';
import { onTarget, perCpuSecond, type Scenario } from './scenario.ts';

interface Shape {
  readonly rooms: number;
  readonly occupants: number;
  /** In each room. */
  readonly messages: number;
  /** Delivered copies for a second of processor time that Longroom alone shall reach. */
  readonly reach: number;
  readonly quick: { readonly rooms: number; readonly occupants: number; readonly messages: number };
}

const WARM_UP_MESSAGES = 20;
const WINDOW = 4;

export const fanOuts: readonly Scenario[] = [
  fanOut({
    rooms: 1,
    occupants: 500,
    messages: 200,
    reach: 2_000_000,
    quick: { rooms: 1, occupants: 120, messages: 40 },
  }),
  fanOut({
    rooms: 20,
    occupants: 50,
    messages: 200,
    reach: 800_000,
    quick: { rooms: 10, occupants: 20, messages: 40 },
  }),
  fanOut({ rooms: 200, occupants: 5, messages: 50, reach: 150_000, quick: { rooms: 60, occupants: 5, messages: 20 } }),
];

function fanOut(shape: Shape): Scenario {
  const name = `${shape.rooms}x${shape.occupants}`;
  return {
    name,
    title: name,
    reach: shape.reach,
    better: 'more',
    suits: () => true,
    measure: onTarget(async ({ session, parts }, { repeat, scale, quick }) => {
      const size = quick ? shape.quick : shape;
      const messages = size.messages * scale;
      const rooms = session.newRooms(size.rooms, size.occupants);
      await createRooms(session, rooms);
      await enterAll(session, rooms, { exact: false });
      await settle(session, parts);
      await talk(session, rooms, { messages: WARM_UP_MESSAGES, window: WINDOW });
      const all: Measured[] = [];
      for (let run = 0; run < repeat; run += 1) {
        all.push(
          await measure(session, parts, async () => {
            const done = await talk(session, rooms, { messages, window: WINDOW });
            // Without an archive the figure would be one of another service.
            if (done.stanzaIds !== done.delivered) {
              throw new Fault(`only ${done.stanzaIds} of ${done.delivered} copies have an archive id of the room`);
            }
            return done;
          }),
        );
      }
      return perCpuSecond(all);
    }),
  };
}
