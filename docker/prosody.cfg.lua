-- A small Prosody for docker/compose.yaml and docker/compose.prosody.yaml: accounts at localhost, rooms by Longroom.
admins = {}
modules_enabled = { "disco", "roster", "saslauth", "carbons", "pep", "vcard_legacy", "ping", "mam", "blocklist" }
-- Nothing here is reachable but from this machine, so there is no certificate.
c2s_require_encryption = false
allow_unencrypted_plain_auth = true
storage = "internal"
log = { info = "*console" }

-- Longroom connects from the other container.
component_ports = { 5347 }
component_interfaces = { "*" }

VirtualHost "localhost"
  disco_items = { { "rooms.localhost", "Rooms" } }

local file = assert(io.open("/run/secrets/component-secret"))
local secret = file:read("*l")
file:close()

Component "rooms.localhost"
  component_secret = secret
