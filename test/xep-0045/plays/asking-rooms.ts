/** XEP-0045 §6.4 to §6.7: what a room is, who is in it, and what its people can do. */
import { coven, crone1, hag66, type Stage, wiccarocks } from '../stage.ts';
import type { Play } from './play.ts';

/** The room of examples 9 and 10: who knows of it, and has the password, meets everybody by address. */
async function darkCave(on: Stage): Promise<void> {
  await on.coven();
  await on.enter(hag66, coven, 'thirdwitch');
  await on.configure(crone1, coven, {
    'muc#roomconfig_roomname': 'A Dark Cave',
    'muc#roomconfig_roomdesc': 'The place for all good witches!',
    'muc#roomconfig_passwordprotectedroom': '1',
    'muc#roomconfig_roomsecret': 'cauldronburn',
    'muc#roomconfig_publicroom': '0',
    'muc#roomconfig_persistentroom': '0',
    'muc#roomconfig_whois': 'anyone',
    'muc#roomconfig_changesubject': '1',
    'muc#roomconfig_lang': 'en',
    'muc#maxhistoryfetch': '50',
    'muc#roomconfig_pubsub': 'xmpp:pubsub.shakespeare.lit?;node=the-coven-node',
    'longroom#roomconfig_contactjid': 'crone1@shakespeare.lit',
    'longroom#roomconfig_logs': 'http://www.shakespeare.lit/chatlogs/coven/',
  });
  await on.send(
    `<message from='${wiccarocks}' to='${coven}' type='groupchat' id='subject'><subject>Spells</subject></message>`,
  );
  await on.receive(
    `<message from='${coven}/secondwitch' to='${hag66}' type='groupchat' id='subject'><subject>Spells</subject></message>`,
  );
  await on.forget();
}

const tellsAll: Play['play'] = async (on) => {
  await darkCave(on);
  await on.play(8);
  await on.play(9);
};

const asksForItems: Play['play'] = async (on) => {
  await on.coven({ public_list: '0' });
  await on.play(11);
  await on.play(13);
};

const asksContact: Play['play'] = async (on) => {
  await on.pass(14);
  await on.pass(15);
};

const asksContactForRooms: Play['play'] = async (on) => {
  await on.pass(16);
  await on.pass(17);
};

export const askingRooms: readonly Play[] = [
  { example: 8, title: 'somebody asks a room what it is and gets an answer', play: tellsAll },
  { example: 9, title: 'the room says what it is: hidden, with a password, open, and so on', play: tellsAll },
  {
    example: 10,
    title: 'the room says more of itself: description, subject, how many are in it',
    play: async (on) => {
      await darkCave(on);
      await on.play(8);
      await on.play(10, [
        // Rooms here belong to no LDAP group; the fields are "examples only" (§6.4).
        [
          "<field var='muc#roominfo_ldapgroup' label='Associated LDAP Group'>\n          <value>cn=witches,dc=shakespeare,dc=lit</value>\n        </field>",
          '',
        ],
        // The other spelling of a boolean (XEP-0004 §3.3), since some clients read no other.
        ['<value>true</value>', '<value>1</value>'],
      ]);
    },
  },
  { example: 11, title: 'somebody asks a room for its items and gets an answer', play: asksForItems },
  {
    example: 12,
    title: 'a room whose list is public names those who are in it',
    play: async (on) => {
      await on.coven({ public_list: '1' });
      await on.play(11);
      await on.play(12);
    },
  },
  { example: 13, title: 'a room whose list is private names nobody to those outside', play: asksForItems },
  {
    example: 14,
    title: 'somebody asks a contact what it can do, past the service',
    needsServer: true,
    play: asksContact,
  },
  { example: 15, title: 'the contact says that it can do group chat', needsServer: true, play: asksContact },
  {
    example: 16,
    title: 'somebody asks a contact for its rooms, past the service',
    needsServer: true,
    play: asksContactForRooms,
  },
  { example: 17, title: 'the contact names its rooms', needsServer: true, play: asksContactForRooms },
];
