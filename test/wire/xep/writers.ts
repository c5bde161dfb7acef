/** What a case may be written by: each takes plain data and gives the element that is looked for in the case's XML. */
import { refusal } from '../../../src/wire/error.ts';
import { buildForm } from '../../../src/wire/form-build.ts';
import { buildPage } from '../../../src/wire/rsm.ts';
import { errorReply, resultReply } from '../../../src/wire/stanza.ts';
import { buildDiscoInfo, buildDiscoItems } from '../../../src/wire/xep/xep0030.ts';
import { buildBlindCopies } from '../../../src/wire/xep/xep0033.ts';
import { buildAdminList } from '../../../src/wire/xep/xep0045-admin.ts';
import { buildOwnerForm } from '../../../src/wire/xep/xep0045-owner.ts';
import { buildApprovalForm, buildRegistrationForm } from '../../../src/wire/xep/xep0045-register.ts';
import { buildSubject } from '../../../src/wire/xep/xep0045-subject.ts';
import { buildDecline, buildInvitation, buildMucUser, mucUserText } from '../../../src/wire/xep/xep0045-user.ts';
import { buildCommand } from '../../../src/wire/xep/xep0050.ts';
import { buildVcard } from '../../../src/wire/xep/xep0054.ts';
import { buildFoundRooms } from '../../../src/wire/xep/xep0055.ts';
import { buildRegistration, type RegistrationTerms } from '../../../src/wire/xep/xep0077.ts';
import { buildVersion } from '../../../src/wire/xep/xep0092.ts';
import { buildVcardUpdate } from '../../../src/wire/xep/xep0153.ts';
import { buildContacts } from '../../../src/wire/xep/xep0157.ts';
import { buildPing } from '../../../src/wire/xep/xep0199.ts';
import { buildTime } from '../../../src/wire/xep/xep0202.ts';
import { buildDelay } from '../../../src/wire/xep/xep0203.ts';
import { buildDirectInvitation } from '../../../src/wire/xep/xep0249.ts';
import { buildMamEnd, buildMamForm, buildMamMetadata } from '../../../src/wire/xep/xep0313-answer.ts';
import { mamResultText } from '../../../src/wire/xep/xep0313-result.ts';
import { hatsText } from '../../../src/wire/xep/xep0317.ts';
import { buildStanzaId } from '../../../src/wire/xep/xep0359.ts';
import { occupantIdText } from '../../../src/wire/xep/xep0421.ts';
import { tombstoneText } from '../../../src/wire/xep/xep0424.ts';
import { moderatedTombstoneText, moderationText } from '../../../src/wire/xep/xep0425.ts';
import { buildChannels } from '../../../src/wire/xep/xep0433.ts';
import { activityText } from '../../../src/wire/xep/xep0437.ts';
import { mentionText } from '../../../src/wire/xep/xep0452.ts';
import { type Element, elements } from '../../../src/wire/xml.ts';
import { stanzaFrom } from './stanza-from.ts';

/** Cases are data: what they hold is for the writer to like, and a wrong case fails in the comparison. */
function from<T>(write: (data: T) => Element | undefined): (data: unknown) => Element | undefined {
  return (data) => write(data as T);
}

export const WRITERS: Readonly<Record<string, (data: unknown) => Element | undefined>> = {
  activityText: from((rooms: readonly string[]) => stanzaFrom(activityText(rooms))),
  buildAdminList: from(buildAdminList),
  buildApprovalForm: from(buildApprovalForm),
  buildBlindCopies: from(buildBlindCopies),
  buildChannels: from(({ channels, page }: Channels) => buildChannels(channels, page)),
  buildCommand: from(({ form, ...answer }: Parameters<typeof buildCommand>[0] & { form?: FormData }) =>
    buildCommand(answer, form && buildForm(form)),
  ),
  buildDecline: from(buildDecline),
  buildDelay: from(buildDelay),
  buildDirectInvitation: from(buildDirectInvitation),
  buildDiscoInfo: from(({ form, ...info }: Parameters<typeof buildDiscoInfo>[0] & { form?: FormData }) =>
    buildDiscoInfo(form === undefined ? info : { ...info, forms: [buildForm(form)] }),
  ),
  buildDiscoItems: from(buildDiscoItems),
  buildForm: from(buildForm),
  hatsText: from((hats: Parameters<typeof hatsText>[0]) => stanzaFrom(hatsText(hats))),
  buildInvitation: from(buildInvitation),
  buildFoundRooms: from(({ rooms, ...answer }: FoundRooms) => buildFoundRooms(rooms, answer)),
  buildMamEnd: from(buildMamEnd),
  buildMamForm: from(buildMamForm),
  buildMamMetadata: from((archive: Parameters<typeof buildMamMetadata>[0] | null) =>
    buildMamMetadata(archive ?? undefined),
  ),
  mamResultText: from((result: Parameters<typeof mamResultText>[0]) => stanzaFrom(mamResultText(result))),
  moderatedTombstoneText: from(
    ({ moderation, tombstone }: { moderation: ModeratedBy; tombstone: Parameters<typeof tombstoneText>[0] }) =>
      childrenOf(moderatedTombstoneText(moderation, tombstone))[0],
  ),
  moderationText: from((told: Parameters<typeof moderationText>[0]) => childrenOf(moderationText(told))[0]),
  'moderationText of the earlier form': from(
    (told: Parameters<typeof moderationText>[0]) => childrenOf(moderationText(told))[1],
  ),
  tombstoneText: from((tombstone: Parameters<typeof tombstoneText>[0]) => childrenOf(tombstoneText(tombstone))[0]),
  mentionText: from((message: Parameters<typeof mentionText>[0]) => stanzaFrom(mentionText(message))),
  buildMucUser: from(buildMucUser),
  mucUserText: from((user: Parameters<typeof mucUserText>[0]) => stanzaFrom(mucUserText(user))),
  buildOwnerForm: from((form: FormData) => buildOwnerForm(buildForm(form))),
  buildPage: from(buildPage),
  buildPing: from(buildPing),
  buildRegistration: from(({ form, ...terms }: Omit<RegistrationTerms, 'form'> & { readonly form: FormData }) =>
    buildRegistration({ ...terms, form: buildForm(form) }),
  ),
  buildRegistrationForm: from(buildRegistrationForm),
  buildStanzaId: from(buildStanzaId),
  buildSubject: from(buildSubject),
  buildContacts: from(buildContacts),
  buildTime: from(buildTime),
  buildVcard: from(buildVcard),
  buildVcardUpdate: from((hash: string | null) => buildVcardUpdate(hash ?? undefined)),
  buildVersion: from(buildVersion),
  occupantIdText: from((id: string) => stanzaFrom(occupantIdText(id))),
  errorReply: from(({ to, why, by }: Reply & { readonly why: Parameters<typeof refusal>; readonly by?: string }) =>
    errorReply(stanzaFrom(to), refusal(...why), by),
  ),
  resultReply: from(({ to }: Reply) => resultReply(stanzaFrom(to))),
};

type ModeratedBy = Parameters<typeof moderatedTombstoneText>[0];

/** Payloads that are written as text, read again. */
function childrenOf(payload: string): readonly Element[] {
  return elements(stanzaFrom(`<message>${payload}</message>`));
}

type FormData = Parameters<typeof buildForm>[0];

interface Channels {
  readonly channels: Parameters<typeof buildChannels>[0];
  readonly page: Parameters<typeof buildChannels>[1];
}

type FoundRooms = Parameters<typeof buildFoundRooms>[1] & { readonly rooms: Parameters<typeof buildFoundRooms>[0] };

/** The stanza that is answered, as text. */
interface Reply {
  readonly to: string;
}
