--- Runs with an installed rock alone: smoke.lua TREE VERSION. What it does not find there is an error, and so is a module from
--- anywhere else.
local tree, version = arg[1], arg[2]

local aws = require "aws"
local errors = require "aws.errors"
assert(aws.version == version, "another version: " .. tostring(aws.version))

for name, path in pairs({ ["aws.dms"] = package.path, ["aws.core"] = package.cpath, ["aws.curl"] = package.cpath }) do
  local found = assert(package.searchpath and package.searchpath(name, path) or not package.searchpath and tree)
  assert(found:sub(1, #tree) == tree, name .. " is from " .. found)
end

local settings = {
  region = "eu-west-1", max_attempts = 1, endpoint_url = "http://127.0.0.1:9", -- nobody listens at the port "discard"
  proxy = false, credentials = { access_key_id = "AKIAIOSFODNN7EXAMPLE", secret_access_key = "smoke" },
}
local dms, drs = aws.dms.new(settings), aws.drs.new(settings)

local request = dms.prepare.stop_replication{ ReplicationConfigArn = "arn:aws:dms:eu-west-1:123456789012:replication-config:A" }
assert(request.method == "POST" and #request.headers > 0)

local ok, err = pcall(drs.retry_data_replication, { sourceServerID = "s-1234567890abcdef0" })
assert(not ok and errors.is(err, "transport"), tostring(err))
assert(err.applied == "no", tostring(err))

ok, err = pcall(dms.stop_replication, {})
assert(not ok and errors.is(err, "ParamValidationError"), tostring(err))
