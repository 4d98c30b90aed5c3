--- One request of a stub: which operation it asks for, which answer it gets, and how long that takes.
local ascii = require "aws.text.ascii"
local core = require "aws.core"
local coroutines = require "aws.waiting.coroutines"
local errors = require "aws.errors.typed"
local iterate = require "aws.language.iterate"
local problems = require "aws.settings.problems"
local record = require "aws.stub.record"
local route = require "aws.stub.route"
local services = require "aws.stub.services"
local steps = require "aws.stub.steps"

local reply = {}

-- Whole answers -------------------------------------------------------------------------------------------------

local function copy_of(fields)
  local copy = iterate.copy(fields)
  copy.headers = fields.headers and iterate.copy(fields.headers)
  return copy
end

--- A response with the headers that AWS's have.
local function response_of(self, step)
  local response = copy_of(step.response)
  if step.is_raw then return response end
  self.answered = self.answered + 1
  local headers = response.headers
  headers["x-amzn-requestid"] = headers["x-amzn-requestid"] or ("stub-%d"):format(self.answered)
  headers.date = headers.date or core.format_timestamp(math.floor(self:now()), "rfc822")
  return response
end

-- What cannot be answered ---------------------------------------------------------------------------------------

--- Takes note of a problem. The call fails by it at once, and nothing has been sent.
---@return aws.TransportFailure
local function problem(self, text, ...)
  local message = text:format(...)
  self.unanswered[#self.unanswered + 1] = message
  return { type = "ConfigError", message = "aws.stub: " .. message, sent = false }
end

local SHOWN = 8

--- The operations that have answers, in words.
local function answered(self)
  local names = {}
  for target in iterate.pairs(self.entries) do
    if target.service.name ~= "sts" then names[#names + 1] = target.full_name end
  end
  if #names == 0 then return "it has no answers" end
  table.sort(names, ascii.before)
  local more = #names > SHOWN and (" and %d more"):format(#names - SHOWN) or ""
  return "it has answers for " .. table.concat(names, ", ", 1, math.min(#names, SHOWN)) .. more
end

--- What AWS says to a request without a signature.
local MISSING_TOKEN = {
  status = 403, headers = { ["x-amzn-errortype"] = "MissingAuthenticationTokenException" },
  body = '{"message":"Missing Authentication Token"}',
}

--- Answers a request that asks for no operation. Without a signature it asks for keys, or is the doctor's: is somebody there?
local function stranger(self, request)
  local where = ("%s %s"):format(request.method, request.url:gsub("[?#].*$", ""):gsub("//[^/]*@", "//"))
  if request.signing_name then
    return nil, problem(self, "%s is signed for %q, and not an operation of it that is known here", where, request.signing_name)
  end
  if request.method == "GET" and request.path == "/" then
    return response_of(self, { response = MISSING_TOKEN })
  end
  return nil, problem(self, "%s is not a signed request: something asks for keys; give the client `credentials`", where)
end

local function used_up(self, entry, call)
  local count, name = #entry.steps, entry.target.full_name
  return problem(self, "%s has %d answer%s, and was asked once more (%s); stub.always(…) as the last one answers for ever", name, count,
    count == 1 and "" or "s", call.attempts > 1 and ("attempt %d"):format(call.attempts) or "another call")
end

-- Answering functions -------------------------------------------------------------------------------------------

--- What was raised in words, which an object may not have.
local function words_of(raised)
  local ok, text = pcall(tostring, raised)
  if not ok and errors.is_interrupted(text) then error(text, 0) end
  return ok and type(text) == "string" and text or "a " .. type(raised)
end

--- What a function raises is the test's: `verify` raises it again. Ctrl-C goes on.
local function raised_by(self, target, raised)
  if errors.is_interrupted(raised) then error(raised, 0) end
  self.raised = self.raised or { value = raised }
  return problem(self, "the answer of %s raised: %s", target.full_name, words_of(raised))
end

--- Asks a function for the answer.
---@return aws.StubStep? step
---@return aws.TransportFailure? failure where there is none
local function run(self, target, step, call)
  local ok, value = pcall(step.run, call.input, call)
  if not ok then return nil, raised_by(self, target, value) end
  local faults, place = problems.new(), ("what the function of %s returned"):format(target.full_name)
  local found = steps.one(target, value, place, faults, self.account)
  if found and found.run then faults:add(place, "is a function", place .. " is a function") end
  if not faults:is_empty() then return nil, problem(self, "%s", faults:text()) end
  found.seconds = (found.seconds or 0) + (step.seconds or 0)
  return found
end

-- Time and answer -----------------------------------------------------------------------------------------------

---@return aws.TransportFailure
local function late(self, seconds, type_name, message, sent)
  coroutines.sleep_on(self.clock, seconds)
  return { type = type_name, message = message:format(ascii.number("%.14g", seconds)), sent = sent }
end

--- Lets the time of an answer pass.
---@return aws.TransportFailure? # where a limit of the request is before that
local function wait(self, step, request)
  local seconds = (step.seconds or 0) + (step.limit and request[step.limit] or 0)
  local left, silence = request.timeout or math.huge, request.read_timeout or math.huge
  local was_sent = not step.failure or step.failure.sent
  if seconds > left then return late(self, left, "DeadlineExceeded", "no whole answer within %s s", was_sent) end
  if (step.seconds or 0) > silence then return late(self, silence, "ReadTimeoutError", "no answer within %s s", true) end
  coroutines.sleep_on(self.clock, seconds)
end

local function outcome_of(response, failure)
  if failure then return failure.type end
  return response.status < 300 and response.status >= 200 and "ok" or response.headers["x-amzn-errortype"]
    or response.body:match('"__type":"([^"]*)"') or response.body:match("<Code>([^<]*)</Code>") or ("HTTP %d"):format(response.status)
end

local function perform(self, step, request)
  local failure = wait(self, step, request)
  if failure then return nil, failure end
  if step.failure then return nil, copy_of(step.failure) end
  return response_of(self, step)
end

local function answer(self, target, call, request)
  local entry = self.entries[target]
  if not entry then return nil, problem(self, "there is no answer for %s; %s", target.full_name, answered(self)) end
  local step = steps.next(entry)
  if not step then return nil, used_up(self, entry, call) end
  if not step.run then return perform(self, step, request) end
  local given, failure = run(self, target, step, call)
  if not given then return nil, failure end
  return perform(self, given, request)
end

--- Answers a request.
---@param self aws.Stub
---@param given aws.TransportRequest
---@return aws.TransportResponse?
---@return aws.TransportFailure?
---Raises Ctrl-C, the end of a map, and nothing else.
function reply.serve(self, given)
  local request = route.read(given)
  local target = services.find(self.services, request)
  if not target then return stranger(self, request) end
  local call, fault = record.take(self, target, request)
  if fault then return nil, problem(self, "the input of %s cannot be read: %s", target.full_name, fault) end
  local response, failure = answer(self, target, call, given)
  call.outcomes[#call.outcomes + 1] = outcome_of(response, failure)
  return response, failure
end

return reply
