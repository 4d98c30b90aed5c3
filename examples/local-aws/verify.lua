-- Signature Version 4 as the receiver checks it, written from the specification for this endpoint alone.
-- Order of the checks and texts of the answers follow what AWS sends.

local crypto = require "crypto"
local request = require "request"
local world = require "world"

local verify = {}

local algorithm = "AWS4-HMAC-SHA256"

local function fail(code, message, ...)
  return nil, { code = code, message = select("#", ...) > 0 and message:format(...) or message }
end

-- Percent-encodes all but unreserved characters and those of `keep`.
local function encode(s, keep)
  return (s:gsub("[^%w%-._~" .. (keep or "") .. "]", function(c)
    return ("%%%02X"):format(c:byte())
  end))
end

local function decode(s)
  return (s:gsub("%%(%x%x)", function(hex)
    return string.char(tonumber(hex, 16))
  end))
end

-- "." , ".." and empty segments are resolved, then the path as sent is encoded a second time.
local function canonical_path(path)
  local kept = {}
  for segment in path:gmatch("[^/]+") do
    if segment == ".." then
      kept[#kept] = nil
    elseif segment ~= "." then
      kept[#kept + 1] = segment
    end
  end
  local slash = #kept > 0 and path:find("/%.?%.?$") and "/" or ""
  return encode("/" .. table.concat(kept, "/") .. slash, "/")
end

local function canonical_query(query, skipped)
  local pairs_list = {}
  for part in query:gmatch("[^&]+") do
    local name, value = part:match("^([^=]*)=?(.*)$")
    if name ~= skipped then
      pairs_list[#pairs_list + 1] = { encode(decode(name)), encode(decode(value)) }
    end
  end
  table.sort(pairs_list, function(a, b)
    return a[1] < b[1] or (a[1] == b[1] and a[2] < b[2])
  end)
  for i, pair in ipairs(pairs_list) do
    pairs_list[i] = pair[1] .. "=" .. pair[2]
  end
  return table.concat(pairs_list, "&")
end

local function canonical_value(req, name)
  local values = request.all(req, name)
  for i, value in ipairs(values) do
    values[i] = value:gsub("%s+", " "):match("^ ?(.-) ?$")
  end
  return table.concat(values, ",")
end

local function canonical_request(req, auth)
  local names, lines = {}, {}
  for name in auth.signed_headers:gmatch("[^;]+") do
    names[#names + 1] = name
  end
  table.sort(names)
  for i, name in ipairs(names) do
    lines[i] = name .. ":" .. canonical_value(req, name) .. "\n"
  end
  return table.concat({
    req.method, canonical_path(req.path), canonical_query(req.query, auth.presigned and "X-Amz-Signature"), table.concat(lines),
    table.concat(names, ";"), crypto.hex(crypto.sha256(req.body)),
  }, "\n")
end

-- The key=value pairs of an Authorization header.
local function parse_authorization(text)
  local fields = {}
  local rest = text:match("^" .. algorithm:gsub("%-", "%%-") .. "%s+(.*)$")
  if not rest then
    return fail("IncompleteSignatureException",
      "Authorization header requires algorithm '%s'. Authorization=%s", algorithm, text:match("^%S*"))
  end
  for words in rest:gmatch("[^,]+") do
    local part = words:match("^%s*(.-)%s*$")
    local name, value = part:match("^([^=]+)=(.*)$")
    if not name then
      return fail("IncompleteSignatureException",
        "'%s' not a valid key=value pair (missing equal-sign) in Authorization header.", part)
    end
    fields[name] = value
  end
  local missing = {}
  for _, name in ipairs { "Credential", "Signature", "SignedHeaders" } do
    if not fields[name] or fields[name] == "" then
      missing[#missing + 1] = ("Authorization header requires '%s' parameter. "):format(name)
    end
  end
  if #missing > 0 then
    return fail("IncompleteSignatureException", table.concat(missing) .. "Authorization=" .. algorithm)
  end
  return fields
end

local function parse_scope(credential)
  local parts = {}
  for part in (credential .. "/"):gmatch("([^/]*)/") do
    parts[#parts + 1] = part
  end
  if #parts ~= 5 then
    return fail("IncompleteSignatureException",
      "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '%s'",
      credential)
  end
  return { key_id = parts[1], date = parts[2], region = parts[3], service = parts[4], term = parts[5] }
end

-- Values of the query by name, decoded.
local function query_values(query)
  local values = {}
  for part in query:gmatch("[^&]+") do
    local name, value = part:match("^([^=]*)=?(.*)$")
    values[decode(name)] = decode(value)
  end
  return values
end

-- The signed facts of a presigned URL.
local function read_query_auth(values)
  for _, name in ipairs { "X-Amz-Credential", "X-Amz-Date", "X-Amz-SignedHeaders", "X-Amz-Signature", "X-Amz-Expires" } do
    if not values[name] then
      return fail("IncompleteSignatureException", "AWS query-string parameters must include '%s'.", name)
    end
  end
  local auth, problem = parse_scope(values["X-Amz-Credential"])
  if not auth then
    return nil, problem
  end
  auth.signature, auth.signed_headers = values["X-Amz-Signature"], values["X-Amz-SignedHeaders"]
  auth.token, auth.date_text = values["X-Amz-Security-Token"], values["X-Amz-Date"]
  auth.expires, auth.presigned = tonumber(values["X-Amz-Expires"]) or 0, true
  return auth
end

-- The signed facts of a request with an Authorization header.
local function read_header_auth(req, header)
  local fields, problem = parse_authorization(header)
  if not fields then
    return nil, problem
  end
  local auth
  auth, problem = parse_scope(fields.Credential)
  if not auth then
    return nil, problem
  end
  auth.signature, auth.signed_headers = fields.Signature, fields.SignedHeaders
  auth.token = request.header(req, "x-amz-security-token")
  auth.date_text = request.header(req, "x-amz-date")
  if not auth.date_text then
    return fail("IncompleteSignatureException",
      "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. Authorization=%s",
      algorithm)
  end
  return auth
end

local function read_auth(req)
  local headers = request.all(req, "authorization")
  if #headers > 1 then
    return fail("IncompleteSignatureException", "Request has more than one Authorization header.")
  elseif headers[1] then
    return read_header_auth(req, headers[1])
  end
  local values = query_values(req.query)
  if values["X-Amz-Algorithm"] == algorithm then
    return read_query_auth(values)
  end
  return fail("MissingAuthenticationTokenException", "Missing Authentication Token")
end

-- Host, date and every other x-amz- header have to be among the signed ones.
local function check_signed_headers(req, auth)
  local signed = {}
  for name in auth.signed_headers:gmatch("[^;]+") do
    if name ~= name:lower() then
      return fail("InvalidSignatureException", "SignedHeaders must be lower case, got '%s'", name)
    end
    signed[name] = true
  end
  if not signed.host then
    return fail("InvalidSignatureException", "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.")
  end
  for _, pair in ipairs(req.headers) do
    local name = pair[1]:lower()
    if name:find("^x%-amz%-") and not signed[name] then
      return fail("InvalidSignatureException", "'%s' must be a 'SignedHeader' in the AWS Authorization.", pair[1])
    end
  end
  return true
end

local function check_key(auth)
  local key = world.keys[auth.key_id]
  -- One answer for an unknown key, a token that is missing, wrong or not asked for: nothing to learn from it.
  if not key or key.token ~= auth.token then
    return fail("UnrecognizedClientException", "The security token included in the request is invalid.")
  elseif key.expired then
    return fail("ExpiredTokenException", "The security token included in the request is expired")
  end
  return key
end

-- Days since 1970 of a civil date (Gregorian), so that no time zone of the machine can meddle.
local function days(y, m, d)
  if m <= 2 then
    y, m = y - 1, m + 12
  end
  return 365 * y + math.floor(y / 4) - math.floor(y / 100) + math.floor(y / 400)
    + math.floor((153 * (m - 3) + 2) / 5) + d - 719469
end

local function epoch(text)
  local y, mo, d, h, mi, s = text:match("^(%d%d%d%d)(%d%d)(%d%d)T(%d%d)(%d%d)(%d%d)Z$")
  if not y then
    return nil
  end
  return days(tonumber(y), tonumber(mo), tonumber(d)) * 86400 + tonumber(h) * 3600 + tonumber(mi) * 60 + tonumber(s)
end

local function stamp(time)
  return os.date("!%Y%m%dT%H%M%SZ", time)
end

local function check_time(auth, now)
  local sent = epoch(auth.date_text)
  if not sent then
    return fail("IncompleteSignatureException",
      "Date must be in ISO-8601 'basic format'. Got '%s'. See http://en.wikipedia.org/wiki/ISO_8601", auth.date_text)
  end
  now = math.floor(now)
  local early, late = world.max_skew, auth.expires or world.max_skew
  if sent < now - late then
    return fail("InvalidSignatureException", "Signature expired: %s is now earlier than %s (%s - %g min.)",
      auth.date_text, stamp(now - late), stamp(now), late / 60)
  elseif sent > now + early then
    return fail("InvalidSignatureException", "Signature not yet current: %s is still later than %s (%s + %g min.)",
      auth.date_text, stamp(now + early), stamp(now), early / 60)
  end
  return true
end

-- All that is wrong with the scope in one text, as AWS puts it.
local function check_scope(auth, service)
  local wrong = {}
  if auth.date ~= auth.date_text:sub(1, 8) then
    wrong[#wrong + 1] = ("Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP:"
      .. " '%s' != '%s', from '%s'."):format(auth.date, auth.date_text:sub(1, 8), auth.date_text)
  end
  if not world.regions[auth.region] then
    wrong[#wrong + 1] = ("Credential should be scoped to a valid region, not '%s'."):format(auth.region)
  end
  if auth.service ~= service then
    wrong[#wrong + 1] = ("Credential should be scoped to correct service: '%s'."):format(service)
  end
  if auth.term ~= "aws4_request" then
    wrong[#wrong + 1] = ("Credential should be scoped with a valid terminator: 'aws4_request', not '%s'.")
      :format(auth.term)
  end
  if #wrong > 0 then
    return fail("InvalidSignatureException", table.concat(wrong, " "))
  end
  return true
end

local function check_signature(req, auth, key)
  local canonical = canonical_request(req, auth)
  local scope = table.concat({ auth.date, auth.region, auth.service, auth.term }, "/")
  local to_sign = table.concat({ algorithm, auth.date_text, scope, crypto.hex(crypto.sha256(canonical)) }, "\n")
  local signing_key = "AWS4" .. key.secret
  for _, part in ipairs { auth.date, auth.region, auth.service, auth.term } do
    signing_key = crypto.hmac(signing_key, part)
  end
  if crypto.hex(crypto.hmac(signing_key, to_sign)) == auth.signature then
    return true
  end
  return fail("InvalidSignatureException", "The request signature we calculated does not match the signature you "
    .. "provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details."
    .. "\n\nThe Canonical String for this request should have been\n'" .. canonical
    .. "'\n\nThe String-to-Sign should have been\n'" .. to_sign .. "'\n")
end

--- Who sent the request? All checks of SigV4, in AWS's order.
---@param req table from request.read()
---@param service string "dms", "drs" or "sts": what the credential scope has to name
---@param now number the time the signature is judged by
---@return table|nil caller {key_id, region, key}
---@return table|nil problem {code, message}
function verify.check(req, service, now)
  local auth, problem = read_auth(req)
  if not auth then
    return nil, problem
  end
  local key, ok
  key, problem = check_key(auth)
  if not key then
    return nil, problem
  end
  for _, check in ipairs {
    function() return check_signed_headers(req, auth) end,
    function() return check_time(auth, now) end,
    function() return check_scope(auth, service) end,
    function() return check_signature(req, auth, key) end,
  } do
    ok, problem = check()
    if not ok then
      return nil, problem
    end
  end
  return { key_id = auth.key_id, region = auth.region, key = key }
end

return verify
