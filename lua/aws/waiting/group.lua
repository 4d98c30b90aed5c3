--- The contract between aws.map and what lets its items overlap: coroutines.lua in scripts, light_threads.lua in nginx.
local ascii = require "aws.text.ascii"
local core = require "aws.core"
local errors = require "aws.errors.typed"

local group = {}

---@class aws.Stop why a map ends early
---@field type "Interrupted"|"MapTimeout"
---@field message string

--- The items of one map. A driver keeps more in it.
---@class aws.DrivenGroup
---@field running integer items under way
---@field deadline number on the monotonic clock; math.huge for none
---@field late? aws.Stop why it ends at the deadline
---@field stop? aws.Stop set when it ends early
---@field on_end fun(index: integer, result: aws.MapResult) told when an item ends; perhaps twice about the same end

--- What a driver does for aws.map, in this order. A debug hook may raise at any instruction: `cancel` and `leave` may be
--- called again after an error, and must then finish what they began.
---@class aws.MapDriver
---@field current fun(): any the item of a map whose code runs here, if any
---@field enter fun(timeout?: number, on_end: fun(index: integer, result: aws.MapResult)): aws.DrivenGroup begins a map
---@field spawn fun(group: aws.DrivenGroup, run: fun(item: any): any, any, item: any, index: integer) adds an item
---@field wait fun(group: aws.DrivenGroup) waits until an item may have ended
---@field stop_of fun(group: aws.DrivenGroup): aws.Stop? why no further item may start, or nil
---@field is_forked fun(group: aws.DrivenGroup): boolean the map belongs to the parent of this process
---@field is_interrupted fun(group: aws.DrivenGroup): boolean an item's code has seen Ctrl-C
---@field cancel fun(group: aws.DrivenGroup, stop: aws.Stop) ends all items; those that had not started have no result
---@field leave fun(group: aws.DrivenGroup, around: any) ends the map; `around` is what `current` said before `enter`

--- When a map has to end: at its own limit, or at that of the map around it.
---@param timeout? number seconds for the whole map
---@param outer? aws.DrivenGroup the map around it
---@return number deadline on the monotonic clock; math.huge for none
---@return aws.Stop? late why it ends then
---@return boolean is_own whether the limit is the map's own
function group.limit(timeout, outer)
  local deadline, due = outer and outer.deadline or math.huge, timeout and core.clock() + timeout or math.huge
  if due >= deadline then return deadline, outer and outer.late, false end
  local message = ("the map did not end within %s s (timeout)"):format(ascii.number("%g", timeout))
  return due, { type = "MapTimeout", message = message }, true
end

--- The result of an item that was under way when its map ended: it may have been carried out.
---@param stop aws.Stop
---@return aws.MapResult
function group.cut_off(stop)
  return { ok = false, error = errors.new({ type = stop.type, message = stop.message, applied = "unknown" }) }
end

return group
