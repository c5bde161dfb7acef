/** Pages of the history of the first room of a filled store, as a client asks for them (XEP-0313, XEP-0059), through the whole service. */
import type { Store } from '../src/store/port.ts';
import { fillJid } from './fill.ts';
import { loneService } from './lone-service.ts';

export const pageSize = 50;

export interface PageReader {
  /** Settles when all of it has been said; with the id of its last message. `inside`: what stands in the query. */
  ask(inside: string): Promise<string>;
  stop(): Promise<void>;
}

export async function pageReader(store: Store): Promise<PageReader> {
  let page = '';
  let arrived: () => void = () => {};
  const service = await loneService({
    store,
    said: (text) => {
      page += text;
      if (text.includes('<iq') && text.includes('id="page"')) arrived();
    },
  });
  const query = (inside: string): string =>
    `<iq type='set' id='page' from='reader@localhost/r' to='${fillJid(0)}'><query xmlns='urn:xmpp:mam:2'>${inside}` +
    '</query></iq>';
  return {
    async ask(inside) {
      page = '';
      const answered = new Promise<void>((resolve) => (arrived = resolve));
      service.hear(query(inside));
      await answered;
      const last = /<last>([^<]*)<\/last>/.exec(page)?.[1];
      const results = page.split('<result ').length - 1;
      if (last === undefined || results !== pageSize) throw new Error(`a page of ${results}: ${page.slice(-300)}`);
      return last;
    },
    stop: () => service.stop(),
  };
}

/** What makes it a page: behind an id, in a range, or the first there is. */
export function set(inside = ''): string {
  return `<set xmlns='http://jabber.org/protocol/rsm'><max>${pageSize}</max>${inside}</set>`;
}

/** From this time on, in milliseconds since 1970. */
export function since(time: number): string {
  return (
    "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE' type='hidden'><value>urn:xmpp:mam:2</value></field>" +
    `<field var='start'><value>${new Date(time).toISOString()}</value></field></x>${set()}`
  );
}
