--- Cases to test against: those of spec/data, and those of the same form that may lie beside the repository, which are
--- never needed to build or to pass.
local ascii = require "aws.text.ascii"
local files = require "spec.support.files"
local json = require "spec.support.json"

local conformance = {}

--- Where cases may lie beside the repository; specs run from its root.
conformance.folder = os.getenv "CONFORMANCE" or "../shared/conformance"

local OURS = "spec/data"

local function read(path)
  local text = files.read_if_there(path)
  return text and json.decode(text)
end

--- What no case of a file says, it says once, as `defaults`.
local function with_defaults(cases, defaults)
  for _, case in ipairs(cases) do
    for name, value in pairs(defaults or {}) do
      if case[name] == nil then case[name] = value end
    end
    if case.departs then case.title = ("%s (departure: %s)"):format(case.name, case.departs) end
  end
  return cases
end

--- The cases of a subject by their source: our own first. A clone has no others.
---@param ours string|string[] files of spec/data
---@param beside? string the file beside the repository
---@return { title: string, cases: table[], is_ours: boolean }[]
function conformance.sources(ours, beside)
  local sources = {}
  for _, name in ipairs(type(ours) == "table" and ours or { ours }) do
    local data = assert(read(OURS .. "/" .. name), name)
    sources[#sources + 1] = { title = name, cases = with_defaults(data.cases, data.defaults), is_ours = true }
  end
  local data = beside and read(conformance.folder .. "/" .. beside)
  if data then sources[#sources + 1] = { title = beside .. " beside the repository", cases = data.cases, is_ours = false } end
  return sources
end

--- The title of a case: its name, and why ours does something else than the oracle.
---@param case table
---@param why? string
---@return string
function conformance.title(case, why)
  return case.title or why and ("%s (departure: %s)"):format(case.name, why) or case.name
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
