/** What the service is, and which rooms it has (XEP-0045 §6.1 to §6.3). */
import { buildForm } from '../../wire/form-build.ts';
import { NS } from '../../wire/namespaces.ts';
import { buildDiscoInfo } from '../../wire/xep/xep0030.ts';
import { buildContacts } from '../../wire/xep/xep0157.ts';
import type { Element } from '../../wire/xml.ts';
import { answerDisco } from '../disco.ts';
import { messageBytesMax, presenceCharactersMax } from '../sizes.ts';
import { categoryNode } from './categories.ts';
import { serviceNodes } from './disco-nodes.ts';
import type { ServiceQuery, ServiceQueryEnvironment, ServiceQuestion } from './question.ts';
import { listRooms } from './room-list.ts';

/** `features`: of all queries, and so known only once their table is there. */
export function discoOfService(features: () => readonly string[]): ServiceQuery {
  const itself = {
    info: (_payload: Element, _to: ServiceQuestion, env: ServiceQueryEnvironment) => serviceInfo(features(), env),
    items: (payload: Element, to: ServiceQuestion, env: ServiceQueryEnvironment) => listRooms(payload, to, env),
  };
  const service = { itself, nodes: serviceNodes, more: categoryNode };
  return {
    features: [NS.discoInfo, NS.discoItems],
    answer: (payload, to, env) => answerDisco(payload, to, env, service),
  };
}

function serviceInfo(features: readonly string[], env: ServiceQueryEnvironment): Element {
  const contacts = buildContacts(env.contacts);
  return buildDiscoInfo({
    identities: [{ category: 'conference', type: 'text', name: 'Rooms that last' }],
    features,
    forms: [sizes(env.stanzaSizeBytesMax), contacts, addresses(env)].filter((form) => form !== undefined),
  });
}

/** How large things may be, for clients that want to know before they are refused (XEP-0128). */
function sizes(stanzaSizeBytesMax: number): Element {
  const field = (name: string, label: string, value: number) =>
    ({ kind: 'text-single', name, label, value: String(value) }) as const;
  return buildForm({
    type: 'result',
    formType: NS.longroomSizes,
    fields: [
      field('max-message', 'Bytes a message may have, with all it carries', messageBytesMax(stanzaSizeBytesMax)),
      field('max-presence', 'Characters a presence may carry', presenceCharactersMax),
    ],
  });
}

function addresses(env: ServiceQueryEnvironment): Element | undefined {
  const value = env.roomManagementUrl();
  if (value === undefined) return undefined;
  const field = {
    kind: 'text-single',
    name: 'room-management-url',
    label: 'Web page to make and run rooms',
    value,
  } as const;
  return buildForm({ type: 'result', formType: NS.longroomService, fields: [field] });
}
