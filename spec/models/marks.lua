--- Which operations only read, which lose data, and whose ARN or id is checked.
local marks = {}

--- Operations so called only read, in a service whose model marks none.
local READING = { "Describe", "List", "Get" }

--- Operations so called lose something.
local LOSING = { "Delete", "Terminate", "Purge", "Destroy" }

local function begins_with(name, words)
  for _, word in ipairs(words) do
    if name:find("^" .. word .. "[^a-z]") then return true end
  end
  return false
end

local function marks_any(operations)
  for _, operation in pairs(operations) do
    if operation.read_only then return true end
  end
  return false
end

--- Adds `read_only`, `destructive` and `identifier`.
---@param description models.Description changed in place
---@param facts models.Facts
function marks.apply(description, facts)
  local by_name = not marks_any(description.operations)
  for name, operation in pairs(description.operations) do
    local reads = operation.read_only or by_name and begins_with(name, READING)
    operation.read_only = reads and not facts.changes[name] or nil
    local loses = facts.destructive[name] or begins_with(name, LOSING) and not facts.harmless[name]
    operation.destructive = loses and true or nil
    operation.identifier = facts.identifiers[name]
    if operation.read_only and operation.destructive then
      error(("%s: operations.%s: is marked read-only and destructive"):format(description.file, name), 0)
    end
  end
end

return marks
