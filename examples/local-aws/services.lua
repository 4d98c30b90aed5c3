-- The services of the endpoint: which operation a request means, and how one is carried out.

local answers = require "answers"
local dms = require "dms"
local drs = require "drs"
local input = require "input"
local request = require "request"
local state = require "state"
local sts = require "sts"

local services = { by_name = { dms = dms, drs = drs, sts = sts } }

--- Has any service an operation of that name?
---@param operation string
---@return boolean
function services.have(operation)
  return (dms.operations[operation] or drs.operations[operation] or sts.operations[operation]) ~= nil
end

local function dms_operation(req, path, target)
  local name = target:match("^AmazonDMSv20160101%.(.*)$")
  if req.method ~= "POST" or path ~= "/"
    or not (request.header(req, "content-type") or ""):find("^application/x%-amz%-json%-1%.1") then
    return nil, answers.unknown_path()
  elseif not dms.operations[name] then
    return nil, answers.fail("dms", "UnknownOperationException", "Unknown operation " .. target)
  end
  return dms, name
end

local function drs_operation(req, path)
  local name = path:match("^/(%w+)$")
  if req.method ~= "POST" or not drs.operations[name] then
    return nil, answers.unknown_path()
  end
  local kind = request.header(req, "content-type")
  if kind and not kind:find("^application/json") then
    return nil, answers.fail("drs", "UnsupportedMediaTypeException", "Unsupported content type: " .. kind)
  end
  return drs, name
end

--- The service and the operation that a request means.
---@param req table
---@param path string
---@return table|nil service nil when none is meant
---@return string|table operation, or the answer
function services.route(req, path)
  local target = request.header(req, "x-amz-target")
  if target then
    return dms_operation(req, path, target)
  elseif req.method == "POST" and path == "/" and sts.is_meant(req) then
    local name, refusal = sts.operation(req)
    return name and sts, name or refusal
  end
  return drs_operation(req, path)
end

-- What an operation knows besides its input: the world (`place`), the time in it, region and name of the operation, and
-- what the URL asks for: `dry`, `tokens`, `missing`, `many`, `phase`, `deprovision`.
local function context_of(operation, caller, wishes)
  local place = state.world(wishes.world)
  return {
    operation = operation, region = caller.region, place = place, now = state.now(place), dry = wishes.dry,
    tokens = wishes.tokens, missing = wishes.missing, many = wishes.many, phase = wishes.phase,
    deprovision = wishes.deprovision,
  }
end

--- Carries out an operation.
---@param service table
---@param operation string
---@param req table
---@param caller table from verify.check
---@param wishes table from faults.wishes
---@return table answer
function services.perform(service, operation, req, caller, wishes)
  if service == sts then
    return sts.answer(operation, caller)
  end
  local refusal = service.refusal(caller, operation)
  if refusal then
    return refusal
  end
  local described = service.operations[operation]
  local asked, problem = input.read(req.body, described.input)
  if not asked then
    return service.invalid(problem)
  end
  local document, failure = described.perform(asked, context_of(operation, caller, wishes))
  if not document then
    return failure
  end
  local answer = answers.success(service.name, document)
  answer.applied = not wishes.dry
  return answer
end

return services
