/**
 * The demo's web server: one address with the page, Converse.js from its npm package, and the WebSocket to Prosody.
 * It hands out the demo's password, so it answers only who calls it by a loopback name, and the page may load
 * nothing from anywhere else.
 */
import { readFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serve } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono, type MiddlewareHandler } from 'hono';
import { isPlayable, PLAYABLE, ROOMS_DOMAIN, USERS_DOMAIN } from './people.ts';
import { type DemoState, PortTaken } from './state.ts';
import { isLoopbackName, passWebSocketsTo } from './websocket.ts';

export interface Website {
  readonly address: string;
  close(): Promise<void>;
}

export interface SiteRoom {
  readonly jid: string;
  readonly name: string;
}

const CONVERSE_FOLDER = dirname(fileURLToPath(import.meta.resolve('converse.js')));
const PAGE_FOLDER = fileURLToPath(new URL('./page', import.meta.url));

const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "frame-src 'none'",
  "frame-ancestors 'none'",
  "form-action 'self'",
].join('; ');

export async function openWebsite(state: DemoState, rooms: readonly SiteRoom[]): Promise<Website> {
  const app = new Hono();
  app.use(loopbackOnly);
  app.use(async (context, next) => {
    await next();
    context.header('Content-Security-Policy', CONTENT_SECURITY_POLICY);
    context.header('Referrer-Policy', 'no-referrer');
  });
  app.get('/', async (context) => context.html(await readFile(`${PAGE_FOLDER}/index.html`, 'utf8')));
  app.get('/visit.json', (context) => {
    const user = context.req.query('user') ?? PLAYABLE[0];
    if (!isPlayable(user)) return context.json({ text: `There is no ${user} here. Try ${PLAYABLE.join(', ')}.` }, 404);
    context.header('Cache-Control', 'no-store');
    return context.json({ ...visit(state, rooms), user });
  });
  app.use('/page/*', files(PAGE_FOLDER, '/page'));
  app.use('/converse/*', files(CONVERSE_FOLDER, '/converse'));

  const server = await listen(app, state.ports.page);
  const closeWebSockets = passWebSocketsTo(server, state.ports.http);
  return {
    address: `http://127.0.0.1:${state.ports.page}/`,
    close: () =>
      new Promise((resolve) => {
        closeWebSockets();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** What the page has to know; it is the same for everybody but for the name. */
function visit(state: DemoState, rooms: readonly SiteRoom[]) {
  return {
    demo: state.id,
    people: PLAYABLE,
    usersDomain: USERS_DOMAIN,
    roomsDomain: ROOMS_DOMAIN,
    password: state.password,
    rooms,
  };
}

/** Keeps out pages of other names that were pointed at this machine (DNS rebinding). */
const loopbackOnly: MiddlewareHandler = async (context, next) => {
  if (!isLoopbackName(context.req.header('host'))) return context.text('This demo is only for its own machine.', 403);
  return next();
};

function files(folder: string, prefix: string): MiddlewareHandler {
  return serveStatic({
    root: relative(process.cwd(), folder) || '.',
    rewriteRequestPath: (path) => path.slice(prefix.length),
  });
}

function listen(app: Hono, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, port, hostname: '127.0.0.1' }) as Server;
    server.once('listening', () => resolve(server));
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? new PortTaken(port) : error);
    });
  });
}
