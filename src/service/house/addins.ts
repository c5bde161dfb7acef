/** Web applications that may be shown beside a room: administrators register them, managers choose one. */
import { addinUrlCharactersMax, readWebAddress } from '../../category/web-address.ts';
import type { Addins } from '../../commands/house.ts';
import type { Addin } from '../../room/directory.ts';
import type { Person } from '../../room/state.ts';
import { isRefusal } from '../../wire/error.ts';
import type { ServiceRecord } from '../service-codec.ts';
import { addinKey } from '../service-events.ts';
import { addinNameProblem, noSuchAddin, tooManyOf } from './refusals.ts';
import { type HouseClock, stamp } from './stamp.ts';

const addinsMax = 1_000;
const nameCharactersMax = 50;

export class HouseAddins implements Addins {
  readonly #env: HouseClock & { readonly record: ServiceRecord };

  constructor(env: HouseClock & { readonly record: ServiceRecord }) {
    this.#env = env;
  }

  list(): readonly Addin[] {
    return [...this.#env.record.state.addins.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  find(name: string): Addin | undefined {
    return this.#env.record.state.addins.get(addinKey(name));
  }

  async set(wish: { readonly actor: Person; readonly name: string; readonly url: string }) {
    const name = wish.name.trim().normalize('NFC');
    if (name === '' || [...name].length > nameCharactersMax || /\p{Cc}/u.test(name)) {
      return addinNameProblem(nameCharactersMax);
    }
    const url = readWebAddress(wish.url, addinUrlCharactersMax);
    if (isRefusal(url)) return url;
    return await this.#env.record.change((state) => {
      const before = state.addins.get(addinKey(name));
      if (before === undefined && state.addins.size >= addinsMax) return tooManyOf('add-ins', addinsMax);
      if (before?.url === url && before.name === name) return undefined;
      const was = before && { before: before.url };
      return { kind: 'addin-changed', ...stamp(this.#env, state, wish.actor), name, ...was, after: url };
    });
  }

  async remove({ actor, name }: { readonly actor: Person; readonly name: string }) {
    return await this.#env.record.change((state) => {
      const before = state.addins.get(addinKey(name.trim().normalize('NFC')));
      if (before === undefined) return noSuchAddin();
      return { kind: 'addin-changed', ...stamp(this.#env, state, actor), name: before.name, before: before.url };
    });
  }
}
