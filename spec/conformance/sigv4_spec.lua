-- Every stage of a signature, in headers and in a query: the cases of spec/data through the door, and the public SigV4
-- suite, where it is there, through the signer of the core.
local ascii = require "aws.text.ascii"
local conformance = require "spec.support.conformance"
local core = require "aws.core"
local reference = require "spec.support.sigv4"
local sigv4 = require "aws.sigv4"

local OURS = { "sigv4_paths.json", "sigv4_queries.json", "sigv4_headers.json", "sigv4_bodies_and_keys.json" }

local function keys_of(case)
  return {
    access_key_id = case.access_key,
    secret_access_key = case.secret_key,
    session_token = type(case.session_token) == "string" and case.session_token or nil,
  }
end

--- A request of the suite.
local function suite_request(case)
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
    credentials = keys_of(case),
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

local OPTIONS = {
  "method", "url", "headers", "body", "service", "region", "normalize_path", "double_encode", "payload_hash",
  "sign_payload_header", "sign_token",
}

--- A request of spec/data, in the terms of the library.
local function request_of(case, expires)
  local request = { credentials = keys_of(case), time = conformance.time(case.timestamp), expires = expires }
  for _, name in ipairs(OPTIONS) do request[name] = case[name] end
  return request
end

--- No given headers are an empty map, and come back as one.
local function as_list(headers)
  if #headers > 0 then return headers end
  local list = {}
  for name, value in pairs(headers) do list[#list + 1] = { name, value } end
  return list
end

local function check_ours(case)
  local headers, details = sigv4.sign(request_of(case))
  check_details(case.expect_header, details)
  assert.same(header_set(case.expect_header.headers), header_set(as_list(headers)))
  assert.equal(case.expect_header.url, details.url)
end

local function check_ours_in_query(case)
  local url, details = sigv4.presign(request_of(case, case.expires))
  check_details(case.expect_query, details)
  assert.same(parameter_set(case.expect_query.url:match("%?(.*)$")), parameter_set(url:match("%?(.*)$")))
  assert.equal(case.expect_query.url:match("^[^?]*"), url:match("^[^?]*"))
end

local function check_suite(case)
  local sent, _, details = core.signer():sign(suite_request(case), nil, true)
  assert.is_table(sent)
  check_details(case.expect_header, details)
  assert.same(header_set(case.expect_header.signed_request_headers), header_set(sent))
end

local function check_suite_in_query(case)
  local url, details = core.signer():presign(suite_request(case))
  assert.is_string(url)
  check_details(case.expect_query, details)
  assert.same(parameter_set(case.expect_query.signed_query), parameter_set(url:match("%?(.*)$")))
end

for _, source in ipairs(conformance.sources(OURS, "sigv4.json")) do
  describe("signatures, " .. source.title .. ",", function()
    for _, case in ipairs(source.cases) do
      it("header: " .. conformance.title(case), function()
        (source.is_ours and check_ours or check_suite)(case)
      end)

      it("query: " .. conformance.title(case), function()
        (source.is_ours and check_ours_in_query or check_suite_in_query)(case)
      end)
    end
  end)
end
