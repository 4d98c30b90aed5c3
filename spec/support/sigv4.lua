--- Signature Version 4 for the specs, written after AWS's description of it. It shares nothing with
--- the library, not even the code that hashes.
local digest = require "openssl.digest"
local hmac = require "openssl.hmac"

local sigv4 = {}

local function hex(bytes)
  return (bytes:gsub(".", function(c) return ("%02x"):format(c:byte()) end))
end

function sigv4.sha256(text)
  return hex(digest.new("sha256"):final(text))
end

local function mac(key, text)
  return hmac.new(key, "sha256"):final(text)
end

local function escape(c)
  return ("%%%02X"):format(c:byte())
end

local function encode(text)
  return (text:gsub("[^A-Za-z0-9%-._~]", escape))
end

local function decode(text)
  return (text:gsub("%%(%x%x)", function(digits) return string.char(tonumber(digits, 16)) end))
end

--- In ASCII and by bytes, whatever the locale of the specs is.
local function lower(text)
  return (text:gsub("[A-Z]", function(c) return string.char(c:byte() + 32) end))
end

local function is_before(one, other)
  for i = 1, math.max(#one, #other) do
    local a, b = one:byte(i) or -1, other:byte(i) or -1
    if a ~= b then return a < b end
  end
  return false
end

--- Encodes what `kept` (a set of a pattern) does not hold, leaving whole escapes alone.
local function encode_rest(text, kept)
  local out, at = {}, 1
  while at <= #text do
    local whole = text:match("^%%%x%x", at) or text:match("^[" .. kept .. "]+", at)
    out[#out + 1] = whole or escape(text:sub(at, at))
    at = at + (whole and #whole or 1)
  end
  return table.concat(out)
end

local PATH = "A-Za-z0-9%-._~/"
local QUERY = "A-Za-z0-9%-._~!$&'()*,;=:@/?"

local function parse(url)
  local scheme, authority, path, query = url:match("^(%a+)://([^/?]+)([^?]*)%??(.*)$")
  local host, port = authority:match("^(%[.*%]):?(%d*)$")
  if not host then host, port = authority:match("^([^:]*):?(%d*)$") end
  local standard = lower(scheme) == "https" and 443 or 80
  local shown = lower(host)
  if port ~= "" and tonumber(port) ~= standard then shown = shown .. ":" .. ("%d"):format(port) end
  return {
    base = scheme .. "://" .. authority,
    host = shown,
    path = encode_rest(path == "" and "/" or path, PATH),
    query = encode_rest(query, QUERY),
  }
end

local function normalize(path)
  local kept = {}
  for segment in path:gmatch("[^/]+") do
    if segment == ".." then
      kept[#kept] = nil
    elseif segment ~= "." then
      kept[#kept + 1] = segment
    end
  end
  local text = "/" .. table.concat(kept, "/")
  return #kept > 0 and path:sub(-1) == "/" and text .. "/" or text
end

local function canonical_query(query)
  local pairs_found = {}
  for parameter in query:gmatch("[^&]+") do
    local name, value = parameter:match("^([^=]*)=(.*)$")
    if not name then name, value = parameter, "" end
    pairs_found[#pairs_found + 1] = { encode(decode(name)), encode(decode(value)) }
  end
  table.sort(pairs_found, function(a, b)
    if a[1] ~= b[1] then return is_before(a[1], b[1]) end
    return is_before(a[2], b[2])
  end)
  for i, pair in ipairs(pairs_found) do pairs_found[i] = pair[1] .. "=" .. pair[2] end
  return table.concat(pairs_found, "&")
end

--- Sent, but changed on the way by whoever forwards the request, or different for each attempt: not signed.
local unsigned = {}
for name in ([[user-agent connection x-amzn-trace-id expect transfer-encoding te trailer upgrade keep-alive
  proxy-connection proxy-authorization proxy-authenticate via forwarded x-forwarded-for x-forwarded-proto
  x-forwarded-host amz-sdk-invocation-id amz-sdk-request accept-encoding]]):gmatch("%S+") do
  unsigned[name] = true
end

--- Canonical headers and their names, of a list of {name, value}.
local function canonical_headers(list)
  local values, names = {}, {}
  for _, header in ipairs(list) do
    local name = lower(header[1])
    if not unsigned[name] then
      if not values[name] then values[name], names[#names + 1] = {}, name end
      local trimmed = header[2]:gsub("[ \t-\r]+", " "):gsub("^ ", ""):gsub(" $", "")
      table.insert(values[name], trimmed)
    end
  end
  table.sort(names, is_before)
  local lines = {}
  for i, name in ipairs(names) do lines[i] = name .. ":" .. table.concat(values[name], ",") .. "\n" end
  return table.concat(lines), table.concat(names, ";")
end

local function option(value, standard)
  if value == nil then return standard end
  return value
end

--- The list of headers to sign: those given but the ones that signing writes, and those.
local function headers_to_sign(request, place, date, payload_hash, presign)
  local token = request.credentials.session_token or ""
  local written = {}
  if not presign then
    written["x-amz-date"] = date
    if token ~= "" then written["x-amz-security-token"] = token end
    if request.sign_payload_header then written["x-amz-content-sha256"] = payload_hash end
  end
  local list, has_host = {}, false
  for _, header in ipairs(request.headers or {}) do
    local name = lower(header[1])
    has_host = has_host or name == "host"
    if name ~= "authorization" and not written[name] then list[#list + 1] = header end
  end
  if not has_host then list[#list + 1] = { "host", place.host } end
  for name, value in pairs(written) do
    if name ~= "x-amz-security-token" or option(request.sign_token, true) then list[#list + 1] = { name, value } end
  end
  return list
end

local function signing_key(secret, day, region, service)
  return mac(mac(mac(mac("AWS4" .. secret, day), region), service), "aws4_request")
end

local function join(query, more)
  if query == "" then return more end
  return query .. "&" .. more
end

--- Signs. `request.headers`: an ordered list of {name, value}. `presign`: into the query instead of a header.
---@return table # canonical_request, string_to_sign, signature, signed_headers, authorization, url
function sigv4.sign(request, presign)
  local place = parse(request.url)
  local keys = request.credentials
  local date = os.date("!%Y%m%dT%H%M%SZ", math.floor(request.time))
  local scope = ("%s/%s/%s/aws4_request"):format(date:sub(1, 8), request.region, request.service)
  local s3 = request.service:find("^s3") ~= nil -- encodes its paths once, and does not know what a URL uploads
  local payload_hash = request.payload_hash or presign and s3 and "UNSIGNED-PAYLOAD" or sigv4.sha256(request.body or "")
  local headers, names = canonical_headers(headers_to_sign(request, place, date, payload_hash, presign))
  local token = keys.session_token and keys.session_token ~= "" and "X-Amz-Security-Token=" .. encode(keys.session_token)
  local query = place.query
  if presign then
    query = join(query, ("X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=%s&X-Amz-Date=%s"):format(
      encode(keys.access_key_id .. "/" .. scope), date))
    query = query .. ("&X-Amz-Expires=%d&X-Amz-SignedHeaders=%s"):format(request.expires, encode(names))
    if token and option(request.sign_token, true) then query, token = join(query, token), nil end
  end
  local path = option(request.normalize_path, not s3) and normalize(place.path) or place.path
  if not option(request.double_encode, not s3) then path = decode(path) end
  path = path:gsub("[^/]+", encode)
  local canonical = table.concat({ request.method, path, canonical_query(query), headers, names, payload_hash }, "\n")
  local text = ("AWS4-HMAC-SHA256\n%s\n%s\n%s"):format(date, scope, sigv4.sha256(canonical))
  local key = signing_key(keys.secret_access_key, date:sub(1, 8), request.region, request.service)
  local signature = hex(mac(key, text))
  if presign then
    query = join(query, "X-Amz-Signature=" .. signature)
    if token then query = join(query, token) end
  end
  return {
    canonical_request = canonical,
    string_to_sign = text,
    signature = signature,
    signed_headers = names,
    authorization = ("AWS4-HMAC-SHA256 Credential=%s/%s, SignedHeaders=%s, Signature=%s"):format(
      keys.access_key_id, scope, names, signature),
    url = place.base .. place.path .. (query ~= "" and "?" .. query or ""),
  }
end

return sigv4
