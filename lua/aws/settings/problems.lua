--- All that is wrong with what users gave, found one after the other and told at once.
local ascii = require "aws.text.ascii"
local errors = require "aws.errors.typed"

local problems = {}

--- However much is wrong, so many are told.
local MOST = 100

---@class aws.Problems
---@field entries { path: string, message: string, line: string, raised?: aws.Error }[]
---@field paths table<string, true>
---@field last? string what the text ends with
local Problems = {}
local metatable = { __index = Problems }

--- An empty list.
---@return aws.Problems
function problems.new()
  return setmetatable({ entries = {}, paths = {} }, metatable)
end

---@return boolean
function Problems:is_empty()
  return self.entries[1] == nil
end

--- Whether no more are told.
---@return boolean
function Problems:is_full()
  return #self.entries >= MOST
end

--- Has the text end with this.
---@param text string
function Problems:end_with(text)
  self.last = text
end

--- Whether something is wrong with this.
---@param path string
---@return boolean
function Problems:has(path)
  return self.paths[path] == true
end

--- Notes a problem.
---@param path string "max_attempts"
---@param message string "is not a whole number above 0"
---@param line string the same for the error's message
---@param raised? aws.Error that says so
function Problems:add(path, message, line, raised)
  self.paths[path] = true
  if self:is_full() then return end
  self.entries[#self.entries + 1] = { path = path, message = message, line = line, raised = raised }
end

--- Runs a step. The error of settings that it raises is noted, and any other goes on.
---@param path string that it is about
---@param step function
---@return any # what `step` returns, two values at most; nil after an error that was noted
---@return any
function Problems:attempt(path, step, ...)
  local ok, result, more = pcall(step, ...)
  if ok then return result, more end
  if not errors.is(result, "config") then error(result, 0) end
  self:add(path, result.message, result.message, result)
end

--- In the order of their places, whatever the order in which Lua walks a table.
local function sorted(self)
  local entries = {}
  for i, entry in ipairs(self.entries) do entries[i] = entry end
  table.sort(entries, function(one, other)
    if one.path ~= other.path then return ascii.before(one.path, other.path) end
    return ascii.before(one.line, other.line)
  end)
  return entries
end

--- All of it in one line.
---@return string
function Problems:text()
  local lines = {}
  for i, entry in ipairs(sorted(self)) do lines[i] = entry.line end
  lines[#lines + 1] = self.last
  return table.concat(lines, "; ")
end

--- All of it as errors carry it.
---@return aws.Problem[]? # nil for what is not about any one place
function Problems:list()
  local list = {}
  for i, entry in ipairs(sorted(self)) do list[i] = entry.path ~= "" and { path = entry.path, message = entry.message } or nil end
  return list[1] and list
end

--- Raises what was found, if anything was: a ConfigError that lists it, or the one error that a step raised.
function Problems:raise()
  if self:is_empty() then return end
  local only = #self.entries == 1 and self.entries[1].raised
  if not only then errors.unfit(self:text(), self:list()) end
  if only.type == "ConfigError" then only.problems = self:list() end
  error(only, 0)
end

return problems
