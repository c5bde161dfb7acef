import { Socket } from 'node:net';
import test, { type ExecutionContext } from 'ava';
import { openStream } from '../../src/wire/component-stream.ts';
import type { Refusal } from '../../src/wire/error.ts';
import type { ComponentStream, StreamFailure, StreamOptions } from '../../src/wire/stream.ts';
import { type Element, serialize } from '../../src/wire/xml.ts';
import { FakeServer, type FakeServerOptions, fakeServer, streamError } from '../fake-server.ts';

const QUICK = { backoffBaseMs: 1, backoffMsMax: 5 };

/** What a component hears from its stream, and a way to wait for it. */
class Listener {
  readonly stanzas: Element[] = [];
  readonly rejections: { readonly element: Element; readonly refusal: Refusal }[] = [];
  readonly events: string[] = [];
  readonly failures: StreamFailure[] = [];
  readonly logged: string[] = [];
  drainedTimes = 0;
  onStanza: (() => void) | undefined;
  #waiting: (() => void)[] = [];

  stanza(element: Element): void {
    this.stanzas.push(element);
    this.onStanza?.();
    this.#changed();
  }

  rejected(element: Element, refusal: Refusal): void {
    this.rejections.push({ element, refusal });
    this.#changed();
  }

  up(): void {
    this.events.push('up');
    this.#changed();
  }

  down(reason: string): void {
    this.events.push(`down: ${reason}`);
    this.#changed();
  }

  fatal(failure: StreamFailure): void {
    this.failures.push(failure);
    this.#changed();
  }

  drained(): void {
    this.drainedTimes += 1;
    this.#changed();
  }

  info(fields: Readonly<Record<string, unknown>>, msg: string): void {
    this.logged.push(JSON.stringify([msg, fields]));
  }

  warn(fields: Readonly<Record<string, unknown>>, msg: string): void {
    this.logged.push(JSON.stringify([msg, fields]));
    this.#changed();
  }

  async until(met: () => boolean): Promise<void> {
    while (!met()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  get ups(): number {
    return this.events.filter((event) => event === 'up').length;
  }

  #changed(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }
}

interface Scene {
  readonly server: FakeServer;
  readonly listener: Listener;
  readonly stream: ComponentStream;
}

async function scene(
  t: ExecutionContext,
  served: FakeServerOptions = {},
  asked: Partial<StreamOptions> = {},
): Promise<Scene> {
  const server = await fakeServer(served);
  const listener = new Listener();
  const stream = connect(server.service, listener, asked);
  t.teardown(async () => {
    await stream.close();
    await server.close();
  });
  return { server, listener, stream };
}

function connect(service: string, listener: Listener, asked: Partial<StreamOptions> = {}): ComponentStream {
  return openStream(
    {
      service,
      domain: 'rooms.test',
      secret: 'secret',
      stanzaSizeBytesMax: 65_536,
      log: listener,
      ...asked,
      timing: { ...QUICK, ...asked.timing },
    },
    listener,
  );
}

function message(body: string): string {
  return `<message from='a@b/c' to='room@rooms.test'><body>${body}</body></message>`;
}

test('the stream is up once the server has accepted the handshake, whatever letters the secret has', async (t) => {
  const { listener, stream } = await scene(t, { secret: 'sécret ≠ 秘密' }, { secret: 'sécret ≠ 秘密' });
  t.false(stream.up);
  await listener.until(() => listener.ups === 1);
  t.true(stream.up);
  t.false(listener.logged.join().includes('sécret'));
});

test('a stanza that comes in one packet with the accepted handshake is heard after "up"', async (t) => {
  const { listener } = await scene(t, { withHandshake: message('early') });
  await listener.until(() => listener.stanzas.length === 1);
  t.deepEqual(listener.events, ['up']);
});

test('a stream cut at every byte arrives whole, letters of several bytes included', async (t) => {
  const bodies = ['naïve', '日本語', '🦊🧑‍🚀', '&lt;é&gt;'];
  const { server, listener } = await scene(t);
  const peer = await server.accepted();
  await peer.sendByteByByte(bodies.map(message).join('\n'));
  await listener.until(() => listener.stanzas.length === bodies.length);
  t.deepEqual(
    listener.stanzas.map((stanza) => serialize(stanza)),
    bodies.map((body) => message(body).replaceAll("'", '"')),
  );
});

test('text given to send in one turn of the event loop leaves in one write, in order', async (t) => {
  const { server, listener, stream } = await scene(t);
  const peer = await server.accepted();
  await listener.until(() => stream.up);
  const written: unknown[] = [];
  const write = Socket.prototype.write;
  Socket.prototype.write = function (this: Socket, ...args: Parameters<typeof write>) {
    if (this.remotePort === server.port) written.push(String(args[0]));
    return write.apply(this, args);
  } as typeof write;
  t.teardown(() => {
    Socket.prototype.write = write;
  });
  for (let n = 0; n < 100; n += 1) stream.send(`<presence n="${n}"/>`);
  await Promise.resolve();
  stream.send('<presence n="last"/>');
  await stream.flush();
  await peer.until('last');
  t.is(written.length, 1);
  const numbers = Array.from({ length: 100 }, (_, n) => `<presence n="${n}"/>`);
  t.is(peer.received, `${numbers.join('')}<presence n="last"/>`);
});

test('after a cut the stream comes back by itself and what is sent then arrives', async (t) => {
  const { server, listener, stream } = await scene(t);
  (await server.accepted()).cut();
  const again = await server.accepted();
  await listener.until(() => listener.ups === 2);
  stream.send('<presence/>');
  await again.until('<presence/>');
  t.is(listener.events.length, 3);
  t.regex(listener.events[1] ?? '', /^down: /);
});

test('a server that is not there at the start is waited for, and that is logged once', async (t) => {
  const gone = await fakeServer();
  await gone.close();
  const listener = new Listener();
  const tries = { count: 0 };
  const stream = connect(gone.service, listener, {
    random: () => {
      tries.count += 1;
      if (tries.count === 5) void back.listen();
      return 0.5;
    },
  });
  const back = new FakeServer({ port: gone.port });
  t.teardown(async () => {
    await stream.close();
    await back.close();
  });
  await listener.until(() => listener.ups === 1);
  t.true(tries.count >= 5);
  t.is(listener.logged.filter((line) => line.includes('ECONNREFUSED')).length, 1);
});

test('a connection that is cut or never answered before the handshake is tried again', async (t) => {
  const { listener, server } = await scene(
    t,
    { welcomes: ['cut', 'silent', 'empty-error', 'accept'] },
    { timing: { openingMsMax: 200 } },
  );
  await listener.until(() => listener.ups === 1);
  // More than four where the machine is so slow that even a good opening takes longer than its bound.
  t.true(server.connections >= 4);
  t.deepEqual(listener.events, ['up']);
});

test('a wrong secret is one clear line, exit code 77 and no second try (XEP-0114 §3)', async (t) => {
  const { server, listener } = await scene(t, { secret: 'another' });
  await listener.until(() => listener.failures.length > 0);
  t.is(listener.failures[0]?.exitCode, 77);
  t.regex(listener.failures[0]?.line ?? '', /refused the secret.*rooms\.test.*xmpp\.secret/);
  t.notRegex(listener.failures[0]?.line ?? '', /\n/);
  t.is(server.connections, 1);
});

test('a domain that the server does not know is one clear line and exit code 68', async (t) => {
  const { listener } = await scene(t, { welcomes: ['host-unknown'] });
  await listener.until(() => listener.failures.length > 0);
  t.is(listener.failures[0]?.exitCode, 68);
  t.regex(listener.failures[0]?.line ?? '', /no component rooms\.test/);
});

test('"already connected" is taken for the ghost of a predecessor at first', async (t) => {
  const conflict = { refuse: 'conflict', text: 'Component already connected' };
  const { server, listener } = await scene(t, { welcomes: [conflict, conflict, conflict, 'accept'] });
  await listener.until(() => listener.ups === 1);
  t.is(server.connections, 4);
  t.deepEqual(listener.failures, []);
});

test('"already connected" that does not go away is one clear line and exit code 75', async (t) => {
  const conflict = { refuse: 'conflict', text: 'Component already connected' };
  const { server, listener } = await scene(t, { welcomes: [conflict] }, { timing: { conflictMsMax: 20 } });
  await listener.until(() => listener.failures.length > 0);
  t.is(listener.failures[0]?.exitCode, 75);
  t.regex(listener.failures[0]?.line ?? '', /taken \("Component already connected"\)/);
  t.true(server.connections >= 2);
});

test('a component whose place was given to another one does not fight for it', async (t) => {
  const { server, listener } = await scene(t);
  (await server.accepted()).end(streamError('conflict', 'Replaced by a new connection'));
  await listener.until(() => listener.failures.length > 0);
  t.is(listener.failures[0]?.exitCode, 75);
  t.is(server.connections, 1);
});

test('what is not XML any more costs a reconnect and nothing else', async (t) => {
  const broken = ['<message></iq>', '<message a=b/>', '<!DOCTYPE x>', '<!-- x -->', '<?pi?>', 'text', '<message <'];
  const { server, listener } = await scene(t);
  for (const text of broken) (await server.accepted()).send(`${message('before')}${text}${message('after')}`);
  await server.accepted();
  await listener.until(() => listener.ups === broken.length + 1);
  t.is(listener.stanzas.length, broken.length);
  t.deepEqual(listener.failures, []);
});

test('a stanza above a limit is rejected with its addresses, and its neighbours are heard', async (t) => {
  const { server, listener } = await scene(t);
  const peer = await server.accepted();
  const addresses = "from='a@b/c' id='7' type='set'";
  const attributes = (count: number) => Array.from({ length: count }, (_, n) => `a${n}=''`).join(' ');
  peer.send(message('before'));
  peer.send(`<iq ${addresses} to='x@rooms.test'><q>${'y'.repeat(70_000)}</q></iq>`);
  peer.send(`<iq ${addresses} to='x@rooms.test'>${'<d>'.repeat(5_000)}${'</d>'.repeat(5_000)}</iq>`);
  peer.send(`<iq ${attributes(5_000)} ${addresses} to='x@rooms.test'><q/></iq>`);
  peer.send(`<iq ${addresses} ${attributes(10_000)} to='x@rooms.test'/>`);
  peer.send(message('after'));
  await listener.until(() => listener.stanzas.length === 2);
  t.deepEqual(
    listener.rejections.map(({ element, refusal }) => [element.name, element.attrs.id, refusal.condition]),
    Array.from({ length: 4 }, () => ['iq', '7', 'policy-violation']),
  );
  t.is(listener.ups, 1);
});

test('while reading is paused for any reason the server is held back, and then nothing is missing', async (t) => {
  const { server, listener, stream } = await scene(t);
  const peer = await server.accepted();
  const total = 20_000;
  listener.onStanza = () => {
    listener.onStanza = undefined;
    stream.pause('store');
    stream.pause('limit');
    stream.resume('limit');
  };
  for (let n = 0; n < total; n += 1) peer.send(message(`${n} ${'x'.repeat(1_000)}`));
  await listener.until(() => listener.stanzas.length > 0);
  // What the peer cannot get rid of proves that nobody reads: a round trip in the other direction shows time has passed.
  stream.send('<presence/>');
  await peer.until('<presence/>');
  t.true(peer.socket.writableLength > 0);
  t.true(listener.stanzas.length < 100);
  stream.resume('store');
  await listener.until(() => listener.stanzas.length === total);
  t.pass();
});

test('a stalled server makes bufferedBytes grow; it is drained when the server takes data again', async (t) => {
  const { server, listener, stream } = await scene(t);
  const peer = await server.accepted();
  await listener.until(() => stream.up);
  peer.stall();
  const stanza = `<message to="a@b"><body>${'ü'.repeat(1_000_000)}</body></message>`;
  for (let n = 0; n < 20; n += 1) stream.send(stanza);
  let flushed = false;
  const flush = stream.flush().then(() => {
    flushed = true;
  });
  t.is(stream.bufferedBytes, 20 * Buffer.byteLength(stanza));
  t.false(flushed);
  const drainedBefore = listener.drainedTimes;
  peer.goOn();
  await flush;
  await listener.until(() => listener.drainedTimes > drainedBefore);
  t.is(stream.bufferedBytes, 0);
});

test('a server that takes no data at all is cut off', async (t) => {
  const { server, listener, stream } = await scene(t, {}, { timing: { stallMsMax: 100 } });
  const peer = await server.accepted();
  await listener.until(() => stream.up);
  peer.stall();
  stream.send('x'.repeat(20_000_000));
  await listener.until(() => listener.ups === 2);
  t.deepEqual(listener.events.slice(0, 2), ['up', 'down: the server takes no data any more']);
});

test('more waiting than the bound cuts the stream instead of filling memory', async (t) => {
  const { server, listener, stream } = await scene(t, {}, { bufferBytesMax: 1_000_000 });
  const peer = await server.accepted();
  await listener.until(() => stream.up);
  peer.stall();
  stream.send('x'.repeat(1_000_001));
  t.true(stream.up, 'nothing happens within the call of send');
  await listener.until(() => listener.ups === 2);
  t.is(stream.bufferedBytes, 0);
});

test('a flush that waits settles when the stream goes down', async (t) => {
  const { server, listener, stream } = await scene(t);
  const peer = await server.accepted();
  await listener.until(() => stream.up);
  peer.stall();
  stream.send('x'.repeat(20_000_000));
  const flush = stream.flush();
  peer.cut();
  await flush;
  t.is(stream.bufferedBytes, 0);
});

test('close flushes, closes the stream, waits for the server and does not come back', async (t) => {
  const { server, listener, stream } = await scene(t);
  const peer = await server.accepted();
  await listener.until(() => stream.up);
  stream.pause('a reason');
  stream.send('<presence type="unavailable"/>');
  const closed = stream.close();
  t.false(stream.up);
  await peer.until('<presence type="unavailable"/></stream:stream>');
  peer.end();
  t.true(await closed, 'the server has read everything');
  await peer.untilClosed();
  t.deepEqual(listener.events, ['up']);
  t.is(server.connections, 1);
});

test('close is bounded by a server that does not answer', async (t) => {
  const { server, listener, stream } = await scene(t, {}, { timing: { closingMsMax: 50 } });
  const peer = await server.accepted();
  await listener.until(() => stream.up);
  peer.stall();
  stream.send('x'.repeat(20_000_000));
  t.false(await stream.close(), 'nobody knows what the server has read');
  t.false(stream.up);
});

test('a server that shuts down in order is waited for until it is back', async (t) => {
  const { server, listener } = await scene(t);
  const peer = await server.accepted();
  peer.end(streamError('system-shutdown'));
  await peer.untilClosed();
  t.true(peer.received.endsWith('</stream:stream>'));
  await listener.until(() => listener.ups === 2);
  t.is(listener.events[1], 'down: the server closed the stream: system-shutdown');
});

test('whatever is sent while the stream is down is dropped', async (t) => {
  const { server, listener, stream } = await scene(t);
  stream.send('<presence n="before"/>');
  const peer = await server.accepted();
  await listener.until(() => stream.up);
  stream.send('<presence n="now"/>');
  await peer.until('now');
  t.is(peer.received, '<presence n="now"/>');
});
