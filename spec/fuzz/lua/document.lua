-- Free-form documents: what is one, and its value, are what a plain reader of JSON says.
local checks = require "spec.fuzz.support.checks"
local core = require "aws.core"
local json = require "spec.support.json"

local shape = core.shape({}, "document")

--- A value of the plain reader as a decoder gives it: without null; integers that it keeps as digits.
local function plain(value)
  if value == json.null then return nil end
  if type(value) ~= "table" then return value end
  if value["$int"] and not json.is_array(value) and type(value["$int"]) == "string" and next(value, "$int") == nil then
    return tonumber(value["$int"])
  end
  local made, count = {}, 0
  for _, item in ipairs(json.is_array(value) and value or {}) do
    if item ~= json.null then
      count = count + 1
      made[count] = plain(item)
    end
  end
  if json.is_array(value) then return made end
  for key, item in pairs(value) do made[key] = plain(item) end
  return made
end

local function is_beyond_numbers(value)
  if type(value) == "number" then return value == 1 / 0 or value == -1 / 0 end
  if type(value) ~= "table" then return false end
  for _, item in pairs(value) do
    if is_beyond_numbers(item) then return true end
  end
  return false
end

return function(text)
  local value, message = core.decode(shape, text)
  local ok, expected = pcall(json.decode, text)
  if value == nil and message:find("nested", 1, true) or text:find("$int", 1, true) then return end
  if text:find("[eE][+-]?%d%d%d%d%d") then return end -- LuaJIT's own tonumber reads such exponents wrongly
  if ok then expected = plain(expected) else expected = nil end
  if ok and is_beyond_numbers(expected) then return assert(value == nil) end
  assert(ok == (value ~= nil) or expected == nil, message or "a plain reader refuses it: " .. tostring(expected))
  checks.same(expected, value)
end
