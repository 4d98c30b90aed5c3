--- Functions that one service has besides its operations.
local iterate = require "aws.language.iterate"
local kinds = require "aws.client.kinds"
local report = require "aws.client.report"
local require_late = require "aws.language.require_late"

local helpers = {}

--- One of them.
---@class aws.Helper
---@field module string that returns its function, and is loaded when it is first used: "aws.operator.ensure_stopped"
---@field makes_calls? boolean the function gets what a wait uses of a client, before its arguments

--- Runs a helper.
local function run(service, name, state_of, ...)
  local helper = service.helpers[name]
  local perform = require_late(helper.module)
  if not helper.makes_calls then return report.making(service.model.name, name, nil, perform, ...) end
  return require_late("aws.client.waits").guarded(perform, state_of(name), name, ...)
end

--- Makes a helper for a module or client. It works with a colon too.
---@param target table
---@param service aws.Service
---@param name string
---@param state_of fun(name: string): aws.ClientState of the client that makes the calls of a helper
---@return function? # nil where the service has no helper of that name
function helpers.of(target, service, name, state_of)
  if not service.helpers[name] then return nil end
  return kinds.callable(target, function(...) return run(service, name, state_of, ...) end)
end

--- Names with those of the helpers, for hints. The list is made once for a service.
---@param names string[]
---@param service aws.Service
---@return string[]
function helpers.with_names(names, service)
  local known = service.member_names[names]
  if known then return known end
  local all = {}
  for i, name in ipairs(names) do all[i] = name end
  for name in iterate.pairs(service.helpers) do all[#all + 1] = name end
  service.member_names[names] = all
  return all
end

return helpers
