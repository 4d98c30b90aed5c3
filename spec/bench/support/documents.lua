--- The answers that are measured: one of each service, and lists of DRS's servers of any length.
local files = require "spec.support.files"

local documents = {}

local operations = { dms = "stop_replication", drs = "retry_data_replication" }

--- The answer of a service to its call.
---@param service "dms"|"drs"
---@return string
function documents.answer(service)
  return files.read("spec/bench/data/" .. service .. ".json")
end

--- A document by its name: "dms", "drs", "list 100" (servers) or "bytes 1000000" (a list of about that length).
---@param name string
---@return string text
local function make(name)
  if operations[name] then return documents.answer(name) end
  local item = documents.answer("drs")
  local own = item:match('"sourceServerID":"([^"]*)"')
  local kind, number = name:match("^(%l+) (%d+)$")
  local count = kind == "list" and tonumber(number) or math.max(1, math.floor(tonumber(number) / (#item + 1) + 0.5))
  local items = {}
  for i = 1, count do -- servers of a list have texts in common, and many that are their own
    local digits = ("%010d"):format(i)
    items[i] = item:gsub("0123456789", digits):gsub(own, "s-disconn" .. digits)
  end
  return '{"items":[' .. table.concat(items, ",") .. "]}"
end

--- Writes a document into a file, from which the programs read it: whoever makes it has used memory.
---@param name string
---@param write fun(name: string, text: string): string
---@return string path
---@return integer length
function documents.write(name, write)
  local text = make(name)
  return write("document." .. name:gsub(" ", "_"), text), #text
end

--- A document that was written.
---@param path string
---@return string service
---@return string operation whose answer it is
---@return string text
function documents.read(path)
  local name = path:match("document%.(%l+)")
  if operations[name] then return name, operations[name], files.read(path) end
  return "drs", "describe_source_servers", files.read(path)
end

return documents
