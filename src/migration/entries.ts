/** Affiliations of other servers as facts of ours. */
import type { Facts } from '../room/state.ts';
import { isRefusal } from '../wire/error.ts';
import { isValidNick, prepareJid } from '../wire/jid.ts';
import type { Findings } from './findings.ts';
import type { ForeignEntry } from './foreign.ts';

interface Affiliated {
  readonly jid: string;
  readonly affiliation: string;
  readonly nick?: string;
  readonly reason?: string;
}

const reasonCharactersMax = 1_024;

/** Undefined for who has none, and for what cannot be: then it is noted. */
export function entryOf(
  { jid: written, affiliation, nick, reason }: Affiliated,
  findings: Findings,
): ForeignEntry | undefined {
  const jid = prepareJid(written);
  if (isRefusal(jid) || jid.resource !== undefined) {
    findings.note('affiliations of what is no bare address', written.slice(0, 80));
    return undefined;
  }
  const facts = factsOf(affiliation, reason);
  if (facts === undefined) {
    if (affiliation !== 'none')
      findings.note('affiliations of an unknown kind', `${affiliation.slice(0, 40)} of ${jid.bare}`);
    return undefined;
  }
  if (nick === undefined || facts.outcast) return { jid: jid.bare, facts };
  if (isValidNick(nick)) return { jid: jid.bare, facts: { ...facts, nick } };
  findings.note('reserved nicknames that cannot be one here', nick.slice(0, 80));
  return { jid: jid.bare, facts };
}

function factsOf(affiliation: string, reason: string | undefined): Facts | undefined {
  switch (affiliation) {
    case 'owner':
    case 'admin':
      return { manager: affiliation, member: true };
    case 'member':
      return { member: true };
    case 'outcast':
      return { outcast: true, ...(reason && { reason: reason.slice(0, reasonCharactersMax) }) };
    default:
      return undefined;
  }
}
