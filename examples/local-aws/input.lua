-- Reads the body of a request by the shape of its input, as AWS does: JSON first, then types, then constraints.
-- A shape: { kind, required = true, … }. Kinds: "string" (pattern, rule, least, most: bytes), "integer" (least), "number",
-- "list" (of, most: members), "structure" (members; closed: other members are refused).

local json = require "json"

local input = {}

-- What a service says to a value of another type.
local wanted = {
  string = "%s can not be converted to a String",
  integer = "%s can not be converted to an Integer",
  number = "%s can not be converted to a Double",
  list = "Unexpected %s where a list is expected",
  structure = "Unexpected %s where a structure is expected",
}

local function has_type(kind, value)
  local found = json.kind(value)
  if kind == "list" then
    return found == "START_ARRAY"
  elseif kind == "structure" then
    return found == "START_OBJECT"
  elseif kind == "string" then
    return found == "STRING_VALUE"
  end
  return found == "NUMBER_VALUE" and (kind == "number" or value % 1 == 0)
end

-- The name by which AWS's messages call a member: its first letter is small.
local function named(path, name)
  return (path == "" and "" or path .. ".") .. name:sub(1, 1):lower() .. name:sub(2)
end

local function violate(found, path, value, rule)
  local shown = value == nil and "null" or "'" .. (type(value) == "table" and json.encode(value) or tostring(value)) .. "'"
  found[#found + 1] = { name = path, rule = rule,
    message = ("Value %s at '%s' failed to satisfy constraint: %s"):format(shown, path, rule) }
end

local checks = {}

local function check(shape, value, path, found)
  if not has_type(shape[1], value) then
    error({ type_problem = wanted[shape[1]]:format(json.kind(value)) }, 0)
  end
  if checks[shape[1]] then
    checks[shape[1]](shape, value, path, found)
  end
end

function checks.string(shape, value, path, found)
  if shape.most and #value > shape.most then
    violate(found, path, value, "Member must have length less than or equal to " .. shape.most)
  elseif shape.pattern and not value:find(shape.pattern) then
    violate(found, path, value, "Member must satisfy regular expression pattern: " .. shape.rule)
  end
end

function checks.integer(shape, value, path, found)
  if shape.least and value < shape.least then
    violate(found, path, ("%.0f"):format(value), "Member must have value greater than or equal to " .. shape.least)
  end
end

function checks.list(shape, value, path, found)
  if shape.most and #value > shape.most then
    violate(found, path, value, "Member must have length less than or equal to " .. shape.most)
  end
  for i, item in ipairs(value) do
    if item ~= json.null then
      check(shape.of, item, ("%s.%d.member"):format(path, i), found)
    end
  end
end

local function sorted_names(members)
  local names = {}
  for name in pairs(members) do
    names[#names + 1] = name
  end
  table.sort(names)
  return names
end

function checks.structure(shape, value, path, found)
  for _, name in ipairs(sorted_names(shape.members)) do
    local member, item = shape.members[name], value[name]
    if item == json.null then
      item, value[name] = nil, nil
    end
    if item ~= nil then
      check(member, item, named(path, name), found)
    elseif member.required then
      violate(found, named(path, name), nil, "Member must not be null")
    end
  end
  for _, name in ipairs(shape.closed and sorted_names(value) or {}) do
    if not shape.members[name] then
      violate(found, named(path, name), value[name], "There is no such member")
    end
  end
end

--- The input in a body, or nil and what is wrong with it.
---@param body string
---@param shape table of kind "structure"
---@return table|nil value without members that are null
---@return table|nil problem { json_problem = text }, { type_problem = text } or { violations = { { name, rule, message }, … } }
function input.read(body, shape)
  local value, problem = json.decode(body)
  if value == nil then
    return nil, { json_problem = "The request body is not JSON: " .. problem }
  elseif json.kind(value) ~= "START_OBJECT" then
    return nil, { type_problem = "Start of structure or map found where not expected." }
  end
  local found = {}
  local ok, raised = pcall(check, shape, value, "", found)
  if not ok then
    return nil, type(raised) == "table" and raised or error(raised, 0)
  elseif #found > 0 then
    return nil, { violations = found }
  end
  return value
end

--- All violations in one text.
---@param violations table[]
---@return string
function input.describe(violations)
  local messages = {}
  for i, violation in ipairs(violations) do
    messages[i] = violation.message
  end
  return ("%d validation error%s detected: %s"):format(#messages, #messages == 1 and "" or "s", table.concat(messages, "; "))
end

return input
