--- What FROM names: files of published models, read.
local files = require "spec.support.files"
local json = require "spec.support.json"

local sources = {}

---@class models.Source one service's model as published
---@field form "botocore"|"smithy"
---@field service { file: string, value: any, path?: string } the model
---@field paginators? { file: string, value: any, path?: string } of botocore's form
---@field waiters? { file: string, value: any, path?: string } of botocore's form

local function fail(text, ...)
  error(text:format(...), 0)
end

local function quoted(text)
  return "'" .. text:gsub("'", "'\\''") .. "'"
end

local function lines_of(command)
  local lines = {}
  local pipe = assert(io.popen(command))
  for line in pipe:lines() do lines[#lines + 1] = line end
  pipe:close()
  return lines
end

--- The names in a folder, sorted; nil for what is not a folder.
local function names_in(path)
  local names = lines_of("cd -- " .. quoted(path) .. " 2>/dev/null && echo . && LC_ALL=C ls -1")
  return table.remove(names, 1) == "." and names or nil
end

--- The bytes of a file, unpacked when its name ends in .gz; nil for what cannot be read.
local function contents(path)
  local text = files.read_if_there(path)
  if not text or not path:find("%.gz$") then return text end
  local pipe = assert(io.popen("gzip -dc < " .. quoted(path) .. " 2>/dev/null"))
  text = pipe:read("*a")
  pipe:close()
  return text
end

local function first_line(text)
  return tostring(text):match("^[^\n]*")
end

local function read(path)
  local text = contents(path)
  if not text then fail("%s: cannot be read", path) end
  local is_json, value = pcall(json.decode, text)
  if not is_json then fail("%s: is not the JSON of a model, or is cut (%s)", path, first_line(value)) end
  return value
end

--- A file of a folder, packed or not: { file =, value = }, or nil when it is not there.
local function part(folder, present, name)
  for _, found in ipairs({ name, name .. ".gz" }) do
    local path = folder .. "/" .. found
    if present[found] then return { file = path, value = read(path) } end
  end
end

--- One file that holds everything: Smithy's JSON, or a wrapper of botocore's three files.
local function single_file(path)
  local value = read(path)
  if type(value) ~= "table" or json.is_array(value) then fail("%s: is not a model: expected an object", path) end
  if value.smithy then return { form = "smithy", service = { file = path, value = value } } end
  if value.metadata and value.operations then
    fail("%s: is botocore's service-2.json: name the folder, where paginators and waiters are, too", path)
  end
  if not value.service then
    fail("%s: is not a model: neither \"smithy\" nor \"service\" is there", path)
  end
  for key in pairs(value) do
    if key ~= "format" and key ~= "service" and key ~= "paginators" and key ~= "waiters" then
      fail("%s: %s: is a field that the converter does not know", path, key)
    end
  end
  local function wrapped(key)
    return value[key] and { file = path, value = value[key], path = key } or nil
  end
  return { form = "botocore", service = wrapped("service"), paginators = wrapped("paginators"), waiters = wrapped("waiters") }
end

--- A folder of botocore's three files, as they lie in botocore/data/dms/2016-01-01; nil for another folder.
local function botocore_folder(folder, present)
  local service = part(folder, present, "service-2.json")
  if not service then return nil end
  return {
    form = "botocore",
    service = service,
    paginators = part(folder, present, "paginators-1.json"),
    waiters = part(folder, present, "waiters-2.json"),
  }
end

--- A folder: of one botocore model, of its versions (the newest counts), or of files that hold one model each.
local function folder_sources(folder, names)
  local present, newest, list = {}, nil, {}
  for _, name in ipairs(names) do
    present[name] = true
    if name:find("^%d%d%d%d%-%d%d%-%d%d$") then newest = name end
  end
  local one = botocore_folder(folder, present)
  if one then return { one } end
  if newest then return folder_sources(folder .. "/" .. newest, names_in(folder .. "/" .. newest) or {}) end
  for _, name in ipairs(names) do
    if name:find("%.json$") then list[#list + 1] = single_file(folder .. "/" .. name) end
  end
  if #list == 0 then fail("%s: holds no model: neither service-2.json nor another .json file is there", folder) end
  return list
end

--- Reads what FROM names.
---@param from string a file or a folder
---@return models.Source[] # raises one line of text for what is not a model
function sources.read(from)
  local names = names_in(from)
  if names then return folder_sources(from:gsub("(.)/+$", "%1"), names) end
  return { single_file(from) }
end

return sources
