--- Whose keys: what STS says.
local errors = require "aws.errors.typed"
local examinations = require "aws.doctor.examination"
local refusals = require "aws.doctor.refusals"

--- Seconds for the call, renewals and retries included.
local PATIENCE = 30

--- Only a word about the keys is a failure here: whether the service can be used, its own answer says.
local function note_failure(examination, raised)
  local text, hint = refusals.of_keys(raised, examination)
  if text then return examination:fail("identity", text, { hint = hint }) end
  examination.are_keys_good = true
  examination:warn("identity", "GetCallerIdentity has no answer: " .. (errors.is(raised) and tostring(raised)
    or examinations.words(raised)), { hint = "STS may be out of reach or refused here where the service is not" })
end

--- Asks STS.
---@param examination aws.Examination
return function(examination)
  local ok, identity = examinations.try(examination.client.get_caller_identity, { timeout = PATIENCE })
  if not ok then return note_failure(examination, identity) end
  examination.are_keys_good = true
  examination:ok("identity", ("account %s, %s"):format(identity.account, identity.arn))
end
