--- Typed readers of what users write: each returns what is wrong with a value, or nil. None shows the value.
local ascii = require "aws.text.ascii"
local core = require "aws.core"

local checks = {}

local function require_type(expected)
  return function(value)
    if type(value) ~= expected then return ("is a %s, not a %s"):format(type(value), expected) end
  end
end

checks.string = require_type("string")
checks.boolean = require_type("boolean")
checks.func = require_type("function")

-- Every function below takes one value.

--- A text without control characters that holds more than blanks.
function checks.text(value)
  if type(value) ~= "string" then return checks.string(value) end
  if value == "" then return "is empty" end
  if ascii.has_control(value) then return "has a control character" end
  if not value:find("[^ \t-\r]") then return "is blank" end
end

--- A function, or a table that can be called.
function checks.callable(value)
  local metatable = type(value) == "table" and getmetatable(value)
  if type(value) ~= "function" and not (type(metatable) == "table" and metatable.__call) then
    return ("is a %s, not a function or callable table"):format(type(value))
  end
end

--- A number above 0.
function checks.seconds(value)
  if type(value) ~= "number" then return ("is a %s, not a number of seconds"):format(type(value)) end
  if not (value > 0 and value < math.huge) then return "is not a number of seconds above 0" end
end

--- A whole number above 0 that a double holds exactly.
function checks.count(value)
  if type(value) ~= "number" then return ("is a %s, not a number"):format(type(value)) end
  if not (value >= 1 and value <= 2 ^ 53 and value % 1 == 0) then return "is not a whole number above 0" end
end

--- RFC 1123 2.1: a region is one label of a host name.
function checks.region(value)
  if type(value) ~= "string" then return checks.string(value) end
  if value == "" then return "is empty" end
  local is_label = #value <= 63 and value:find("^[0-9A-Za-z][0-9A-Za-z-]*$") and not value:find("%-$") and not value:find("^%d+$")
  if not is_label then return "is not a region name (letters, digits and hyphens, as in eu-west-1)" end
end

--- An http or https URL.
function checks.url(value)
  if type(value) ~= "string" then return checks.string(value) end
  if value == "" then return "is empty" end
  local _, fault = core.parse_url(value)
  return fault
end

--- Keys or a provider; what is in the table is checked when it is read.
function checks.credentials(value)
  if type(value) ~= "table" and type(value) ~= "function" then
    return ("is a %s, neither a table of keys nor a function"):format(type(value))
  end
end

return checks
