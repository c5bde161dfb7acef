import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import test, { type ExecutionContext } from 'ava';
import { freePort } from './ports.ts';
import { TcpProxy } from './tcp-proxy.ts';

/** A server that says back what it hears, behind a proxy. */
async function echoBehindProxy(t: ExecutionContext): Promise<{ proxy: TcpProxy; heard: Buffer[] }> {
  const heard: Buffer[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      heard.push(bytes);
      socket.write(bytes);
    });
  });
  const port = await freePort();
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const proxy = await TcpProxy.to('127.0.0.1', port);
  t.teardown(async () => {
    await proxy.close();
    server.close();
  });
  return { proxy, heard };
}

async function dial(t: ExecutionContext, proxy: TcpProxy): Promise<Socket> {
  const socket = connect(proxy.port, '127.0.0.1');
  t.teardown(() => socket.destroy());
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

async function says(socket: Socket, text: string): Promise<string> {
  socket.write(text);
  let back = '';
  while (back.length < text.length) back += String((await once(socket, 'data'))[0]);
  return back;
}

test('what is sent arrives, and so does the end', async (t) => {
  const { proxy } = await echoBehindProxy(t);
  const socket = await dial(t, proxy);
  t.is(await says(socket, 'hello'), 'hello');
  t.is(proxy.connections, 1);
  const ended = once(socket, 'end');
  socket.end();
  await ended;
});

test('a slow net takes its time, and loses nothing and no order', async (t) => {
  const { proxy } = await echoBehindProxy(t);
  const socket = await dial(t, proxy);
  proxy.slow({ latencyMilliseconds: 30, bytesPerSecond: 1_000_000 });
  const began = performance.now();
  const long = Array.from({ length: 5_000 }, (_, i) => `${i}`).join(' ');
  t.is(await says(socket, long), long);
  t.true(performance.now() - began >= 59);
});

test('while new connections are refused those that are there go on', async (t) => {
  const { proxy } = await echoBehindProxy(t);
  const socket = await dial(t, proxy);
  t.is(await says(socket, '1'), '1');
  proxy.refuse();
  await t.throwsAsync(dial(t, proxy), { code: 'ECONNREFUSED' });
  t.is(await says(socket, '2'), '2');
  await proxy.pass();
  t.is(await says(await dial(t, proxy), '3'), '3');
});

test('a cut ends everything at once, and the next connection works', async (t) => {
  const { proxy } = await echoBehindProxy(t);
  const sockets = [await dial(t, proxy), await dial(t, proxy)];
  for (const socket of sockets) t.is(await says(socket, 'x'), 'x');
  const closed = Promise.all(sockets.map((socket) => once(socket, 'close')));
  proxy.cut();
  await closed;
  t.is(proxy.connections, 0);
  t.is(await says(await dial(t, proxy), 'again'), 'again');
});

test('a black hole takes everything and gives nothing; afterwards it all arrives, late', async (t) => {
  const { proxy, heard } = await echoBehindProxy(t);
  const patient = await dial(t, proxy);
  const hasty = await dial(t, proxy);
  t.is(await says(patient, 'a'), 'a');
  t.is(await says(hasty, 'b'), 'b');
  proxy.swallow();
  const answer = says(patient, 'from the patient one');
  hasty.write('from the hasty one');
  await new Promise((resolve) => hasty.write('', resolve));
  hasty.end();
  await once(hasty, 'finish');
  t.false(Buffer.concat(heard).toString().includes('one'));
  await proxy.pass();
  t.is(await answer, 'from the patient one');
  while (!Buffer.concat(heard).includes('hasty')) await new Promise((resolve) => setImmediate(resolve));
  t.pass();
});
