--- What errors.handler answers: the status that an error has, and a body that says nothing of its message.
local ascii = require "aws.text.ascii"
local errors = require "aws.errors.typed"
local iterate = require "aws.language.iterate"

local answers = {}

local texts = {
  [400] = "Bad Request", [401] = "Unauthorized", [403] = "Forbidden", [404] = "Not Found", [409] = "Conflict",
  [410] = "Gone", [412] = "Precondition Failed", [422] = "Unprocessable Content", [424] = "Failed Dependency",
  [429] = "Too Many Requests", [500] = "Internal Server Error", [501] = "Not Implemented", [502] = "Bad Gateway",
  [503] = "Service Unavailable", [504] = "Gateway Timeout",
}

-- Status --------------------------------------------------------------------------------------------------------

local timeouts = {
  ConnectTimeoutError = true, ReadTimeoutError = true, DeadlineExceeded = true, MapTimeout = true, WaitTimeout = true,
}

--- What is answered unless the user maps it.
local function usual(err)
  return timeouts[err.type] and 504 or 502
end

--- Types of this library's own, and those of services, by the first pattern that fits.
local by_type = {
  { "^ParamValidationError$", 400 },
  { "^ReadOnlyError$", 403 },
  { "^NotConfirmed$", 403 },
  { "^ResourceMissing$", 404 },
  { "^WaitFailed$", 409 },
}
local by_code = {
  { "^Validation", 400 },
  { "^InvalidParameter", 400 },
  { "NotFound", 404 },
  { "^InvalidResourceState", 409 },
  { "^Conflict", 409 },
}

--- What happened, as a status: what the caller did is 4xx, what is wrong on the way to AWS or with our keys is 502.
local function by_kind(err)
  if timeouts[err.type] then return 504 end
  if err.throttling then return 503 end
  for _, row in ipairs(err.kind == "service" and by_code or by_type) do
    if err.type:find(row[1]) then return row[2] end
  end
end

local function is_status(value)
  return type(value) == "number" and value >= 400 and value <= 599 and value % 1 == 0
end

--- Statuses by type or kind.
local function by_table(map)
  for name, status in iterate.next, map do
    if type(name) ~= "string" or not is_status(status) then
      errors.config("errors.handler: status.%s is not a whole number from 400 to 599", ascii.one_line(tostring(name)))
    end
  end
  return function(err) return rawget(map, err.type) or rawget(map, err.kind) end
end

local function mapping_of(status)
  if status == nil then return function() end end
  if status == "by_kind" then return by_kind end
  if type(status) == "function" then return status end
  if type(status) == "table" then return by_table(status) end
  errors.config('errors.handler: status is a %s, not "by_kind", a table or a function', type(status))
end

--- How errors of this library are answered.
---@param options? { status?: "by_kind"|table<string, integer>|fun(err: aws.Error): integer? } as errors.handler takes them
---@return fun(err: aws.Error): integer status, string? fault what is wrong with a function of the user's
---Raises ConfigError for options that do not fit.
function answers.statuses(options)
  if options ~= nil and type(options) ~= "table" then errors.config("errors.handler: options are a %s", type(options)) end
  for name in iterate.next, options or {} do
    if name ~= "status" then errors.config("errors.handler: unknown option %q", ascii.one_line(tostring(name))) end
  end
  local map = mapping_of(options and options.status)
  return function(err)
    local ok, status = pcall(map, err)
    if not ok then return usual(err), "errors.handler: status raised: " .. tostring(status) end
    if is_status(status) then return status end
    return usual(err), status ~= nil and "errors.handler: status returned no whole number from 400 to 599" or nil
  end
end

-- Body ----------------------------------------------------------------------------------------------------------

--- Texts of a service, which may be anything, go into JSON only where they need no escapes.
local function member(name, text, pattern)
  local own = type(text) == "string" and #text <= 128 and text:match(pattern)
  return own and (',"%s":"%s"'):format(name, own) or ""
end

--- The body says nothing of the message, which names endpoints, files and settings. The request id is for AWS's support.
---@param status integer
---@param err? aws.Error nil for what is not an error of this library
---@return string
function answers.body(status, err)
  local rest = err and member("type", err.type, "^[0-9A-Za-z._ -]+$") .. member("applied", err.applied, "^[a-z]+$")
    .. member("request_id", err.request_id, "^[0-9A-Za-z-]+$")
  return ('{"error":"%s"%s}'):format(texts[status] or "HTTP " .. status, rest or "")
end

--- When to ask again after a 503: what the service asks for, else a second.
---@param err aws.Error
---@return string # whole seconds, for Retry-After
function answers.retry_after(err)
  local asked = err.headers and err.headers["retry-after"] or err.fields and err.fields.retryAfterSeconds
  local seconds = tonumber((tostring(asked):match("^%d+$"))) or 1
  return ("%d"):format(math.max(1, math.min(seconds, 3600)))
end

return answers
