--- Evaluates the steps of a JMESPath expression (https://jmespath.org/specification.html) on an output as Lua has it: JSON's
--- null is nil, and an empty list is the same as an empty object.
local iterate = require "aws.language.iterate"

local steps = {}

--- One step: `apply` gives another value; `elements` gives a list, and what follows is done with each of its elements.
---@class aws.JmespathStep
---@field apply? fun(value: any): any
---@field elements? fun(value: any): any[]?
---@field is_flatten? boolean it takes the list that all before have given, not its elements

--- Whether a value can be a list.
---@param value any
---@return boolean
function steps.is_list(value)
  return type(value) == "table" and (value[1] ~= nil or next(value) == nil)
end

--- Whether a value counts as true.
---@param value any
---@return boolean
function steps.is_true(value)
  if type(value) == "table" then return next(value) ~= nil end
  return value ~= nil and value ~= false and value ~= ""
end

--- A member of an object.
---@param name string
---@return aws.JmespathStep
function steps.field(name)
  return {
    apply = function(value)
      if type(value) == "table" then return value[name] end
    end,
  }
end

--- An element of a list; counted from 0, or from the end by -1.
---@param index integer
---@return aws.JmespathStep
function steps.index(index)
  return {
    apply = function(value)
      if not steps.is_list(value) then return nil end
      return value[index < 0 and #value + index + 1 or index + 1]
    end,
  }
end

--- `[*]`: each element of a list.
---@type aws.JmespathStep
steps.all = { elements = function(value) return steps.is_list(value) and value or nil end }

--- `*`: each member of an object.
---@type aws.JmespathStep
steps.values = {
  elements = function(value)
    if type(value) ~= "table" or value[1] ~= nil then return nil end
    local list = {}
    for _, member in iterate.pairs(value) do list[#list + 1] = member end
    return list
  end,
}

--- `[]`: each element of a list, and of the lists in it.
---@type aws.JmespathStep
steps.flatten = {
  is_flatten = true,
  elements = function(value)
    if not steps.is_list(value) then return nil end
    local list = {}
    for _, element in ipairs(value) do
      if not steps.is_list(element) then element = { element } end
      for _, inner in ipairs(element) do list[#list + 1] = inner end
    end
    return list
  end,
}

--- `[?…]`: each element of a list for which an expression is true.
---@param is_wanted fun(element: any): any
---@return aws.JmespathStep
function steps.filter(is_wanted)
  return {
    elements = function(value)
      if not steps.is_list(value) then return nil end
      local list = {}
      for _, element in ipairs(value) do
        if steps.is_true(is_wanted(element)) then list[#list + 1] = element end
      end
      return list
    end,
  }
end

--- Where a projection that begins before `from` ends: before the next flattening.
local function end_of_projection(list, from, to)
  for i = from, to do
    if list[i].is_flatten then return i - 1 end
  end
  return to
end

--- Does steps with a value. What leads nowhere is nil, and left out of a list.
---@param value any
---@param list aws.JmespathStep[]
---@param from integer
---@param to integer
---@return any
function steps.walk(value, list, from, to)
  for i = from, to do
    local step = list[i]
    if step.elements then
      local elements, stop = step.elements(value), end_of_projection(list, i + 1, to)
      if not elements then return nil end
      local found = {}
      for _, element in ipairs(elements) do found[#found + 1] = steps.walk(element, list, i + 1, stop) end
      return steps.walk(found, list, stop + 1, to)
    end
    value = step.apply(value)
  end
  return value
end

return steps
