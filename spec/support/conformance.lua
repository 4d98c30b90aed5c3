--- The conformance data that may lie beside the repository: cases to test against, never needed to build or to pass.
local ascii = require "aws.text.ascii"
local json = require "spec.support.json"

local conformance = {}

--- Where the data is looked for; specs run from the repository's root.
conformance.folder = os.getenv "CONFORMANCE" or "../shared/conformance"

conformance.absent = "no conformance data in " .. conformance.folder

--- A data file, or nil where there is none.
function conformance.load(name)
  local file = io.open(conformance.folder .. "/" .. name, "rb")
  if not file then return nil end
  local text = file:read("*a")
  file:close()
  return json.decode(text)
end

local digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

--- The bytes that base64 text stands for.
function conformance.base64(text)
  local bits, count, bytes = 0, 0, {}
  for digit in text:gmatch("[%w+/]") do
    bits, count = bits * 64 + digits:find(digit, 1, true) - 1, count + 6
    if count >= 8 then
      count = count - 8
      bytes[#bytes + 1] = string.char(math.floor(bits / 2 ^ count))
      bits = bits % 2 ^ count
    end
  end
  return table.concat(bytes)
end

--- The body of a case, whichever way it is written.
function conformance.body(case)
  if case.body_base64 then return conformance.base64(case.body_base64) end
  if not case.body_parts then return case.body end
  local parts = {}
  for i, part in ipairs(case.body_parts) do parts[i] = part.text:rep(part["repeat"] or 1) end
  return table.concat(parts)
end

--- Headers as a transport hands them out: lower-case names, repeated ones joined.
function conformance.headers(list)
  local headers = {}
  for _, header in ipairs(list) do
    local name = ascii.lower(header[1])
    headers[name] = headers[name] and headers[name] .. ", " .. header[2] or header[2]
  end
  return headers
end

local floats = { nan = 0 / 0, inf = math.huge, ["-inf"] = -math.huge }

local tags = {
  ["$timestamp"] = function(value) return value end,
  ["$int"] = tonumber, -- an integer of 64 bits is one where Lua has integers
  ["$float"] = function(value) return floats[value] or tonumber(value) end,
  ["$wtf8_base64"] = conformance.base64,
  ["$blob_base64"] = conformance.base64,
  ["$repeat"] = function(value) return value.text:rep(value.count) end,
}

--- A value of a case as the library would hand it out or take it. Nulls stay json.null.
function conformance.value(value)
  if type(value) ~= "table" or value == json.null then return value end
  for tag, convert in pairs(tags) do
    if value[tag] ~= nil then return convert(value[tag]) end
  end
  local copy = {}
  for key, item in pairs(value) do copy[key] = conformance.value(item) end
  return copy
end

--- Epoch seconds of "20150830T123600Z".
function conformance.time(text)
  local year, month, day, hour, minute, second = text:match("^(%d%d%d%d)(%d%d)(%d%d)T(%d%d)(%d%d)(%d%d)Z$")
  local days = 0
  for y = 1970, year - 1 do days = days + ((y % 4 == 0 and y % 100 ~= 0 or y % 400 == 0) and 366 or 365) end
  local lengths = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 }
  for m = 1, month - 1 do days = days + lengths[m] end
  local leap = year % 4 == 0 and year % 100 ~= 0 or year % 400 == 0
  if leap and tonumber(month) > 2 then days = days + 1 end
  return (days + day - 1) * 86400 + hour * 3600 + minute * 60 + second
end

return conformance
