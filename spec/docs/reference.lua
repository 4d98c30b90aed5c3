--- The reference: its pages, and the names that are documented, each with its place. `make docs` writes it, LDoc makes HTML of
--- it; specs compare the names with what the library has.
local collected = require "spec.docs.collected"
local doors = require "spec.docs.doors"
local guides = require "spec.docs.guides"
local html = require "spec.docs.html"
local ldoc_input = require "spec.docs.ldoc_input"
local operations = require "spec.docs.operations"
local tables = require "spec.docs.tables"
local types = require "spec.docs.types"

local reference = {}

---@class docs.Entry
---@field kind string "operation", "function", "setting", "event", "error", "waiter", "metadata", "type", "member", "guide", …
---@field name string as users write it
---@field title string for the search
---@field address string below the reference's folder
---@field words string HTML
---@field also string[] other names for the search

---@class docs.Reference
---@field entries docs.Entry[]
---@field topics table<string, string> HTML by the page's name
---@field modules docs.Door[]
---@field guides docs.Guide[]
---@field type fun(text: string): string a type as HTML

local services = { (require "aws.model.dms"), (require "aws.model.drs") }

local function add_entry(self, kind, name, address, words, more)
  local also = {}
  for _, other in pairs(more and more.also or {}) do also[#also + 1] = other end
  self.entries[#self.entries + 1] = {
    kind = kind, name = name, title = more and more.title or name, address = address, words = words or "", also = also,
  }
end

--- What functions of `tables` add to.
local function new_page(self, page_name)
  local page = { out = {}, type = self.type }
  local address = ("topics/%s.html#"):format(page_name)
  function page.add(text) page.out[#page.out + 1] = text end
  function page.entry(kind, id, name, head, body, more)
    page.add(html.entry(id, name, head, body))
    add_entry(self, kind, name, address .. id, body, more)
  end
  function page.heading(kind, id, name)
    page.add(html.heading(2, id, html.escape(name)))
    add_entry(self, kind, name, address .. id, "")
  end
  return page
end

--- The types that signatures of functions and operations have.
local function signature_types(all, modules)
  local texts = { "aws.Options aws.Metadata aws.Error aws.Event aws.PageOptions aws.WaitOptions aws.Settings aws.Config" }
  for _, door in ipairs(modules) do
    for _, found in ipairs(door.functions) do
      for _, param in ipairs(found.params) do texts[#texts + 1] = param.type end
      for _, result in ipairs(found.returns) do texts[#texts + 1] = result.type end
    end
  end
  return types.reachable(all, texts)
end

--- The page on which a structure of a service is described: that of the first operation that has it.
local function places_of_shapes(self)
  local places = {}
  for _, service in ipairs(services) do
    for _, name in ipairs(html.sorted(service.operations)) do
      local page = self.topics[("%s.%s"):format(service.name, name)]
      local address = operations.address(service, name)
      for id in page:gmatch('<%w+ id="([%w_]+)"') do
        local key = ("aws.%s.%s"):format(service.name, id)
        if service.shapes[id] and not places[key] then places[key] = "../" .. address .. "#" .. id end
      end
    end
  end
  return places
end

local function address_finder(self, names)
  local known, shapes = {}, nil
  for _, name in ipairs(names) do known[name] = "../topics/types.html#" .. name end
  return function(name)
    if known[name] then return known[name] end
    local module = name:match("^aws%.(d[mr]s)%.Client$")
    if module then return ("../modules/aws.%s.html"):format(module) end
    if not name:find("^aws%.d[mr]s%.") then return nil end
    shapes = shapes or places_of_shapes(self)
    return shapes[name]
  end
end

local function add_operations(self)
  for _, service in ipairs(services) do
    for _, name in ipairs(html.sorted(service.operations)) do
      local operation = service.operations[name]
      self.topics[("%s.%s"):format(service.name, name)] = operations.page(service, name)
      add_entry(self, "operation", ("%s.%s"):format(service.name, name), operations.address(service, name),
        html.escape(operations.words(service, name)) .. " " .. operations.badges(operation), { also = { operation.name } })
    end
  end
end

--- Structures of the services, by whose members they are found.
local function add_shapes(self)
  local places = places_of_shapes(self)
  for _, key in ipairs(html.sorted(places)) do
    local service_name, name = key:match("^aws%.(%w+)%.(.*)$")
    local shape = require("aws.model." .. service_name).shapes[name]
    add_entry(self, "structure", key, places[key]:gsub("^%.%./", ""), table.concat(html.sorted(shape.members or {}), " "))
  end
end

local function add_functions(self)
  for _, door in ipairs(self.modules) do
    local address = ("modules/%s.html"):format(door.name)
    add_entry(self, "module", door.name, address, html.words(door.words))
    for _, found in ipairs(door.functions) do
      local own = door.name == "aws." .. found.name and door.name or door.name .. "." .. found.name
      add_entry(self, "function", own, address .. "#" .. ldoc_input.name_of(found.name), html.words(found.words))
    end
  end
end

local function add_guides(self)
  local pages = guides.pages(self.guides)
  for _, guide in ipairs(self.guides) do
    local address = ("topics/%s.html"):format(guide.name)
    self.topics[guide.name] = pages[guide.name]
    add_entry(self, "guide", guide.title, address, "")
    for _, heading in ipairs(guides.headings(pages[guide.name])) do
      add_entry(self, "guide", heading.words, address .. "#" .. heading.id, html.escape(guide.title))
    end
  end
end

--- Makes the whole reference.
---@return docs.Reference
function reference.make()
  local all = collected.read()
  local self = { entries = {}, topics = {}, modules = doors.read(all), guides = guides.list(), services = services }
  local names = signature_types(all, self.modules)
  local address_of = address_finder(self, names)
  function self.type(text) return types.html(text, address_of) end
  add_operations(self)
  add_shapes(self)
  add_functions(self)
  for _, name in ipairs({ "settings", "events", "errors", "waiters", "types" }) do
    local page = new_page(self, name)
    tables[name](page, all, services, names)
    self.topics[name] = table.concat(page.out, "\n")
    add_entry(self, "page", name, ("topics/%s.html"):format(name), "")
  end
  add_guides(self)
  return self
end

return reference
