-- Readers of short texts: durations, lists in headers, words of a line. What is written again is read as the same.
local checks = require "spec.fuzz.support.checks"
local duration = require "aws.text.duration"
local header_values = require "aws.text.header_values"
local percent = require "aws.text.percent"
local time = require "aws.time"
local words = require "aws.text.words"

local seconds_of = { W = 604800, D = 86400, H = 3600, M = 60, S = 1 }

local function check_duration(text)
  local seconds, fault = time.duration(text)
  if not seconds then return checks.message(fault, 100) end
  assert(text:find("^P[%dWDTHMS.,]+$") and #text <= 64, "not a duration")
  local total = 0
  for number, unit in text:gmatch("([%d.,]+)(%a)") do
    total = total + tonumber((number:gsub(",", "."))) * seconds_of[unit]
  end
  assert(math.abs(seconds - total) <= total * 1e-12, "another duration: " .. seconds .. " and " .. total)
  assert(duration.seconds(text .. "1Y") == nil)
end

local function check_time(text)
  local seconds = time.parse(text)
  local again = seconds and time.format(seconds)
  if again then assert(math.abs(time.parse(again) - seconds) <= 0.0005, "another time") end
end

--- Whether a value is written so that it is read as the same: not as nothing, without its blanks, or with its neighbour.
local function is_plain(value)
  return value:find("^[^ \t]") and value:find("[^ \t]$") and not value:lower():find("^[mtwfs]%a%a")
end

local function check_list(text)
  local list, are_plain = header_values.all(text), true
  checks.same(header_values.first(text) == nil, text:find("[^, \t]") == nil, "a value")
  for _, value in ipairs(list) do are_plain = are_plain and is_plain(value) end
  if are_plain then checks.same(list, header_values.all(header_values.join(list)), "another list") end
end

local function quoted(list)
  local parts = {}
  for i, word in ipairs(list) do parts[i] = "'" .. word:gsub("'", "'\\''") .. "'" end
  return table.concat(parts, " ")
end

local function check_words(line)
  local list = words.split(line)
  if list then checks.same(list, words.split(quoted(list)), "other words") end
end

local function check_percent(text)
  local encoded = percent.encode(text, "[^" .. percent.UNRESERVED .. "]")
  assert(not encoded:find("[^A-Za-z0-9._~%%-]"))
  local decoded = encoded:gsub("%%(%x%x)", function(digits) return string.char(tonumber(digits, 16)) end)
  assert(decoded == text, "another text")
end

return function(text)
  check_duration(text)
  check_time(text)
  check_list(text)
  check_words(text)
  check_percent(text)
end
