/**
 * XEP-0045: Multi-User Chat 1.35.5 (2026-05-03)
 *
 * Requests for voice and their approval (§7.13, §8.6, form type `muc#request`).
 */
import { badRequest, isRefusal, type Refusal } from '../error.ts';
import { booleanField, type Form, formIn, listField, notSubmitted, textField } from '../form.ts';
import { buildForm } from '../form-build.ts';
import { NS } from '../namespaces.ts';
import { child, type Element } from '../xml.ts';

const fields = {
  role: 'muc#role',
  jid: 'muc#jid',
  nick: 'muc#roomnick',
  allow: 'muc#request_allow',
} as const;

/** The longest a JID can be (RFC 7622 §3.1), and so the longest a nickname can be. */
const jidCharactersMax = 3_071;

export type VoiceMessage =
  | { readonly kind: 'request' }
  | {
      readonly kind: 'answer';
      /** Who asked: full JID and nickname, as the form said. */
      readonly jid: string;
      readonly nick: string;
      readonly allow: boolean;
    };

/** Reads a message to the room; `undefined` where it holds no such form, or one that was closed without an answer. */
export function parseVoiceMessage(message: Element): VoiceMessage | Refusal | undefined {
  if (child(message, 'x', NS.form) === undefined) return undefined;
  const form = formIn(message);
  // Nobody can say whose form a malformed one is; so it is no request for voice either.
  if (form === undefined || isRefusal(form) || form.formType !== NS.mucRequest || form.type === 'cancel')
    return undefined;
  if (form.type !== 'submit') return notSubmitted();
  const role = listField(form, fields.role, ['participant']);
  if (isRefusal(role)) return role;
  const allow = booleanField(form, fields.allow);
  if (isRefusal(allow)) return allow;
  if (allow !== undefined) return parseAnswer(form, allow);
  if (role !== undefined) return { kind: 'request' };
  return badRequest('The form does not say which role is asked for: "muc#role".');
}

function parseAnswer(form: Form, allow: boolean): VoiceMessage | Refusal {
  const jid = textField(form, fields.jid, { charactersMax: jidCharactersMax });
  const nick = textField(form, fields.nick, { charactersMax: jidCharactersMax });
  if (isRefusal(jid)) return jid;
  if (isRefusal(nick)) return nick;
  if (jid && nick) return { kind: 'answer', jid, nick, allow };
  return badRequest('The form has to say whom it is about: "muc#jid" and "muc#roomnick".');
}

/** The form for moderators. */
export function buildVoiceApproval({ session, nick }: { readonly session: string; readonly nick: string }): Element {
  return buildForm({
    type: 'form',
    formType: NS.mucRequest,
    title: `${nick} asks for voice`,
    instructions: 'To let this person speak, tick the box and send the form. To leave it to others, cancel it.',
    fields: [
      {
        kind: 'list-single',
        name: fields.role,
        label: 'Role asked for',
        value: 'participant',
        options: [{ value: 'participant', label: 'Participant' }],
      },
      { kind: 'jid-single', name: fields.jid, label: 'Address', value: session },
      { kind: 'text-single', name: fields.nick, label: 'Nickname in the room', value: nick },
      { kind: 'boolean', name: fields.allow, label: 'Let this person speak', value: false },
    ],
  });
}
