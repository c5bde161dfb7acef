/** A password at the door (XEP-0045 §7.2.5). Whoever is in already need not say it again. */
import type { Guards } from '../guard.ts';
import { notAcceptable, passwordNeeded } from '../refusals.ts';
import { booleanSetting, textSetting } from '../setting.ts';

export const settings = {
  passwordProtected: booleanSetting({
    field: 'muc#roomconfig_passwordprotectedroom',
    label: 'A password is needed to enter',
    default: false,
    feature: (on) => (on ? 'muc_passwordprotected' : 'muc_unsecured'),
    source: 'XEP-0045 §7.2.5',
  }),
  password: textSetting({
    field: 'muc#roomconfig_roomsecret',
    label: 'The password',
    default: '',
    charactersMax: 256,
    secret: true,
    source: 'XEP-0045 §7.2.5',
  }),
};

export const guards: Guards = {
  enter: ({ room, password, present }) =>
    room.settings.passwordProtected && !present && !sameSecret(password ?? '', room.settings.password)
      ? passwordNeeded()
      : undefined,
  settings: ({ passwordProtected, password }, before) => {
    if (passwordProtected && password === '')
      return notAcceptable('muc#roomconfig_roomsecret: a room with a password needs one that is not empty.');
    // Whoever sets one believes that it is asked for.
    return !passwordProtected && password !== '' && password !== before.password
      ? notAcceptable('muc#roomconfig_passwordprotectedroom: a new password is given, but none is to be asked for.')
      : undefined;
  },
  // Some clients show the password only.
  implied: ({ passwordProtected, password }, before) =>
    passwordProtected === undefined && password !== undefined && password !== before.password
      ? { passwordProtected: password !== '' }
      : {},
};

/** Looks at every character, whatever differs first, so that the time taken tells nothing of the password. */
function sameSecret(given: string, secret: string): boolean {
  let difference = given.length ^ secret.length;
  for (let index = 0; index < given.length; index++) {
    difference |= given.charCodeAt(index) ^ secret.charCodeAt(index % Math.max(1, secret.length));
  }
  return difference === 0;
}
