/** Debian's Chromium, and visitors of the demo in it: each with a browser profile of its own. */
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { type Browser, chromium, type Page } from 'playwright-core';
import { ensurePackages, programOf } from '../../src/demo/packages.ts';

const ARTIFACTS = fileURLToPath(new URL('../../artifacts/', import.meta.url));
const SIZE = { width: 1360, height: 850 };
const PATIENCE_MS = 20_000;
const VIEW_WITHIN_MS = 1_500;
const POLL_MS = 50;
const TURNS_MAX = 40;

const SWITCHES = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Every name is unknown to it, so that what is not on this machine cannot be reached even by mistake.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

/** The browser's program, or why there is none. */
export async function findBrowser(): Promise<{ readonly path: string } | { readonly reason: string }> {
  const { reason } = await ensurePackages(['chromium']);
  const path = programOf('chromium');
  return path === undefined ? { reason: reason ?? 'Chromium is not installed' } : { path };
}

/** Playwright gives each launch a new user data folder and removes it. */
export function launchBrowser(path: string): Promise<Browser> {
  return chromium.launch({ executablePath: path, args: SWITCHES });
}

/** What the page asked for at other hosts, by any of its visitors. */
export type OutsideRequests = string[];

export interface Visit {
  readonly address: string;
  readonly user: string;
  /** How many rooms the visitor enters by coming. */
  readonly rooms: number;
  readonly outside: OutsideRequests;
  /** Done to the page before it asks for anything. */
  readonly prepare?: (page: Page) => Promise<void>;
}

export class Visitor {
  readonly page: Page;
  readonly #visit: Visit;
  /** Rooms that have welcomed this visitor on the present connection. */
  readonly #entered = new Set<string>();

  private constructor(page: Page, visit: Visit) {
    this.page = page;
    this.#visit = visit;
    page.on('request', (request) => note(request.url(), visit.outside));
    page.on('websocket', (socket) => {
      note(socket.url(), visit.outside);
      this.#entered.clear();
      socket.on('framereceived', ({ payload }) => {
        const room = welcomingRoom(String(payload));
        if (room !== undefined) this.#entered.add(room);
      });
    });
  }

  /** Comes in a new browser profile. */
  static async arrive(browser: Browser, visit: Visit): Promise<Visitor> {
    const profile = await browser.newContext({ viewport: SIZE, locale: 'en-GB', colorScheme: 'light' });
    const page = await profile.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    const visitor = new Visitor(page, visit);
    await visit.prepare?.(page);
    await page.goto(`${visit.address}?user=${visit.user}`);
    await visitor.#settles();
    return visitor;
  }

  async reloads(): Promise<void> {
    this.#entered.clear();
    await this.page.reload();
    await this.#settles();
  }

  /** Has entered all rooms and sees messages of the one that is open. */
  async #settles(): Promise<void> {
    const deadline = Date.now() + PATIENCE_MS;
    while (this.#entered.size < this.#visit.rooms) {
      if (Date.now() > deadline) throw new Error(`${this.#visit.user} entered only ${[...this.#entered].join(', ')}`);
      await this.page.waitForTimeout(POLL_MS);
    }
    await this.sees('.chat-msg__text');
  }

  /** The room that is open has this among its elements. */
  async sees(selector: string): Promise<void> {
    await this.page.locator(`converse-muc ${selector}`).first().waitFor();
  }

  async says(text: string): Promise<void> {
    const field = this.page.locator('converse-muc .chat-textarea');
    await field.fill(text);
    await field.press('Enter');
    await this.reads(text);
  }

  async reads(text: string): Promise<void> {
    await this.page.locator('converse-muc .chat-msg__text', { hasText: text }).first().waitFor();
  }

  /** The messages around the place that is looked at, the oldest first: the client shows about a hundred at a time. */
  async messages(): Promise<string[]> {
    const texts = await this.page.locator('converse-muc .chat-msg__text').allTextContents();
    return texts.map((text) => text.trim());
  }

  /** The last messages, as soon as they are these, or what they are when patience ends: the client draws in steps. */
  async endsWith(expected: readonly string[]): Promise<string[]> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const last = (await this.messages()).slice(-expected.length);
      if (isDeepStrictEqual(last, expected) || Date.now() > deadline) return last;
      await this.page.waitForTimeout(POLL_MS);
    }
  }

  async roomNames(): Promise<string[]> {
    const names = await this.page.locator('converse-rooms-list .open-room span').allTextContents();
    return names.map((name) => name.trim()).filter((name) => name !== '');
  }

  async openRoom(name: string): Promise<void> {
    await this.page.locator('converse-rooms-list .open-room', { hasText: name }).click();
    await this.page.locator('converse-muc .chatbox-title__text', { hasText: name }).waitFor();
    await this.sees('.chat-msg__text');
  }

  /** Turns the wheel up until this message is there; gives what was to be seen after each turn. */
  async scrollsUpTo(text: string): Promise<string[][]> {
    const views = [await this.messages()];
    for (let turn = 0; turn < TURNS_MAX && !views.at(-1)?.includes(text); turn += 1) {
      await this.page.hover('converse-muc .chat-content');
      await this.page.mouse.wheel(0, 200);
      await this.page.mouse.wheel(0, -100_000);
      views.push(await this.#nextView(views.at(-1)?.[0] ?? ''));
    }
    return views;
  }

  /** What is to be seen once older messages are there; the same again, where the wheel turned too early. */
  async #nextView(oldest: string): Promise<string[]> {
    await this.page
      .locator('converse-muc .chat-msg__text')
      .first()
      .and(this.page.locator('.chat-msg__text', { hasNotText: oldest }))
      .waitFor({ timeout: VIEW_WITHIN_MS })
      .catch(() => undefined);
    // The spinner goes when the whole page has been drawn.
    await this.page.locator('converse-muc-chat-content .spinner').waitFor({ state: 'detached' });
    return this.messages();
  }

  async keepsPicture(name: string): Promise<void> {
    await mkdir(ARTIFACTS, { recursive: true });
    await this.page.screenshot({ path: `${ARTIFACTS}${name}.png` });
  }

  async goes(): Promise<void> {
    await this.page.context().close();
  }
}

/** The room of a self-presence (XEP-0045 §7.2.2), if that is what the stanza is. */
function welcomingRoom(stanza: string): string | undefined {
  if (!/^<presence\b/.test(stanza) || !/<status [^>]*code=['"]110['"]/.test(stanza)) return undefined;
  return /^<presence\b[^>]* from=['"]([^/'"]+)/.exec(stanza)?.[1];
}

function note(url: string, outside: OutsideRequests): void {
  const { hostname, protocol } = new URL(url);
  if (protocol !== 'data:' && protocol !== 'blob:' && hostname !== '127.0.0.1') outside.push(url);
}
