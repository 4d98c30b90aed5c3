--- Keys that the workers of an nginx share, in the lua_shared_dict that the setting `credentials_cache` names: one worker
--- fetches, the others use its keys.
---
--- An entry is found by a hash of the provider and of every input that it may have (identity.lua). The keys are in shared
--- memory as plain text: all Lua code of this nginx can read them.
local ascii = require "aws.text.ascii"
local user_functions = require "aws.waiting.user_functions"
local core = require "aws.core"
local errors = require "aws.errors.typed"
local key_rules = require "aws.credentials.keys"
local nginx = require "aws.waiting.nginx"
local origin = require "aws.credentials.origin"
local settings = require "aws.settings"

local shared = {}

--- Seconds for which a worker holds the lock before it says how long it may be silent.
local LOCK_SECONDS = 10

--- Seconds for which keys without expiration are shared: enough for all workers to start, and old keys are gone soon
--- after a reload.
local ENDLESS_SECONDS = 300

--- Seconds of one sleep while another worker fetches.
local STEP = 0.02

--- After so many sleeps they must have taken this part of their time. A `sleep` that returns at once would block the
--- worker, and with it the fetch, if that runs here as well.
local TRIED_STEPS, PART = 50, 1 / 15

--- Where the keys of a client may be shared.
---@class aws.SharedPlace
---@field dict table the lua_shared_dict
---@field inputs table<string, any> settings of the client

--- The place for the keys of a client with these settings. Nil outside nginx, without the setting, and with a `transport`
--- of the user's, which may get its answers anywhere.
---@param values table settings
---@return aws.SharedPlace? # raises ConfigError when nginx has no such dictionary
function shared.place(values)
  local name, api = values.credentials_cache, nginx.api()
  if not (name and api) then return nil end
  local dict = api.shared[name]
  if not dict then
    errors.config("credentials_cache: nginx has no shared dictionary %q; add to its http block: lua_shared_dict %s 1m;",
      name, name)
  end
  if values.transport then return nil end
  local inputs = {}
  for _, setting in ipairs(settings.names_with("for_keys")) do inputs[setting] = values[setting] end
  return { dict = dict, inputs = inputs }
end

-- An entry --------------------------------------------------------------------------------------------------------

---@class aws.SharedKeys
---@field dict table
---@field name fun(): string the entry's name for what variables and files hold now
---@field key string
---@field lock_key string
---@field refused? aws.Credentials keys that a service refused
local SharedKeys = {}
SharedKeys.__index = SharedKeys

--- Takes the name for what the files hold now: they may have been read again.
local function rename(self)
  self.key = self.name()
  self.lock_key = self.key .. " lock"
end

--- An entry of a dictionary.
---@param dict table the lua_shared_dict
---@param name fun(): string its name for what variables and files hold now (identity.entry_name)
---@return aws.SharedKeys # raises what `name` raises
function shared.new(dict, name)
  local self = setmetatable({ dict = dict, name = name }, SharedKeys)
  rename(self)
  return self
end

--- The members of keys are an entry's lines, after the expiration. None has a control character. Where it is known whose
--- keys they are, two more lines say so: provider and place.
local members = key_rules.members

local function write_keys(keys)
  local lines, found = { keys.expiration and ascii.number("%.17g", keys.expiration) or "" }, origin.of(keys)
  for _, name in ipairs(members) do lines[#lines + 1] = keys[name] or "" end
  if found then
    lines[#lines + 1] = found.provider
    lines[#lines + 1] = found.place or ""
  end
  return table.concat(lines, "\n")
end

local function lines_of(text)
  local lines = {}
  for line in (text .. "\n"):gmatch("([^\n]*)\n") do lines[#lines + 1] = line end
  return lines
end

--- Whether an entry has all lines, and nothing else: other code may write there.
local function is_whole(lines)
  local more = #lines - #members - 1
  return (more == 0 or more == 2) and not ascii.has_control(table.concat(lines))
end

--- The keys of an entry, or nil for any other text.
local function read_keys(text)
  local lines = lines_of(text)
  if not is_whole(lines) then return nil end
  local keys = { expiration = tonumber(lines[1]:match("^%d[%d.]*$")) }
  for i, name in ipairs(members) do keys[name] = lines[i + 1] ~= "" and lines[i + 1] or nil end
  local provider, place = lines[#members + 2], lines[#members + 3]
  if provider then origin.note(keys, provider, place ~= "" and place or nil) end
  return (keys.expiration or lines[1] == "") and keys.access_key_id and keys.secret_access_key and keys or nil
end

--- The keys that a worker wrote, or nil.
local function read(self)
  local text = self.dict:get(self.key)
  return type(text) == "string" and read_keys(text) or nil
end

local function end_of(keys)
  return keys.expiration or math.huge
end

--- The keys of the entry, if they can be used: not refused, not expired, and valid for longer than `own`.
local function read_newer(self, own, now)
  local found = read(self)
  if not found or end_of(found) <= now or self.refused and key_rules.is_same(found, self.refused) then return nil end
  if own and end_of(found) <= end_of(own) then return nil end
  return found
end

--- Writes keys for as long as they are valid. A full dictionary drops what was used least lately, also these.
local function write(self, keys, now)
  local seconds = keys.expiration and math.max(keys.expiration - now, 0.001) or ENDLESS_SECONDS
  self.dict:set(self.key, write_keys(keys), seconds)
end

--- Never takes keys again that a service refused, and deletes the entry if it still holds them.
---@param keys aws.Credentials
function SharedKeys:forget(keys)
  self.refused = keys
  local found = read(self)
  if found and key_rules.is_same(found, keys) then self.dict:delete(self.key) end
end

-- One worker fetches ----------------------------------------------------------------------------------------------

--- Takes the lock and returns its token; nil where another worker holds it. Without memory for the lock there is none,
--- and nobody waits.
---@return string?
local function lock(self)
  local token = core.process_id() .. " " .. user_functions.uuid()
  local is_added, fault = self.dict:add(self.lock_key, token, LOCK_SECONDS)
  return (is_added or fault ~= "exists") and token or nil
end

--- Holds the lock for some seconds more.
local function hold(self, token, seconds)
  if self.dict:get(self.lock_key) == token then self.dict:set(self.lock_key, token, seconds) end
end

--- Gives the lock up, if it is still held by this token.
local function unlock(self, token)
  if self.dict:get(self.lock_key) == token then self.dict:delete(self.lock_key) end
end

--- Fetches, unless another worker did a moment ago, and writes the keys for the others.
local function fetch_locked(self, own, now, fetch)
  local keys = read_newer(self, own, now())
  if keys then return keys end
  keys = fetch()
  self.key = self.name() -- the fetch may have read the files again; the lock keeps its name
  write(self, keys, now())
  return keys
end

--- Whether the worker that took a lock still runs: one that was killed never gave it up.
local function is_alive(token)
  local pid = type(token) == "string" and tonumber(token:match("^%d+ "))
  return pid and core.process_exists(pid)
end

local function is_time_passing(began, steps)
  return steps < TRIED_STEPS or core.clock() - began >= steps * STEP * PART
end

--- Waits for the worker that fetches; not for the next one when that has failed. The lock of a dead worker is taken over.
---@return aws.Credentials?
---@return string? token of the lock, where this worker has to fetch now
local function wait(self, own, context, now)
  local holder, began, steps = self.dict:get(self.lock_key), core.clock(), 0
  while holder and is_time_passing(began, steps) do
    if not is_alive(holder) then
      unlock(self, holder)
      local token = lock(self)
      if token then return nil, token end
      holder = self.dict:get(self.lock_key)
    elseif self.dict:get(self.lock_key) ~= holder then
      break
    else
      context.sleep(STEP)
      steps = steps + 1
      local keys = read_newer(self, own, now())
      if keys then return keys end
    end
  end
  return read_newer(self, own, now())
end

--- Keys to use after `own`: those of another worker, or fetched ones.
---@param own? aws.Credentials that are about to end
---@param may_serve boolean? `own` can be used while another worker fetches
---@param flight aws.Flight of the fetch
---@param context aws.CredentialsContext
---@param now fun(): number epoch seconds
---@param fetch fun(): aws.Credentials
---@return aws.Credentials # raises what `fetch` raises
function SharedKeys:renew(own, may_serve, flight, context, now, fetch)
  rename(self)
  local keys = read_newer(self, own, now())
  if keys then return keys end
  local token = lock(self)
  if not token then
    if may_serve then return own end
    keys, token = wait(self, own, context, now)
    if keys then return keys end
    token = token or lock(self) -- or fetch without the lock
  end
  flight.on_progress = token and function(seconds) hold(self, token, seconds) end
  local ok, result = pcall(fetch_locked, self, own, now, fetch)
  flight.on_progress = nil
  if token then unlock(self, token) end
  if not ok then error(result, 0) end
  return result
end

return shared
