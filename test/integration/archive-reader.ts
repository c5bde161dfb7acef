/** Reading a room's archive as clients do: query, results, page by page (XEP-0313, XEP-0059). */
import { freshId, type TestClient } from '../client.ts';
import { type Element, escapeXml } from './element.ts';
import { bodyOf, errorOf, ns } from './stanzas.ts';

export interface Query {
  readonly fields?: Readonly<Record<string, string | readonly string[]>>;
  /** The inside of the RSM `<set/>`; none where left out. */
  readonly page?: string;
  readonly flip?: boolean;
}

export interface Result {
  readonly id: string;
  readonly body: string;
  /** The archived stanza as it was forwarded. */
  readonly forwarded: Element;
  /** The message around it. */
  readonly carrier: Element;
}

export interface Page {
  readonly results: readonly Result[];
  readonly complete: boolean;
  readonly first: string | undefined;
  readonly last: string | undefined;
  readonly count: number | undefined;
}

const pagesMax = 2_000;

function queryText({ fields, page, flip }: Query, queryId: string): string {
  const written = Object.entries(fields ?? {}).map(([name, values]) => {
    const all = typeof values === 'string' ? [values] : values;
    return `<field var='${name}'>${all.map((value) => `<value>${escapeXml(value)}</value>`).join('')}</field>`;
  });
  const typed = `<field var='FORM_TYPE' type='hidden'><value>${ns.mam}</value></field>`;
  const form = fields === undefined ? '' : `<x xmlns='${ns.form}' type='submit'>${typed}${written.join('')}</x>`;
  const set = page === undefined ? '' : `<set xmlns='${ns.rsm}'>${page}</set>`;
  return `<query xmlns='${ns.mam}' queryid='${queryId}'>${form}${set}${flip === true ? '<flip-page/>' : ''}</query>`;
}

/** One question to the archive; the answer is a page, or the error as `type/condition`. */
export async function askArchive(reader: TestClient, room: string, query: Query = {}): Promise<Page | string> {
  const queryId = freshId();
  const answer = await reader.iq('set', room, queryText(query, queryId));
  const carriers = reader.unread.filter((stanza) => stanza.child('result', ns.mam)?.attrs['queryid'] === queryId);
  for (const carrier of carriers) reader.unread.splice(reader.unread.indexOf(carrier), 1);
  if (answer.attrs['type'] === 'error') return errorOf(answer);
  const fin = answer.expect('fin', ns.mam);
  const set = fin.child('set', ns.rsm);
  const count = set?.child('count')?.text;
  return {
    results: carriers.map(readResult),
    complete: fin.attrs['complete'] === 'true',
    first: set?.child('first')?.text,
    last: set?.child('last')?.text,
    count: count === undefined ? undefined : Number(count),
  };
}

/** The same, where anything but a page fails the test. */
export async function readPage(reader: TestClient, room: string, query: Query = {}): Promise<Page> {
  const page = await askArchive(reader, room, query);
  if (typeof page === 'string') throw new Error(`the archive of ${room} answered ${page}`);
  return page;
}

/** The whole archive, oldest first, by paging forwards. */
export async function readWhole(reader: TestClient, room: string, pageSize: number): Promise<Result[]> {
  const all: Result[] = [];
  let after = '';
  for (let pages = 0; pages < pagesMax; pages += 1) {
    const page = await readPage(reader, room, { page: `<max>${pageSize}</max>${after}` });
    all.push(...page.results);
    if (page.complete) return all;
    after = `<after>${escapeXml(page.last ?? '')}</after>`;
  }
  throw new Error(`the archive of ${room} does not come to an end`);
}

/** The whole archive, oldest first, by paging backwards from the newest. */
export async function readWholeBackwards(reader: TestClient, room: string, pageSize: number): Promise<Result[]> {
  const all: Result[] = [];
  let before = '<before/>';
  for (let pages = 0; pages < pagesMax; pages += 1) {
    const page = await readPage(reader, room, { page: `<max>${pageSize}</max>${before}` });
    all.unshift(...page.results);
    if (page.complete) return all;
    before = `<before>${escapeXml(page.first ?? '')}</before>`;
  }
  throw new Error(`the archive of ${room} does not come to an end`);
}

function readResult(carrier: Element): Result {
  const result = carrier.expect('result', ns.mam);
  const forwarded = result.expect('forwarded', ns.forward).expect('message');
  return { id: result.attrs['id'] ?? '', body: bodyOf(forwarded), forwarded, carrier };
}
