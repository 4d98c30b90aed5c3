--- The library's own logger (`logger = "stderr"`, AWS_LOG): each event is a line, to standard error or to nginx's log.
local core = require "aws.core"
local errors = require "aws.errors.typed"
local lines = require "aws.client.log_line"
local log_words = require "aws.settings.log_words"
local nginx = require "aws.waiting.nginx"
local user_functions = require "aws.waiting.user_functions"

local log = {}

--- Seconds that a line waits for whoever reads standard error. After a line that was lost none waits.
local PATIENCE = 0.1

--- What every event is worth, but for answers.
---@type table<string, "debug"|"info"|"warn">
local levels = {
  attempt = "debug", retry = "info", look = "info", credentials = "info", stale = "warn", blocked = "warn", misuse = "warn",
  failure = "warn",
}

local function level_of(event)
  if event.type == "response" then return event.outcome == "ok" and "info" or "warn" end
  return levels[event.type]
end

--- Writes a line to standard error. What it does not take is lost: the next line says how many were, and begins a line of
--- its own after one that was cut.
local function write(state, text)
  local whole = (state.is_log_cut and "\n" or "") .. text .. "\n"
  local taken = core.write_error(whole, state.lost_lines > 0 and 0 or PATIENCE)
  if taken > 0 then state.is_log_cut = taken < #whole end
  state.lost_lines = taken < #whole and state.lost_lines + 1 or 0
end

--- nginx has its own log, with levels, a file and a rotation. What is written to standard error gets there without a level.
local function write_in_nginx(api, level, text)
  api.log(level == "warn" and api.WARN or api.INFO, text)
end

--- The time by the client's `now`; by the system's where that fails, which may be what the event is about.
local function now_of(values)
  local ok, now = pcall(user_functions.now, values, 0)
  if ok then return now end
  if errors.is_interrupted(now) then error(now, 0) end
  return user_functions.now(core, 0)
end

--- Writes a line about an event.
---@param call aws.Call|table what it is about
---@param event aws.Event without any secret
---Raises ConfigError where the system has no time, and Ctrl-C.
function log.write(call, event)
  local format, least = log_words.parse(call.values.logger)
  local level = level_of(event)
  if log_words.importance(level) < least then return end
  local state = call.state
  event.level, event.time, event.region = level, now_of(call.values), call.values.region
  state.lost_lines = state.lost_lines or 0
  event.lost = state.lost_lines > 0 and state.lost_lines or nil
  local text, api = lines[format](event), nginx.api()
  if api then return write_in_nginx(api, level, text) end
  write(state, text)
end

return log
