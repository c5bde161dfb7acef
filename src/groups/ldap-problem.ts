/** What went wrong with a directory, as one line that says what to do. Never with the password. */
import { GroupSourceError } from './source.ts';

/** Result codes of RFC 4511, appendix A, that a person can do something about. */
const adviceByCode: Readonly<Record<number, string>> = {
  3: 'it took the directory too long; narrow ldap.groupsFilter and ldap.peopleFilter',
  4: 'the directory does not give that many entries; raise its size limit for ldap.bindDn, also the one for pages',
  8: 'the directory wants a stronger sign-in or TLS; set ldap.startTls or use ldaps:// in ldap.url',
  10: 'what is asked for lies on another server, and referrals are not followed; name that one in ldap.url',
  11: 'the directory does not give that many entries; raise its administrative limit for ldap.bindDn',
  13: 'the directory wants TLS; set ldap.startTls or use ldaps:// in ldap.url',
  32: 'ldap.groupsBaseDn or ldap.peopleBaseDn is not there, or ldap.bindDn may not see it',
  34: 'ldap.bindDn, ldap.groupsBaseDn or ldap.peopleBaseDn is not a distinguished name',
  48: 'the directory does not let this account sign in with a password; check ldap.bindDn',
  49: 'the directory refuses ldap.bindDn with ldap.password; check both',
  50: 'ldap.bindDn may not read the groups or the people; give it the right to',
  53: 'the directory does not want to answer; it may want ldap.bindDn and ldap.password, or TLS',
};

const certificateCodes = /^(?:CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|ERR_TLS_CERT)/;

export function ldapProblem(error: unknown, url: string): GroupSourceError {
  if (error instanceof GroupSourceError) return error;
  const { code, message } = error as { code?: unknown; message?: unknown };
  const advice = typeof code === 'number' ? adviceByCode[code] : undefined;
  if (advice !== undefined) return new GroupSourceError(`${url}: ${advice} (result ${code})`);
  if (typeof code === 'string' && certificateCodes.test(code)) {
    return new GroupSourceError(`${url}: its certificate is not trusted (${code}); name its authority in ldap.caFile`);
  }
  const said = typeof code === 'string' ? code : oneLine(String(message ?? error));
  return new GroupSourceError(`${url}: it cannot be read (${said}); check ldap.url and whether it is up`);
}

const saidCharactersMax = 200;

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').slice(0, saidCharactersMax);
}
