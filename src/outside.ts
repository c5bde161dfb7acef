/** Puts together the groups that are made outside of the service, as the configuration says. */

import type { OutsideGroupMap } from './category/group-members.ts';
import type { Config } from './config/schema.ts';
import { readAddressPattern } from './groups/address-pattern.ts';
import type { ConfigGroups } from './groups/config-source.ts';
import { LdapGroups } from './groups/ldap-source.ts';
import { OutsideGroups } from './groups/outside-groups.ts';
import type { GroupKeeper, GroupSource } from './groups/source.ts';
import type { Clock } from './ops/clock.ts';
import type { Log } from './ops/log.ts';

export interface OutsideOptions {
  readonly config: Config;
  /** Made by the caller, who replaces what is in them when the configuration is read again. */
  readonly configured: ConfigGroups;
  readonly log: Log;
  readonly clock: Clock;
  /** Where the groups of the directory stay over a restart. */
  readonly keeper: GroupKeeper;
  readonly changed: (groups: OutsideGroupMap) => void;
}

export async function outsideGroups(options: OutsideOptions): Promise<OutsideGroups> {
  const { config, configured, log, clock, keeper, changed } = options;
  const ldap = await ldapSource(config.ldap, log);
  const schedule = { refreshSeconds: config.ldap.refreshSeconds, keeper };
  const sources = [{ source: configured }, ...(ldap === undefined ? [] : [{ source: ldap, schedule }])];
  return new OutsideGroups({ sources, log, clock, random: Math.random, changed });
}

async function ldapSource(ldap: Config['ldap'], log: Log): Promise<GroupSource | undefined> {
  const { url, groupsBaseDn, peopleBaseDn } = ldap;
  const jid = readAddressPattern(ldap.peopleJid);
  if (url === undefined || groupsBaseDn === undefined || peopleBaseDn === undefined || jid === undefined)
    return undefined;
  // Only who has a directory pays for the library.
  const { ldapDirectory } = await import('./groups/ldap-directory.ts');
  return new LdapGroups({
    open: ldapDirectory({ ...ldap, url, startTls: ldap.startTls === 'on' }),
    groups: { base: groupsBaseDn, filter: ldap.groupsFilter, name: ldap.groupsName },
    people: { base: peopleBaseDn, filter: ldap.peopleFilter, jid },
    nested: ldap.nested === 'on',
    log,
  });
}
