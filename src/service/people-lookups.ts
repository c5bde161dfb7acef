/** Which queries have to wait for people to be looked up. */
import { NS } from '../wire/namespaces.ts';
import { child, type Element } from '../wire/xml.ts';

/** Changes of lists name people, who have to be looked up before the room is asked. */
export function looksPeopleUp(iq: Element, type: 'get' | 'set'): boolean {
  return type === 'set' && (child(iq, 'query', NS.mucAdmin) ?? child(iq, 'query', NS.mucOwner)) !== undefined;
}
