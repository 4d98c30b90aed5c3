--- Writes models of services from what AWS publishes; `make models FROM=… [OUT=…] [NAME=…]` runs it.
local ascii = require "aws.text.ascii"
local facts = require "spec.models.facts"
local marks = require "spec.models.marks"
local names = require "spec.models.names"
local pages = require "spec.models.pages"
local sources = require "spec.models.sources"
local tidy = require "spec.models.tidy"
local writer = require "spec.models.writer"

local convert = {}

local readers = { botocore = require "spec.models.botocore", smithy = require "spec.models.smithy" }

--- Operations by their names in Lua.
local function in_snake_case(description)
  local operations = {}
  for name, operation in pairs(description.operations) do
    local key = names.snake(name)
    if operations[key] then
      error(("%s: operations.%s: has the same name in Lua as %s"):format(description.file, name, operations[key].name), 0)
    end
    operations[key] = operation
  end
  return operations
end

local function waiters_of(description)
  local waiters = {}
  for name, waiter in pairs(description.waiters) do
    if not description.operations[waiter.operation] then
      error(("%s: waiters.%s.operation: %q is not the name of an operation"):format(
        description.file, name, waiter.operation), 0)
    end
    waiter.name, waiter.operation = name, names.snake(waiter.operation)
    waiters[names.snake(name)] = waiter
  end
  return next(waiters) and waiters or nil
end

--- The name of the service's module and file.
local function module_name(description, own)
  return own.name or ascii.lower(description.endpoint_prefix):gsub("[^a-z0-9]+", "_")
end

--- Converts one published model.
---@param source models.Source
---@param own? models.Facts what we know of the service; default: what facts.lua says
---@return table model raises one line of text: file, path, what is wrong
function convert.model(source, own)
  local description = readers[source.form].read(source)
  own = facts.complete(own or facts.services[description.service_id])
  tidy.apply(description)
  pages.apply(description, own)
  marks.apply(description, own)
  return {
    name = module_name(description, own),
    full_name = description.full_name,
    service_id = description.service_id,
    uid = description.uid,
    api_version = description.api_version,
    endpoint_prefix = description.endpoint_prefix,
    signing_name = description.signing_name,
    protocol = description.protocol,
    target_prefix = description.target_prefix,
    fips_without_name = own.fips_without_name,
    operations = in_snake_case(description),
    waiters = waiters_of(description),
    shapes = description.shapes,
  }
end

--- Converts everything that `from` names.
---@param from string
---@param name? string the module's name, for a single model
---@return { name: string, text: string, operations: integer }[] # raises one line of text
function convert.all(from, name)
  local list, found, seen = {}, sources.read(from), {}
  if name and #found > 1 then error(from .. ": NAME is for one model, here are several", 0) end
  for i, source in ipairs(found) do
    local model, count = convert.model(source), 0
    model.name = name or model.name
    if seen[model.name] then error(("%s: has the name %s, as another model"):format(source.service.file, model.name), 0) end
    seen[model.name] = true
    for _ in pairs(model.operations) do count = count + 1 end
    list[i] = { name = model.name, text = writer.text(model), operations = count }
  end
  return list
end

--- Writes a file as a whole or not at all.
local function write_file(path, text)
  local file, fault = io.open(path .. ".new", "wb")
  if not file then error(fault, 0) end
  local written = file:write(text)
  if not (file:close() and written) then error(path .. ": cannot be written", 0) end
  assert(os.rename(path .. ".new", path))
end

--- The program: models are written only when all could be read.
---@param from string
---@param out string a folder
---@param name string "" for the default
local function main(from, out, name)
  if from == "" then error("FROM=… is missing: a file or folder of published models", 0) end
  if name ~= "" and not name:find("^[a-z][a-z0-9_]*$") then error("NAME has to be lower-case letters, digits and _", 0) end
  for _, entry in ipairs(convert.all(from, name ~= "" and name or nil)) do
    local path = ("%s/%s.lua"):format(out, entry.name)
    write_file(path, entry.text)
    io.stdout:write(("%s: %d operations, %d bytes\n"):format(path, entry.operations, #entry.text))
  end
end

if ... ~= "spec.models.convert" then
  local ok, fault = pcall(main, arg[1] or "", arg[2] or "lua/aws/model", arg[3] or "")
  if not ok then
    io.stderr:write("make models: ", tostring(fault), "\n")
    os.exit(1)
  end
end

return convert
