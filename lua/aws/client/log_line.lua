--- An event as a line: text for people, or JSON. Whatever an event holds, it is one line of UTF-8, and short enough for a
--- write that other processes' writes do not interrupt (PIPE_BUF, 4096 bytes).
local ascii = require "aws.text.ascii"
local core = require "aws.core"
local excerpt = require "aws.text.excerpt"
local origin = require "aws.credentials.origin"

local lines = {}

--- What follows `time`, `level`, the operation and `type` in a line of text, in this order. Each with its type: a shape's
--- for JSON, or "seconds" for a number that is shown to the millisecond.
local members = {
  { "region", "string" }, { "waiter", "string" }, { "resource", "string" }, { "state", "string" }, { "polls", "integer" },
  { "waited", "seconds" }, { "attempt", "integer" }, { "max_attempts", "integer" }, { "attempts", "integer" },
  { "outcome", "string" }, { "status", "integer" }, { "seconds", "seconds" }, { "reason", "string" }, { "delay", "seconds" },
  { "applied", "string" }, { "request_id", "string" }, { "message", "string" }, { "endpoint", "string" },
  { "access_key_id", "string" }, { "provider", "string" }, { "place", "string" }, { "expiration", "seconds" },
  { "index", "integer" }, { "invocation_id", "string" }, { "lost", "integer" },
}

--- UTC, always with milliseconds.
local function time_of(seconds)
  local whole = core.format_timestamp(math.floor(seconds), "iso8601")
  return ("%s.%03dZ"):format(whole:sub(1, -2), math.floor(seconds % 1 * 1000))
end

--- A number that JSON has, or nil.
local function number_of(value, kind)
  if type(value) ~= "number" then return nil end
  if kind == "seconds" and value % 1 ~= 0 then value = math.floor(value * 1000 + 0.5) / 1000 end
  return value - value == 0 and value or nil
end

local function value_of(event, name, kind)
  local value = event[name]
  if value == nil then return nil end
  if kind ~= "string" then return number_of(value, kind) end
  if name == "access_key_id" then value = origin.last_of(value) end
  return excerpt.first_words(tostring(value))
end

-- Text ----------------------------------------------------------------------------------------------------------

--- A value as one word.
local function word(value)
  if type(value) == "number" then return ascii.number("%.14g", value) end
  if value ~= "" and not value:find('[ "=\\]') then return value end
  return '"' .. value:gsub('["\\]', "\\%0") .. '"'
end

--- `2026-11-29T08:00:00.120Z warn  dms.stop_replication response region=eu-west-1 …`
---@param event table an event with `time`, `level`, `region` and `lost`
---@return string
function lines.text(event)
  local words = { time_of(event.time), ("%-5s"):format(event.level), event.service .. "." .. event.operation, event.type }
  for _, member in ipairs(members) do
    local value = value_of(event, member[1], member[2])
    if value ~= nil then words[#words + 1] = member[1] .. "=" .. word(value) end
  end
  return table.concat(words, " ")
end

-- JSON ----------------------------------------------------------------------------------------------------------

local compiled

local function line_shape()
  if compiled then return compiled end
  local all = { time = "string", level = "string", service = "string", operation = "string", type = "string" }
  for _, member in ipairs(members) do all[member[1]] = member[2] == "seconds" and "double" or member[2] end
  compiled = core.shape({ Line = { type = "structure", members = all } }, "Line")
  return compiled
end

--- One JSON object.
---@param event table an event with `time`, `level`, `region` and `lost`
---@return string
function lines.json(event)
  local line = {
    time = time_of(event.time), level = event.level, service = event.service, operation = event.operation, type = event.type,
  }
  for _, member in ipairs(members) do line[member[1]] = value_of(event, member[1], member[2]) end
  local text, problems = core.encode(line_shape(), line)
  return text or error("a line that cannot be written: " .. tostring(problems[1].message), 0)
end

return lines
