-- Templates of requests: what one signs is what is signed of the whole request, again and again.
local bytes = require "spec.fuzz.support.bytes"
local checks = require "spec.fuzz.support.checks"
local core = require "aws.core"

local signer = core.signer()

local names = { "Host", "X-A", "x-a", "x-b", "User-Agent", "X-Amz-Date", "Content-Type", "authorization", "X-Amz-Security-Token" }

local function request_of(source)
  local headers = {}
  for i = 1, source:pick(6) do
    headers[i] = { source:once_in(4) and source:any_text() or source:one_of(names), source:any_text() }
  end
  return {
    method = source:once_in(3) and source:any_text() or "POST",
    url = source:once_in(6) and source:any_text() or "https://a.example:8443/" .. source:any_text(),
    headers = headers, service = source:once_in(4) and source:any_text() or "dms", region = "r-1", body = "",
    credentials = { access_key_id = "AKID", secret_access_key = "secret" }, time = 0,
    double_encode = source:once_in(2), normalize_path = source:once_in(2), sign_payload_header = source:once_in(2),
    sign_token = source:once_in(2), payload_hash = source:once_in(4) and source:any_text() or nil,
  }
end

--- A value that may be given with a signature, which begins no other line.
local function value_of(source)
  return (source:any_text():gsub("[%z\r\n]", "-"))
end

--- Signs by the template, and then the whole request with the same.
local function compare(template, url, request, first, values, source)
  request.credentials = {
    access_key_id = source:any_text(), secret_access_key = source:any_text(),
    session_token = source:once_in(2) and source:any_text() or nil,
  }
  request.time, request.body = source:pick(2 ^ 32) + source:pick(8) / 8, source:any_text()
  for i, value in ipairs(values) do request.headers[first + i - 1][2] = value end
  local signed, problems = template:sign(signer, request.credentials, request.time, request.body, values[1], values[2], values[3])
  local headers, whole_url = signer:sign(request)
  if not signed then return checks.same(problems, whole_url, "other problems") end
  assert(whole_url == url, "another URL")
  checks.same(headers, signed:list(), "other headers")
end

return function(input)
  local source = bytes.new(input)
  local request = request_of(source)
  local first = source:pick(#request.headers)
  local count = math.min(source:pick(4) - 1, #request.headers - first + 1)
  local template, url = core.request_template(request, first, count)
  if not template then return checks.same(url, select(2, signer:sign(request)), "other problems") end
  for _ = 1, 2 do
    local values = {}
    for i = 1, count do values[i] = value_of(source) end
    compare(template, url, request, first, values, source)
  end
end
