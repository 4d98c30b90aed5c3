--- Waiters in Smithy's form (https://smithy.io/2.0/additional-specs/waiters.html), as botocore's acceptors.
local smithy_waiters = {}

--- Smithy leaves the number of looks to the caller; this is AWS's usual one in botocore's form.
local USUAL_ATTEMPTS = 60

--- Seconds; Smithy's defaults.
local LEAST_DELAY, MOST_DELAY = 2, 120

local COMPARATORS = { stringEquals = "path", booleanEquals = "path", allStringEquals = "pathAll", anyStringEquals = "pathAny" }

local function read_output(output)
  local comparator = output:need("comparator", "string")
  local matcher = COMPARATORS[comparator] or output:fail(("%q is not known"):format(comparator), "comparator")
  local expected = output:need("expected", "string")
  if comparator == "booleanEquals" then expected = expected == "true" end
  local acceptor = { matcher = matcher, path = output:need("path", "string"), expected = expected }
  output:done()
  return acceptor
end

--- "success" without an output is botocore's error matcher with a boolean.
local function read_matcher(matcher)
  local output, error_type = matcher:object("output"), matcher:get("errorType", "string")
  if output then return read_output(output) end
  if error_type then return { matcher = "error", expected = error_type:match("#(.*)$") or error_type } end
  local success = matcher:get("success", "boolean")
  if success == nil then matcher:done() end
  return { matcher = "error", expected = not success }
end

local function read_waiter(object, operation)
  local most = object:get("maxDelay", "number")
  local waiter = {
    operation = operation,
    delay = object:get("minDelay", "number") or LEAST_DELAY,
    max_delay = most ~= MOST_DELAY and most or nil,
    max_attempts = USUAL_ATTEMPTS,
    acceptors = {},
  }
  for i, entry in ipairs(object:list("acceptors", "object")) do
    local matcher = entry:object("matcher") or entry:fail("is missing", "matcher")
    local acceptor = read_matcher(matcher)
    matcher:done()
    acceptor.state = entry:need("state", "string")
    entry:done()
    waiter.acceptors[i] = acceptor
  end
  object:done({ documentation = "prose", description = "prose", deprecated = "prose", tags = "prose" })
  return waiter
end

--- Reads an operation's waiters.
---@param waitable? models.Cursor the trait
---@param operation string its name
---@param into table<string, table>
function smithy_waiters.read(waitable, operation, into)
  if not waitable then return end
  for name, object in waitable:each() do into[name] = read_waiter(object, operation) end
end

return smithy_waiters
