/** What the service sends, put together as the real stream does it, given on as text of whole stanzas. */
import { Pages } from '../src/wire/copies.ts';
import type { Sending } from '../src/wire/stream.ts';

export function sendingText(receive: (text: string) => void): Sending {
  const pages = new Pages();
  const hand = (): void => {
    const written = pages.take();
    const text = Buffer.concat(written).toString();
    for (const page of written) pages.done(page);
    if (text !== '') receive(text);
  };
  return {
    send: (text) => {
      pages.text(text);
      hand();
    },
    sendCopies: (stanza, to) => {
      pages.copies(stanza, to);
      hand();
    },
    sendEach: (stanzas, to) => {
      pages.each(stanzas, to);
      hand();
    },
  };
}
