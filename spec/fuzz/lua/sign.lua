-- Signing: of any request headers to send, whose stages fit together, or a list of problems; the order of headers and
-- a client's templates change nothing, and the secret key is nowhere.
local bytes = require "spec.fuzz.support.bytes"
local checks = require "spec.fuzz.support.checks"
local core = require "aws.core"

local signer = core.signer()
local NOW = 1709251198

local function headers_of(source)
  if source:once_in(6) then return source:anything(1) end
  local list = {}
  for i = 1, source:pick(6) - 1 do
    local name = source:once_in(2) and source:one_of({ "Host", "X-A", "x-a", "x-b", "User-Agent", "X-Amz-Date" }) or source:any_text()
    list[i] = { name, source:any_text() }
  end
  return list
end

local function request_of(source, secret)
  local request = {
    method = source:once_in(2) and "POST" or source:any_text(), url = "https://a.example/" .. source:any_text(),
    headers = headers_of(source), body = source:any_text(), service = "dms", region = source:once_in(4) and source:any_text() or "r-1",
    credentials = { access_key_id = "AKID", secret_access_key = secret, session_token = source:once_in(3) and source:any_text() or nil },
    time = source:once_in(3) and source:pick(2 ^ 31) or nil, double_encode = source:once_in(2),
    normalize_path = source:once_in(2), sign_payload_header = source:once_in(2), sign_token = source:once_in(2),
  }
  if source:once_in(4) then request.url = source:any_text() end
  local other = source:one_of({ "expires", "payload_hash", "time", "x", "body", "credentials" })
  if source:once_in(5) then request[other] = source:anything(1) end
  return request
end

local function check_problems(problems, secret)
  assert(type(problems) == "table" and #problems > 0, "there are no problems: " .. tostring(problems))
  for _, problem in ipairs(problems) do
    checks.message(problem.path, 300)
    checks.message(problem.message, 300)
    checks.lacks(problem.path .. problem.message, secret)
  end
end

--- Whether the list of headers has no name twice, so that their order says nothing.
local function is_a_set(headers)
  local seen = {}
  for _, header in ipairs(headers) do
    local name = header[1]:lower()
    if seen[name] then return false end
    seen[name] = true
  end
  return #headers > 0
end

local function check_order(request, details)
  local reversed = {}
  for i, header in ipairs(request.headers) do reversed[#request.headers + 1 - i] = header end
  request.headers = reversed
  local _, _, again = signer:sign(request, NOW, true)
  checks.same(details, again, "another order of headers")
end

local function check_details(details, secret)
  local hash = core.sha256_hex(details.canonical_request)
  assert(details.string_to_sign:sub(-64) == hash, "the string to sign is of another request")
  assert(details.signature:find("^%x+$") and #details.signature == 64)
  for _, text in pairs(details) do checks.lacks(text, secret) end
end

local function check_headers(headers, secret)
  for key, value in pairs(headers) do
    local name = type(value) == "table" and value[1] or key
    local text = type(value) == "table" and value[2] or value
    assert(name:find("^[%w!#$%%&'*+.^_`|~-]+$"), "a header's name")
    assert(not text:find("[%z\r\n]"), "a header has CR, LF or NUL")
    checks.lacks(text, secret)
  end
end

return function(input)
  local source, secret = bytes.new(input), checks.secret_of(input)
  local request = request_of(source, secret)
  local signed, url, details = signer:sign(request, NOW, true)
  if not signed then return check_problems(url, secret) end
  check_headers(signed, secret)
  check_details(details, secret)
  assert(not url:find("[%z\1-\32\127-\255]"), "the URL has a byte that is not encoded")
  local headers = request.headers
  if headers and not getmetatable(headers) and is_a_set(headers) then check_order(request, details) end
  request.expires = source:once_in(2) and source:pick(604800) or nil
  local link, more = signer:presign(request, NOW)
  if not link then return check_problems(more, secret) end
  checks.lacks(link, secret)
  check_details(more, secret)
end
