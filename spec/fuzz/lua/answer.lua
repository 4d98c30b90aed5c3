-- Answers of a service or of whatever else answered: status, headers and body give an output or a typed error of few
-- lines, never a secret.
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
local statuses = { 200, 200, 204, 302, 400, 403, 404, 413, 429, 500, 503 }

--- "name: value" lines up to an empty one, and what is after it.
local function read_headers(text)
  local headers = {}
  while true do
    local line, after = text:match("^([^\n]*)\n()")
    if not line or line == "" then return headers, line and text:sub(after) or text end
    local name, value = line:match("^([%w_-]+): *(%Z*)$")
    if not name then return headers, text end
    headers[name:lower()], text = value:gsub("\r", ""), text:sub(after)
  end
end

local function check_error(raised, secret)
  if not errors.is(raised) then error(raised, 0) end
  local text = tostring(raised)
  checks.message(text, 4000)
  checks.lacks(text, secret)
  assert(raised.applied == "yes" or raised.applied == "no" or raised.applied == "unknown", "applied")
  assert(raised.attempts == 1)
end

return function(input)
  local operation, status = (input:byte(1) or 0) % #operations + 1, (input:byte(2) or 0) % #statuses + 1
  local secret = checks.secret_of(input)
  local headers, body = read_headers((input:sub(3):gsub("SECRET", secret)))
  answer = { status = statuses[status], headers = headers, body = body }
  local keys = { access_key_id = "AKIDEXAMPLE", secret_access_key = secret }
  local ok, output = pcall(operations[operation], { credentials = keys })
  if not ok then return check_error(output, secret) end
  assert(type(output) == "table" and answer.status < 300, "an output")
end
