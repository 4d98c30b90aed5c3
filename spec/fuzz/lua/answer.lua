-- Answers of a service or of whatever else answered: status, headers and body give an output or a typed error of few
-- lines, never a secret.
local answers = require "spec.fuzz.support.answers"
local checks = require "spec.fuzz.support.checks"
local errors = require "aws.errors"
local scripted = require "spec.support.scripted"

local answer
local settings = { transport = function() return answer end }
local dms = scripted.client(require "aws.dms", {}, settings)
local drs = scripted.client(require "aws.drs", {}, settings)

local operations = {
  function(options) return dms.stop_replication({ ReplicationConfigArn = "arn:aws:dms:us-east-1:1:replication-config:x" }, options) end,
  function(options) return dms.describe_replications({}, options) end,
  function(options) return dms.describe_replication_tasks({}, options) end,
  function(options) return drs.retry_data_replication({ sourceServerID = "s-1234567890abcdef0" }, options) end,
  function(options) return drs.describe_source_servers({}, options) end,
  function(options) return drs.list_tags_for_resource({ resourceArn = "arn:aws:drs:us-east-1:1:source-server/s-1" }, options) end,
  function(options) return dms.get_caller_identity(options) end,
}
local function check_error(raised, secret)
  if not errors.is(raised) then error(raised, 0) end
  local text = tostring(raised)
  checks.message(text, 4000)
  checks.lacks(text, secret)
  assert(raised.applied == "yes" or raised.applied == "no" or raised.applied == "unknown", "applied")
  assert(raised.attempts == 1)
end

return function(input)
  local operation, secret = operations[(input:byte(1) or 0) % #operations + 1], checks.secret_of(input)
  answer = answers.read((input:sub(2):gsub("SECRET", secret)))
  local keys = { access_key_id = "AKIDEXAMPLE", secret_access_key = secret }
  local ok, output = pcall(operation, { credentials = keys })
  if not ok then return check_error(output, secret) end
  assert(type(output) == "table" and answer.status < 300, "an output")
end
