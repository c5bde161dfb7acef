/** Goes through what would be imported of a room, and counts. */
import { Findings } from './findings.ts';
import type { ForeignRoom } from './foreign.ts';
import { readMessage } from './posted.ts';

export interface SurveyedMessage {
  readonly archiveId: string;
  readonly at: number;
}

export interface Survey {
  readonly messages: number;
  readonly first?: SurveyedMessage;
  readonly last?: SurveyedMessage;
  /** How many are later than what follows them here. */
  readonly late: number;
  /** How many are by somebody whose address is not known. */
  readonly bySomebody: number;
  readonly findings: Findings;
}

/** `until`: when what follows them here was said, in milliseconds since 1970. */
export async function survey(room: ForeignRoom, until: number): Promise<Survey> {
  const findings = new Findings();
  let [messages, late, bySomebody] = [0, 0, 0];
  let first: SurveyedMessage | undefined;
  let last: SurveyedMessage | undefined;
  for await (const message of room.messages(findings)) {
    const read = readMessage(message, room.jid, findings);
    if (read === undefined) continue;
    messages += 1;
    if (read.at > until) late += 1;
    if (read.bare === undefined && read.nick !== '') bySomebody += 1;
    last = { archiveId: read.stanzaId, at: read.at };
    first ??= last;
  }
  return { messages, late, bySomebody, findings, ...(first && { first }), ...(last && { last }) };
}
