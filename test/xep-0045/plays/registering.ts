/** XEP-0045 §7.10: registering with a room, and §9.9: approving it. */
import { coven, crone1, type Edits, hag66, type Stage, wiccarocks } from '../stage.ts';
import type { Play } from './play.ts';

const setting = 'longroom#roomconfig_registration';

/** Example 151 is asked of somebody's other device. */
const atHerDesk: Edits = [['crone1@shakespeare.lit/pda', crone1]];

const reserved = 'Your nickname is reserved for you. Send the form to have another one instead.';
const howTo = 'Say which nickname you want. You become a member when an owner or admin of the room approves.';

/** XEP-0077 §3.1: what is on file, and how to change it, belong to the answer. */
const withForm: Edits = [
  [
    '<username>thirdwitch</username>',
    `<username>thirdwitch</username><instructions>${reserved}</instructions><x xmlns='jabber:x:data' type='form'/>`,
  ],
];

async function reserve(on: Stage, jid: string): Promise<void> {
  const item = `<item jid='${jid}' affiliation='member' nick='thirdwitch'/>`;
  await on.request(crone1, 'set', coven, `<query xmlns='http://jabber.org/protocol/muc#admin'>${item}</query>`);
  await on.forget();
}

async function asked(on: Stage): Promise<void> {
  await on.coven();
  await on.play(71);
  await on.play(75);
}

export const registering: readonly Play[] = [
  {
    example: 66,
    title: 'somebody asks what it takes to register, and is answered',
    play: async (on) => {
      await on.coven();
      await on.play(66);
      await on.receive(
        `<iq from='${coven}' to='${hag66}' id='jw81b36f' type='result'><query xmlns='jabber:iq:register'><instructions>${howTo}</instructions><x xmlns='jabber:x:data' type='form'/></query></iq>`,
      );
    },
  },
  {
    example: 67,
    title: 'there is no such room',
    play: async (on) => {
      await on.play(66);
      await on.play(67);
    },
  },
  {
    example: 68,
    title: 'registering is not for strangers',
    play: async (on) => {
      await on.coven({ [setting]: 'members' });
      await on.play(66);
      await on.play(68);
    },
  },
  {
    example: 69,
    title: 'who is registered is told so, with the nickname',
    play: async (on) => {
      await on.coven();
      await reserve(on, 'hag66@shakespeare.lit');
      await on.play(66);
      await on.play(69, withForm);
    },
  },
  {
    example: 70,
    title: 'the room answers with a form',
    play: async (on) => {
      await on.coven();
      await on.play(66);
      await on.play(70, [
        ['To register on the web, visit http://shakespeare.lit/', howTo],
        // The real name is nobody's business: "the information required to register might vary".
        [required('first'), given('first')],
        [required('last'), given('last')],
      ]);
    },
  },
  {
    example: 71,
    title: 'somebody sends the form, and the managers are asked',
    play: async (on) => {
      await asked(on);
      await on.play(151, atHerDesk);
      await on.play(151, [['crone1@shakespeare.lit/pda', wiccarocks]]);
    },
  },
  {
    example: 72,
    title: 'the nickname is reserved for somebody else',
    play: async (on) => {
      await on.coven();
      await reserve(on, 'gertrude@shakespeare.lit');
      await on.play(71);
      await on.play(72);
      if ((await on.unread(crone1)).length > 0) throw new Error('nobody is asked about it');
    },
  },
  {
    example: 73,
    title: 'the room has no registration',
    play: async (on) => {
      await on.coven({ [setting]: 'off' });
      await on.play(71);
      await on.play(73);
    },
  },
  {
    example: 74,
    title: 'the form does not say which nickname',
    play: async (on) => {
      await on.coven();
      await on.play(71, [['thirdwitch', '']]);
      await on.play(74);
    },
  },
  {
    example: 75,
    title: 'the request is taken',
    play: asked,
  },
  {
    example: 76,
    title: 'who registers while in the room is shown as a member',
    play: async (on) => {
      await on.coven({ [setting]: 'open' });
      await on.enter(hag66, coven, 'thirdwitch');
      await on.forget();
      await on.play(71);
      await on.play(75);
      await on.play(76);
    },
  },
  {
    example: 151,
    title: 'a manager gets the form and approves; the others see a member, who holds the nickname',
    play: async (on) => {
      await asked(on);
      await on.play(151, atHerDesk);
      await on.send(
        `<message from='${crone1}' to='${coven}'><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>http://jabber.org/protocol/muc#register</value></field><field var='muc#register_roomnick'><value>thirdwitch</value></field><field var='muc#register_allow'><value>1</value></field></x></message>`,
      );
      // The XEP does not say how who is not in the room learns of it.
      await on.receive(
        `<message from='${coven}' to='hag66@shakespeare.lit'><x xmlns='http://jabber.org/protocol/muc#user'><invite from='${coven}/firstwitch'><reason>You asked to become a member of this room, and now you are one.</reason></invite></x></message>`,
        hag66,
      );
      await on.play(66);
      await on.play(69, withForm);
    },
  },
];

/** As it is printed, spaces and all. */
function required(name: string): string {
  return `${given(name)}
          <required/>`;
}

function given(name: string): string {
  return `var='muc#register_${name}'>`;
}
