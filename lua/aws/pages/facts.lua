--- What a model says of the pages of an operation, and where that is in inputs and outputs.
local facts = {}

--- What an operation's model says of its pages, with paths taken apart.
---@class aws.Pages
---@field input_token string
---@field output_token string[]
---@field page_size? string
---@field least? integer
---@field most? integer
---@field items? string[]
---@field more? string[]

local function steps_of(path)
  local steps = {}
  for step in path:gmatch("[^.]+") do steps[#steps + 1] = step end
  return steps
end

--- The type of what a path leads to, by the model; nil when it leads nowhere.
local function type_at(service, shape_name, steps)
  for _, step in ipairs(steps) do
    local shape = service.shapes[shape_name]
    local member = shape and shape.members and shape.members[step]
    if not member then return nil end
    shape_name = type(member) == "table" and member.shape or member
  end
  local shape = service.shapes[shape_name]
  return shape and shape.type or shape_name
end

--- Why a token is not served, or nil: it is not a text, or has several parts.
local function token_fault(service, shape, key, path)
  if type(path) ~= "string" then return ("pages whose %s has several parts are not served"):format(key) end
  if type_at(service, shape, steps_of(path)) == "string" then return nil end
  return ("pages whose %s (%s) is not a string are not served"):format(key, path)
end

--- Why pages are not served, or nil.
local function fault_of(service, operation, items)
  local pages = operation.pages
  local fault = token_fault(service, operation.input, "input_token", pages.input_token)
    or token_fault(service, operation.output, "output_token", pages.output_token)
  if fault or not items or type_at(service, operation.output, items) == "list" then return fault end
  return ("pages whose items (%s) are not a list are not served"):format(table.concat(items, "."))
end

--- The facts of an operation that has pages.
---@param service aws.ServiceModel
---@param name string of the operation
---@return aws.Pages? facts
---@return string? fault why its pages are not served
function facts.of(service, name)
  local operation = service.operations[name]
  local pages = operation.pages
  local first = type(pages.items) == "table" and pages.items[1] or pages.items
  local items = first and steps_of(first)
  local fault = fault_of(service, operation, items)
  if fault then return nil, fault end
  return {
    input_token = pages.input_token,
    output_token = steps_of(pages.output_token),
    page_size = pages.page_size,
    least = pages.least,
    most = pages.most,
    items = items,
    more = pages.more and steps_of(pages.more),
  }
end

--- What a path leads to in an output.
---@param output table
---@param steps string[]
---@return any
function facts.at(output, steps)
  local value = output
  for _, step in ipairs(steps) do
    if type(value) ~= "table" then return nil end
    value = value[step]
  end
  return value
end

--- Puts a value where a path leads to, if it leads somewhere.
---@param output table changed
---@param steps string[]
---@param value any
function facts.put(output, steps, value)
  local parent = facts.at(output, { (table.unpack or unpack)(steps, 1, #steps - 1) })
  if type(parent) == "table" then parent[steps[#steps]] = value end
end

return facts
