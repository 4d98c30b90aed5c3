--- Explanations of clients whose environment and files a spec says: aws.explain, over facts as client.explain gives them.
local config = require "aws.settings.config"
local core = require "aws.core"
local explain = require "aws.explain"
local providers = require "spec.support.providers"

local explained = {}

--- What a client of DMS would be explained by.
---@param variables? table<string, string>
---@param files? table<string, string> text by path below HOME
---@param given? table settings
---@param more? table other facts
---@return aws.Explanation
---@return string home
function explained.of(variables, files, given, more)
  local home = providers.folder(files)
  local set = { HOME = home }
  for name, value in pairs(variables or {}) do set[name] = value:gsub("HOME", function() return home end) end
  local function getenv(name) return set[name] end
  local model = require "aws.model.dms"
  local values, sources, profiles = config.resolve(given or {}, model.service_id, getenv)
  local facts = {
    service = model, values = values, sources = sources, profiles = profiles, getenv = getenv,
    read = function(path) return core.read_file(path, 1024 * 1024) end,
  }
  for name, value in pairs(more or {}) do facts[name] = value end
  return explain.of(facts), home
end

--- The row of a name in a list, or nil; a second one of the same name is an error.
---@param rows aws.ExplainRow[]
---@param name string
---@return aws.ExplainRow?
function explained.row(rows, name)
  local found
  for _, row in ipairs(rows) do
    if row.name == name then
      if found then error("two rows are named " .. name, 2) end
      found = row
    end
  end
  return found
end

--- "value | source | note" of the row of a name, or nil.
---@param rows aws.ExplainRow[]
---@param name string
---@return string?
function explained.words(rows, name)
  local row = explained.row(rows, name)
  return row and ("%s | %s | %s"):format(row.value, row.source or "", row.note or "")
end

return explained
