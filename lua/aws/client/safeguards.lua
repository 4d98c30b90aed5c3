--- What watches over calls that change something: `read_only` refuses them, `confirm` is asked, `audit` is told.
---
--- An operation changes something unless its model says `read_only`. Requests that are only prepared are refused and asked
--- about like calls: whoever has a signed request can send it.
local budget = require "aws.client.budget"
local common = require "aws.client.common"
local errors = require "aws.errors.typed"
local events = require "aws.client.events"
local iterate = require "aws.language.iterate"
local user_functions = require "aws.waiting.user_functions"

---@class aws.Safeguards
local safeguards = {}

--- What `confirm` is told of an operation beside its name and input.
---@class aws.Write
---@field service string "dms"
---@field region string
---@field destructive boolean it loses something

--- One of two lines about a call that changes something: before the first attempt, and when it has ended.
---@class aws.AuditLine
---@field phase "sent"|"outcome"
---@field time number epoch seconds
---@field service string "dms"
---@field operation string "stop_replication"
---@field invocation_id string the same in both lines
---@field index? integer of the item, inside aws.map
---@field region string
---@field account? string that the keys are of, where their provider knows it
---@field access_key_id string
---@field resource? string what the operation is about: the input's required ARN, identifier or id; several with commas
---@field destructive boolean it loses something
---@field changed? "yes"|"no"|"unknown" of "outcome", as are the next: whether the operation was carried out
---@field request_id? string
---@field attempts? integer
---@field error? string its type; nil for a success

--- What watches over a call; nil for one that changes nothing.
---@param call aws.Call
---@return aws.Safeguards? # raises ReadOnlyError
function safeguards.of(call)
  if call.operation.model.read_only then return nil end
  if call.values.read_only then
    errors.raise({ type = "ReadOnlyError", message = "the client is read-only (read_only), and this operation changes something" })
  end
  return safeguards
end

local function is_destructive(call)
  return call.operation.model.destructive == true
end

--- Anything but true is a no: a function that ends without an answer confirms nothing.
local function refusal(answer, why)
  if answer == false or answer == nil then return type(why) == "string" and "confirm said no: " .. why or "confirm said no" end
  return ("confirm returned a %s, not true or false"):format(type(answer))
end

--- Asks `confirm`. The request is built: what the function does to the input changes nothing that is sent.
---@param call aws.Call
---Raises NotConfirmed, ConfigError for what `confirm` raises or a client that was closed meanwhile.
function safeguards.confirm(call)
  local values = call.values
  if not values.confirm then return end
  local about = { service = call.service, region = values.region, destructive = is_destructive(call) }
  local answer, why = user_functions.confirm(values, call.name, call.input, about)
  budget.book(call, "confirm")
  if answer ~= true then errors.raise({ type = "NotConfirmed", message = refusal(answer, why) }) end
  common.check_open(call.state)
end

--- Ends of the names of members that say what an operation is about.
local ENDS = { "Arn$", "ARN$", "Arns$", "ARNs$", "Id$", "ID$", "Ids$", "IDs$", "Identifier$" }

local function names_something(name)
  for _, pattern in ipairs(ENDS) do
    if name:find(pattern) then return true end
  end
  return false
end

local function add_texts(texts, value)
  if type(value) == "string" then texts[#texts + 1] = value end
  if type(value) ~= "table" then return end
  for _, text in iterate.next, value do
    if type(text) == "string" then texts[#texts + 1] = text end
  end
end

--- What an operation is about, by the required members of its input.
local function resource_of(call)
  local service, texts = call.operation.service, {}
  local shape = service.shapes[call.operation.model.input]
  for _, name in ipairs(shape and shape.required or {}) do
    if names_something(name) then add_texts(texts, rawget(call.input, name)) end
  end
  return texts[1] and table.concat(texts, ",")
end

local function line_of(call, phase)
  local keys = call.attempt.keys or {}
  return {
    phase = phase,
    region = call.values.region,
    account = keys.account_id,
    access_key_id = keys.access_key_id,
    resource = resource_of(call),
    destructive = is_destructive(call),
  }
end

--- Tells `audit` how the call ended.
local function tell_outcome(call, fields)
  local line = line_of(call, "outcome")
  line.changed = fields.applied or "unknown"
  line.request_id, line.attempts, line.error = fields.request_id, call.progress.attempts, fields.type
  events.audit(call, line)
end

--- Tells `audit` that the call's first attempt is about to be sent.
---@param call aws.Call
function safeguards.announce(call)
  if not call.values.audit or call.progress.attempts > 0 then return end
  call.on_end = tell_outcome -- first: whoever heard of the beginning hears of the end
  events.audit(call, line_of(call, "sent"))
end

return safeguards
