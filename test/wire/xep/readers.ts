/** What a case may be read by: each takes the whole stanza and gives plain data. */
import { archiveClass } from '../../../src/wire/archive-class.ts';
import { isRefusal, refusal } from '../../../src/wire/error.ts';
import { formIn } from '../../../src/wire/form.ts';
import { parsePageRequest } from '../../../src/wire/rsm.ts';
import { errorReply, parseError, payloadOf, saysSessionIsGone, stanzaTypeOf } from '../../../src/wire/stanza.ts';
import { parseDiscoRequest } from '../../../src/wire/xep/xep0030.ts';
import { featuresIn, itemsIn } from '../../../src/wire/xep/xep0030-answer.ts';
import { addressesIn } from '../../../src/wire/xep/xep0033.ts';
import { parseAdminGet, parseAdminSet } from '../../../src/wire/xep/xep0045-admin.ts';
import { parseJoin } from '../../../src/wire/xep/xep0045-join.ts';
import { parseOwnerSet } from '../../../src/wire/xep/xep0045-owner.ts';
import { parseRegistrationDecision, readRegistration } from '../../../src/wire/xep/xep0045-register.ts';
import { subjectChange } from '../../../src/wire/xep/xep0045-subject.ts';
import { parseInvitationRequest } from '../../../src/wire/xep/xep0045-user.ts';
import { parseCommand } from '../../../src/wire/xep/xep0050.ts';
import { parseVcard } from '../../../src/wire/xep/xep0054.ts';
import { parseRoomSearch } from '../../../src/wire/xep/xep0055.ts';
import { parseRegistration } from '../../../src/wire/xep/xep0077.ts';
import { isVersionRequest } from '../../../src/wire/xep/xep0092.ts';
import { isPing } from '../../../src/wire/xep/xep0199.ts';
import { isTimeRequest } from '../../../src/wire/xep/xep0202.ts';
import { correctedId } from '../../../src/wire/xep/xep0308.ts';
import { parseMamRequest } from '../../../src/wire/xep/xep0313.ts';
import { storageHint } from '../../../src/wire/xep/xep0334.ts';
import { originId } from '../../../src/wire/xep/xep0359.ts';
import { mentionedIn } from '../../../src/wire/xep/xep0372.ts';
import { retractedIds } from '../../../src/wire/xep/xep0424.ts';
import { parseModeration } from '../../../src/wire/xep/xep0425.ts';
import { isMereFallback } from '../../../src/wire/xep/xep0428.ts';
import { parseChannelSearch } from '../../../src/wire/xep/xep0433.ts';
import { asksForActivity } from '../../../src/wire/xep/xep0437.ts';
import { type Element, elements, is } from '../../../src/wire/xml.ts';

function withPayload(read: (payload: Element, stanza: Element) => unknown): (stanza: Element) => unknown {
  return (stanza) => {
    const payload = payloadOf(stanza);
    return isRefusal(payload) ? payload : read(payload, stanza);
  };
}

export const READERS: Readonly<Record<string, (stanza: Element) => unknown>> = {
  addressesIn,
  archiveClass,
  correctedId: (stanza) => correctedId(elements(stanza)),
  asksForActivity,
  featuresIn: (stanza) => [...featuresIn(stanza)],
  itemsIn,
  mentionedIn,
  isAnsweredByError: (stanza) => errorReply(stanza, refusal('forbidden', 'auth', 'No.')) !== undefined,
  formIn: (stanza) => (is(stanza, 'message', 'jabber:component:accept') ? formIn(stanza) : withPayload(formIn)(stanza)),
  isPing: withPayload(isPing),
  isTimeRequest: withPayload(isTimeRequest),
  isVersionRequest: withPayload(isVersionRequest),
  isMereFallback,
  originId,
  parseAdminGet: withPayload(parseAdminGet),
  parseAdminSet: withPayload(parseAdminSet),
  parseChannelSearch: withPayload(parseChannelSearch),
  parseCommand: withPayload(parseCommand),
  parseDiscoRequest: withPayload(parseDiscoRequest),
  parseError,
  parseInvitationRequest,
  parseJoin,
  parseMamRequest: withPayload((payload, stanza) =>
    parseMamRequest(payload, stanza.attrs['type'] === 'get' ? 'get' : 'set'),
  ),
  parseModeration: withPayload(parseModeration),
  parseOwnerSet: withPayload(parseOwnerSet),
  parsePageRequest: withPayload(parsePageRequest),
  retractedIds,
  parseRegistration: withPayload(parseRegistration),
  parseRegistrationDecision,
  readRegistration: withPayload((payload) => {
    const wish = parseRegistration(payload);
    return isRefusal(wish) || wish.kind !== 'submit' ? wish : readRegistration(wish.form);
  }),
  parseVcard: withPayload((payload) => {
    const vcard = parseVcard(payload);
    return isRefusal(vcard) ? vcard : { ...vcard, pictures: vcard.pictures.length };
  }),
  parseRoomSearch: withPayload((payload, stanza) =>
    parseRoomSearch(payload, stanza.attrs['type'] === 'get' ? 'get' : 'set'),
  ),
  saysSessionIsGone: (stanza) => saysSessionIsGone(parseError(stanza)),
  stanzaTypeOf,
  storageHint,
  subjectChange,
};
