--- NO_PROXY: names, addresses and ranges of addresses that are reached without a proxy.
local ascii = require "aws.text.ascii"

local no_proxy = {}

-- Addresses -----------------------------------------------------------------------------------------------------

--- An IPv4 address as two groups of 16 bits, or nil.
local function ipv4_groups(text)
  local bytes = { text:match("^(%d+)%.(%d+)%.(%d+)%.(%d+)$") }
  for i, part in ipairs(bytes) do
    if #part > 3 or tonumber(part) > 255 then return nil end
    bytes[i] = tonumber(part)
  end
  if #bytes == 0 then return nil end
  return { bytes[1] * 256 + bytes[2], bytes[3] * 256 + bytes[4] }
end

--- Groups of hexadecimal digits between colons, or nil where something else is between them. "" has 0 groups.
local function hex_groups(text)
  local groups = {}
  if text == "" then return groups end
  for group in (text .. ":"):gmatch("([^:]*):") do
    if not group:find("^%x%x?%x?%x?$") then return nil end
    groups[#groups + 1] = tonumber(group, 16)
  end
  return groups
end

--- An IPv6 address in any spelling (RFC 4291 2.2), its zone left out, as eight groups of 16 bits; or nil.
local function ipv6_groups(text)
  text = text:gsub("%%.*$", "")
  local head, tail = text:match("^(.*:)(%d+%.[%d.]+)$")
  if tail then
    local last = ipv4_groups(tail)
    if not last then return nil end
    text = head .. ("%x:%x"):format(last[1], last[2])
  end
  local left, right = text:match("^(.-)::(.*)$")
  local groups, after = hex_groups(left or text), hex_groups(right or "")
  if not groups or not after then return nil end
  local gap = 8 - #groups - #after
  if left and gap < 1 or not left and gap ~= 0 then return nil end
  for _ = 1, gap do groups[#groups + 1] = 0 end
  for _, group in ipairs(after) do groups[#groups + 1] = group end
  return groups
end

---@class aws.Address
---@field groups integer[] eight of 16 bits; of an IPv4 address those that it is mapped to (RFC 4291 2.5.5.2)
---@field is_ipv4 boolean it is written as an IPv4 address

---@return aws.Address? # nil for what is not an address
local function address_of(text)
  local last = ipv4_groups(text)
  if last then return { groups = { 0, 0, 0, 0, 0, 0xFFFF, last[1], last[2] }, is_ipv4 = true } end
  local groups = ipv6_groups(text)
  return groups and { groups = groups, is_ipv4 = false }
end

---@class aws.AddressRange
---@field first aws.Address
---@field bits integer how many leading bits its members share with the first

--- "10.0.0.0/8", "fd00::/8", or one address.
---@return aws.AddressRange? # nil for what is not a range
local function range_of(text)
  local address, digits = text:match("^([^/]+)/(%d%d?%d?)$")
  local first = address_of(address or text)
  if not first then return nil end
  local bits = (first.is_ipv4 and 96 or 0) + (digits and tonumber(digits) or first.is_ipv4 and 32 or 128)
  return bits <= 128 and { first = first, bits = bits } or nil
end

--- Whether a range has an address. An IPv4 address is never in a range that is wider than all of IPv4.
local function has(range, address)
  if address.is_ipv4 and range.bits < 96 then return false end
  for i = 1, 8 do
    local free = math.max(0, math.min(16, 16 * i - range.bits))
    if math.floor(address.groups[i] / 2 ^ free) ~= math.floor(range.first.groups[i] / 2 ^ free) then return false end
  end
  return true
end

-- Entries -------------------------------------------------------------------------------------------------------

--- Host and port of an entry or URL: "a", "a:80", "::1", "[::1]", "[::1]:80", "[fd00::]/8".
local function split_port(text)
  local host, port = text:match("^%[(.*)%]:?(%d*)$")
  if not host then host, port = text:match("^([^:]*):(%d+)$") end
  if not host then host = text:gsub("^%[(.*)%](/%d+)$", "%1%2") end
  return host, port ~= "" and port or nil
end

--- An entry as a function that tells whether a host matches: a name and all below it, addresses, "*" for every host.
local function exception(text)
  if text == "*" then return function() return true end end
  local host, port = split_port(ascii.lower(text))
  local range = range_of(host)
  host = host:gsub("^%*?%.+", "")
  local ending = "." .. host
  return function(name, name_port, address)
    if port and port ~= name_port then return false end
    if range then return address ~= nil and has(range, address) end
    return name == host or name:sub(-#ending) == ending
  end
end

--- Reads a list of exceptions: names (all below them too), addresses and ranges, each with or without a port. Other
--- entries match nothing.
---@param text string entries between commas or blanks
---@return fun(host: string, port: string): boolean # takes a URL's host in lower case, IPv6 addresses in brackets
function no_proxy.matcher(text)
  local exceptions = {}
  for entry in text:gmatch("[^, \t-\r]+") do exceptions[#exceptions + 1] = exception(entry) end
  return function(host, port)
    local name = split_port(host)
    local address = address_of(name)
    for _, is_member in ipairs(exceptions) do
      if is_member(name, port, address) then return true end
    end
    return false
  end
end

return no_proxy
