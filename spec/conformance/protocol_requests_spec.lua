-- Requests of made-up shapes of every kind, in every place, as the protocols build them.
local ascii = require "aws.text.ascii"
local conformance = require "spec.support.conformance"
local json = require "spec.support.json"
local protocol = require "aws.protocol"
local toy_service = require "spec.support.toy_service"

local function decoded(text)
  return (text:gsub("%%(%x%x)", function(digits) return string.char(tonumber(digits, 16)) end))
end

--- Pairs of name and value as sorted texts.
local function sorted(list)
  local lines = {}
  for i, pair in ipairs(list) do lines[i] = pair[1] .. "=" .. tostring(pair[2]) end
  table.sort(lines, ascii.before)
  return lines
end

local function parameters(query)
  local list = {}
  for part in query:gmatch("[^&]+") do
    local name, value = part:match("^(.-)=(.*)$")
    list[#list + 1] = { decoded(name), decoded(value) }
  end
  return list
end

local function lower_names(headers)
  local list = {}
  for i, header in ipairs(headers) do list[i] = { ascii.lower(header[1]), header[2] } end
  return list
end

--- JSON as a value, any other body as it is.
local function readable(body)
  local ok, value = pcall(json.decode, body)
  return ok and value or body
end

local function check(case)
  local expected = case.expect
  local request = protocol.build(toy_service.operation(case), conformance.value(case.input))
  assert.equal(expected.method, request.method)
  assert.equal(expected.path, request.path)
  assert.same(sorted(expected.query), sorted(parameters(request.query)))
  assert.same(sorted(expected.headers), sorted(lower_names(request.headers)))
  assert.same(readable(conformance.body(expected)), readable(request.body))
end

for _, source in ipairs(conformance.sources "shape_requests.json") do
  describe("requests of made-up shapes,", function()
    for _, case in ipairs(source.cases) do
      it(conformance.title(case), function() check(case) end)
    end
  end)
end
