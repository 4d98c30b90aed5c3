--- Code in a process of its own, with an environment and a home folder of its own.
local child = require "spec.support.child"
local dkjson = require "dkjson"
local folder = require "spec.support.folder"

local isolated = {}

--- What the child runs: the code sees `case`, and its result or error goes to standard output.
local FRAME = [[
  local dkjson = require "dkjson"
  local case = dkjson.decode(os.getenv "CASE")
  local ok, value = pcall(function() %s end)
  if ok then io.write(dkjson.encode({ value = value })) return end
  local is_ours = require("aws.errors").is(value)
  io.write(dkjson.encode({ error = is_ours and value.type or "raw", message = tostring(value) }))
]]

--- Runs Lua code that returns a value.
---@param code string
---@param case table what the code sees as `case`, as JSON has it
---@param files? table<string, string> by path below the home folder; $TMP in a text is that folder
---@param variables? table<string, string>
---@return table result `value`, or `error` (its type) and `message`
---@return string home where the home folder was
function isolated.run(code, case, files, variables)
  local home = folder.new()
  local function with_home(text) return (text:gsub("%$TMP", function() return home.path end)) end
  for path, text in pairs(files or {}) do home.write(path, with_home(text)) end
  local environment = { HOME = home.path, CASE = dkjson.encode(case) }
  for name, value in pairs(variables or {}) do environment[name] = with_home(value) end
  local status, stdout, stderr = child.run(child.lua_command(FRAME:format(code), environment, true))
  home.remove()
  if status ~= 0 or stderr ~= "" then error("the child failed: " .. stderr) end
  return assert(dkjson.decode(stdout)), home.path
end

return isolated
