/**
 * What Longroom is and which XEPs it has, for machines: DOAP in RDF/XML as XEP-0453 has it. No homepage is named, as the
 * sources do not know where they are published.
 */
import { XEPS, type Xep } from './xeps.ts';

/** RFCs that a component and its rooms have a part in. */
const RFCS = ['rfc6120', 'rfc6121', 'rfc7622'];

/** The content of docs/longroom.doap. */
export function renderDoap(): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<!-- Made from src/conformance/xeps.ts by \`npm run docs\`. Change it there. -->
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
         xmlns="http://usefulinc.com/ns/doap#"
         xmlns:xmpp="https://linkmauve.fr/ns/xmpp-doap#">
  <Project xml:lang="en">
    <name>Longroom</name>
    <shortdesc>Persistent group chat for any XMPP network</shortdesc>
    <description>An external component that gives any XMPP server rooms that last: everything said is kept and survives crashes and restarts, and nobody has to join again.</description>
    <license rdf:resource="https://spdx.org/licenses/MIT.html"/>
    <language>en</language>
    <programming-language>TypeScript</programming-language>
    <os>Linux</os>
    <category rdf:resource="https://linkmauve.fr/ns/xmpp-doap#category-server"/>
${RFCS.map((rfc) => `    <implements rdf:resource="https://xmpp.org/rfcs/${rfc}.html"/>`).join('\n')}
${XEPS.toSorted((one, other) => one.number.localeCompare(other.number))
  .map(supported)
  .join('\n')}
  </Project>
</rdf:RDF>
`;
}

function supported({ number, version, progress }: Xep): string {
  const since = 'since' in progress ? progress.since : undefined;
  const note = 'note' in progress ? progress.note : undefined;
  const lines = [
    `<xmpp:xep rdf:resource="https://xmpp.org/extensions/xep-${number}.html"/>`,
    `<xmpp:status>${progress.status}</xmpp:status>`,
    `<xmpp:version>${version}</xmpp:version>`,
    ...(since === undefined ? [] : [`<xmpp:since>${since}</xmpp:since>`]),
    ...(note === undefined ? [] : [`<xmpp:note xml:lang="en">${escapeText(note)}</xmpp:note>`]),
  ].map((line) => `        ${line}`);
  return [
    '    <implements>',
    '      <xmpp:SupportedXep>',
    ...lines,
    '      </xmpp:SupportedXep>',
    '    </implements>',
  ].join('\n');
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
