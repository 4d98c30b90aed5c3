--- What is wrong with members of an input for the places that they go to; their types and lengths are the core's to check.
local iterate = require "aws.language.iterate"
local places = require "aws.protocol.places"
local scalar_text = require "aws.protocol.scalar_text"

local place_checks = {}

local function note(problems, path, message)
  problems[#problems + 1] = { path = path, message = message }
end

--- A header's value ends where its line does (RFC 9110 5.5).
local function check_value(problems, path, value)
  if type(value) == "string" and value:find("[%z\r\n]") then note(problems, path, "must not have CR, LF or NUL: it is a header") end
end

--- Names of headers are tokens (RFC 9110 5.6.2).
local function check_header_name(problems, path, name)
  if name == "" or name:find("[^0-9A-Za-z!#$%%&'*+.^_`|~-]") then
    note(problems, path, "must not have such characters: it is in the name of a header")
  elseif places.is_reserved(name) then
    note(problems, path, "must not be there: no input sets that header")
  end
end

--- The path of what is in a list or map, as the core writes it: a long key is cut, without control characters.
local function path_of(path, key)
  if type(key) == "number" then return ("%s[%s]"):format(path, tostring(key)) end
  return ('%s["%s"]'):format(path, (tostring(key):sub(1, 64):gsub("[%z\1-\31\127]", "?")))
end

--- The deepest times: in the lists of a map.
local DEEPEST = 2

--- The core checks times as a body has them: as numbers, of any size. A path, a query or a header has dates.
local function check_times(problems, member, path, value, depth)
  local shape = member.list_item or member.item or member.shape
  if shape.type ~= "timestamp" or shape.timestamp_format then return end
  if type(value) == "table" and depth < DEEPEST then
    for key, item in iterate.next, value do check_times(problems, member, path_of(path, key), item, depth + 1) end
  elseif type(value) == "number" and value - value == 0 and not scalar_text.of(shape, member.location, value) then
    note(problems, path, "is out of range: years 1 to 9999")
  end
end

local checks = {}

--- A label that keeps its slashes may have several segments; what normalises paths drops these (RFC 3986 5.2.4).
function checks.uri(problems, member, value, operation)
  check_times(problems, member, member.name, value, 0)
  if type(value) ~= "string" or not operation.path:find("{" .. member.place .. "+}", 1, true) then return end
  local inside = value:find("/", 1, true) and ("/" .. value .. "/"):match("/(%.%.?)/")
  if inside then note(problems, member.name, ("must not have %q between slashes: it would be another path"):format(inside)) end
end

function checks.querystring(problems, member, value) check_times(problems, member, member.name, value, 0) end

function checks.header(problems, member, value)
  check_times(problems, member, member.name, value, 0)
  if type(value) ~= "table" then return check_value(problems, member.name, value) end
  for index, item in iterate.next, value do check_value(problems, path_of(member.name, index), item) end
end

function checks.headers(problems, member, value)
  for key, text in iterate.next, type(value) == "table" and value or {} do
    local path = path_of(member.name, key)
    if type(key) == "string" then check_header_name(problems, path, member.place .. key) end
    check_value(problems, path, text)
  end
end

--- Adds what is wrong to the problems of an input. A label that the model does not require is required all the same.
---@param operation aws.Operation
---@param input any
---@param problems? aws.Problem[]
---@return aws.Problem[]? # nil for none
function place_checks.add(operation, input, problems)
  if type(input) ~= "table" then return problems end
  local found = problems or {}
  for _, name in ipairs(operation.labels or {}) do
    if rawget(input, name) == nil then note(found, name, "is required") end
  end
  for _, member in ipairs(operation.input.located) do
    local check, value = checks[member.location], rawget(input, member.name)
    if check and value ~= nil then check(found, member, value, operation) end
  end
  return found[1] and found
end

return place_checks
