--- Helpers that look and write, in virtual time: looks and writes have an answer each, one after the other.
local dkjson = require "dkjson"
local retries = require "spec.support.retries"
local scripted = require "spec.support.scripted"
local waits = require "spec.support.waits"

local operator = { ARN = waits.ARN, SERVER = waits.SERVER }

--- What became of a write, for scripts.
operator.answers = {
  throttled = retries.refusal(400, "ThrottlingException"),
  broken = retries.refusal(500, "InternalFailure"),
  denied = retries.refusal(403, "AccessDeniedException"),
  denied_by_dms = retries.refusal(400, "AccessDeniedFault"),
  invalid_state = retries.refusal(400, "InvalidResourceStateFault"),
  not_found = retries.refusal(400, "ResourceNotFoundFault"),
  no_such_server = retries.refusal(404, "ResourceNotFoundException"),
  invalid = retries.refusal(400, "ValidationException"),
  conflict = retries.refusal(409, "ConflictException"),
  unknown_operation = retries.refusal(404, "UnknownOperationException"),
  uninitialized = retries.refusal(400, "UninitializedAccountException"),
  lost = retries.fault("ConnectionError"),
  not_sent = retries.fault("ConnectionError", { sent = false }),
  unreadable = scripted.answer("<html>", 200, { ["x-amzn-requestid"] = "r-1" }),
  portal = scripted.answer("<html>", 200),
}

--- The operation of a request.
local function operation_of(request)
  local target = scripted.header(request, "X-Amz-Target")
  return target and target:match("%.(%w+)$") or request.url:match("/(%w+)$")
end

local function is_look(operation)
  return operation:find("^Describe") ~= nil
end

local function taken(kind, operation)
  if kind == "dms" then return { Replication = { ReplicationConfigArn = waits.ARN, Status = "stopping" } } end
  local server = { sourceServerID = waits.SERVER, dataReplicationInfo = { dataReplicationState = "INITIATING" } }
  return operation == "StartReplication" and { sourceServer = server } or server
end

local function answer_to_write(kind, operation, name)
  if type(name) ~= "string" then return name end
  if name ~= "taken" then return assert(operator.answers[name], name) end
  return scripted.answer(dkjson.encode(taken(kind, operation)), 200, { ["x-amzn-requestid"] = "r-1" })
end

local function answer_to_look(kind, state)
  return type(state) == "function" and state or waits.answer(kind, state)
end

local function give(answer)
  if type(answer) == "function" then return answer() end
  if answer.failure then return nil, answer.failure end
  return answer
end

--- A client whose looks see the states `looks` and whose writes get the answers `writes` (names above, "taken", an answer,
--- or a function that gives or raises something); the last ones for ever. `world.trace` has an L for each
--- look, and a W for each write that came.
---@param kind "dms"|"drs"
---@param looks (string|table)[]
---@param writes? (string|table)[]
---@param settings? table
---@return table client
---@return table world
function operator.client(kind, looks, writes, settings)
  local counts, operations = { L = 0, W = 0 }, {}
  local world, client
  local answers = setmetatable({}, {
    __index = function()
      return function(request)
        local operation = operation_of(request)
        local letter = is_look(operation) and "L" or "W"
        counts[letter] = counts[letter] + 1
        world.trace = world.trace .. letter
        if letter == "L" then return give(answer_to_look(kind, looks[math.min(counts.L, #looks)])) end
        operations[#operations + 1] = operation
        return give(answer_to_write(kind, operation, writes[math.min(counts.W, #writes)]))
      end
    end,
  })
  client, world = retries.client(require("aws." .. kind), answers, settings)
  world.trace, world.operations = "", operations
  return client, world
end

--- Calls a helper of the service.
---@param kind "dms"|"drs"
---@param looks (string|table)[]
---@param writes? (string|table)[]
---@param options? table
---@param settings? table
---@return boolean ok
---@return any result or error
---@return table world
function operator.run(kind, looks, writes, options, settings)
  local client, world = operator.client(kind, looks, writes, settings)
  local helper = kind == "dms" and client.ensure_stopped or client.retry_if_stalled
  local ok, result = pcall(helper, waits.ids[kind], options)
  return ok, result, world
end

--- A stopped replication that was stopped so many seconds after the beginning of the world.
---@param seconds number
---@param more? table
function operator.stopped(seconds, more)
  local found = { Status = "stopped", StopReason = "Stop Reason NORMAL", ReplicationLastStopTime = scripted.time + seconds }
  for name, value in pairs(more or {}) do found[name] = value end
  return found
end

--- A server in a state, whose initiation began so many seconds after the beginning of the world.
---@param state string
---@param seconds number
function operator.initiated(state, seconds)
  local text = os.date("!%Y-%m-%dT%H:%M:%S.510190+00:00", scripted.time + seconds)
  return { dataReplicationState = state, dataReplicationInitiation = { startDateTime = text } }
end

return operator
