--- Writes a model as Lua: fields in a fixed order, one line for what fits into one, names sorted.
local ascii = require "aws.text.ascii"

local writer = {}

local WIDTH = 118

--- Fields in the order in which they are written; others follow, sorted.
local ORDER = {
  "name", "full_name", "service_id", "uid", "api_version", "endpoint_prefix", "signing_name", "protocol", "target_prefix",
  "fips_without_name", "type", "shape", "location", "location_name", "exception", "fault", "method", "state", "matcher", "path",
  "status", "code", "input", "output", "errors", "read_only", "destructive", "idempotent", "idempotency_token", "deprecated",
  "identifier", "pages", "union", "sensitive", "min", "max", "pattern", "enum", "timestamp_format", "required", "members", "member", "key",
  "value", "operation", "delay", "max_delay", "max_attempts", "acceptors", "expected", "input_token", "output_token",
  "page_size", "least", "most", "items", "operations", "waiters", "shapes",
}

local rank = {}
for i, name in ipairs(ORDER) do rank[name] = i end

-- Of every Lua: a "goto" is one from 5.2 on, and a "global" from 5.5 on.
local RESERVED = {}
for word in ([[and break do else elseif end false for function global goto if in local nil not or repeat return then true
  until while]]):gmatch("%a+") do
  RESERVED[word] = true
end

--- Tables keyed by names of the model's, not by fields.
local NAMED = { operations = true, waiters = true, shapes = true, members = true }

local ESCAPES = { ["\\"] = "\\\\", ['"'] = '\\"', ["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t" }

local function quoted(text)
  local escaped = text:gsub('[%z\1-\31\127\\"]', function(byte)
    return ESCAPES[byte] or ("\\%03d"):format(byte:byte())
  end)
  return '"' .. escaped .. '"'
end

local function key_text(key)
  return key:find("^[A-Za-z_][A-Za-z0-9_]*$") and not RESERVED[key] and key or "[" .. quoted(key) .. "]"
end

--- Whole numbers without a fraction on every Lua; one beyond what a double holds is kept as its digits.
local function number_text(value)
  if type(value) == "table" then return value["$int"] end
  if value % 1 == 0 and value > -2 ^ 53 and value < 2 ^ 53 then return ("%.0f"):format(value) end
  return ascii.number("%.17g", value)
end

local function before(one, other)
  local first, second = rank[one] or #ORDER + 1, rank[other] or #ORDER + 1
  if first ~= second then return first < second end
  return ascii.before(one, other)
end

local function sorted_keys(value, by_name)
  local keys = {}
  for key in pairs(value) do keys[#keys + 1] = key end
  table.sort(keys, by_name and ascii.before or before)
  return keys
end

local write

--- The entries of a table, each as text without a comma.
local function entries(value, name, indent)
  local parts = {}
  for i, item in ipairs(value) do parts[i] = write(item, nil, indent) end
  if #parts > 0 then return parts end
  for i, key in ipairs(sorted_keys(value, NAMED[name])) do
    parts[i] = key_text(key) .. " = " .. write(value[key], key, indent)
  end
  return parts
end

local function is_scalar(value)
  return type(value) ~= "table" or value["$int"] ~= nil
end

--- A structure with several members has one on each line, so that a new one is a new line.
local function is_open(value, name)
  return NAMED[name] and (name ~= "members" or #sorted_keys(value, true) > 1)
end

--- A value as Lua; `indent` is that of the line on which it begins.
function write(value, name, indent)
  if type(value) == "string" then return quoted(value) end
  if type(value) == "number" or type(value) == "table" and value["$int"] then return number_text(value) end
  if is_scalar(value) then return tostring(value) end
  if next(value) == nil then return "{}" end
  local inner = indent .. "  "
  local parts = entries(value, name, inner)
  local line = "{ " .. table.concat(parts, ", ") .. " }"
  local fits = #indent + #line + #(name or "") <= WIDTH and not line:find("\n", 1, true)
  if fits and not is_open(value, name) then return line end
  return "{\n" .. inner .. table.concat(parts, ",\n" .. inner) .. ",\n" .. indent .. "}"
end

--- The text of a model's file.
---@param model table
---@return string
function writer.text(model)
  return ("--- Facts of %s, API version %s.\n--- Written by `make models`: edit nothing here. README.md has the format.\n"
    .. "---@type aws.ServiceModel\n-- luacheck: no max line length\nreturn %s\n"):format(
    model.full_name, model.api_version, write(model, nil, ""))
end

return writer
