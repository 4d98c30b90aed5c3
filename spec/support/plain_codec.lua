--- The protocols once more, for comparison: an encoder and a decoder that walk a model in the plainest way and share
--- nothing with the library.
local conformance = require "spec.support.conformance"
local json = require "spec.support.json"
local random_values = require "spec.support.random_values"

local plain_codec = {}

local function shape_named(model, name) return model.shapes[name] or { type = name } end

-- Requests ------------------------------------------------------------------------------------------------------

local SPECIAL = { [math.huge] = "Infinity", [-math.huge] = "-Infinity" }

--- The JSON of a value, as spec/support/json.lua would read it; a time is { time =, format = }.
local function encoded(model, name, value)
  local shape, result = shape_named(model, name), {}
  if shape.type == "structure" then
    for key, item in pairs(value) do
      local member = random_values.member(shape, key)
      if not member.location then result[member.location_name or key] = encoded(model, member.shape, item) end
    end
  elseif shape.type == "list" then
    for i, item in ipairs(value) do result[i] = encoded(model, shape.member, item) end
  elseif shape.type == "map" then
    for key, item in pairs(value) do result[key] = encoded(model, shape.value, item) end
  elseif shape.type == "timestamp" then
    result = { time = value, format = shape.timestamp_format or "unixTimestamp" }
  elseif shape.type == "blob" then
    result = random_values.base64(value)
  else
    result = SPECIAL[value] or value
  end
  return result
end

--- How a value is written in a path or a query.
local function text_of(value)
  return type(value) == "number" and (math.type and math.type(value) == "integer" and "%d" or "%.0f"):format(value)
    or tostring(value)
end

local function percent(text)
  return (text:gsub("[^%w%-._~]", function(byte) return ("%%%02X"):format(byte:byte()) end))
end

--- "name=value" of each item; those of one name stay in their order.
local function query_of(shape, input)
  local parameters = {}
  for _, name in ipairs(random_values.names(shape)) do
    local member, value = random_values.member(shape, name), input[name]
    if member.location == "querystring" and value ~= nil then
      local texts = {}
      for i, item in ipairs(type(value) == "table" and value or { value }) do texts[i] = text_of(item) end
      parameters[member.location_name or name] = #texts > 0 and texts or nil
    end
  end
  return parameters
end

--- What a request has to be.
---@param model table
---@param operation table of the model
---@param input table
---@return { method: string, path: string, query: table<string, string[]>, content_type?: string, target?: string, body: any }
function plain_codec.request(model, operation, input)
  local shape = operation.input and model.shapes[operation.input] or { type = "structure", members = {} }
  local is_rest, has_body = model.protocol == "restJson1", false
  local request = { method = operation.method, query = query_of(shape, input), path = operation.path }
  for name in pairs(shape.members) do
    local member = random_values.member(shape, name)
    if member.location == "uri" then
      local text = percent(text_of(input[name])):gsub("%%", "%%%%")
      request.path = request.path:gsub("{" .. (member.location_name or name) .. "}", text)
    end
    has_body = has_body or not member.location
  end
  if has_body or not is_rest then
    request.body = operation.input and encoded(model, operation.input, input) or {}
    request.content_type = is_rest and "application/json" or "application/x-amz-json-1.1"
  end
  request.target = not is_rest and model.target_prefix .. "." .. operation.name or nil
  return request
end

-- Answers -------------------------------------------------------------------------------------------------------

local MONTHS = { Jan = 1, Feb = 2, Mar = 3, Apr = 4, May = 5, Jun = 6, Jul = 7, Aug = 8, Sep = 9, Oct = 10, Nov = 11, Dec = 12 }

--- Epoch seconds of a time as text or number.
function plain_codec.time(value)
  if tonumber(value) then return tonumber(value) end
  local year, month, day, hour, minute, second, fraction =
    value:match("^(%d+)%-(%d+)%-(%d+)T(%d+):(%d+):(%d+)(%.?%d*)Z$")
  if not year then
    local name
    day, name, year, hour, minute, second = value:match("^%a+, (%d+) (%a+) (%d+) (%d+):(%d+):(%d+) GMT$")
    month, fraction = ("%02d"):format(MONTHS[name]), ""
  end
  local whole = conformance.time(("%s%s%sT%s%s%sZ"):format(year, month, day, hour, minute, second))
  return tonumber(("%d%s"):format(whole, fraction)) -- rounded once
end

local SPECIAL_FLOATS = { NaN = 0 / 0, Infinity = math.huge, ["-Infinity"] = -math.huge }

local scalars = {}

function scalars.string(value)
  if type(value) == "number" then return value % 1 == 0 and ("%.0f"):format(value) or tostring(value) end
  return tostring(value)
end

function scalars.integer(value)
  local number = tonumber(type(value) == "table" and value["$int"] or value)
  return math.type and math.tointeger(number) or number
end
scalars.long = scalars.integer

function scalars.double(value) return SPECIAL_FLOATS[value] or tonumber(value) end
function scalars.boolean(value) return value == true or value == "true" end
function scalars.blob(value) return conformance.base64(value) end
scalars.timestamp = plain_codec.time

local decoded

local function decoded_structure(model, shape, value)
  local result, known = {}, {}
  for name in pairs(shape.members) do
    local member = random_values.member(shape, name)
    local item = value[member.location_name or name]
    known[member.location_name or name] = true
    if not member.location and item ~= nil and item ~= json.null then result[name] = decoded(model, member.shape, item) end
  end
  for key in pairs(shape.union and value or {}) do
    if not known[key] then result.SDK_UNKNOWN_MEMBER = { name = key } end
  end
  return result
end

--- The value that an answer's JSON, read by spec/support/json.lua, is for a model.
function decoded(model, name, value)
  local shape, result = shape_named(model, name), {}
  if shape.type == "structure" then return decoded_structure(model, shape, value) end
  if shape.type == "list" then
    for _, item in ipairs(value) do
      if item ~= json.null then result[#result + 1] = decoded(model, shape.member, item) end
    end
    return result
  elseif shape.type == "map" then
    for key, item in pairs(value) do
      if item ~= json.null then result[key] = decoded(model, shape.value, item) end
    end
    return result
  end
  return scalars[shape.type](value)
end

--- The output of an answer; an operation without output has none.
---@param model table
---@param name? string of the output's shape, or an error's
---@param body string JSON
---@return table
function plain_codec.output(model, name, body)
  return name and decoded(model, name, json.decode(body)) or {}
end

-- Comparison ----------------------------------------------------------------------------------------------------

local function same_number(expected, got)
  if expected ~= expected then return got ~= got end
  return expected == got and (not math.type or math.type(expected) == math.type(got) or expected % 1 ~= 0)
end

--- Where two values differ, or nil. A time, { time =, format = }, is the same as any spelling of it in its format.
---@return string?
function plain_codec.difference(expected, got, where)
  if type(expected) == "table" and expected.time and expected.format then
    local is_number = expected.format == "unixTimestamp"
    local is_same = is_number == (type(got) == "number") and math.abs(plain_codec.time(got) - expected.time) < 0.0006
    return not is_same and where .. ": another time" or nil
  elseif type(got) == "table" and got["$int"] then
    return tonumber(got["$int"]) ~= expected and where .. ": another integer" or nil
  elseif type(expected) ~= "table" or type(got) ~= "table" then
    if expected == got or type(expected) == "number" and type(got) == "number" and same_number(expected, got) then return nil end
    return ("%s: expected %s, got %s"):format(where, tostring(expected), tostring(got))
  end
  for key, item in pairs(expected) do
    local found = plain_codec.difference(item, got[key], where .. "." .. tostring(key))
    if found then return found end
  end
  for key in pairs(got) do
    if expected[key] == nil then return where .. " has " .. tostring(key) end
  end
end

return plain_codec
