/** Messages of MongoDB's wire protocol (OP_MSG), as far as a proxy has to understand them. */
import { BSON, type Document } from 'mongodb';

const headLength = 16;
const opMsg = 2013;

export interface MongoCommand {
  readonly requestId: number;
  /** `insert`, `find`, ... */
  readonly name: string;
  /** What it is about, where it is about one collection. */
  readonly collection: string | undefined;
  /** Documents that travel beside the command: those of an insert. */
  readonly documents: readonly Document[];
}

/** Puts what arrives in pieces together to whole messages. */
export class MessageReader {
  #rest: Buffer = Buffer.alloc(0);

  *read(bytes: Buffer): Generator<Buffer> {
    this.#rest = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    while (this.#rest.length >= 4) {
      const length = this.#rest.readInt32LE(0);
      if (this.#rest.length < length) return;
      const message = this.#rest.subarray(0, length);
      this.#rest = this.#rest.subarray(length);
      yield message;
    }
  }
}

/** Nothing for a message of another kind than commands have today. */
export function commandIn(message: Buffer): MongoCommand | undefined {
  if (message.readInt32LE(12) !== opMsg) return undefined;
  let body: Document = {};
  const documents: Document[] = [];
  for (let at = headLength + 4; at < message.length; ) {
    const kind = message.readUInt8(at);
    const length = message.readInt32LE(at + 1);
    const section = message.subarray(at + 1, at + 1 + length);
    if (kind === 0) body = BSON.deserialize(section);
    else documents.push(...documentsIn(section));
    at += 1 + length;
  }
  const [name = '', about] = Object.entries(body)[0] ?? [];
  const inline: unknown = body['documents'];
  return {
    requestId: message.readInt32LE(4),
    name,
    collection: typeof about === 'string' ? about : undefined,
    documents: Array.isArray(inline) ? inline : documents,
  };
}

/** After its length and a name that ends with a zero, a sequence holds one document after the other. */
function* documentsIn(section: Buffer): Generator<Document> {
  for (let at = section.indexOf(0, 4) + 1; at < section.length; at += section.readInt32LE(at)) {
    yield BSON.deserialize(section.subarray(at, at + section.readInt32LE(at)));
  }
}

/** The request that a message answers. */
export function answeredBy(message: Buffer): number {
  return message.readInt32LE(8);
}

export function answerTo(requestId: number, body: Document): Buffer {
  const document = BSON.serialize(body);
  const message = Buffer.alloc(headLength + 5 + document.length);
  message.writeInt32LE(message.length, 0);
  message.writeInt32LE(requestId, 8);
  message.writeInt32LE(opMsg, 12);
  message.set(document, headLength + 5);
  return message;
}
