--- Types in annotations: links to what they are, and the classes that users meet.
local comments = require "spec.docs.comments"
local html = require "spec.docs.html"

local types = {}

--- A type as HTML. Classes with an address become links.
---@param text string
---@param address_of fun(name: string): string?
---@return string
function types.html(text, address_of)
  local parts, position = {}, 1
  for before, name, after in text:gmatch("()(aws%.[%w_.]*[%w_])()") do
    parts[#parts + 1] = html.escape(text:sub(position, before - 1))
    local address = address_of(name)
    parts[#parts + 1] = address and html.link(address, html.escape(name)) or html.escape(name)
    position = after
  end
  parts[#parts + 1] = html.escape(text:sub(position))
  return '<span class="type">' .. table.concat(parts) .. "</span>"
end

local opening = { ["("] = true, ["{"] = true, ["<"] = true, ["["] = true }

--- A text in pieces at the commas that are not in brackets.
local function split(text)
  local parts, depth, from = {}, 0, 1
  for position = 1, #text do
    local char = text:sub(position, position)
    if opening[char] then depth = depth + 1 end
    if char:find("[%)}%]>]") then depth = depth - 1 end
    if char == "," and depth == 0 then
      parts[#parts + 1] = text:sub(from, position - 1)
      from = position + 1
    end
  end
  parts[#parts + 1] = text:sub(from)
  for i, part in ipairs(parts) do parts[i] = part:gsub("^%s+", ""):gsub("%s+$", "") end
  return parts
end

--- Parameters and returns of a function's type: "fun(input: string, options?: table): any, table". Of both forms that a client's
--- functions have, with a dot and with a colon, the first counts.
---@param text string
---@return docs.Field[] params
---@return docs.Field[] returns
function types.of_function(text)
  local first = text:match("^(%b())|")
  local inside, after = (first and first:sub(2, -2) or text):match("^fun(%b())%s*:?%s*(.*)$")
  assert(inside, "not a function's type: " .. text)
  local params, returns = {}, {}
  for _, part in ipairs(inside == "()" and {} or split(inside:sub(2, -2))) do
    local name, optional, type_name = part:match("^([%w_.]+)(%??):%s*(.*)$")
    if name ~= "self" then
      params[#params + 1] = { name = name or part, optional = optional == "?", type = type_name or "any", words = "" }
    end
  end
  for _, part in ipairs(after == "" and {} or split(after)) do
    returns[#returns + 1] = { name = "", optional = false, type = part, words = "" }
  end
  return params, returns
end

--- The names of the library's types in a text.
local function names_in(text)
  local names = {}
  for name in text:gmatch("aws%.[%w_.]*[%w_]") do names[#names + 1] = name end
  return names
end

local visit

local function visit_texts(all, found, ...)
  for i = 1, select("#", ...) do
    for _, name in ipairs(names_in((select(i, ...)))) do visit(all, found, name) end
  end
end

function visit(all, found, name)
  local class, alias = all.classes[name], all.aliases[name]
  if found[name] or not (class or alias) or name:find("^aws%.d[mr]s") then return end
  found[name] = true
  if alias then visit_texts(all, found, alias.type) end
  if not class then return end
  if class.parent then visit(all, found, class.parent) end
  for _, field in ipairs(class.fields) do
    if not field.private then visit_texts(all, found, field.type) end
  end
end

--- The classes and aliases that can be reached from some types: those that a user meets. Those of the services' models are not
--- among them: operations have them.
---@param all table what was collected
---@param from string[] types
---@return string[] names sorted
function types.reachable(all, from)
  local found = {}
  visit_texts(all, found, (table.unpack or unpack)(from)) -- luacheck: ignore
  return html.sorted(found)
end

types.split_type = comments.split_type

return types
