/** Who may use the service, and who may make rooms: rules made by commands over what the configuration says. */
import { ceilingOf, type Federation, isPermitted, type PolicyRight } from '../../category/policy.ts';
import { readPrincipalText } from '../../category/principal.ts';
import type { Policies, PolicyRule } from '../../commands/house.ts';
import type { Person } from '../../room/state.ts';
import { isRefusal, type Refusal } from '../../wire/error.ts';
import { prepareDomain } from '../../wire/jid.ts';
import type { ServiceRecord } from '../service-codec.ts';
import type { ServiceEvent } from '../service-events.ts';
import { federationProblem, noSuchRule, tooManyOf } from './refusals.ts';
import { type HouseClock, stamp } from './stamp.ts';

const rulesMax = 10_000;
const domainsMax = 1_000;

export interface HousePoliciesEnvironment extends HouseClock {
  readonly record: ServiceRecord;
  readonly users: readonly string[];
  readonly roomsCreatedBy: 'everyone' | 'admins';
  /** As the configuration has it. */
  readonly federation: Federation;
  groupsOf(bare: string): readonly string[];
  isServiceAdmin(person: Pick<Person, 'jid'>): boolean;
  /** Somebody may have become a stranger, or none any more. */
  changed(): void;
}

export class HousePolicies implements Policies {
  readonly #env: HousePoliciesEnvironment;
  #mayCome: (bare: string) => boolean;
  /** Made once: asked for every stanza. */
  readonly #otherwise: Readonly<Record<PolicyRight, Parameters<typeof isPermitted>[2]>>;

  constructor(env: HousePoliciesEnvironment) {
    this.#env = env;
    this.#mayCome = ceilingOf(env.users, this.federation().value);
    const groupsOf = (bare: string) => env.groupsOf(bare);
    this.#otherwise = {
      // Federation is a ceiling, and so has been asked before.
      use: { groupsOf, otherwise: () => true },
      create: { groupsOf, otherwise: () => env.roomsCreatedBy === 'everyone' },
    };
  }

  applied(event: ServiceEvent): void {
    if (event.kind === 'federation-changed') this.#mayCome = ceilingOf(this.#env.users, this.federation().value);
    else if (event.kind !== 'policy-changed') return;
    this.#env.changed();
  }

  /** No rule locks an administrator of the service out. */
  isPermitted(right: PolicyRight, bare: string): boolean {
    const { record, isServiceAdmin } = this.#env;
    if (this.#mayCome(bare) && isPermitted(record.state.policies[right], bare, this.#otherwise[right])) return true;
    return isServiceAdmin({ jid: bare });
  }

  rules(): readonly PolicyRule[] {
    const { policies } = this.#env.record.state;
    return (['use', 'create'] as const).flatMap((right) =>
      Array.from(policies[right], ([principal, allowed]) => ({ right, principal, allowed })),
    );
  }

  async set(wish: { actor: Person; right: PolicyRight; principal: string; allowed?: boolean }) {
    const { actor, right, allowed } = wish;
    const principal = readPrincipalText(wish.principal);
    if (isRefusal(principal)) return principal;
    return await this.#env.record.change((state) => {
      const rules = state.policies[right];
      const before = rules.get(principal);
      if (allowed === undefined && before === undefined) return noSuchRule();
      if (allowed === before) return undefined;
      if (before === undefined && rules.size >= rulesMax) return tooManyOf('rules', rulesMax);
      return {
        kind: 'policy-changed',
        ...stamp(this.#env, state, actor),
        right,
        principal,
        ...(before !== undefined && { before }),
        ...(allowed !== undefined && { after: allowed }),
      };
    });
  }

  federation(): { readonly value: Federation; readonly from: 'config' | 'command' } {
    const { federation } = this.#env.record.state;
    return federation === undefined
      ? { value: this.#env.federation, from: 'config' }
      : { value: federation, from: 'command' };
  }

  async setFederation({ actor, value: typed }: { readonly actor: Person; readonly value?: Federation }) {
    const after = typed === undefined ? undefined : readFederation(typed);
    if (isRefusal(after)) return after;
    return await this.#env.record.change((state) => {
      const before = state.federation;
      if (String(before) === String(after)) return undefined;
      return {
        kind: 'federation-changed',
        ...stamp(this.#env, state, actor),
        ...(before !== undefined && { before }),
        ...(after !== undefined && { after }),
      };
    });
  }
}

function readFederation(typed: Federation): Federation | Refusal {
  if (typeof typed === 'string') return typed;
  const domains = typed.flatMap((domain) => prepareDomain(domain.trim()) ?? []);
  return domains.length === typed.length && domains.length <= domainsMax ? domains : federationProblem();
}
