/** Converse.js in Debian's Chromium, on the page of the demo, beside a Longroom on a real Prosody. */
import type { Browser, Locator, Page } from 'playwright-core';
import { ensurePackages } from '../../src/demo/packages.ts';
import { openWebsite, type Website } from '../../src/demo/website.ts';
import { TestClient } from '../client.ts';
import { Component } from '../integration/component.ts';
import { instantRoom } from '../integration/stage.ts';
import { freePort } from '../servers/ports.ts';
import { prosodyForBrowsers } from '../servers/prosody.ts';
import { launch, type XmppServer } from '../servers/server.ts';
import { findBrowser, launchBrowser, Visitor } from './browser.ts';
import { hears, type Meeting, says } from './company.ts';

/** Why Converse cannot be run here, if it cannot. */
export async function withoutConverse(): Promise<string | undefined> {
  const { reason } = await ensurePackages(['prosody']);
  const program = await findBrowser();
  return reason ?? ('reason' in program ? program.reason : undefined);
}

/** What Converse is visited with: a server, Longroom, a web page, and a browser. */
export class ConverseStage {
  readonly server: XmppServer;
  readonly component: Component;
  readonly #website: Website;
  readonly #browser: Browser;

  private constructor(server: XmppServer, component: Component, website: Website, browser: Browser) {
    this.server = server;
    this.component = component;
    this.#website = website;
    this.#browser = browser;
  }

  static async open(env: Readonly<Record<string, string>> = {}): Promise<ConverseStage> {
    const program = await findBrowser();
    if (!('path' in program)) throw new Error(program.reason);
    const http = await freePort();
    const server = await launch(prosodyForBrowsers(http));
    const component = await Component.start(server, { env });
    const lobby = `lobby@${server.domain}`;
    const host = await TestClient.connect(server, 'dave');
    await host.join(lobby, 'Dave');
    await host.iq('set', lobby, instantRoom);
    says(host, lobby, 'welcome');
    await hears(host, 'welcome');
    await host.close();
    const ports = { page: await freePort(), http, component: server.componentPort };
    const state = { id: 'e2e', componentSecret: server.secret, password: server.password, ports, historyWritten: true };
    const website = await openWebsite(state, [{ jid: lobby, name: 'lobby' }]);
    return new ConverseStage(server, component, website, await launchBrowser(program.path));
  }

  async visit(user: string, prepare?: (page: Page) => Promise<void>): Promise<ConverseVisit> {
    const visit = { address: this.#website.address, user, rooms: 1, outside: [] };
    return new ConverseVisit(user, await Visitor.arrive(this.#browser, { ...visit, ...(prepare && { prepare }) }));
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.#website.close();
    await this.component.remove();
    await this.server.stop();
  }
}

/** Somebody who sits before the page, and what they see and press in the room that is open. */
export class ConverseVisit {
  readonly user: string;
  readonly visitor: Visitor;

  constructor(user: string, visitor: Visitor) {
    this.user = user;
    this.visitor = visitor;
  }

  get page(): Page {
    return this.visitor.page;
  }

  /** Follows a link to the room, in the page that is open. */
  async asks(room: string): Promise<void> {
    await this.page.evaluate(`window.location.hash = ''; window.location.hash = '#converse/room?jid=${room}'`);
    await this.visitor.sees(`converse-muc-heading .chatbox-title__text:has-text("${room.split('@')[0] ?? ''}")`);
  }

  async enters(meeting: Meeting): Promise<void> {
    await this.asks(meeting.room);
    await this.isThere(meeting);
  }

  async isThere({ room, alice }: Meeting): Promise<void> {
    await alice.receives(
      `${this.user} entering`,
      ({ attrs }) => attrs['from'] === `${room}/${this.user}` && attrs['type'] === undefined,
    );
    await this.shows(`${this.user} has entered the groupchat`);
  }

  /** A text in the room that is open. */
  async shows(text: string | RegExp): Promise<void> {
    await this.page.locator('converse-muc').getByText(text).first().waitFor();
  }

  async types(text: string): Promise<void> {
    const field = this.page.locator('converse-muc .chat-textarea');
    await field.fill(text);
    await field.press('Enter');
  }

  message(text: string): Locator {
    return this.page.locator('converse-muc converse-chat-message', { hasText: text }).last();
  }

  /** Chooses from the menu of a message. */
  async acts(text: string, action: string): Promise<void> {
    await this.message(text).hover();
    await this.message(text).locator('converse-dropdown button').first().click();
    await this.message(text).locator('.chat-msg__action', { hasText: action }).click();
  }

  /** Closes the dialog that is open. */
  async closes(): Promise<void> {
    await this.page.locator('.modal.show button[aria-label=Close]').first().click();
    await this.page.locator('.modal.show').waitFor({ state: 'detached' });
  }

  /** Answers the dialog that is open. */
  async confirms(): Promise<void> {
    await this.page.locator('.modal.show button[type=submit], .modal.show .btn-primary').first().click();
  }
}
