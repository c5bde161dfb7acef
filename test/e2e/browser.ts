/** Debian's Chromium, and visitors of the demo in it: each with a browser profile of its own. */
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { ensurePackages, programOf } from '../../src/demo/packages.ts';

const ARTIFACTS = fileURLToPath(new URL('../../artifacts/', import.meta.url));
const SIZE = { width: 1360, height: 850 };
const PATIENCE_MS = 20_000;
const PAGE_WITHIN_MS = 1_500;

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

export class Visitor {
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
  }

  /** Comes in a new browser profile and waits until the first room shows messages. */
  static async arrive(
    browser: Browser,
    visit: { readonly address: string; readonly user: string; readonly outside: OutsideRequests },
  ): Promise<Visitor> {
    const profile = await browser.newContext({ viewport: SIZE, locale: 'en-GB', colorScheme: 'light' });
    const page = await profile.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    page.on('request', (request) => note(request.url(), visit.outside));
    page.on('websocket', (socket) => note(socket.url(), visit.outside));
    await page.goto(`${visit.address}?user=${visit.user}`);
    const visitor = new Visitor(page);
    await visitor.sees('.chat-msg__text');
    return visitor;
  }

  /** The room that is open has this among its elements. */
  async sees(selector: string): Promise<void> {
    await this.page.locator(`converse-muc ${selector}`).first().waitFor();
  }

  async says(text: string): Promise<void> {
    const field = this.page.locator('converse-muc .chat-textarea');
    await field.fill(text);
    await field.press('Enter');
  }

  async reads(text: string): Promise<void> {
    await this.page.locator('converse-muc .chat-msg__text', { hasText: text }).first().waitFor();
  }

  /** All messages that are loaded, the oldest first. */
  async messages(): Promise<string[]> {
    const texts = await this.page.locator('converse-muc .chat-msg__text').allTextContents();
    return texts.map((text) => text.trim());
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

  /** Turns the wheel until this message is there. */
  async scrollsUpTo(text: string): Promise<void> {
    const wanted = this.page.locator('converse-muc .chat-msg__text', { hasText: text }).first();
    for (let turn = 0; turn < 40 && !(await wanted.isVisible()); turn += 1) {
      const before = (await this.messages()).length;
      await this.page.hover('converse-muc .chat-content');
      await this.page.mouse.wheel(0, 200);
      await this.page.mouse.wheel(0, -100_000);
      await this.moreThan(before);
    }
    await wanted.waitFor();
  }

  /** Waits for a page of older messages; none may come, where the wheel turned while one was loading. */
  private async moreThan(count: number): Promise<void> {
    await this.page
      .locator('converse-muc .chat-msg__text')
      .nth(count)
      .waitFor({ timeout: PAGE_WITHIN_MS })
      .catch(() => undefined);
  }

  async keepsPicture(name: string): Promise<void> {
    await mkdir(ARTIFACTS, { recursive: true });
    await this.page.screenshot({ path: `${ARTIFACTS}${name}.png` });
  }

  async goes(): Promise<void> {
    await this.page.context().close();
  }
}

function note(url: string, outside: OutsideRequests): void {
  const { hostname, protocol } = new URL(url);
  if (protocol !== 'data:' && protocol !== 'blob:' && hostname !== '127.0.0.1') outside.push(url);
}
