--- Operators and functions of JMESPath that AWS's waiters use.
local steps = require "aws.wait.jmespath.steps"

local operators = {}

--- Equality is that of texts, numbers, booleans and null; two lists or objects are not compared.
local function is_equal(left, right)
  if type(left) == "table" and type(right) == "table" then return nil end
  return left == right
end

--- Numbers alone have an order; anything else gives null.
local function ordered(compare)
  return function(left, right)
    if type(left) ~= "number" or type(right) ~= "number" then return nil end
    return compare(left, right)
  end
end

--- By their text.
---@type table<string, fun(left: any, right: any): boolean?>
operators.comparators = {
  ["=="] = is_equal,
  ["!="] = function(left, right)
    local equal = is_equal(left, right)
    if equal ~= nil then return not equal end
  end,
  ["<"] = ordered(function(left, right) return left < right end),
  ["<="] = ordered(function(left, right) return left <= right end),
  [">"] = ordered(function(left, right) return left > right end),
  [">="] = ordered(function(left, right) return left >= right end),
}

--- What functions raise for a value of a type that they do not take: JMESPath's invalid-type, which ends the evaluation.
operators.INVALID_TYPE = {}

--- The number of elements, of members or of a text's characters.
local function length(value)
  if type(value) == "string" then return select(2, value:gsub("[^\128-\191]", "")) end
  if type(value) ~= "table" then error(operators.INVALID_TYPE, 0) end
  if steps.is_list(value) then return #value end
  return #steps.values.elements(value)
end

--- By their names. They raise INVALID_TYPE.
---@type table<string, fun(value: any): any>
operators.functions = { length = length }

return operators
