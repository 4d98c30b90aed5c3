--- What a stub was asked: one entry for each call, whatever its attempts. No key, token or signature is in it.
local ascii = require "aws.text.ascii"
local core = require "aws.core"
local errors = require "aws.errors.typed"
local guess = require "aws.text.guess"
local input_room = require "aws.stub.input"
local iterate = require "aws.language.iterate"
local route = require "aws.stub.route"

local record = {}

---@class aws.StubCall
---@field service string "dms"
---@field operation string "stop_replication"
---@field input? table as it was sent, idempotency tokens included; of STS the parameters of the form
---@field region string that the request was signed for
---@field key_id string the last characters of the access key id: "…STUB"
---@field attempts integer requests
---@field outcomes string[] of each request: "ok", or the error's type
---@field at number epoch seconds of the stub's time, of the first request
---@field method string of the last request, as are the next
---@field url string
---@field headers table<string, string> lower-case names; without those that hold a signature or a token

--- Headers that hold what nobody may see.
local hidden = { authorization = true, ["x-amz-security-token"] = true }

local function visible(headers)
  local shown = {}
  for name, text in iterate.pairs(headers) do
    if not hidden[name] then shown[name] = text end
  end
  return shown
end

--- Reads the input of a request.
local function input_of(target, request)
  if not target.operation then return input_room.of_form(route.parameters(request.body)) end
  return input_room.read(target.operation, request)
end

--- The call of which a request is a later attempt. All attempts of a call have its id, which is made by the client's
--- `random`: where that is a constant, other calls have it too.
local function known_call(self, headers)
  local number = (headers["amz-sdk-request"] or ""):match("^attempt=(%d+)")
  return number and number ~= "1" and self.by_id[headers["amz-sdk-invocation-id"]] or nil
end

--- Takes note of a request.
---@param self aws.Stub
---@param target aws.StubTarget
---@param request aws.StubRequest
---@return aws.StubCall
---@return string? fault what cannot be read of the input
function record.take(self, target, request)
  local call = known_call(self, request.headers)
  if not call then
    call = {
      service = target.service.name, operation = target.name, region = request.region, key_id = "…" .. request.key_id:sub(-4),
      attempts = 0, outcomes = {}, at = self:now(),
    }
    self.calls[#self.calls + 1] = call
    self.by_id[request.headers["amz-sdk-invocation-id"] or ""] = call
  end
  local input, fault = input_of(target, request)
  call.input = input
  call.attempts = call.attempts + 1
  call.method, call.url, call.headers = request.method, request.url, visible(request.headers)
  return call, fault
end

--- Whether a service of the stub has an operation of that name.
local function is_known(self, name)
  for _, service in ipairs(self.services.list) do
    local own = type(name) == "string" and name:match("^" .. service.name .. "%.(.*)$") or name
    if service.model.operations[own] then return true end
  end
  return false
end

--- Raises ConfigError, with the nearest operation that has answers.
local function refuse(self, name)
  local known = {}
  for target in iterate.pairs(self.entries) do known[#known + 1] = target.name end
  table.sort(known, ascii.before)
  local nearest = type(name) == "string" and core.nearest(name, known)
  local shown = type(name) == "string" and ("%q"):format(name:sub(1, 64)) or type(name)
  errors.config("aws.stub: calls_of: no operation %s%s", shown, guess.hint(nearest))
end

--- The calls of an operation.
---@param self aws.Stub
---@param name string "stop_replication", or "dms.stop_replication"
---@return aws.StubCall[] # raises ConfigError for an operation that no service of the stub has
function record.of(self, name)
  if name == nil or not is_known(self, name) then refuse(self, name) end
  local list = {}
  for _, call in ipairs(self.calls) do
    if call.operation == name or call.service .. "." .. call.operation == name then list[#list + 1] = call end
  end
  return list
end

--- A call in a line: "dms.stop_replication eu-west-1 ThrottlingException, ok".
---@param call aws.StubCall
---@return string
function record.line(call)
  return ("%s.%s %s %s"):format(call.service, call.operation, call.region, table.concat(call.outcomes, ", "))
end

return record
