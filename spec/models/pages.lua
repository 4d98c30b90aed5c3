--- Which operations answer in pages: those of the published list, and all that have a token in and out.
local pages = {}

--- AWS's names of tokens.
local TOKENS = { "Marker", "marker", "NextToken", "nextToken", "PageToken", "pageToken" }

--- AWS's names of a page's size.
local SIZES = { "MaxRecords", "maxRecords", "MaxResults", "maxResults", "MaxItems", "maxItems", "PageSize", "pageSize", "Limit",
  "limit" }

local function members_of(description, shape)
  return shape and description.shapes[shape] and description.shapes[shape].members or {}
end

local function shape_of(description, member)
  local name = type(member) == "table" and member.shape or member
  return description.shapes[name] or { type = name }
end

local function first_present(names, members)
  for _, name in ipairs(names) do
    if members[name] then return name end
  end
end

--- The one list among the members of an output; nil when there is none or another one.
local function only_list(description, members)
  local found
  for name, member in pairs(members) do
    if shape_of(description, member).type == "list" then
      if found then return nil end
      found = name
    end
  end
  return found
end

--- Pages of an operation that no list of AWS's names, from its members.
local function derived(input, output)
  for _, token in ipairs(TOKENS) do
    if input[token] and output[token] then
      return { input_token = token, output_token = token, page_size = first_present(SIZES, input) }
    end
  end
end

--- Raises an error unless a path leads to a member.
local function must_lead(description, operation, shape, key, path)
  local rest = path
  for step in path:gmatch("[^.]+") do
    local member = members_of(description, shape)[step]
    if not member then
      error(("%s: operations.%s.pages.%s: %q does not lead to a member"):format(
        description.file, operation.name, key, rest), 0)
    end
    shape = type(member) == "table" and member.shape or member
  end
end

local function each_path(found, visit)
  for _, key in ipairs({ "input_token", "output_token", "page_size", "items", "more" }) do
    local value = found[key]
    for _, path in ipairs(type(value) == "table" and value or { value }) do visit(key, path) end
  end
end

--- Whether a path is more than names with dots between them: an expression, such as the last element of a list.
local function has_expression(found)
  local is_found = false
  each_path(found, function(_, path) is_found = is_found or path:find("[^0-9A-Za-z_.]") ~= nil end)
  return is_found
end

local function check(description, operation)
  each_path(operation.pages, function(key, path)
    local is_of_input = key == "input_token" or key == "page_size"
    must_lead(description, operation, is_of_input and operation.input or operation.output, key, path)
  end)
end

--- The least and most items of a page: from the size's shape, or from what AWS's manual says.
local function add_limits(description, operation, documented)
  local found = operation.pages
  local member = found.page_size and members_of(description, operation.input)[found.page_size]
  local shape = member and shape_of(description, member) or {}
  found.least = shape.min or documented and documented[1]
  found.most = shape.max or documented and documented[2]
end

--- Adds the facts on pages to each operation that has them. Pages that are found by an expression are not served: such an
--- operation has none.
---@param description models.Description tidied; changed in place
---@param facts models.Facts
function pages.apply(description, facts)
  for name, operation in pairs(description.operations) do
    local input, output = members_of(description, operation.input), members_of(description, operation.output)
    operation.pages = operation.pages or derived(input, output)
    if operation.pages and has_expression(operation.pages) then operation.pages = nil end
    if operation.pages then
      operation.pages.items = facts.items[name] or operation.pages.items or only_list(description, output)
      check(description, operation)
      add_limits(description, operation, facts.page_sizes[name])
    end
  end
end

return pages
