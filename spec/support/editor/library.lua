--- What the annotations of lua/aws say: classes, aliases, and the types of modules. Read from the files as they are.
local types = require "spec.support.editor.types"

local library = {}

---@class editor.Class
---@field name string
---@field fields table<string, editor.Type>
---@field index? editor.Type of any other member
---@field parents string[]
---@field calls editor.Type[] functions that it may be called as
---@field is_function boolean

---@class editor.Library
---@field classes table<string, editor.Class>
---@field aliases table<string, editor.Type>
---@field modules table<string, editor.Type> by name
---@field problems string[] what cannot be read

-- One file ------------------------------------------------------------------------------------------------------

local tags = {}

--- A class: `(exact) aws.Settings: aws.Options, other words`.
function tags.class(file, text)
  local name, rest = text:gsub("^%(exact%)%s*", ""):match("^([%w_.]+)(.*)")
  local class = file.library.classes[name] or { name = name, fields = {}, parents = {}, calls = {}, is_function = false }
  for parent in (rest:match("^:%s*([%w_., ]+)") or ""):gmatch("[^,%s]+") do
    if parent == "function" then class.is_function = true end
    if parent:find("%.") then class.parents[#class.parents + 1] = parent else break end
  end
  file.library.classes[name] = class
  file.block.class = class
end

function tags.field(file, text)
  local class = file.block.class or error("a field without a class", 0)
  text = text:gsub("^private%s+", "")
  local name, rest = text:match("^(%b[])%s+(.*)")
  if name == "[string]" then
    class.index = types.read(rest)
  elseif name then
    class.fields[name] = types.read(rest) -- of a list, or of a name that is written in quotes
  else
    local mark
    name, mark, rest = text:match("^([%w_]+)(%??)%s+(.*)")
    local of = types.read(rest)
    class.fields[name] = mark == "?" and types.union({ of, types.none }) or of
  end
end

function tags.alias(file, text)
  local name, rest = text:match("^([%w_.]+)%s*(.*)")
  file.block.alias = name
  file.library.aliases[name] = rest ~= "" and types.read(rest) or { kind = "union" }
end

--- A line of an alias with a value: `| "asked" somebody stopped it`.
local function add_value(file, text)
  local alias = file.library.aliases[file.block.alias]
  alias[#alias + 1] = types.read(text)
end

function tags.param(file, text)
  local name, mark, rest = text:match("^([%w_.]+)(%??)%s+(.*)")
  local of = types.read(rest)
  local is_optional = mark == "?" or name == "..."
  if is_optional then of = types.union({ of, types.none }) end
  local parameters = file.block.parameters
  parameters[#parameters + 1] = { name = name, type = of, is_optional = is_optional }
end

tags["return"] = function(file, text)
  local returns = file.block.returns
  returns[#returns + 1] = types.read(text)
end

function tags.type(file, text) file.block.type = types.read(text) end

function tags.generic(file, text)
  for name in text:gmatch("%f[%w](%u)%f[%W]") do file.library.aliases[name] = types.any end
end

function tags.overload(file, text)
  local overloads = file.block.overloads
  overloads[#overloads + 1] = types.read(text)
end

local function read_tag(file, line)
  local tag, text = line:match("^%-%-%-@(%l+)%s*(.*)")
  if tag and tags[tag] then tags[tag](file, text) end
  local value = line:match("^%-%-%-|%s*(.*)")
  if value then add_value(file, value) end
end

local function new_block()
  return { parameters = {}, returns = {}, overloads = {} }
end

--- The type of the function that a block of comments is about.
local function function_of(block, receiver)
  local parameters = {}
  if receiver then parameters[1] = { name = "self", type = receiver } end
  for _, parameter in ipairs(block.parameters) do parameters[#parameters + 1] = parameter end
  local list = { { kind = "function", parameters = parameters, returns = block.returns } }
  for _, overload in ipairs(block.overloads) do list[#list + 1] = overload end
  return types.union(list)
end

local function note_method(file, owner, separator, name)
  local of = file.locals[owner]
  local class = of and of.kind == "name" and file.library.classes[of.name]
  if class then class.fields[name] = function_of(file.block, separator == ":" and of or nil) end
end

local function module_named(name)
  return { kind = "module", name = name }
end

--- A line of code, after the comments about it.
local function read_code(file, line)
  local block = file.block
  local name = line:match("^local ([%a_][%w_]*) =")
  local after = line:match("%-%-%-@type%s+(.*)")
  if after then block.type = types.read(after) end
  if name and block.class then file.locals[name] = types.name(block.class.name)
  elseif name and block.type then file.locals[name] = block.type end
  local owner, separator, method = line:match("^function ([%a_][%w_]*)([.:])([%w_]+)")
  if owner then note_method(file, owner, separator, method) end
  local object, field, required = line:match('^([%a_][%w_]*)%.([%w_]+) = require "([%w_.]+)"$')
  if object and file.locals[object] then file.library.classes[file.locals[object].name].fields[field] = module_named(required) end
  if line:find("^return function") then file.result = function_of(block) end
  local returned = line:match("^return ([%a_][%w_]*)$")
  if returned then file.result = file.locals[returned] end
  if line:find('^return "') then file.result = types.name("string") end
end

local function finish_class(block)
  if not block.class then return end
  for _, overload in ipairs(block.overloads) do block.class.calls[#block.class.calls + 1] = overload end
end

local function read_line(file, line)
  if line:find("^%-%-%-") then return read_tag(file, line) end
  if not line:find("^%s*%-%-") then
    finish_class(file.block)
    if line ~= "" then read_code(file, line) end
    file.block = new_block()
  end
end

local function read_file(found, path)
  local file = { library = found, block = new_block(), locals = {} }
  local number = 0
  for line in io.lines(path) do
    number = number + 1
    local ok, fault = pcall(read_line, file, line)
    if not ok then found.problems[#found.problems + 1] = ("%s:%d: %s"):format(path, number, tostring(fault)) end
  end
  finish_class(file.block)
  return file.result
end

-- All of them ---------------------------------------------------------------------------------------------------

local function module_of(path)
  return (path:gsub("^lua/", ""):gsub("%.lua$", ""):gsub("/init$", ""):gsub("/", "."))
end

--- Reads the annotations of all files.
---@return editor.Library
function library.read()
  local found = { classes = {}, aliases = {}, modules = {}, problems = {} }
  local pipe = assert(io.popen("find lua/aws -name '*.lua' ! -path '*/model/*' | LC_ALL=C sort"))
  for path in pipe:lines() do found.modules[module_of(path)] = read_file(found, path) end
  pipe:close()
  return found
end

return library
