/** How a connection ended, and what follows from it: try again, or stop with a line that says what to do. */
import type { StreamFailure } from './stream.ts';
import { children, type Element, elements, text } from './xml.ts';

export const NS_STREAM_ERRORS = 'urn:ietf:params:xml:ns:xmpp-streams';

export type LinkEnd =
  | { readonly kind: 'cut'; readonly reason: string }
  /** A stream error (RFC 6120 §4.9) from the server. */
  | { readonly kind: 'stream-error'; readonly condition: string; readonly text: string };

export type Verdict =
  | { readonly kind: 'retry'; readonly reason: string }
  /** Another connection holds the domain: perhaps a killed predecessor that the server has not noticed. */
  | { readonly kind: 'occupied'; readonly failure: StreamFailure }
  | { readonly kind: 'fatal'; readonly failure: StreamFailure };

export function streamErrorOf(element: Element): LinkEnd {
  const condition = elements(element)[0]?.name ?? 'undefined-condition';
  const words = children(element, 'text', NS_STREAM_ERRORS).map(text).join(' ');
  return { kind: 'stream-error', condition, text: words };
}

export function reasonOf(end: LinkEnd): string {
  if (end.kind === 'cut') return end.reason;
  const words = end.text === '' ? '' : ` (${end.text})`;
  return `the server closed the stream: ${end.condition}${words}`;
}

/** What to do after a connection to `domain` ended that `wasUp` or still was being opened. */
export function judge(end: LinkEnd, { domain, wasUp }: { readonly domain: string; readonly wasUp: boolean }): Verdict {
  const retry: Verdict = { kind: 'retry', reason: reasonOf(end) };
  if (end.kind === 'cut') return retry;
  switch (end.condition) {
    case 'not-authorized':
      return wasUp ? retry : { kind: 'fatal', failure: secretRefused(domain) };
    case 'host-unknown':
      return { kind: 'fatal', failure: hostUnknown(domain) };
    case 'conflict':
      return { kind: wasUp ? 'fatal' : 'occupied', failure: wasUp ? replaced(domain) : occupied(domain, end.text) };
    default:
      return retry;
  }
}

function secretRefused(domain: string): StreamFailure {
  // ejabberd says the same where it does not know the domain.
  const line =
    `The XMPP server refused the secret for the component ${domain}. ` +
    "Set xmpp.secret to the secret in the server's configuration, and check that it knows this domain.";
  return { line, exitCode: 77 };
}

function hostUnknown(domain: string): StreamFailure {
  const line =
    `The XMPP server has no component ${domain}. ` +
    "Add it to the server's configuration, or set xmpp.domain to the one that is there.";
  return { line, exitCode: 68 };
}

function occupied(domain: string, text: string): StreamFailure {
  const words = text === '' ? '' : ` ("${text}")`;
  const line =
    `The XMPP server says that the domain ${domain} is taken${words}. ` +
    "Stop the other component that uses it, or set xmpp.domain to a domain that is not one of the server's own.";
  return { line, exitCode: 75 };
}

function replaced(domain: string): StreamFailure {
  const line =
    `Another component has connected as ${domain} and the XMPP server gave it this one's place. ` +
    'Only one may run: stop the other one before this one is started again.';
  return { line, exitCode: 75 };
}
