/** Reading the configuration again while the service runs (SIGHUP): what of it counts at once, and what does not. */
import type { Loaded } from './config/load.ts';
import { problemLine } from './config/problem.ts';
import { type Config, SETTING_ROWS } from './config/schema.ts';
import type { Log } from './ops/log.ts';

/** What counts without a restart. */
export type LiveSettings = Pick<Config, 'groups' | 'admins'>;

const liveKeys: readonly string[] = ['groups', 'admins'] satisfies (keyof LiveSettings)[];

/**
 * The settings that count from now on; `undefined` where the configuration has mistakes, and then nothing of it counts.
 * `running` is what the service was started with.
 */
export function reloaded(running: Config, loaded: Loaded, log: Log): LiveSettings | undefined {
  if (loaded.kind === 'problems') {
    for (const problem of loaded.problems) log.error({}, problemLine(problem));
    log.error({}, 'the configuration was read again and has mistakes; what was read before still counts');
    return undefined;
  }
  const { config } = loaded;
  const waiting = SETTING_ROWS.map(([key]) => key).filter(
    (key) => !liveKeys.includes(key) && textOf(running, key) !== textOf(config, key),
  );
  log.info({ groups: config.groups.size, admins: config.admins.length }, 'the configuration was read again');
  if (waiting.length > 0) log.warn({ settings: waiting }, 'these settings have changed and count after a restart');
  return { groups: config.groups, admins: config.admins };
}

function textOf(config: Config, key: string): string | undefined {
  const [section = '', leaf] = key.split('.');
  const value: unknown = Reflect.get(config, section);
  return JSON.stringify(leaf === undefined ? value : Reflect.get(Object(value), leaf));
}
