--- Looks at all replications or servers again and again, in a timer of one worker, and shows what it saw last.
---
--- The list is in a lua_shared_dict, so that every worker can show it. A look that fails leaves the last list; the error is
--- logged, and its type is shown. The timer ends with its worker; after a reload, or when a worker has died, that one's
--- successor goes on.
local errors = require "aws.errors"

local watcher = {}

---@class Watch
---@field name string of its entries in the dictionary
---@field each fun(input: table, options: table): function, table lists what is watched: dms.each.describe_replications
---@field item fun(found: table): table<string, string> what is shown of each; texts
---@field dict string name of a lua_shared_dict
---@field seconds number between two looks

local function json_text(text)
  return '"' .. text:gsub('[%c"\\]', function(character) return ("\\u%04x"):format(character:byte()) end) .. '"'
end

local function json_object(members)
  local parts = {}
  for name, text in pairs(members) do parts[#parts + 1] = json_text(name) .. ":" .. json_text(text) end
  table.sort(parts)
  return "{" .. table.concat(parts, ",") .. "}"
end

--- Writes an entry: a text, and when it was so.
local function put(watch, key, text)
  local ok, fault = ngx.shared[watch.dict]:set(watch.name .. " " .. key, ("%.3f %s"):format(ngx.now(), text))
  if not ok then error(("lua_shared_dict %s: %s"):format(watch.dict, fault), 0) end
end

--- An entry's text, and how old it is; nil where there is none yet.
local function get(watch, key)
  local time, text = (ngx.shared[watch.dict]:get(watch.name .. " " .. key) or ""):match("^([%d.]+) (.*)$")
  return text, time and math.max(0, ngx.now() - tonumber(time))
end

local function look(watch)
  local items = {}
  for found in watch.each({}, { total_timeout = 60 }) do
    if ngx.worker.exiting() then return end
    items[#items + 1] = json_object(watch.item(found))
  end
  put(watch, "items", "[" .. table.concat(items, ",") .. "]")
  ngx.shared[watch.dict]:delete(watch.name .. " error")
end

--- Nobody waits for a timer's answer, so errors are caught and kept.
local function look_safely(watch)
  local ok, raised = pcall(look, watch)
  if ok then return end
  ---@cast raised any
  ngx.log(ngx.ERR, "watching ", watch.name, ": ", tostring(raised))
  pcall(put, watch, "error", json_text(errors.is(raised) and raised.type or "error"))
end

--- Begins to watch; for init_worker_by_lua. All workers may call it, and the first of them watches.
---@param watch Watch
function watcher.start(watch)
  if ngx.worker.id() ~= 0 then return end
  local is_looking = false
  local function turn(premature)
    if premature or is_looking then return end -- the worker ends, or a look takes longer than the time between two
    is_looking = true
    look_safely(watch)
    is_looking = false
  end
  assert(ngx.timer.at(0, turn))
  assert(ngx.timer.every(watch.seconds, turn))
end

--- Answers a request with the last state: how many seconds ago that was, the items, and the last look's error.
---@param watch Watch
function watcher.show(watch)
  local items, age = get(watch, "items")
  local fault, fault_age = get(watch, "error")
  ngx.header.content_type = "application/json"
  ngx.print(('{"age":%s,"last_error":%s,"items":%s}\n'):format(
    age and ("%.1f"):format(age) or "null",
    fault and ('{"type":%s,"age":%.1f}'):format(fault, fault_age) or "null",
    items or "null"))
end

return watcher
