/**
 * Every XML namespace, disco feature and well-known node that Longroom reads or writes, once.
 *
 * Also named here, as they have no file of their own:
 * XEP-0297: Stanza Forwarding 1.0 (2013-10-02)
 * XEP-0410: MUC Self-Ping (Schrödinger's Chat) 1.1.0 (2019-09-25)
 */
export const NS = {
  // RFC 6120, RFC 6121 and XEP-0114
  client: 'jabber:client',
  component: 'jabber:component:accept',
  stanzas: 'urn:ietf:params:xml:ns:xmpp-stanzas',

  // Forms, lists, discovery
  form: 'jabber:x:data',
  validate: 'http://jabber.org/protocol/xdata-validate',
  rsm: 'http://jabber.org/protocol/rsm',
  discoInfo: 'http://jabber.org/protocol/disco#info',
  discoItems: 'http://jabber.org/protocol/disco#items',
  commands: 'http://jabber.org/protocol/commands',
  version: 'jabber:iq:version',
  ping: 'urn:xmpp:ping',
  address: 'http://jabber.org/protocol/address',
  gateway: 'jabber:iq:gateway',
  register: 'jabber:iq:register',
  search: 'jabber:iq:search',
  channelSearch: 'urn:xmpp:channel-search:0:search',
  /** Form type, and the names beside it that have no element. */
  channelSearchParams: 'urn:xmpp:channel-search:0:search-params',
  channelSearchOrder: 'urn:xmpp:channel-search:0:order',
  channelSearchAnonymity: 'urn:xmpp:channel-search:0:anonymity',
  channelSearchError: 'urn:xmpp:channel-search:0:error',
  vcard: 'vcard-temp',
  vcardUpdate: 'vcard-temp:x:update',
  time: 'urn:xmpp:time',
  /** A form type (XEP-0157). */
  serverInfo: 'http://jabber.org/network/serverinfo',

  // XEP-0045
  muc: 'http://jabber.org/protocol/muc',
  mucUser: 'http://jabber.org/protocol/muc#user',
  mucAdmin: 'http://jabber.org/protocol/muc#admin',
  mucOwner: 'http://jabber.org/protocol/muc#owner',
  mucUnique: 'http://jabber.org/protocol/muc#unique',
  mucStableId: 'http://jabber.org/protocol/muc#stable_id',
  mucSelfPing: 'http://jabber.org/protocol/muc#self-ping-optimization',
  /** Form types, not namespaces of elements (XEP-0045 §16.5). */
  mucRoomConfig: 'http://jabber.org/protocol/muc#roomconfig',
  mucRoomInfo: 'http://jabber.org/protocol/muc#roominfo',
  mucRequest: 'http://jabber.org/protocol/muc#request',
  mucRegister: 'http://jabber.org/protocol/muc#register',
  /** Nodes (XEP-0045 §7.12, §16.4). */
  mucRooms: 'http://jabber.org/protocol/muc#rooms',
  mucTraffic: 'http://jabber.org/protocol/muc#traffic',
  mucReservedNick: 'x-roomuser-item',
  directInvite: 'jabber:x:conference',

  // What messages carry
  delay: 'urn:xmpp:delay',
  forward: 'urn:xmpp:forward:0',
  carbons: 'urn:xmpp:carbons:2',
  hints: 'urn:xmpp:hints',
  stanzaId: 'urn:xmpp:sid:0',
  occupantId: 'urn:xmpp:occupant-id:0',
  hats: 'urn:xmpp:hats:0',
  /** What they were called before the XEP; some clients still show them. */
  hatsOfProsody: 'xmpp:prosody.im/protocol/hats:1',
  chatStates: 'http://jabber.org/protocol/chatstates',
  markers: 'urn:xmpp:chat-markers:0',
  correct: 'urn:xmpp:message-correct:0',
  retract: 'urn:xmpp:message-retract:1',
  /** A feature, not a namespace of elements (XEP-0424 §4). */
  retractTombstone: 'urn:xmpp:message-retract:1#tombstone',
  retractFastened: 'urn:xmpp:message-retract:0',
  moderate: 'urn:xmpp:message-moderate:1',
  moderateFastened: 'urn:xmpp:message-moderate:0',
  fasten: 'urn:xmpp:fasten:0',
  reactions: 'urn:xmpp:reactions:0',
  fallback: 'urn:xmpp:fallback:0',
  reference: 'urn:xmpp:reference:0',

  // For people who are not in the room
  activity: 'urn:xmpp:rai:0',
  mentions: 'urn:xmpp:mmn:0',
  affiliations: 'urn:xmpp:muc:affiliations:1',

  // Our own: the type of a form in the disco#info of the service
  longroomSizes: 'urn:longroom:sizes:0',
  /** A feature of the service, the node of the list of its categories, and the element that names one in a search. */
  longroomCategories: 'urn:longroom:categories:0',
  /** The type of a form in the disco#info of the service. */
  longroomService: 'urn:longroom:service:0',

  // Categories as spaces
  pubsub: 'http://jabber.org/protocol/pubsub',
  pubsubOwner: 'http://jabber.org/protocol/pubsub#owner',
  pubsubErrors: 'http://jabber.org/protocol/pubsub#errors',
  /** A form type, and a feature (XEP-0060 §5.4). */
  pubsubMetaData: 'http://jabber.org/protocol/pubsub#meta-data',
  pubsubRetrieveItems: 'http://jabber.org/protocol/pubsub#retrieve-items',
  spaces: 'urn:xmpp:spaces:0',
  bookmarks: 'urn:xmpp:bookmarks:1',

  // The archive
  mam: 'urn:xmpp:mam:2',
  mamExtended: 'urn:xmpp:mam:2#extended',
} as const;
