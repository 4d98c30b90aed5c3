--- All that the library's files say of themselves: classes, aliases and functions, by their names and files.
local child = require "spec.support.child"
local comments = require "spec.docs.comments"
local files = require "spec.support.files"

local collected = {}

local function paths()
  local _, text = child.run("find lua/aws -name '*.lua' -not -path '*/model/*' | LC_ALL=C sort")
  local list = {}
  for path in text:gmatch("[^\n]+") do list[#list + 1] = path end
  assert(#list > 100, "the library's files were not found")
  return list
end

--- A class that several files tell of has the fields of all.
local function add_class(all, class)
  local known = all.classes[class.name]
  if not known then
    all.classes[class.name] = class
    return
  end
  for _, field in ipairs(class.fields) do known.fields[#known.fields + 1] = field end
  if known.words == "" then known.words = class.words end
  known.overload = known.overload or class.overload
end

--- Reads all files of the library.
---@return { files: table<string, table>, classes: table<string, docs.Class>, aliases: table<string, docs.Field> }
function collected.read()
  local all = { files = {}, classes = {}, aliases = {} }
  for _, path in ipairs(paths()) do
    local file = comments.read(files.read(path))
    all.files[path] = file
    for _, class in ipairs(file.classes) do add_class(all, class) end
    for _, alias in ipairs(file.aliases) do all.aliases[alias.name] = alias end
  end
  return all
end

--- A function that a file documents.
---@param all table
---@param path string
---@param name string as the code has it; "" for what the file returns
---@return docs.Function
function collected.function_of(all, path, name)
  for _, found in ipairs(all.files[path].functions) do
    if found.name == name then return found end
  end
  error(("%s has no documented function %q"):format(path, name))
end

return collected
