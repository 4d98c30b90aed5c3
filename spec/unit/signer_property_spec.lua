-- Random requests: the library's signer and the specs' own agree on every value. SEED=n repeats a run.
local ascii = require "aws.text.ascii"
local core = require "aws.core"
local reference = require "spec.support.sigv4"

local COUNT = tonumber(os.getenv "REQUESTS") or 10000
local seed = tonumber(os.getenv "SEED") or os.time()

local random = math.random

local function one_of(list)
  return list[random(#list)]
end

local function chance(percent)
  return random(100) <= percent
end

--- Up to `most` pieces, each from one of the generators.
local function some(most, generators, joint)
  local parts = {}
  for i = 1, random(0, most) do parts[i] = one_of(generators)() end
  return table.concat(parts, joint or "")
end

local function from(characters)
  return function()
    local at = random(#characters)
    return characters:sub(at, at)
  end
end

local function literal(...)
  local list = { ... }
  return function() return one_of(list) end
end

local plain = from "ABCXYZabcxyz0189-._~"
local function high_byte() return string.char(random(128, 255)) end
local utf8_text = literal("é", "Ж", "中", "😀")
local escaped = function() return ("%%%02x"):format(random(0, 255)) end
local escaped_upper = function() return ("%%%02X"):format(random(0, 255)) end
local broken_escape = literal("%", "%4", "%zz", "%%", "%g1")

local path_pieces = {
  plain, plain, plain, from " !$&'()*+,;=:@\"<>[]\\^`{|}", high_byte, utf8_text, escaped, escaped_upper, broken_escape,
  literal("/", "//", "/./", "/../", "/.", "/..", "/...", "/.a", "./", "../"),
}

local query_pieces = {
  plain, plain, plain, from " !$'()*+,;:@/?\"<>[]\\^`{|}=", literal "+", high_byte, utf8_text, escaped, escaped_upper, broken_escape,
}

local function parameter()
  local name = one_of({ "a", "A", "b", "a-", "a~", "prefix", "X-Amz-Meta", some(4, query_pieces) })
  if chance(15) then return name end
  return name .. "=" .. some(6, query_pieces)
end

local function query()
  local parts = {}
  for i = 1, random(0, 6) do parts[i] = chance(8) and "" or parameter() end
  if #parts > 1 and chance(30) then parts[#parts + 1] = parts[1] end
  return table.concat(parts, "&")
end

local function url()
  local host = one_of({
    "example.amazonaws.com", "Bucket.S3.AmazonAWS.com", "a", "127.0.0.1", "[::1]", "[2001:DB8::7]", "x_y.example.org",
  })
  local port = one_of({ "", "", "", ":80", ":443", ":8443", ":65535", ":0443", ":1" })
  local path = chance(10) and "" or "/" .. some(12, path_pieces)
  local tail = chance(70) and "?" .. query() or ""
  return one_of({ "https", "https", "http", "HTTPS", "Http" }) .. "://" .. host .. port .. path .. tail
end

local value_pieces = {
  plain, plain, plain, from "!#$%&'()*+,/:;<=>?@[]^`{|}\"\\", literal(" ", "  ", "\t", " \t "), high_byte,
  literal("\n ", "\n\t", "\n   ", " \n "), literal "GMT",
}

local names = {
  "My-Header1", "my-header1", "MY-HEADER2", "x-amz-meta-a", "X-Amz-Target", "Content-Type", "content-length", "zz",
  "A", "X-Amz-Date", "x-amz-security-token", "x-amz-content-sha256", "Authorization", "User-Agent", "connection",
  "X-Amzn-Trace-Id", "expect", "TE", "Transfer-Encoding", "via", "x-forwarded-for", "amz-sdk-request",
  "amz-sdk-invocation-id", "Proxy-Authorization", "!#$%&'*+-.^_`|~09",
}

local function headers()
  local list = {}
  for i = 1, random(0, 7) do list[i] = { one_of(names), some(8, value_pieces) } end
  if chance(40) then table.insert(list, random(#list + 1), { one_of({ "Host", "host" }), "given.example.com" }) end
  if #list > 0 or chance(50) then return list end
end

--- The same headers as a map, where no name is there twice in any case.
local function as_map(list)
  local map, seen = {}, {}
  for _, header in ipairs(list) do
    if seen[ascii.lower(header[1])] then return list end
    seen[ascii.lower(header[1])], map[header[1]] = true, header[2]
  end
  return map
end

local function token_text(most, characters)
  return one_of({ "a", "Z" }) .. some(most, { from(characters) })
end

local KEY = "ABCDEFabcdef0123456789+/="

local function credentials()
  local keys = { access_key_id = token_text(19, "ABCDEF0123456789"), secret_access_key = token_text(40, KEY) }
  if chance(40) then keys.session_token = token_text(60, KEY) end
  if chance(5) then keys.session_token = "" end
  return keys
end

local function flag()
  return one_of({ true, false, "absent" })
end

local function body()
  return chance(30) and some(40, { high_byte, plain, literal("\0", "\n", "{}") }) or nil
end

local function request()
  local made = {
    method = one_of({ "GET", "POST", "PUT", "DELETE", "HEAD", "PATCH", "get", "PROPFIND" }),
    url = url(),
    headers = headers(),
    body = body(),
    service = one_of({ "s3", "dms", "drs", "execute-api", "service" }),
    region = one_of({ "us-east-1", "eu-west-1", "cn-north-1", "a" }),
    credentials = credentials(),
    time = chance(90) and random(0, 2 ^ 31 - 1) or random(0, 2 ^ 27) * 1887.0 + 0.75,
    expires = random(604800),
    payload_hash = one_of({ "UNSIGNED-PAYLOAD", ("0123456789abcdef"):rep(4), false }) or nil,
  }
  for _, name in ipairs({ "normalize_path", "double_encode", "sign_payload_header", "sign_token" }) do
    local value = flag()
    if value ~= "absent" then made[name] = value end
  end
  return made
end

local function authorization_of(sent)
  if sent.Authorization then return sent.Authorization end
  for _, header in ipairs(sent) do
    if header[1] == "Authorization" then return header[2] end
  end
end

--- The parameters of a URL, whose order is nobody's business; the rest of it in front.
local function sorted_url(text)
  local base, tail = text:match("^([^?]*)%??(.*)$")
  local parts = {}
  for part in (tail .. "&"):gmatch("([^&]*)&") do parts[#parts + 1] = part end
  table.sort(parts, ascii.before)
  return base .. "?" .. table.concat(parts, "&")
end

local function quoted(value)
  return '"' .. tostring(value):gsub("[^ -!#-%[%]-~]", function(c) return ("\\x%02x"):format(c:byte()) end) .. '"'
end

local function describe_request(made, number)
  local lines = { ("request %d of SEED=%d:"):format(number, seed) }
  for name, value in pairs(made) do
    if type(value) == "table" then
      for key, item in pairs(value) do
        local shown = type(item) == "table" and item[1] .. ": " .. item[2] or tostring(item)
        lines[#lines + 1] = ("  %s[%s] = %s"):format(name, tostring(key), quoted(shown))
      end
    else
      lines[#lines + 1] = ("  %s = %s"):format(name, quoted(value))
    end
  end
  return table.concat(lines, "\n")
end

local function check(number, made, what, expected, got)
  if expected == got then return end
  error(("%s\n%s differs; expected:\n%s\ngot:\n%s"):format(
    describe_request(made, number), what, quoted(expected), quoted(got)), 0)
end

local compared = { "canonical_request", "string_to_sign", "signature", "signed_headers" }

--- What the signer says is wrong, as one text.
local function fault_of(result, problems)
  return not result and problems[1].path .. " " .. problems[1].message or nil
end

local function check_signed(signer, number, made)
  local expected = reference.sign(made)
  local list = made.headers
  if list and chance(30) then made.headers = as_map(list) end
  local sent, _, details = signer:sign(made, nil, true)
  made.headers = list
  check(number, made, "fault", nil, fault_of(sent, details))
  for _, name in ipairs(compared) do check(number, made, name, expected[name], details[name]) end
  check(number, made, "url", expected.url, details.url)
  check(number, made, "authorization", expected.authorization, authorization_of(sent))
end

local function check_presigned(signer, number, made)
  local expected = reference.sign(made, true)
  local url_made, details = signer:presign(made)
  check(number, made, "fault", nil, fault_of(url_made, details))
  for _, name in ipairs(compared) do check(number, made, "presigned " .. name, expected[name], details[name]) end
  check(number, made, "presigned url", sorted_url(expected.url), sorted_url(url_made))
end

describe("the signer and an independent one", function()
  it(("agree on %d random requests (SEED=%d)"):format(COUNT, seed), function()
    math.randomseed(seed)
    local signer = core.signer()
    for number = 1, COUNT do
      local made = request()
      check_signed(signer, number, made)
      check_presigned(signer, number, made)
    end
  end)
end)
