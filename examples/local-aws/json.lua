-- A small strict JSON reader and writer (no package needed): enough for requests and documents.

local json = {}

local list_mt = {}

--- Marks a table as a list, so that an empty one is written as [].
function json.list(t)
  return setmetatable(t or {}, list_mt)
end

-- JSON null as read; nil would lose the difference to "absent".
json.null = setmetatable({}, { __tostring = function() return "null" end })

local escapes = { ['"'] = '\\"', ["\\"] = "\\\\", ["\b"] = "\\b", ["\f"] = "\\f", ["\n"] = "\\n", ["\r"] = "\\r",
  ["\t"] = "\\t" }

local function quote(s)
  return '"' .. s:gsub('[%c"\\\127]', function(c)
    return escapes[c] or ("\\u%04x"):format(c:byte())
  end) .. '"'
end

local function number(n)
  return n % 1 == 0 and ("%.0f"):format(n) or ("%.14g"):format(n)
end

local write

local function write_object(t)
  local keys, parts = {}, {}
  for k in pairs(t) do
    keys[#keys + 1] = k
  end
  table.sort(keys)
  for i, k in ipairs(keys) do
    parts[i] = quote(k) .. ":" .. write(t[k])
  end
  return "{" .. table.concat(parts, ",") .. "}"
end

local function write_list(t)
  local parts = {}
  for i, v in ipairs(t) do
    parts[i] = write(v)
  end
  return "[" .. table.concat(parts, ",") .. "]"
end

function write(v)
  local kind = type(v)
  if kind == "string" then
    return quote(v)
  elseif kind == "number" then
    return number(v)
  elseif v == json.null then
    return "null"
  elseif kind == "table" then
    local is_list = getmetatable(v) == list_mt or v[1] ~= nil
    return (is_list and write_list or write_object)(v)
  end
  return tostring(v)
end

--- JSON text of a value; object keys sorted, so that equal values give equal text.
json.encode = write

-- Reading: every reader takes (text, position) and returns (value, next position) or raises a string.

local max_depth = 500
local read

local function skip(s, at)
  return s:find("[^ \t\r\n]", at) or #s + 1
end

local function utf8(code)
  if code < 0x80 then
    return string.char(code)
  elseif code < 0x800 then
    return string.char(0xC0 + math.floor(code / 64), 0x80 + code % 64)
  elseif code < 0x10000 then
    return string.char(0xE0 + math.floor(code / 4096), 0x80 + math.floor(code / 64) % 64, 0x80 + code % 64)
  end
  return string.char(0xF0 + math.floor(code / 262144), 0x80 + math.floor(code / 4096) % 64,
    0x80 + math.floor(code / 64) % 64, 0x80 + code % 64)
end

local plain = { b = "\b", f = "\f", n = "\n", r = "\r", t = "\t", ['"'] = '"', ["\\"] = "\\", ["/"] = "/" }

local function read_escape(s, at)
  local c = s:sub(at + 1, at + 1)
  if plain[c] then
    return plain[c], at + 2
  end
  local high = s:match("^u(%x%x%x%x)", at + 1)
  if not high then
    error("bad escape at byte " .. at, 0)
  end
  local code = tonumber(high, 16)
  local low = code >= 0xD800 and code < 0xDC00 and s:match("^\\u([dD][c-fC-F]%x%x)", at + 6)
  if low then
    return utf8(0x10000 + (code - 0xD800) * 1024 + tonumber(low, 16) - 0xDC00), at + 12
  end
  return utf8(code), at + 6
end

local function read_string(s, at)
  local parts = {}
  at = at + 1
  while true do
    local stop = s:find('[%c"\\]', at)
    if not stop then
      error("unended string", 0)
    end
    parts[#parts + 1] = s:sub(at, stop - 1)
    local c = s:sub(stop, stop)
    if c == '"' then
      return table.concat(parts), stop + 1
    elseif c == "\\" then
      parts[#parts + 1], at = read_escape(s, stop)
    elseif c == "\127" then
      parts[#parts + 1], at = c, stop + 1
    else
      error("control character at byte " .. stop, 0)
    end
  end
end

-- The members of a list or an object up to `close`; `item` reads one and returns the next position.
local function read_members(s, at, close, item)
  at = skip(s, at + 1)
  if s:sub(at, at) == close then
    return at + 1
  end
  while true do
    at = skip(s, item(at))
    local c = s:sub(at, at)
    if c == close then
      return at + 1
    elseif c ~= "," then
      error("',' or '" .. close .. "' expected at byte " .. at, 0)
    end
    at = skip(s, at + 1)
  end
end

local function read_list(s, at, depth)
  local t = json.list()
  local stop = read_members(s, at, "]", function(i)
    local v
    v, i = read(s, i, depth)
    t[#t + 1] = v
    return i
  end)
  return t, stop
end

local function read_object(s, at, depth)
  local t = {}
  local stop = read_members(s, at, "}", function(i)
    if s:sub(i, i) ~= '"' then
      error("member name expected at byte " .. i, 0)
    end
    local k
    k, i = read_string(s, i)
    i = skip(s, i)
    if s:sub(i, i) ~= ":" then
      error("':' expected at byte " .. i, 0)
    end
    t[k], i = read(s, skip(s, i + 1), depth)
    return i
  end)
  return t, stop
end

local function read_number(s, at)
  local text = s:match("^-?%d+%.?%d*[eE]?[+-]?%d*", at)
  if not text or text:find("^-?0%d") or text:find("%.$") or not tonumber(text) then
    error("unexpected text at byte " .. at, 0)
  end
  return tonumber(text), at + #text
end

local words = { t = { "true", true }, f = { "false", false }, n = { "null", json.null } }

function read(s, at, depth)
  local c = s:sub(at, at)
  if depth > max_depth then
    error("nested too deep", 0)
  elseif c == '"' then
    return read_string(s, at)
  elseif c == "{" then
    return read_object(s, at, depth + 1)
  elseif c == "[" then
    return read_list(s, at, depth + 1)
  end
  local word = words[c]
  if word and s:sub(at, at + #word[1] - 1) == word[1] then
    return word[2], at + #word[1]
  end
  return read_number(s, at)
end

--- Value of a JSON text, or nil and what is wrong with it.
---@param text string
function json.decode(text)
  local ok, value, at = pcall(read, text, skip(text, 1), 1)
  if not ok then
    return nil, value
  end
  at = skip(text, at)
  if at <= #text then
    return nil, "trailing text at byte " .. at
  end
  return value
end

--- "NULL_VALUE", "NUMBER_VALUE", …: the name the services use for a kind of JSON value.
function json.kind(v)
  local names = { string = "STRING_VALUE", number = "NUMBER_VALUE" }
  if v == json.null then
    return "NULL_VALUE"
  elseif type(v) == "boolean" then
    return v and "TRUE_VALUE" or "FALSE_VALUE"
  elseif type(v) == "table" then
    return getmetatable(v) == list_mt and "START_ARRAY" or "START_OBJECT"
  end
  return names[type(v)]
end

return json
