--- Strict reading of one JSON object of a published model. Every field is either asked for or known to be dropped;
--- any other is an error with the file and the path inside it, so that nothing new of AWS's is lost in silence.
local ascii = require "aws.text.ascii"
local json = require "spec.support.json"

---@class models.Cursor a JSON object, where it is, and which of its fields were read
---@field file string
---@field path string "service.shapes.Tag"
---@field value table
local cursor = {}
cursor.__index = cursor

--- Kind of a decoded value. An integer that a double cannot hold is a number that is kept as its digits.
local function kind_of(value)
  if json.is_array(value) then return "list" end
  if value == math.huge or value == -math.huge then return "a number too large" end
  if type(value) ~= "table" then return type(value) end
  local digits = value["$int"]
  return type(digits) == "string" and digits:find("^%-?%d+$") and "number" or "object"
end

local KINDS = { object = "an object", list = "a list", string = "a string", number = "a number", boolean = "a boolean" }

local function place(path, key)
  return path == "" and key or path .. "." .. key
end

--- Raises an error about a place in a file.
---@param text string what is wrong
---@param key? string the field that is wrong; without it the object itself
function cursor:fail(text, key)
  local path = key and place(self.path, key) or self.path
  error(("%s: %s%s%s"):format(self.file, path, path ~= "" and ": " or "", text), 0)
end

--- Wraps a decoded value, which has to be an object.
---@param file string for messages
---@param value any
---@param path? string
---@return models.Cursor
function cursor.open(file, value, path)
  local self = setmetatable({ file = file, path = path or "", value = value, read = {} }, cursor)
  if kind_of(value) ~= "object" then self:fail("expected an object, got " .. (KINDS[kind_of(value)] or kind_of(value))) end
  return self
end

--- A field of a kind ("string", "number", "boolean", "object", "list"), or nil. JSON null is an absent field.
---@param key string
---@param kind string
---@return any
function cursor:get(key, kind)
  self.read[key] = true
  local value = self.value[key]
  if value == nil or value == json.null then return nil end
  if kind_of(value) ~= kind then self:fail(("expected %s, got %s"):format(KINDS[kind], KINDS[kind_of(value)] or kind_of(value)), key) end
  return value
end

--- The same of a field that has to be there.
---@param key string
---@param kind string
---@return any
function cursor:need(key, kind)
  local value = self:get(key, kind)
  if value == nil then self:fail("is missing", key) end
  return value
end

--- Whether a flag is set: true, or an object as Smithy writes traits without a value.
---@param key string
---@return true? # nil when it is absent or false
function cursor:flag(key)
  local value = self.value[key]
  if kind_of(value) == "object" and value ~= json.null then
    self.read[key] = true
    return true
  end
  return self:get(key, "boolean") or nil
end

--- A field that is an object.
---@param key string
---@return models.Cursor? # nil when it is absent
function cursor:object(key)
  local value = self:get(key, "object")
  return value and cursor.open(self.file, value, place(self.path, key))
end

--- A field that is an object, or an empty object.
---@param key string
---@return models.Cursor
function cursor:object_or_empty(key)
  return self:object(key) or cursor.open(self.file, {}, place(self.path, key))
end

--- The elements of a list, each of a kind; an empty list when the field is absent.
---@param key string
---@param kind string
---@return any[] # cursors when the kind is "object"
function cursor:list(key, kind)
  local items = {}
  for i, item in ipairs(self:get(key, "list") or {}) do
    local path = ("%s[%d]"):format(key, i - 1)
    if kind_of(item) ~= kind then self:fail(("expected %s, got %s"):format(KINDS[kind], KINDS[kind_of(item)] or kind_of(item)), path) end
    items[i] = kind == "object" and cursor.open(self.file, item, place(self.path, path)) or item
  end
  return items
end

--- The fields of an object of objects, sorted by name.
---@return fun(): string?, models.Cursor?
function cursor:each()
  local keys, i = {}, 0
  for key in pairs(self.value) do keys[#keys + 1] = key end
  table.sort(keys, ascii.before)
  return function()
    i = i + 1
    local key = keys[i]
    if key then return key, cursor.open(self.file, self:need(key, "object"), place(self.path, key)) end
  end
end

--- Ends the reading: raises an error for a field that was neither read nor is dropped.
---@param dropped? table<string, any> names of fields that are left out on purpose
function cursor:done(dropped)
  local unknown
  for key in pairs(self.value) do
    if not self.read[key] and not (dropped and dropped[key]) and (not unknown or ascii.before(key, unknown)) then
      unknown = key
    end
  end
  if unknown then self:fail("is a field that the converter does not know", unknown) end
end

return cursor
