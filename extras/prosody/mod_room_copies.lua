-- Makes the copies of a message that an external component sends to many (XEP-0033, Extended Stanza Addressing).
-- It makes them while the stanza is handled, so they keep their place among everything else of that component:
-- a room that uses them keeps one order for all of its occupants. Only components may use it, never users.
--
-- In prosody.cfg.lua: put this file into a folder of plugin_paths and "room_copies" into the modules_enabled of the
-- VirtualHost whose users are in the rooms. Setting: room_copies_max, the most addresses in one stanza (default 100).

local st = require "util.stanza";
local prepare = require "util.jid".prep;
-- Rooms send to the same people again and again, and preparing an address costs more than a copy of a small message.
local prepared = require "util.cache".new(20000);

local namespace = "http://jabber.org/protocol/address";
local addresses_max = module:get_option_number("room_copies_max", 100);
local route = prosody.core_post_stanza;

local is_recipient = { to = true, cc = true, bcc = true };

module:add_feature(namespace);

local function address_of(jid)
	local known = prepared:get(jid);
	if known == nil then
		known = prepare(jid) or false;
		prepared:set(jid, known);
	end
	return known;
end

local function without(stanza, left_out)
	stanza:maptags(function (tag)
		if tag ~= left_out then return tag; end
	end);
	return stanza;
end

-- All copies share what is inside of the stanza; only the outermost element is each recipient's own.
local function copy_for(stanza, jid)
	local copy = st.clone(stanza, true);
	for i = 1, #stanza do copy[i] = stanza[i]; end
	for i = 1, #stanza.tags do copy.tags[i] = stanza.tags[i]; end
	copy.attr.to = jid;
	return copy;
end

-- Who gets a copy, and the addresses that may be shown in it: all but the blind ones.
local function read(addresses)
	local recipients, shown = {}, st.stanza("addresses", { xmlns = namespace });
	for address in addresses:childtags("address") do
		local attr = address.attr;
		if is_recipient[attr.type] and attr.delivered ~= "true" then
			local jid = attr.jid and address_of(attr.jid);
			if not jid then return nil, "modify", "jid-malformed", "An address is not valid"; end
			recipients[#recipients + 1] = jid;
			attr.delivered = "true";
		end
		if attr.type ~= "bcc" then shown:add_child(address); end
	end
	if #recipients == 0 then return nil, "modify", "bad-request", "There is no address to deliver to"; end
	if #recipients > addresses_max then return nil, "modify", "not-acceptable", "There are too many addresses"; end
	return recipients, shown;
end

local function handle(event)
	local origin, stanza = event.origin, event.stanza;
	local addresses = stanza:get_child("addresses", namespace);
	if not addresses or stanza.attr.type == "error" then return; end
	if origin.type ~= "component" then
		origin.send(st.error_reply(stanza, "auth", "forbidden", "Only components may send to many at once"));
		return true;
	end
	local recipients, shown, condition, text = read(addresses);
	if not recipients then
		origin.send(st.error_reply(stanza, shown, condition, text));
		return true;
	end
	without(stanza, addresses);
	if #shown.tags > 0 then stanza:add_child(shown); end
	for _, jid in ipairs(recipients) do route(origin, copy_for(stanza, jid)); end
	return true;
end

module:hook("message/host", handle, 100);
module:hook("presence/host", handle, 100);
