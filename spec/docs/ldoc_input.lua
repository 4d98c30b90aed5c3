--- What LDoc reads: a Lua file of comments for each module, its configuration, the template.
local html = require "spec.docs.html"
local operations = require "spec.docs.operations"

local ldoc_input = {}

--- Words on one line: LDoc takes a line's beginning for a tag.
local function one_line(text)
  return (text:gsub("%s*\n%s*\n%s*", "<br>"):gsub("%s*\n%s*", " "))
end

local function words(text)
  return one_line(html.words(text))
end

--- The name of a function for LDoc, and its place on the page. LDoc would keep the last word of a method's name alone;
--- the template writes it as it is.
---@param name string
---@return string
function ldoc_input.name_of(name)
  return (name:gsub("^(%l+):", "_%1."))
end

local function add_function(out, found, type_of)
  local function add(format, ...) out[#out + 1] = "-- " .. format:format(...) end
  out[#out + 1] = ""
  out[#out + 1] = "--- " .. words(found.words)
  add("@function %s", ldoc_input.name_of(found.name))
  for _, param in ipairs(found.params) do
    add("@param%s %s %s %s", param.optional and "[opt]" or "", param.name, type_of(param.type), words(param.words))
  end
  for _, result in ipairs(found.returns) do add("@return %s %s", type_of(result.type), words(result.words)) end
  if found.raises and found.raises ~= "" then add("@raise %s", words(found.raises)) end
end

--- The operations of a service, as a list of links.
local function add_operations(out, service)
  local function add(text) out[#out + 1] = "-- " .. text end
  add(html.heading(2, "operations", "Operations") .. '<div class="operations">')
  for _, name in ipairs(html.sorted(service.operations)) do
    local about = html.escape(operations.words(service, name))
    add(('<div class="entry"><div class="head">%s %s</div>%s</div>'):format(
      html.link("../" .. operations.address(service, name), html.code(name)), operations.badges(service.operations[name]),
      about ~= "" and "<p>" .. about .. "</p>" or ""))
  end
  add "</div>"
end

local function service_of(reference, door)
  for _, service in ipairs(reference.services) do
    if door.name == "aws." .. service.name then return service end
  end
end

--- The text of a module's file.
---@param reference docs.Reference
---@param door docs.Door
---@return string
function ldoc_input.module(reference, door)
  local out = { "--- " .. words(door.words) }
  local service = service_of(reference, door)
  if service then
    out[#out + 1] = '-- <p><a href="#functions">Clients, helpers, pages, waits</a> come after the operations.</p>'
    add_operations(out, service)
  end
  out[#out + 1] = "-- @module " .. door.name
  for _, found in ipairs(door.functions) do add_function(out, found, reference.type) end
  return table.concat(out, "\n") .. "\n"
end

local function quoted_list(names, folder)
  local parts = {}
  for i, name in ipairs(names) do parts[i] = ("%q"):format(folder .. name) end
  return "{" .. table.concat(parts, ", ") .. "}"
end

--- LDoc's configuration. LDoc goes into the folder in which it is.
---@param reference docs.Reference
---@param target string where the HTML goes, from that folder
---@param index string HTML of the first page
---@return string
function ldoc_input.configuration(reference, target, index)
  local modules = {}
  for i, door in ipairs(reference.modules) do modules[i] = door.name .. ".lua" end
  return table.concat({
    'project = "aws-replication"', 'title = "aws-replication for Lua"', 'format = "plain"', "backtick_references = false",
    "no_lua_ref = true", "sort = false", 'output = "index"',
    "file = " .. quoted_list(modules, "modules/"),
    "topics = " .. quoted_list(html.sorted(reference.topics), "topics/"),
    'style, template = ".", "."',
    ("dir = %q"):format(target),
    ("full_description = %q"):format(index),
  }, "\n") .. "\n"
end

return ldoc_input
