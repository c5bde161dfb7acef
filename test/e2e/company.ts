/** Who else is in the room when a client is tried: people whose every stanza the test chooses. */
import type { ExecutionContext } from 'ava';
import type { TestClient } from '../client.ts';
import type { Component } from '../integration/component.ts';
import { type Element, escapeXml } from '../integration/element.ts';
import { Scene } from '../integration/stage.ts';
import type { XmppServer } from '../servers/server.ts';

const MUC_ADMIN = 'http://jabber.org/protocol/muc#admin';
const MUC_OWNER = 'http://jabber.org/protocol/muc#owner';

export interface Meeting {
  readonly room: string;
  /** Made the room and is in it. */
  readonly alice: TestClient;
}

export interface OwnedMeeting extends Meeting {
  /** Somebody else, signed in and not in the room. */
  user(name: string): Promise<TestClient>;
  /** Alice changes the subject. */
  subject(text: string): Promise<void>;
  /** Alice changes these fields of the configuration and leaves the others. */
  configure(fields: Readonly<Record<string, string>>): Promise<void>;
  destroy(reason: string): Promise<void>;
}

/** A new room, which goes with the test. */
export async function meet(t: ExecutionContext, server: XmppServer, component: Component): Promise<OwnedMeeting> {
  const scene = new Scene(server, component, t);
  const { room } = scene;
  const alice = await scene.owner('alice', 'Alice');
  return {
    room,
    alice,
    user: (name) => scene.user(name),
    subject: async (text) => {
      alice.send(`<message type='groupchat' to='${room}'><subject>${escapeXml(text)}</subject></message>`);
      await alice.receives(`the subject ${text}`, (stanza) => stanza.child('subject')?.text === text);
    },
    configure: async (fields) => {
      const rows = Object.entries({ FORM_TYPE: 'http://jabber.org/protocol/muc#roomconfig', ...fields }).map(
        ([name, value]) => `<field var='${name}'><value>${escapeXml(value)}</value></field>`,
      );
      const form = `<x xmlns='jabber:x:data' type='submit'>${rows.join('')}</x>`;
      accepted(await alice.iq('set', room, `<query xmlns='${MUC_OWNER}'>${form}</query>`));
    },
    destroy: async (reason) => {
      const destroy = `<destroy><reason>${escapeXml(reason)}</reason></destroy>`;
      accepted(await alice.iq('set', room, `<query xmlns='${MUC_OWNER}'>${destroy}</query>`));
    },
  };
}

export function says(client: TestClient, room: string, text: string): void {
  client.send(`<message type='groupchat' to='${room}'><body>${escapeXml(text)}</body></message>`);
}

/** XEP-0045 §7.5. */
export function whispers(client: TestClient, occupant: string, text: string): void {
  const mark = "<x xmlns='http://jabber.org/protocol/muc#user'/>";
  client.send(`<message type='chat' to='${occupant}'><body>${escapeXml(text)}</body>${mark}</message>`);
}

export async function hears(client: TestClient, text: string): Promise<Element> {
  return await client.receives(`"${text}"`, (stanza) => stanza.child('body')?.text === text);
}

export async function changesRole({ alice, room }: Meeting, nick: string, role: string, reason = ''): Promise<void> {
  const item = `<item nick='${nick}' role='${role}'><reason>${escapeXml(reason)}</reason></item>`;
  accepted(await alice.iq('set', room, `<query xmlns='${MUC_ADMIN}'>${item}</query>`));
}

export async function setsAffiliation(
  { alice, room }: Meeting,
  jid: string,
  affiliation: string,
  reason = '',
): Promise<void> {
  const item = `<item jid='${jid}' affiliation='${affiliation}'><reason>${escapeXml(reason)}</reason></item>`;
  accepted(await alice.iq('set', room, `<query xmlns='${MUC_ADMIN}'>${item}</query>`));
}

function accepted(answer: Element): void {
  if (answer.attrs['type'] !== 'result') throw new Error(`refused: ${answer.toString()}`);
}
