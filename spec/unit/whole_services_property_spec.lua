-- Random inputs and answers of every operation of both services agree with a plain encoder and decoder.
local core = require "aws.core"
local json = require "spec.support.json"
local plain_codec = require "spec.support.plain_codec"
local protocol = require "aws.protocol"
local random_values = require "spec.support.random_values"
local scripted = require "spec.support.scripted"

local SEED = tonumber(os.getenv "SEED" or "20160101")

--- Of each operation; 169 operations make a good 3,000 in all.
local INPUTS, ANSWERS, ERRORS = 9, 9, 1

local models = { require "aws.model.dms", (require "aws.model.drs") }

local function query_of(text)
  local parameters = {}
  for part in text:gmatch("[^&]+") do
    local name, value = part:gsub("%%(%x%x)", function(digits) return string.char(tonumber(digits, 16)) end):match("^(.-)=(.*)$")
    parameters[name] = parameters[name] or {}
    table.insert(parameters[name], value)
  end
  return parameters
end

--- A request of the library's, as the plain encoder writes them.
local function seen(request)
  return {
    method = request.method,
    path = request.path,
    query = query_of(request.query),
    content_type = (scripted.header(request, "Content-Type")),
    target = (scripted.header(request, "X-Amz-Target")),
    body = request.body ~= "" and json.decode(request.body) or nil,
  }
end

local function check(expected, got, what)
  local found = plain_codec.difference(expected, got, "it")
  if found then error(what() .. "\n" .. found, 0) end
end

local function check_input(random, model, operation)
  local facts = operation.model
  local input = facts.input and random:value(model, facts.input, 1) or {}
  check(plain_codec.request(model, facts, input), seen(protocol.build(operation, input)), function()
    return core.encode(core.shape(model.shapes, facts.input or "string"), input)
  end)
end

local function check_answer(random, model, operation)
  local name = operation.model.output
  local body = name and random:json(model, name, 1) or "{}"
  local output, fault = protocol.parse(operation, { status = operation.model.status or 200, headers = {}, body = body })
  if not output then error(body .. "\n" .. tostring(fault), 0) end
  check(plain_codec.output(model, name, body), output, function() return body end)
end

--- An error that the operation may not list, with its members.
local function check_error(random, model, operation, exceptions)
  local name = random:one_of(exceptions)
  local body = random:json(model, name, 1)
  local fields = protocol.parse_error(operation, { status = 400, headers = { ["x-amzn-errortype"] = name }, body = body }).fields
  check(plain_codec.output(model, name, body), fields, function() return name .. " " .. body end)
end

local function exceptions_of(model)
  local names = {}
  for name, shape in pairs(model.shapes) do
    if shape.exception then names[#names + 1] = name end
  end
  table.sort(names)
  return names
end

local function sorted_operations(model)
  local names = {}
  for name in pairs(model.operations) do names[#names + 1] = name end
  table.sort(names)
  return names
end

for _, model in ipairs(models) do
  describe(("every operation of %s (SEED=%d)"):format(model.name, SEED), function()
    local exceptions = exceptions_of(model)
    for index, name in ipairs(sorted_operations(model)) do
      it(name, function()
        local operation, random = protocol.compile(model, name), random_values.new(SEED + index * 7919)
        for _ = 1, INPUTS do check_input(random, model, operation) end
        for _ = 1, ANSWERS do check_answer(random, model, operation) end
        for _ = 1, ERRORS do check_error(random, model, operation, exceptions) end
      end)
    end
  end)
end
