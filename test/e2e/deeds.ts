/**
 * What people do in rooms, and with which clients it works here. `docs/clients.md` is written from this table, and
 * a client's own test must show every deed that the table says can be done with it.
 */
import type { ExecutionContext, TestFn } from 'ava';

export type ClientName = 'converse' | 'profanity' | 'gajim';

/** Begins with `yes` where a run has shown it; everything else is a reason. */
type Verdict = `yes${string}` | `no: ${string}` | `not run${string}`;

interface Deed extends Readonly<Record<ClientName, Verdict>> {
  /** What a person does, as the row of the table says it. */
  readonly what: string;
}

export const DEEDS = {
  enter: {
    what: 'enter a room, see who is in it and its subject',
    converse: 'yes',
    profanity: 'yes',
    gajim: 'yes',
  },
  latest: {
    what: 'read the latest messages on entering',
    converse: 'yes (from the archive)',
    profanity: 'yes (the last 30)',
    gajim: 'yes (from the archive)',
  },
  page: {
    what: 'page back to the first message',
    converse: 'yes',
    profanity: 'no: asks the archive for one-to-one chats only',
    gajim: 'yes',
  },
  talk: {
    what: 'talk and be heard',
    converse: 'yes',
    profanity: 'yes',
    gajim: 'yes',
  },
  correct: {
    what: 'correct what one has said',
    converse: 'yes',
    profanity: 'yes',
    gajim: 'yes',
  },
  react: {
    what: 'answer a message with a smiley (a reaction)',
    converse: 'yes',
    profanity: 'no: it has no command for it',
    gajim: 'no: it knows no reactions',
  },
  subject: {
    what: 'change the subject',
    converse: 'yes',
    profanity: 'yes',
    gajim: 'yes',
  },
  nick: {
    what: 'change the nickname',
    converse: 'yes',
    profanity: 'yes',
    gajim: 'yes',
  },
  taken: {
    what: 'be told that a nickname is taken',
    converse: 'no: it shows nothing; on entering it takes another one by itself',
    profanity: 'yes (as a failed entry)',
    gajim: 'no: it shows nothing',
  },
  whisper: {
    what: 'send and get private messages',
    converse: 'yes',
    profanity: 'yes',
    gajim: 'yes',
  },
  invited: {
    what: 'be invited through the room and come',
    converse: 'yes',
    profanity: 'yes',
    gajim: 'yes (in rooms that show real addresses; it fails on an inviter who is an occupant)',
  },
  invite: {
    what: 'invite somebody',
    converse: 'yes',
    profanity: 'yes (directly, XEP-0249)',
    gajim: 'yes (directly, XEP-0249)',
  },
  voice: {
    what: 'be without voice, get voice',
    converse: 'yes',
    profanity: 'yes',
    gajim: 'yes',
  },
  'ask for voice': {
    what: 'ask the moderators for voice',
    converse: 'no: it has nothing to press for it',
    profanity: 'no: it has no command for it',
    gajim: 'yes',
  },
  'give voice': {
    what: 'give voice to who asks for it',
    converse: 'no: it shows no such request, but gives voice unasked',
    profanity: 'no: it shows no such request, but gives voice unasked',
    gajim: 'yes',
  },
  kicked: {
    what: 'be kicked, be told why, come back',
    converse: 'yes (by reloading the page)',
    profanity: 'yes',
    gajim: 'yes',
  },
  banned: {
    what: 'be banned, be told why, come back once it is taken back',
    converse: 'yes (by reloading the page)',
    profanity: 'yes',
    gajim: 'yes',
  },
  closed: {
    what: 'be refused by a members-only room, enter as a member',
    converse: 'yes (by reloading the page)',
    profanity: 'yes',
    gajim: 'yes',
  },
  password: {
    what: 'enter a room with a password',
    converse: 'yes',
    profanity: 'yes',
    gajim: 'yes',
  },
  make: {
    what: 'make a room',
    converse: 'yes',
    profanity: 'yes',
    gajim: 'yes',
  },
  form: {
    what: 'read the configuration and change it',
    converse: 'yes',
    profanity: 'yes',
    gajim: 'yes',
  },
  manage: {
    what: 'make a member and a moderator, kick',
    converse: 'yes',
    profanity: 'yes (lists and bans too)',
    gajim: 'yes',
  },
  moderate: {
    what: 'take back what somebody else has said',
    converse: 'yes (nobody reads it later)',
    profanity: 'no: it has no command for it',
    gajim: 'yes',
  },
  retract: {
    what: 'take back what one has said oneself',
    converse: 'yes (nobody reads it later)',
    profanity: 'no: it has no command for it',
    gajim: 'no: only a moderator can, as with the messages of others',
  },
  register: {
    what: 'ask to become a member',
    converse: 'yes (by entering, with `auto_register_muc_nickname`)',
    profanity: 'no: it has no command for it',
    gajim: 'no: it has nothing to press for it',
  },
  find: {
    what: 'find rooms of the service and what they can',
    converse: 'yes',
    profanity: 'yes',
    gajim: 'yes',
  },
  command: {
    what: 'list and run commands',
    converse: 'yes',
    profanity: 'yes (but a list of hats, which XEP-0317 makes a table, is empty)',
    gajim: 'yes (but it fails on a list of hats, which XEP-0317 makes a table)',
  },
  chat: {
    what: 'write to the service and read its answers',
    converse: 'no: it opens no chat with an address that has no name before the @',
    profanity: 'yes',
    gajim: 'yes',
  },
  inside: {
    what: "enter a room of one's category",
    converse: 'yes',
    profanity: 'yes',
    gajim: 'yes',
  },
  across: {
    what: 'be refused by a room of another category',
    converse: 'yes',
    profanity: 'yes',
    gajim: 'yes',
  },
  'turned out': {
    what: 'be put out of a room when its category changes, and be told so',
    converse: 'yes (with the reason)',
    profanity: 'no: it closes the room and says nothing',
    gajim: 'yes (without the reason)',
  },
  wall: {
    what: 'set up categories, groups and rooms by commands',
    converse: 'not run',
    profanity: 'not run',
    gajim: 'yes',
  },
  destroyed: {
    what: 'be told that the room was destroyed',
    converse: 'no: it shows nothing and makes the room again',
    profanity: 'yes (with the reason)',
    gajim: 'yes (without the reason, which it looks for in the wrong place)',
  },
  outage: {
    what: 'go on talking after Longroom was killed',
    converse: 'yes',
    profanity: 'yes',
    gajim: 'yes',
  },
  forgotten: {
    what: 'notice that the room has forgotten them, and come back',
    converse: 'yes',
    profanity: 'no: it does not ask',
    gajim: 'no: it does not ask',
  },
  reconnect: {
    what: 'go offline, come back, read what was missed',
    converse: 'yes',
    profanity: 'yes',
    gajim: 'yes',
  },
} as const satisfies Readonly<Record<string, Deed>>;

export type DeedName = keyof typeof DEEDS;

type Do = (t: ExecutionContext) => Promise<void>;

/** Declares tests of one client, one after the other; each is skipped, with the reason, where there is one. */
export function deedsOf(
  test: TestFn,
  client: ClientName,
  reason: string | undefined,
): (deed: DeedName, run: Do, seconds?: number) => void {
  return (deed, run, seconds = 60) => {
    const { what } = DEEDS[deed];
    if (reason !== undefined) {
      test.serial.skip(`${client}: ${what} [skipped: ${reason}]`, (t) => t.pass());
      return;
    }
    test.serial(`${client}: ${what}`, async (t) => {
      t.timeout(seconds * 1000);
      await run(t);
    });
  };
}
