/** XEP-0045 §7.2.13 to §7.2.17: what a newcomer hears of what was said before, and those who speak groupchat 1.0. */
import { coven, crone1, hag66, hecate, type Stage, wiccarocks } from '../stage.ts';
import type { Play } from './play.ts';

/** The three messages of example 33, said by the three who are in the room. */
const said = [
  [crone1, '162BEBB1-F6DB-4D9A-9BD8-CFDCC801A0B2', "Thrice the brinded cat hath mew'd."],
  [wiccarocks, '90057840-30FD-4141-AA44-103EEDF218FC', 'Thrice and once the hedge-pig whined.'],
  [hag66, '77E07BB0-55CF-4BD4-890E-3F7C0E686BBD', "Harpier cries 'Tis time, 'tis time."],
] as const;

const nicks = new Map<string, string>([
  [crone1, 'firstwitch'],
  [wiccarocks, 'secondwitch'],
  [hag66, 'thirdwitch'],
]);

async function threeSpeak(on: Stage): Promise<void> {
  for (const [who, id, text] of said) {
    const body = `<body>${text.replaceAll("'", '&apos;')}</body>`;
    await on.send(`<message from='${who}' to='${coven}' type='groupchat' id='${id}'>${body}</message>`);
    // In this order, whoever is quicker on the way.
    await on.receive(
      `<message from='${coven}/${nicks.get(who)}' to='${who}' type='groupchat' id='${id}'>${body}</message>`,
    );
  }
}

async function talk(on: Stage, fields: Readonly<Record<string, string>> = {}): Promise<void> {
  await on.coven(fields);
  await on.enter(hag66, coven, 'thirdwitch');
  await threeSpeak(on);
  await on.forget();
}

async function asksAll(on: Stage): Promise<void> {
  await on.send(
    `<presence from='${hecate}' to='${coven}/hecate'><x xmlns='http://jabber.org/protocol/muc'/></presence>`,
  );
}

/** Hag66 comes back, asks as the example shows, and gets so many of the three messages. */
function asksFor(example: number, messages: number): Play['play'] {
  return async (on) => {
    await talk(on);
    await on.send(`<presence from='${hag66}' to='${coven}/thirdwitch' type='unavailable'/>`);
    await on.receive(
      `<presence from='${coven}/thirdwitch' to='${hag66}' type='unavailable'><x xmlns='http://jabber.org/protocol/muc#user'><item affiliation='none' role='none' jid='${hag66}'/><status code='110'/></x></presence>`,
    );
    await on.play(example);
    const heard = async () => (await on.unread(hag66)).filter(({ name }) => name === 'message');
    await on.receive(`<message from='${coven}' to='${hag66}' type='groupchat'><subject/></message>`);
    const history = await heard();
    if (history.length !== messages) throw new Error(`${history.length} messages instead of ${messages}: ${history}`);
    for (const message of history) message.expect('body');
  };
}

export const history: readonly Play[] = [
  {
    example: 33,
    title: 'a newcomer hears what was said before, with the time of each message',
    play: async (on) => {
      await talk(on);
      await asksAll(on);
      await on.play(33);
    },
  },
  {
    example: 34,
    title: 'in a non-anonymous room the history says whose each message was',
    play: async (on) => {
      await talk(on, { 'muc#roomconfig_whois': 'anyone' });
      await asksAll(on);
      await on.play(34);
    },
  },
  { example: 35, title: 'a newcomer asks for so many characters of history', play: asksFor(35, 3) },
  { example: 36, title: 'a newcomer asks for so many messages of history', play: asksFor(36, 3) },
  { example: 37, title: 'a newcomer asks for the last three minutes of history', play: asksFor(37, 3) },
  { example: 38, title: 'a newcomer asks for all history', play: asksFor(38, 3) },
  { example: 39, title: 'a newcomer asks for no history', play: asksFor(39, 0) },
  {
    example: 40,
    title: 'a newcomer hears the subject, from whom and since when',
    play: async (on) => {
      await on.coven();
      await on.send(
        `<message from='${wiccarocks}' to='${coven}' type='groupchat' id='lh2bs617'><subject>Fire Burn and Cauldron Bubble!</subject></message>`,
      );
      await on.receive(
        `<message from='${coven}/secondwitch' to='${crone1}' type='groupchat' id='lh2bs617'><subject>Fire Burn and Cauldron Bubble!</subject></message>`,
      );
      await on.enter(crone1, coven, 'firstwitch');
      await on.play(40);
    },
  },
  {
    example: 41,
    title: 'a newcomer hears that there is no subject',
    play: async (on) => {
      await on.coven();
      await on.enter(crone1, coven, 'firstwitch');
      // Where nobody has ever said a subject, that there is none comes from the room itself (§7.2.15 allows both).
      await on.play(41, [['coven@chat.shakespeare.lit/secondwitch', 'coven@chat.shakespeare.lit']]);
    },
  },
  {
    example: 42,
    title: 'somebody asks to enter without saying that it knows MUC, and does not',
    play: async (on) => {
      await on.coven();
      await on.play(42);
      await on.receive(
        `<presence from='${coven}/thirdwitch' to='${hag66}' id='ng91xs69' type='unavailable'><x xmlns='http://jabber.org/protocol/muc#user'><item affiliation='none' role='none'><reason>You are not in the room. Enter it again.</reason></item><status code='110'/><status code='307'/><status code='333'/></x></presence>`,
      );
    },
  },
  {
    example: 43,
    title: 'who sends presence without being in the room hears that it is not',
    play: async (on) => {
      await on.coven();
      await on.play(42);
      // The words for people are each service's own; ours also say what to do.
      await on.play(43, [
        ['You are not in the room.', 'You are not in the room. Enter it again.'],
        ["to='hag66@shakespeare.lit/pda'", "to='hag66@shakespeare.lit/pda' id='ng91xs69'"],
      ]);
      for (const who of [crone1, wiccarocks]) {
        const heard = await on.unread(who);
        if (heard.length > 0) throw new Error(`${who} heard of it: ${heard.join('')}`);
      }
    },
  },
];
