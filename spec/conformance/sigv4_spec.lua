-- The public SigV4 suite through the signer of the core.
local ascii = require "aws.text.ascii"
local conformance = require "spec.support.conformance"
local core = require "aws.core"
local reference = require "spec.support.sigv4"

local data = conformance.load "sigv4.json"

local function request_of(case)
  local host = conformance.headers(case.headers).host
  return {
    method = case.method,
    url = "https://" .. host .. case.path .. (case.query ~= "" and "?" .. case.query or ""),
    headers = case.headers,
    body = case.body,
    payload_hash = not case.sign_body and reference.sha256 "" or nil,
    sign_payload_header = case.sign_body,
    normalize_path = case.normalize,
    double_encode = false, -- the suite's raw path counts as encoded already
    sign_token = not case.omit_session_token,
    service = case.service,
    region = case.region,
    credentials = {
      access_key_id = case.access_key,
      secret_access_key = case.secret_key,
      session_token = type(case.session_token) == "string" and case.session_token or nil,
    },
    time = conformance.time(case.timestamp),
    expires = case.expiration_in_seconds,
  }
end

--- Headers as a sorted list of texts; a fold counts as the one space that it is sent as.
local function header_set(list)
  local lines = {}
  for i, header in ipairs(list) do lines[i] = ascii.lower(header[1]) .. ": " .. header[2]:gsub("\n[ \t]*", " ") end
  table.sort(lines, ascii.before)
  return lines
end

--- Parameters as a sorted list. The suite leaves UTF-8 raw; what is sent has it encoded (RFC 3986).
local function parameter_set(query)
  local parameters = {}
  query = query:gsub("[\128-\255]", function(c) return ("%%%02X"):format(c:byte()) end)
  for parameter in query:gmatch("[^&]+") do parameters[#parameters + 1] = parameter end
  table.sort(parameters, ascii.before)
  return parameters
end

local function check_details(expected, details)
  assert.equal(expected.canonical_request, details.canonical_request)
  assert.equal(expected.string_to_sign, details.string_to_sign)
  assert.equal(expected.signature, details.signature)
end

describe("the public SigV4 suite", function()
  if not data then
    pending(conformance.absent)
    return
  end
  local signer = core.signer()

  for _, case in ipairs(data.cases) do
    it("header: " .. case.name, function()
      local sent, _, details = signer:sign(request_of(case), nil, true)
      assert.is_table(sent)
      check_details(case.expect_header, details)
      assert.same(header_set(case.expect_header.signed_request_headers), header_set(sent))
    end)

    it("query: " .. case.name, function()
      local url, details = signer:presign(request_of(case))
      assert.is_string(url)
      check_details(case.expect_query, details)
      assert.same(parameter_set(case.expect_query.signed_query), parameter_set(url:match("%?(.*)$")))
    end)
  end
end)
