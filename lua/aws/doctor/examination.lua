--- An examination under way: what is examined, what has been found out so far, and the checks.
local errors = require "aws.errors.typed"
local excerpt = require "aws.text.excerpt"
local iterate = require "aws.language.iterate"
local proxy = require "aws.settings.proxy"
local redact = require "aws.errors.redact"

local examinations = {}

---@class aws.Suspicion a key of a file that is nearly right
---@field profile string of the section that has it
---@field meant string the key that was meant
---@field text string "aws_access_key in [default] of /home/me/.aws/credentials: did you mean aws_access_key_id?"

---@class aws.Examination
---@field service aws.ServiceModel
---@field given aws.Settings of the client that is examined
---@field getenv fun(name: string): string?
---@field network boolean
---@field checks aws.DoctorCheck[]
---@field blocker? string name of the first check that failed
---@field secrets string[] what the report must not show
---@field suspicions aws.Suspicion[] written by `files`
---@field profiles? aws.Profiles written by `profile`
---@field region? string written by `region`
---@field region_fault? string why `region` could not read the settings, which `settings` tells of
---@field client? table written by `settings`, as is the next; from `credentials` on the client with the keys found there
---@field state? aws.ClientState
---@field endpoint? aws.Endpoint of the client's calls
---@field proxy? aws.ExplainRow on the way there
---@field keys? aws.Credentials written by `credentials`
---@field provider? string who had them
---@field answer? aws.TransportResponse of the service's endpoint, written by `network`
---@field failure? aws.TransportFailure in the place of an answer
---@field asked_at? number epoch seconds of that request
---@field are_keys_good? boolean STS did not refuse them, written by `identity`
local Examination = {}
Examination.__index = Examination

--- Texts are cut, and may be anybody's.
local function line(text)
  return text and excerpt.line(text)
end

--- Adds a check.
---@param status "ok"|"warn"|"fail"|"skip"
---@param name string
---@param text string
---@param more? { hint?: string, source?: string }
local function add(self, status, name, text, more)
  more = more or {}
  self.checks[#self.checks + 1] =
    { name = name, status = status, text = line(text), hint = line(more.hint), source = line(more.source) }
  if status == "fail" then self.blocker = self.blocker or name end
end

function Examination:ok(name, text, more) add(self, "ok", name, text, more) end

function Examination:warn(name, text, more) add(self, "warn", name, text, more) end

function Examination:fail(name, text, more) add(self, "fail", name, text, more) end

--- Nothing to judge: there is nothing, or it cannot be known.
function Examination:skip(name, text, more) add(self, "skip", name, text, more) end

--- Keeps a text out of the report.
---@param secret any
function Examination:hide(secret)
  if type(secret) == "string" and secret ~= "" then self.secrets[#self.secrets + 1] = secret end
end

--- Keeps all of some keys out of the report.
---@param keys aws.Credentials
function Examination:hide_keys(keys)
  self:hide(keys.access_key_id)
  self:hide(keys.secret_access_key)
  self:hide(keys.session_token)
end

--- Keeps user and password of a URL out of the report.
---@param url any
function Examination:hide_user_info(url)
  if type(url) == "string" then self:hide(url:match("^.-//(.*)@") or url:match("^(.*)@")) end
end

--- What is wrong, in the words of an error.
---@param raised any
---@return string
function examinations.words(raised)
  return errors.is(raised) and raised.message or tostring(raised)
end

--- Runs something, whose errors are an answer too. Ctrl-C goes on.
---@param run function
---@param ... any
---@return boolean ok
---@return any result or what was raised
---@return any more
function examinations.try(run, ...)
  local ok, result, more = pcall(run, ...)
  if not ok and errors.is_interrupted(result) then error(result, 0) end
  return ok, result, more
end

--- The place of the first check whose name has a form, and the check.
local function find(checks, form, status)
  for i, check in ipairs(checks) do
    if check.name:find(form) and check.status == status then return i, check end
  end
end

--- A wrong clock may be why keys have expired: it comes before what is said of them.
local function with_cause_first(checks)
  local of_keys = find(checks, "^credentials", "fail")
  local at, clock = find(checks, "^clock$", "fail")
  if of_keys and at and of_keys < at then
    table.remove(checks, at)
    table.insert(checks, of_keys, clock)
  end
  return checks
end

--- The report: what was found, without any secret.
---@return aws.DoctorReport
function Examination:report()
  local counts, checks = { ok = 0, warn = 0, fail = 0, skip = 0 }, with_cause_first(self.checks)
  for _, check in ipairs(checks) do counts[check.status] = counts[check.status] + 1 end
  checks = redact.members({ checks = checks }, self.secrets).checks
  return { ok = counts.fail == 0, warnings = counts.warn, failures = counts.fail, checks = checks }
end

--- Ends what the examination has begun.
function Examination:close()
  if self.client then self.client.close() end
  self.client, self.state, self.keys = nil, nil, nil
end

local secret_variables = {
  "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN", "AWS_CONTAINER_AUTHORIZATION_TOKEN",
}

--- Begins an examination.
---@param service aws.ServiceModel
---@param given table options that were read, with `network` and `getenv` among the settings; taken over
---@return aws.Examination
function examinations.new(service, given)
  local self = setmetatable({
    service = service, given = given, getenv = given.getenv or os.getenv, network = given.network ~= false, checks = {},
    secrets = {}, suspicions = {},
  }, Examination)
  given.service, given.network, given.getenv = nil, nil, nil
  for _, name in ipairs(secret_variables) do self:hide(self.getenv(name)) end
  for _, name in ipairs(proxy.variables) do self:hide_user_info(self.getenv(name)) end
  self:hide_user_info(given.proxy)
  if type(given.credentials) == "table" then
    for _, text in iterate.next, given.credentials do self:hide(text) end
  end
  return self
end

return examinations
