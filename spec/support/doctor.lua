--- The doctor in a world of its own: files in a HOME, variables, and answers of AWS.
local doctor = require "aws.doctor"
local providers = require "spec.support.providers"
local scripted = require "spec.support.scripted"

local support = {
  KEY = "AKIADOCTORSPECKEY001", SECRET = "doctorSpecSecretThatMustNotShow0000000001", TOKEN = "doctorSpecTokenThatMustNotShow",
}

local DATE = "Thu, 29 Feb 2024 23:59:58 GMT" -- scripted.time

support.identity = "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/ops</Arn>"
  .. "<UserId>AIDAX</UserId><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>"

--- An answer of AWS's.
function support.answer(body, status, headers)
  local own = { date = DATE, ["x-amzn-requestid"] = "r-1" }
  for name, value in pairs(headers or {}) do own[name] = value or nil end
  return scripted.answer(body, status, own)
end

--- A refusal in the form of DMS and DRS.
function support.refusal(type_name, status, message)
  return support.answer(('{"__type":"%s","message":"%s"}'):format(type_name, message or "no"), status or 400)
end

--- A refusal in the form of STS.
function support.sts_refusal(code, message)
  return support.answer(("<ErrorResponse><Error><Type>Sender</Type><Code>%s</Code><Message>%s</Message></Error>"
    .. "<RequestId>r-2</RequestId></ErrorResponse>"):format(code, message or "no"), 403)
end

--- What a request asks for: "probe", "sts", "service" or "metadata".
local function kind_of(request)
  if request.url:find("://169%.254%.") then return "metadata" end
  if request.body:find("Action=GetCallerIdentity", 1, true) then return "sts" end
  return request.method == "GET" and "probe" or "service"
end

local usual = {
  probe = support.answer("{}", 404), sts = support.answer(support.identity), service = support.answer("{}"),
  metadata = { failure = { type = "ConnectTimeoutError", message = "no connection", sent = false } },
}

--- A transport that gives answers by kind, and notes the kinds of its requests.
local function transport_of(answers)
  local asked = {}
  return setmetatable({ asked = asked }, { __call = function(_, request)
    local kind = kind_of(request)
    asked[#asked + 1] = kind
    local answer = answers and answers[kind] or usual[kind]
    if type(answer) == "function" then answer = answer(request) end
    if answer.failure then return nil, answer.failure end
    return answer
  end })
end

support.keys = { AWS_ACCESS_KEY_ID = support.KEY, AWS_SECRET_ACCESS_KEY = support.SECRET, AWS_REGION = "eu-west-1" }

--- What a world is examined with.
local function options_of(world, variables)
  local transport = transport_of(world.answers)
  local options = {
    getenv = function(name) return variables[name] end, now = function() return scripted.time end, transport = transport,
    sleep = function() end, clock = function() return 100 end, random = function() return 0.5 end, max_attempts = 1,
  }
  for name, value in pairs(world.options or {}) do options[name] = value end
  return options, transport.asked
end

--- A world: variables, with a region and keys where they are left out; files in HOME; answers by kind; options.
---@alias aws.DoctorWorld { variables?: table<string, string>, files?: table<string, string>, answers?: table, options?: table }

local function variables_of(world)
  local variables = { HOME = providers.folder(world.files) }
  for name, value in pairs(world.variables or support.keys) do variables[name] = value end
  return variables
end

--- Runs it.
---@param world aws.DoctorWorld
---@return aws.DoctorReport report
---@return string[] asked kinds of the requests
---@return string home
function support.examine(world)
  local variables = variables_of(world)
  local options, asked = options_of(world, variables)
  return doctor.run(options), asked, variables.HOME
end

--- What makes a function that runs it, any number of times in one HOME.
---@param world aws.DoctorWorld
---@return fun(): fun(): aws.DoctorReport
function support.prepare(world)
  local variables = variables_of(world)
  return function()
    local options = options_of(world, variables)
    return function() return doctor.run(options) end
  end
end

--- The first check of a name, or nil.
function support.check(report, name)
  for _, check in ipairs(report.checks) do
    if check.name == name then return check end
  end
end

--- "fail name: text" of the first check that failed, or nil.
function support.first_failure(report)
  for _, check in ipairs(report.checks) do
    if check.status == "fail" then return check.name .. ": " .. check.text end
  end
end

--- The statuses by name.
function support.statuses(report)
  local statuses = {}
  for _, check in ipairs(report.checks) do statuses[check.name] = statuses[check.name] or check.status end
  return statuses
end

--- All that a person or a program sees of a report.
function support.texts(report)
  return doctor.json(report) .. require("pl.pretty").write(report)
end

support.clean = providers.clean

return support
