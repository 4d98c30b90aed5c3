--- The models that come with the library, read piece by piece: a service has hundreds of operations and shapes, and a call
--- needs a dozen. Their tables `operations` and `shapes` get an entry when it is first asked for. C code and `next` see what
--- is there already: `pieces.names`, `all`, `whole` and `reached` are for those who need more. All take any model.
local core = require "aws.core"
local iterate = require "aws.language.iterate"
local require_late = require "aws.language.require_late"

local pieces = {}

--- Where a table's entries come from.
---@class aws.PieceSource
---@field module string "aws.model.dms"
---@field kind "operations"|"shapes"

--- Those of tables that are not complete.
---@type table<table, aws.PieceSource>
local sources = setmetatable({}, { __mode = "k" })

--- Reads the entries that are missing.
---@param entries table<string, table> of a model
---@return table<string, table> entries
function pieces.all(entries)
  local source = sources[entries]
  if not source then return entries end
  for _, name in ipairs(pieces.names(entries)) do
    if rawget(entries, name) == nil then rawset(entries, name, core.model_piece(source.module, source.kind .. "." .. name)) end
  end
  sources[entries] = nil
  return setmetatable(entries, nil)
end

local function table_of(module, kind)
  local metatable, entries = {}, {}
  function metatable.__index(_, name)
    if type(name) ~= "string" then return nil end
    local entry = core.model_piece(module, kind .. "." .. name)
    if entry ~= nil then rawset(entries, name, entry) end
    return entry
  end
  function metatable.__pairs() return iterate.next, pieces.all(entries) end
  sources[entries] = { module = module, kind = kind }
  return setmetatable(entries, metatable)
end

--- Reads all that is missing of a model.
---@param model aws.ServiceModel
---@return aws.ServiceModel model
function pieces.whole(model)
  pieces.all(model.operations)
  pieces.all(model.shapes)
  return model
end

local function new_model(module)
  local model = core.model_piece(module, "service")
  model.operations, model.shapes = table_of(module, "operations"), table_of(module, "shapes")
  return model
end

--- Models in pieces, by their modules.
---@type table<string, aws.ServiceModel>
local models = {}

--- A model that comes with the library. `require` of its module gives the same, whole.
---@param name string "dms"
---@return aws.ServiceModel
function pieces.model(name)
  local module = "aws.model." .. name
  if models[module] then return models[module] end
  if package.loaded[module] or package.preload[module] or not core.has_model(module) then return require_late(module) end
  local model = new_model(module)
  package.preload[module] = function() return pieces.whole(model) end
  models[module] = model
  return model
end

--- The names of all entries, in no order.
---@param entries table<string, table> of a model
---@return string[]
function pieces.names(entries)
  local source, names = sources[entries], {}
  if source then return core.model_names(source.module, source.kind) end
  for name in iterate.pairs(entries) do names[#names + 1] = name end
  return names
end

--- Fields of a shape that name another one.
local REFERENCES = { "member", "key", "value" }

local function reach(shapes, seen, name)
  if not name or seen[name] then return end
  seen[name] = true
  local shape = shapes[name]
  if not shape then return end -- a type
  for _, field in ipairs(REFERENCES) do reach(shapes, seen, shape[field]) end
  for _, member in iterate.pairs(shape.members or {}) do
    reach(shapes, seen, type(member) == "table" and member.shape or member)
  end
end

--- Reads a shape and all that it refers to.
---@param shapes table<string, table> of a model
---@param name string of the shape
---@return table<string, table> shapes
function pieces.reached(shapes, name)
  if sources[shapes] then reach(shapes, {}, name) end
  return shapes
end

return pieces
