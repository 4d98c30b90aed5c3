--- The input of a request, read back from what was sent.
local core = require "aws.core"
local iterate = require "aws.language.iterate"
local response = require "aws.protocol.response"
local route = require "aws.stub.route"

local input = {}

--- The texts that a parameter has in a query.
local function texts_of(query, name)
  local texts = {}
  for _, parameter in ipairs(query) do
    if parameter[1] == name then texts[#texts + 1] = parameter[2] end
  end
  return texts
end

local function list_of(kind, texts)
  local list = {}
  for i, text in ipairs(texts) do list[i] = core.convert(kind, text) end
  return list
end

--- A map has the parameters that no other member names.
local function map_of(member, query, named)
  local map
  for _, parameter in ipairs(query) do
    local name = parameter[1]
    if not named[name] then
      map = map or {}
      local texts = texts_of(query, name)
      map[name] = member.item.type == "list" and list_of(member.list_item.type, texts) or core.convert(member.item.type, texts[1])
    end
  end
  return map
end

local reading = {}

function reading.uri(member, request)
  return core.convert(member.shape.type, request.labels[member.place] or "")
end

function reading.querystring(member, request, named)
  if member.shape.type == "map" then return map_of(member, request.query, named) end
  local texts = texts_of(request.query, member.place)
  if #texts == 0 then return nil end
  if member.shape.type == "list" then return list_of(member.item.type, texts) end
  return core.convert(member.shape.type, texts[1])
end

local in_headers = { header = true, headers = true }

--- Adds the members that are in path, query and headers.
local function add_located(operation, request, target)
  local located, named, of_headers = operation.input.located, {}, {}
  for _, constant in ipairs(route.parameters(operation.query)) do named[constant[1]] = true end
  for _, member in ipairs(located) do
    if member.location == "querystring" and member.shape.type ~= "map" then named[member.place] = true end
  end
  for _, member in ipairs(located) do
    local read = reading[member.location]
    if read then
      target[member.name] = read(member, request, named)
    elseif in_headers[member.location] then
      of_headers[#of_headers + 1] = member
    end
  end
  response.read_located({ located = of_headers }, { headers = request.headers }, target, true)
end

--- What of the input is in the body.
local function read_body(operation, body)
  local message = operation.input
  if message.payload then return response.read_payload(message.payload, { body = body, headers = {}, status = 200 }) end
  if body == "" then return {} end
  return core.decode(message.shape, body)
end

--- Reads the input of a request of JSON's.
---@param operation aws.Operation
---@param request aws.StubRequest with `labels`
---@return table? input
---@return string? fault what cannot be read of it
function input.read(operation, request)
  local found, fault = read_body(operation, request.body)
  if not found then return nil, fault end
  add_located(operation, request, found)
  return found
end

--- Reads a form.
---@param parameters string[][]
---@return table<string, string>
function input.of_form(parameters)
  local found = {}
  for _, parameter in iterate.list(parameters) do
    if parameter[1] ~= "Action" and parameter[1] ~= "Version" then found[parameter[1]] = parameter[2] end
  end
  return found
end

return input
