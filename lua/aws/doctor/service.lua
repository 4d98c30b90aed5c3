--- One call of the service, by an operation that changes nothing and that its helpers need anyway.
local ascii = require "aws.text.ascii"
local errors = require "aws.errors.typed"
local examinations = require "aws.doctor.examination"
local refusals = require "aws.doctor.refusals"
local urls = require "aws.doctor.urls"

--- Seconds for the call, retries included.
local PATIENCE = 30

---@class aws.DoctorLook
---@field operation string
---@field input table the smallest answer
---@field permission string of IAM
---@field writes string what else the operator's work needs

---@type table<string, aws.DoctorLook>
local looks = {
  dms = {
    operation = "describe_replications", input = { MaxRecords = 20 }, permission = "dms:DescribeReplications",
    writes = "a stop needs dms:StopReplication too",
  },
  drs = {
    operation = "describe_source_servers", input = { maxResults = 1 }, permission = "drs:DescribeSourceServers",
    writes = "a retry needs drs:RetryDataReplication too",
  },
}

--- What errors of a service mean that are not about keys.
---@type table<string, fun(examination: aws.Examination, look: aws.DoctorLook): string, string>
local known = {
  UninitializedAccountException = function(examination)
    return ("DRS is not initialised in %s"):format(examination.region),
      "open the console of Elastic Disaster Recovery there once (it makes roles and a template), or choose another region"
  end,
  AccessDeniedFault = function()
    return "DMS refuses by a fault of its own, AccessDeniedFault: this is not IAM's answer to the keys",
      "look at the roles and KMS keys that DMS itself uses in this account"
  end,
}

local function denied(look)
  return ("the keys are good, but may not look: %s is missing"):format(look.permission),
    ("allow %s on * in a policy of the user or role; %s"):format(look.permission, look.writes)
end

--- What an answer means that AWS does not give, or nil.
local function of_stranger(examination, raised)
  local is_strange = errors.is(raised, "response") or errors.is(raised) and raised.type:find("^HTTP %d") ~= nil
  if not is_strange then return nil end
  return ("%s does not answer as %s does: %s"):format(urls.of_endpoint(examination), ascii.upper(examination.service.name),
    tostring(raised)), "a captive portal, a proxy or a wrong endpoint may answer in AWS's place"
end

--- What a failure means, and what to do.
local function meaning(examination, look, raised)
  local text, hint = refusals.of_keys(raised, examination)
  if text then return text, hint end
  if refusals.is_denied(raised) then
    text, hint = denied(look)
  elseif errors.is(raised, "service") and known[raised.type] then
    text, hint = known[raised.type](examination, look)
  end
  if text then return ("%s (%s)"):format(text, refusals.reference(raised)), hint end
  text, hint = of_stranger(examination, raised)
  if text then return text, hint end
  return errors.is(raised) and tostring(raised) or examinations.words(raised)
end

--- Asks the service.
---@param examination aws.Examination
return function(examination)
  local look = looks[examination.service.name]
  local ok, raised = examinations.try(examination.client[look.operation], look.input, { timeout = PATIENCE })
  if ok then return examination:ok("service", look.permission .. " is allowed") end
  local text, hint = meaning(examination, look, raised)
  if errors.is(raised) and raised.throttling then return examination:warn("service", text, { hint = "try again later" }) end
  examination:fail("service", text, { hint = hint })
end
