--- Requests: what an input becomes on its way to the service.
local ascii = require "aws.text.ascii"
local core = require "aws.core"
local errors = require "aws.errors.typed"
local iterate = require "aws.language.iterate"
local late = require "aws.language.late"
local percent = require "aws.text.percent"
local require_late = require "aws.language.require_late"
local scalar_text = late "aws.protocol.scalar_text"

local request = {}

local function escape(text, kept)
  return percent.encode(text, "[^" .. percent.UNRESERVED .. kept .. "]")
end

--- Fills the labels of a path: {name}, or {name+} which keeps slashes.
local function fill_labels(path, texts)
  return (path:gsub("{([^{}+]*)(%+?)}", function(label, greedy)
    return texts[label] and escape(texts[label], greedy == "+" and "/" or "")
  end))
end

--- The keys of a map, sorted; raw, as all of an input is read.
local function sorted_keys(map)
  local keys = {}
  for key in iterate.next, map do keys[#keys + 1] = key end
  table.sort(keys, ascii.before)
  return keys
end

-- Query ---------------------------------------------------------------------------------------------------------

--- Adds the texts of a value to those that its parameter has: one for each item of a list, in their order.
local function add_parameter(texts, name, shape, item, value)
  local list = texts[name] or {}
  if shape.type ~= "list" then
    list[#list + 1] = scalar_text.of(shape, "querystring", value)
  else
    for _, element in iterate.list(value) do list[#list + 1] = scalar_text.of(item, "querystring", element) end
  end
  texts[name] = list
end

--- A map's keys are names of parameters; one that a member of its own sets is that member's (Smithy's httpQueryParams).
local function add_parameters(texts, member, map)
  local own = {}
  for _, key in ipairs(sorted_keys(map)) do
    if not texts[key] then add_parameter(own, key, member.item, member.list_item, rawget(map, key)) end
  end
  for key, list in iterate.pairs(own) do texts[key] = list end
end

--- "name=value&…", sorted by name, after what the operation's path has.
local function query_text(constant, texts)
  local parts = { constant ~= "" and constant or nil }
  for _, name in ipairs(sorted_keys(texts)) do
    for _, text in ipairs(texts[name]) do parts[#parts + 1] = escape(name, "") .. "=" .. escape(text, "") end
  end
  return table.concat(parts, "&")
end

-- Headers -------------------------------------------------------------------------------------------------------

--- Adds a header unless there is one of that name.
local function add_header(headers, names, name, text)
  local key = ascii.lower(name)
  if text and not names[key] then
    headers[#headers + 1], names[key] = { name, text }, true
  end
end

-- Requests ------------------------------------------------------------------------------------------------------

--- What a member is in: texts of labels and of parameters, headers.
local placing = {
  uri = function(parts, member, value) parts.labels[member.place] = scalar_text.of(member.shape, "uri", value) end,
  header = function(parts, member, value)
    add_header(parts.headers, parts.names, member.place, scalar_text.in_header(member, value))
  end,
  querystring = function(parts, member, value)
    if member.shape.type ~= "map" then add_parameter(parts.query, member.place, member.shape, member.item, value) end
  end,
}

--- Maps come after all others, whose names they leave alone.
local placing_maps = {
  headers = function(parts, member, value)
    for _, key in ipairs(sorted_keys(value)) do
      add_header(parts.headers, parts.names, member.place .. key, rawget(value, key))
    end
  end,
  querystring = function(parts, member, value)
    if member.shape.type == "map" then add_parameters(parts.query, member, value) end
  end,
}

--- Path, query and headers of an operation with members outside the body.
local function place_members(operation, input, constant_headers)
  local parts = { labels = {}, query = {}, headers = {}, names = {} }
  for _, place in ipairs({ placing, placing_maps }) do
    for _, member in ipairs(operation.input.located) do
      local value, put = rawget(input, member.name), place[member.location]
      if value ~= nil and put then put(parts, member, value) end
    end
  end
  for _, header in ipairs(constant_headers) do add_header(parts.headers, parts.names, header[1], header[2]) end
  return fill_labels(operation.path, parts.labels), query_text(operation.query, parts.query), parts.headers
end

--- The body that is one member, and the headers that tell its type.
local function payload_body(operation, payload, input)
  local value = rawget(input, payload.name)
  if value == nil then return payload.absent, payload.absent ~= "" and operation.headers or {} end
  local is_raw = payload.type == "blob" or payload.type == "string"
  return is_raw and value or core.encode(payload.shape, value), operation.headers
end

--- The input with the tokens that it lacks; itself where it lacks none, or is not a table.
local function with_tokens(names, input, new_token)
  if type(input) ~= "table" then return input end
  local copy
  for _, name in ipairs(names) do
    if rawget(input, name) == nil then
      if not copy then
        copy = {}
        for key, value in iterate.next, input do copy[key] = value end
      end
      copy[name] = new_token()
    end
  end
  return copy or input
end

--- Adds what is wrong with the ARN or id that says what the operation is about. Most are right, as one look shows.
local function check_identifier(name, is_arn, input, problems)
  local text = type(input) == "table" and rawget(input, name)
  if type(text) ~= "string" or core.is_visible(text) and (is_arn or text:sub(1, 4) ~= "arn:") then return problems end
  local fault = require_late("aws.text.identifier").pasting_fault(text, is_arn)
  if not fault then return problems end
  problems = problems or {}
  problems[#problems + 1] = { path = name, message = fault }
  return problems
end

---@class aws.UnsignedRequest
---@field method string
---@field path string
---@field query string
---@field headers string[][]
---@field body string

--- Validates `input` and builds the request for it.
---@param operation aws.Operation
---@param input table
---@param new_token? fun(): string makes an idempotency token for an input that lacks one
---@return aws.UnsignedRequest # raises ParamValidationError with every problem of the input
function request.build(operation, input, new_token)
  local message = operation.input
  if message.tokens and new_token then input = with_tokens(message.tokens, input, new_token) end
  local body, problems = core.encode(message.shape, input)
  if message.located[1] then problems = require_late("aws.protocol.place_checks").add(operation, input, problems) end
  local identifier = operation.model.identifier
  if identifier then problems = check_identifier(identifier, operation.is_about_arn, input, problems) end
  if problems then errors.invalid(problems) end
  local path, query, headers = operation.path, operation.query, operation.headers
  if message.payload then
    body, headers = payload_body(operation, message.payload, input)
  elseif not operation.has_body then
    body = ""
  end
  if message.located[1] then path, query, headers = place_members(operation, input, headers) end
  return { method = operation.model.method, path = path, query = query, headers = headers, body = body }
end

return request
