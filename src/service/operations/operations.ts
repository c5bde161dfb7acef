/** What commands for running the service are given. */
import type { Operations } from '../../commands/operations.ts';
import { type AnnouncementsEnvironment, announcements } from './announcements.ts';
import { peopleThere } from './people-there.ts';
import { type ProbeEnvironment, ServiceProbe } from './probe.ts';
import { roomsInBrief } from './rooms-in-brief.ts';
import { usage } from './usage.ts';

export interface OperationsEnvironment extends AnnouncementsEnvironment, ProbeEnvironment {
  readonly users: readonly string[];
}

export function operations(
  env: OperationsEnvironment,
): Omit<Operations, 'administrators' | 'health'> & { readonly probe: ServiceProbe } {
  const { store, clock } = env;
  return {
    people: peopleThere(env),
    rooms: roomsInBrief(store),
    usage: usage({ store, now: clock.now }),
    probe: new ServiceProbe(env),
    announcements: announcements(env),
  };
}
