-- The two files of AWS as a client reads them: it is made, tells how it is set up, and makes a call; or there is a typed
-- error. No secret of a file is in any message.
local answers = require "spec.fuzz.support.answers"
local checks = require "spec.fuzz.support.checks"
local core = require "aws.core"
local dms = require "aws.dms"
local scripted = require "spec.support.scripted"

local files
function core.read_file(path)
  if files[path] then return files[path] end
  return nil, "does not exist", true
end
function core.write_private_file() return true end
function core.run_process() return nil, "was not run", false end

local names = { "default", "p", "a b" }

--- A file with a secret in front of each key and token.
local function with_secret(text, secret)
  for _, key in ipairs({ "aws_secret_access_key", "aws_session_token" }) do
    text = ("\n" .. text):gsub("(\n" .. key .. "[ \t]*[=:][ \t]*)", "%1" .. secret):sub(2)
  end
  return text
end

local function use(variables, answer)
  local client = scripted.with_environment(variables, dms.new, {
    transport = function() return answer end, max_attempts = 1, now = function() return scripted.time end,
    clock = function() return 0 end, sleep = function() end,
  })
  local told = { client.explain({ fetch = true }) }
  local _, raised = checks.typed(client.stop_replication, { ReplicationConfigArn = "arn:aws:dms:us-east-1:1:replication-config:x" })
  told[2] = raised and tostring(raised)
  client.close()
  return told
end

return function(input)
  local secret, parts = checks.secret_of(input), answers.parts(input:sub(2), 3)
  files = {
    ["/h/.aws/config"] = with_secret(parts[1], secret), ["/h/.aws/credentials"] = with_secret(parts[2] or "", secret),
  }
  local name = names[(input:byte(1) or 0) % #names + 1]
  local variables = { HOME = "/h", AWS_PROFILE = name ~= "default" and name or nil, AWS_EC2_METADATA_DISABLED = "true" }
  local told, raised = checks.typed(use, variables, answers.read(parts[3] or ""))
  for _, text in pairs(told or { tostring(raised) }) do
    checks.lacks(text, secret)
    assert(not text:find("[%z\1-\9\11-\31\127]"), "a control character")
  end
end
