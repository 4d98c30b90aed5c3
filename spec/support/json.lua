--- A JSON reader for the specs that loses nothing: null, [] and {} stay apart, and so do integers that a double
--- cannot hold. Strict (RFC 8259): anything else is an error with its place.
local json = {}

--- What JSON null becomes.
json.null = setmetatable({}, { __tostring = function() return "null" end })

local array_metatable = {}

--- Whether a value came from a JSON array.
function json.is_array(value)
  return getmetatable(value) == array_metatable
end

local escapes = { b = "\b", f = "\f", n = "\n", r = "\r", t = "\t", ['"'] = '"', ["\\"] = "\\", ["/"] = "/" }

--- UTF-8 of a code point; a lone surrogate becomes three bytes of the same scheme (WTF-8).
local function utf8_bytes(code)
  local char, floor = string.char, math.floor
  if code < 0x80 then return char(code) end
  if code < 0x800 then return char(0xC0 + floor(code / 64), 0x80 + code % 64) end
  if code < 0x10000 then
    return char(0xE0 + floor(code / 4096), 0x80 + floor(code / 64) % 64, 0x80 + code % 64)
  end
  return char(0xF0 + floor(code / 262144), 0x80 + floor(code / 4096) % 64, 0x80 + floor(code / 64) % 64, 0x80 + code % 64)
end

local function fail(at, what)
  error(("JSON: %s at byte %d"):format(what, at), 0)
end

local function skip_blanks(text, at)
  return text:find("[^ \t\r\n]", at) or #text + 1
end

local function read_unicode(text, at)
  local digits = text:match("^%x%x%x%x", at) or fail(at, "bad \\u escape")
  local code = tonumber(digits, 16)
  local low = code >= 0xD800 and code < 0xDC00 and text:match("^\\u([dD][c-fC-F]%x%x)", at + 4)
  if not low then return utf8_bytes(code), at + 4 end
  return utf8_bytes(0x10000 + (code - 0xD800) * 1024 + tonumber(low, 16) - 0xDC00), at + 10
end

local function read_string(text, at)
  local parts = {}
  at = at + 1
  while true do
    local stop = text:find('["\\%c]', at) or fail(at, "open string")
    parts[#parts + 1] = text:sub(at, stop - 1)
    local found = text:sub(stop, stop)
    if found == '"' then return table.concat(parts), stop + 1 end
    if found == "\127" then
      parts[#parts + 1], at = found, stop + 1
    elseif found ~= "\\" then
      fail(stop, "raw control character")
    elseif text:sub(stop + 1, stop + 1) == "u" then
      parts[#parts + 1], at = read_unicode(text, stop + 2)
    else
      parts[#parts + 1] = escapes[text:sub(stop + 1, stop + 1)] or fail(stop, "bad escape")
      at = stop + 2
    end
  end
end

--- An integer beyond ±2^53 becomes { ["$int"] = digits }, as the conformance data writes it.
local function read_number(text, at)
  local digits = text:match("^%-?%d+", at) or fail(at, "no value")
  if digits:find("^%-?0%d") then fail(at, "leading zero") end
  local stop = at + #digits
  local fraction = text:match("^%.%d+", stop) or ""
  local exponent = text:match("^[eE][+-]?%d+", stop + #fraction) or ""
  stop = stop + #fraction + #exponent
  local value = tonumber(text:sub(at, stop - 1))
  local is_integer = fraction == "" and exponent == ""
  if is_integer and (value > 2 ^ 53 or value < -2 ^ 53) then return { ["$int"] = digits }, stop end
  return value, stop
end

local read_value

local function read_array(text, at)
  local array, count = setmetatable({}, array_metatable), 0
  at = skip_blanks(text, at + 1)
  if text:sub(at, at) == "]" then return array, at + 1 end
  while true do
    count = count + 1
    array[count], at = read_value(text, at)
    local mark = text:sub(at, at)
    if mark == "]" then return array, at + 1 end
    if mark ~= "," then fail(at, "no comma or ]") end
    at = at + 1
  end
end

local function read_object(text, at)
  local object = {}
  at = skip_blanks(text, at + 1)
  if text:sub(at, at) == "}" then return object, at + 1 end
  while true do
    at = skip_blanks(text, at)
    if text:sub(at, at) ~= '"' then fail(at, "no key") end
    local key
    key, at = read_string(text, at)
    at = skip_blanks(text, at)
    if text:sub(at, at) ~= ":" then fail(at, "no colon") end
    object[key], at = read_value(text, at + 1)
    local mark = text:sub(at, at)
    if mark == "}" then return object, at + 1 end
    if mark ~= "," then fail(at, "no comma or }") end
    at = at + 1
  end
end

local words = { ["true"] = true, ["false"] = false, ["null"] = json.null }

--- Returns the value and the place behind it and its blanks.
function read_value(text, at)
  at = skip_blanks(text, at)
  local mark = text:sub(at, at)
  local value
  if mark == "{" then
    value, at = read_object(text, at)
  elseif mark == "[" then
    value, at = read_array(text, at)
  elseif mark == '"' then
    value, at = read_string(text, at)
  else
    local word = text:match("^%l+", at)
    if word and words[word] ~= nil then
      value, at = words[word], at + #word
    else
      value, at = read_number(text, at)
    end
  end
  return value, skip_blanks(text, at)
end

--- Reads one JSON text; raises a string for anything else.
function json.decode(text)
  local value, at = read_value(text, 1)
  if at <= #text then fail(at, "something behind the value") end
  return value
end

return json
