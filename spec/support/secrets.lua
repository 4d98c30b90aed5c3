--- What a program or a person sees of the library, gathered and searched for secrets.
local assert = require "luassert"
local percent = require "aws.text.percent"

local secrets = {}

---@class spec.Outputs
---@field marks string[] what must not be seen
---@field texts { label: string, text: string }[]
local methods = {}
methods.__index = methods

--- So many first bytes of a secret are too much, too.
local PREFIX = 16

--- Gathers outputs.
---@param marks string[] secrets
---@return spec.Outputs
function secrets.new(marks)
  local self = setmetatable({ marks = {}, texts = {} }, methods)
  for _, mark in ipairs(marks) do self:also_secret(mark) end
  return self
end

--- One more secret that must not be in any output; nil is none.
---@param text? string
function methods:also_secret(text)
  if not text then return end
  self.marks[#self.marks + 1] = text:sub(1, PREFIX)
  self.marks[#self.marks + 1] = percent.encode(text, "[^" .. percent.UNRESERVED .. "]"):sub(1, PREFIX)
end

--- All texts of a value: keys and values of tables, and what tostring makes of anything.
local function gather(value, texts, seen)
  texts[#texts + 1] = tostring(value)
  if type(value) ~= "table" or seen[value] then return end
  seen[value] = true
  for key, item in next, value do
    gather(key, texts, seen)
    gather(item, texts, seen)
  end
end

--- Adds an output; nil is none.
---@param label string
---@param value any
function methods:add(label, value)
  if value == nil then return end
  local texts = {}
  gather(value, texts, {})
  self.texts[#self.texts + 1] = { label = label, text = table.concat(texts, "\n") }
end

---@return integer
function methods:count() return #self.texts end

--- Fails where a secret is in an output.
function methods:check()
  for _, output in ipairs(self.texts) do
    for _, mark in ipairs(self.marks) do
      if output.text:find(mark, 1, true) then assert.equal("no " .. mark, output.label .. ": " .. output.text) end
    end
  end
end

return secrets
