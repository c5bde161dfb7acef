/** Signs the visitor in with Converse.js, as alice or as whom `?user=` names, and opens the demo's rooms. */
import converse from '/converse/converse.min.js';

const response = await fetch(`/visit.json${window.location.search}`);
const visit = await response.json();
if (response.ok) {
  introduce();
  enterTab();
  await chat();
} else {
  document.getElementById('you').textContent = visit.text;
}

function introduce() {
  document.title = `${visit.user} · Longroom demo`;
  document.getElementById('you').textContent = `You are ${visit.user}`;
  const others = visit.people.filter((name) => name !== visit.user).map(linkTo);
  document.getElementById('others').append(...others);
}

function linkTo(name) {
  const link = document.createElement('a');
  link.href = `/?user=${name}`;
  link.target = `longroom-${name}`;
  link.textContent = `Be ${name} in another tab`;
  return link;
}

/**
 * What this tab remembers of a demo that was begun anew since, or of another person, would only confuse. A tab that
 * remembers nothing begins in the first room; otherwise Converse goes back to where it was.
 */
function enterTab() {
  const here = `${visit.demo}/${visit.user}`;
  const fresh = sessionStorage.getItem('longroom-demo') !== here;
  if (fresh) sessionStorage.clear();
  sessionStorage.setItem('longroom-demo', here);
  const room = fresh ? `#converse/room?jid=${visit.rooms[0].jid}` : '';
  window.history.replaceState(null, '', `${window.location.pathname}${window.location.search}${room}`);
}

async function chat() {
  // Converse's sign-in page thanks its sponsors with pictures from their sites; this page asks nobody outside.
  customElements.define('converse-footer', class extends HTMLElement {});
  const scheme = window.location.protocol === 'https:' ? 'wss' : 'ws';
  await converse.initialize({
    assets_path: '/converse',
    websocket_url: `${scheme}://${window.location.host}/xmpp-websocket`,
    discover_connection_methods: false,
    authentication: 'login',
    auto_login: true,
    jid: `${visit.user}@${visit.usersDomain}`,
    password: visit.password,
    nickname: visit.user,
    reuse_scram_keys: false,
    // A reloaded page begins anew; resuming the old stream (XEP-0198) it would half rejoin the rooms it is in.
    enable_smacks: false,
    blacklisted_plugins: ['converse-omemo', 'converse-omemo-views', 'converse-register'],
    persistent_store: 'sessionStorage',
    view_mode: 'fullscreen',
    allow_url_history_change: false,
    theme: 'classic',
    dark_theme: 'dracula',
    i18n: 'en',
    loglevel: 'warn',
    auto_join_rooms: visit.rooms.map((room) => ({ jid: room.jid, nick: visit.user })),
    muc_domain: visit.roomsDomain,
    muc_fetch_members: false,
    muc_nickname_from_jid: true,
    muc_show_logs_before_join: true,
    auto_register_muc_nickname: false,
    render_media: false,
    show_controlbox_by_default: true,
    show_self_in_roster: false,
    autocomplete_providers_url: '',
    xmpp_providers_url: '',
    muc_search_service: '',
  });
}
