--- Times and durations that a service answers as texts, as DRS does with all of its own (ISO 8601). Outputs keep them as
--- they come.
local core = require "aws.core"
local door = require "aws.errors.door"
local reader = require "aws.text.duration"

---@class aws.TimeDoor
local time = {}

local function fault_of(text, what)
  if type(text) ~= "string" then return ("a %s, not a text"):format(type(text)) end
  return "not " .. what
end

--- Reads a time: "2022-12-05T17:42:54.510190+00:00", and its relatives. Without a zone it is UTC.
---@param text any
---@return number? seconds since the epoch, fraction kept; nil for anything else
---@return string? fault "not an ISO 8601 time"
function time.parse(text)
  local seconds = type(text) == "string" and core.parse_timestamp(text) or nil
  if seconds then return seconds end
  return nil, fault_of(text, "an ISO 8601 time")
end

--- Reads a duration: "PT1H30M", "P2DT0.5S". One with years or months has no fixed length, and is not read.
---@param text any
---@return number? seconds; nil for anything else
---@return string? fault "not an ISO 8601 duration of a fixed length"
function time.duration(text)
  local seconds = reader.seconds(text)
  if seconds then return seconds end
  return nil, fault_of(text, "an ISO 8601 duration of a fixed length")
end

--- Writes a time as inputs of DRS take it: "2022-12-05T17:42:54Z". Milliseconds appear when they are not zero.
---@param seconds any since the epoch
---@return string? text nil for what is not a time in the years 1 to 9999
---@return string? fault "not a time in the years 1 to 9999"
function time.format(seconds)
  if type(seconds) ~= "number" then return nil, ("a %s, not a number"):format(type(seconds)) end
  local text = core.format_timestamp(seconds, "iso8601")
  if text then return text end
  return nil, "not a time in the years 1 to 9999"
end

door.make("aws.time", time)
return time
