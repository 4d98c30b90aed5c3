--- Random inputs of a model's operations and random answers to them, from a seed: the same on every Lua.
local random_values = {}
random_values.__index = random_values

local TEXTS = {
  "", "a", "x y", "\195\188", "\228\184\173\230\150\135", "\240\159\154\128", "%20+&=/?#;", '"quoted"', "back\\slash", "it's",
  "line\nend", "tab\there", "{label}", "../..", "null", "true", "12", "a,b", "\127", "\194\160", "arn:aws:dms:eu-west-1:1:x/y",
}

--- A source of random values (Park and Miller's generator: all its numbers fit into a double).
---@param seed integer
function random_values.new(seed)
  return setmetatable({ state = seed }, random_values)
end

--- An integer from 1 to `count`.
function random_values:pick(count)
  self.state = self.state * 16807 % 2147483647
  return self.state % count + 1
end

--- True once in `count` times.
function random_values:once_in(count)
  return self:pick(count) == 1
end

function random_values:one_of(list)
  return list[self:pick(#list)]
end

--- A text of at least `least` characters.
function random_values:text(least)
  local text = self:one_of(TEXTS)
  if self:once_in(4) then text = text .. self:one_of(TEXTS) end
  return text .. ("x"):rep((least or 0) - (#text >= (least or 0) and #text:gsub("[\128-\191]", "") or 0))
end

--- Bytes of every kind.
function random_values:bytes()
  local bytes = {}
  for i = 1, self:pick(9) - 1 do bytes[i] = string.char(self:pick(256) - 1) end
  return table.concat(bytes)
end

--- An integer of at least `least`, of up to 53 bits; where Lua has integers, of up to 64.
function random_values:integer(least)
  local size = self:pick(math.type and 5 or 4)
  if size == 1 then return least or 0 end
  if size == 5 then return least and math.maxinteger - self:pick(9) or self:one_of({ math.mininteger, math.maxinteger }) end
  local value = self:pick(({ nil, 100, 2 ^ 30 })[size] or 2 ^ 30) * (size == 4 and 2 ^ 22 or 1)
  if math.type then value = math.tointeger(value) end
  if least then return value > least and value or least end
  return self:once_in(2) and -value or value
end

--- Seconds since 1970 in milliseconds' steps.
function random_values:time()
  local seconds = self:pick(2 ^ 30)
  return self:once_in(3) and seconds + self:pick(999) / 1000 or seconds
end

--- A number that JSON writes and reads without loss.
function random_values:double()
  return (self:pick(2 ^ 20) - 2 ^ 19) / 2 ^ self:pick(12)
end

-- Inputs --------------------------------------------------------------------------------------------------------

local makers = {}

--- A value that passes validation.
---@param model table
---@param name string of a shape
---@param depth integer how far down it is
function random_values:value(model, name, depth)
  local shape = model.shapes[name] or { type = name }
  return makers[shape.type](self, shape, model, depth)
end

function makers.string(self, shape) return self:text(shape.min) end
function makers.blob(self) return self:bytes() end
function makers.boolean(self) return self:once_in(2) end
function makers.integer(self, shape) return self:integer(shape.min) end
makers.long = makers.integer
function makers.double(self) return self:double() end
function makers.timestamp(self) return self:time() end

function makers.list(self, shape, model, depth)
  local list = {}
  for i = 1, (shape.min or 0) + (depth < 6 and self:pick(4) - 1 or 0) do list[i] = self:value(model, shape.member, depth + 1) end
  return list
end

function makers.map(self, shape, model, depth)
  local map = {}
  for i = 1, (shape.min or 0) + self:pick(3) - 1 do map[self:text(1) .. i] = self:value(model, shape.value, depth + 1) end
  return map
end

--- The names of a structure's members, sorted.
function random_values.names(shape)
  local names = {}
  for name in pairs(shape.members) do names[#names + 1] = name end
  table.sort(names)
  return names
end

local function is_required(shape, name)
  for _, required in ipairs(shape.required or {}) do
    if required == name then return true end
  end
  return false
end

--- What a member refers to, and what the model says of it.
function random_values.member(shape, name)
  local member = shape.members[name]
  return type(member) == "table" and member or { shape = member }
end

function makers.structure(self, shape, model, depth)
  local value, names = {}, random_values.names(shape)
  if shape.union then names = { self:one_of(names) } end
  for _, name in ipairs(names) do
    if shape.union or is_required(shape, name) or self:once_in(depth < 5 and 2 or 8) then
      local member = random_values.member(shape, name)
      value[name] = self:value(model, member.shape, depth + 1)
      if value[name] == "" and member.location == "uri" then value[name] = "label" end
    end
  end
  return value
end

-- Answers -------------------------------------------------------------------------------------------------------

local writers = {}

--- JSON of an answer with a value of that shape, as a service may write it.
---@param model table
---@param name string of a shape
---@param depth integer
---@return string
function random_values:json(model, name, depth)
  local shape = model.shapes[name] or { type = name }
  return self:blank() .. writers[shape.type](self, shape, model, depth) .. self:blank()
end

--- White space, now and then.
function random_values:blank()
  return self:once_in(9) and self:one_of({ " ", "\n", "\t\r" }) or ""
end

local SHORT = { ['"'] = '\\"', ["\\"] = "\\\\", ["\n"] = "\\n", ["\t"] = "\\t", ["/"] = "\\/" }

--- A JSON string; some characters are escaped in one way or another.
function random_values:quoted(text)
  local escaped = text:gsub('[%c"\\/]', function(byte)
    if byte == "/" and self:once_in(2) then return byte end
    return SHORT[byte] and self:once_in(2) and SHORT[byte] or ("\\u%04x"):format(byte:byte())
  end)
  if self:once_in(9) then escaped = escaped:gsub("\195\188", "\\u00fC"):gsub("\240\159\154\128", "\\ud83d\\uDE80") end
  return '"' .. escaped .. '"'
end

local DIGITS = { "0", "-0", "7", "-12", "9007199254740991", "9007199254740993", "-9007199254740995", "9223372036854775807",
  "-9223372036854775808", "12.0", "1.5e1", "4e3" }

function writers.string(self)
  if self:once_in(12) then return self:one_of({ "12", "-7", "true", "false", "0.5" }) end
  return self:quoted(self:text() .. (self:once_in(20) and "\0" or ""))
end

function writers.integer(self)
  local digits = self:one_of(DIGITS)
  return self:once_in(8) and '"' .. digits .. '"' or digits
end
writers.long = writers.integer

function writers.double(self)
  if self:once_in(6) then return self:one_of({ '"NaN"', '"Infinity"', '"-Infinity"', '"0.5"' }) end
  return (("%.17g"):format(self:double()):gsub(",", "."))
end

function writers.boolean(self) return self:one_of({ "true", "false", "true", "false", '"true"', '"false"' }) end

function writers.timestamp(self)
  local time = self:time()
  local seconds = math.floor(time)
  local style = self:pick(4)
  if style == 1 then
    return ('"%s.%03dZ"'):format(os.date("!%Y-%m-%dT%H:%M:%S", seconds), math.floor((time - seconds) * 1000 + 0.5))
  end
  if style == 2 then
    local months = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" }
    local date = os.date("!*t", seconds)
    return ('"Sun, %02d %s %d %02d:%02d:%02d GMT"'):format(date.day, months[date.month], date.year, date.hour, date.min, date.sec)
  end
  local text = (("%.3f"):format(time):gsub(",", "."))
  return style == 3 and '"' .. text .. '"' or text
end

local BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

--- Base64 of bytes, in the plainest way.
function random_values.base64(bytes)
  local parts = {}
  for i = 1, #bytes, 3 do
    local a, b, c = bytes:byte(i, i + 2)
    local word = a * 65536 + (b or 0) * 256 + (c or 0)
    for shift = 18, 0, -6 do
      local index = math.floor(word / 2 ^ shift) % 64 + 1
      parts[#parts + 1] = (shift == 6 and not b or shift == 0 and not c) and "=" or BASE64:sub(index, index)
    end
  end
  return table.concat(parts)
end

function writers.blob(self) return self:quoted(random_values.base64(self:bytes())) end

function writers.list(self, shape, model, depth)
  local items = {}
  for i = 1, depth < 6 and self:pick(4) - 1 or 0 do
    items[i] = self:once_in(12) and "null" or self:json(model, shape.member, depth + 1)
  end
  return "[" .. table.concat(items, ",") .. "]"
end

function writers.map(self, shape, model, depth)
  local items = {}
  for i = 1, self:pick(3) - 1 do
    local value = self:once_in(9) and "null" or self:json(model, shape.value, depth + 1)
    items[i] = self:quoted(self:text()) .. ":" .. value
  end
  return "{" .. table.concat(items, ",") .. "}"
end

--- A union has one member, or one that the model does not know.
local function union_items(self, shape, model, depth)
  if self:once_in(6) then return { '"NotInTheModel":{"a":[1]}' } end
  local name = self:one_of(random_values.names(shape))
  local member = random_values.member(shape, name)
  return { self:quoted(member.location_name or name) .. ":" .. self:json(model, member.shape, depth + 1) }
end

local function structure_items(self, shape, model, depth)
  local items = {}
  for _, name in ipairs(random_values.names(shape)) do
    local member = random_values.member(shape, name)
    if not member.location and self:once_in(depth < 5 and 2 or 8) then
      local key = self:quoted(member.location_name or name) .. self:blank() .. ":"
      items[#items + 1] = key .. (self:once_in(12) and "null" or self:json(model, member.shape, depth + 1))
      if self:once_in(30) then items[#items + 1] = key .. self:json(model, member.shape, depth + 1) end
    end
  end
  if self:once_in(5) then items[#items + 1] = '"NotInTheModel":[{"x":null},1e9,"\\u0000"]' end
  return items
end

function writers.structure(self, shape, model, depth)
  local items = (shape.union and union_items or structure_items)(self, shape, model, depth)
  return "{" .. self:blank() .. table.concat(items, ",") .. "}"
end

return random_values
