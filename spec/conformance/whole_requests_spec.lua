-- Requests of every operation of both services: full, random and least inputs, with what botocore makes of them.
local conformance = require "spec.support.conformance"
local json = require "spec.support.json"
local scripted = require "spec.support.scripted"
local whole_cases = require "spec.support.whole_cases"

local OURS = { "whole_requests_dms.json", "whole_requests_drs.json" }

local function decoded(text)
  return (text:gsub("%%(%x%x)", function(digits) return string.char(tonumber(digits, 16)) end))
end

--- "name=value" of every parameter, decoded and sorted.
local function parameters(query)
  local list = {}
  for part in query:gmatch("[^&]+") do list[#list + 1] = decoded(part) end
  table.sort(list)
  return list
end

local function expected_parameters(pairs_or_text)
  local list = {}
  for _, pair in ipairs(type(pairs_or_text) == "table" and pairs_or_text or {}) do
    list[#list + 1] = pair[1] .. "=" .. (type(pair[2]) == "number" and ("%.0f"):format(pair[2]) or tostring(pair[2]))
  end
  table.sort(list)
  return list
end

local function header(request, name)
  local value = scripted.header(request, name)
  return value == nil and json.null or value
end

local function check(case)
  local client, transport = whole_cases.client(case, scripted.answer("{}"))
  pcall(client[case.operation], whole_cases.value(case.input)) -- the answer is not what the operation's may be
  local request, expected = assert(transport.requests[1], "nothing was sent"), case.expect
  local path, query = request.url:match("^https://[^/?]+([^?]*)%??(.*)$")
  assert.equal(expected.method, request.method)
  assert.equal(decoded(expected.path), decoded(path))
  assert.same(expected_parameters(expected.query), parameters(query))
  assert.equal(expected.target, header(request, "X-Amz-Target"))
  assert.equal(expected.content_type, header(request, "Content-Type"))
  if expected.body_json == json.null then
    assert.equal("", request.body)
  else
    assert.same(expected.body_json, json.decode(request.body))
  end
end

for _, source in ipairs(conformance.sources(OURS, "whole_requests.json")) do
  describe("requests of whole services, " .. source.title .. ",", function()
    for _, case in ipairs(source.cases) do
      it(case.name, function() check(case) end)
    end
  end)
end
