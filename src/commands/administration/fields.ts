/** Administration of a service in general: the nodes and fields of XEP-0133. */
export const serviceAdministration = 'http://jabber.org/protocol/admin';
