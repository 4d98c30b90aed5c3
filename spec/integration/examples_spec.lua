-- The examples, run as a user would.
local child = require "spec.support.child"
local local_aws = require "spec.support.local_aws"

local function run(script, arguments, more)
  return child.run(("%s %s examples/%s %s"):format(
    child.environment(local_aws.environment(more)), os.getenv "LUA" or "lua5.4", script, arguments))
end

local function line_count(text)
  return select(2, text:gsub("\n", ""))
end

describe("examples/stop_replication.lua", function()
  it("stops replications and prints them", function()
    local first, second = local_aws.arn(), local_aws.arn()
    local code, stdout, stderr = run("stop_replication.lua", first .. " " .. second)
    assert.equal("", stderr)
    assert.equal(0, code)
    for _, arn in ipairs({ first, second }) do
      assert.matches(arn .. ": now stopping (request id ", stdout, 1, true)
      assert.equal(1, local_aws.count(arn))
    end
    assert.matches('Status = "stopping"', stdout, 1, true)
    assert.matches("ProvisionedCapacityUnits = 16,", stdout, 1, true)
  end)

  it("says one line and exits with 1 on failure", function()
    local code, stdout, stderr = run("stop_replication.lua", local_aws.arn("NOSUCH"))
    assert.equal(1, code)
    assert.equal("", stdout)
    assert.equal(1, line_count(stderr))
    assert.matches("ResourceNotFoundFault", stderr)
    assert.matches("request id %x+%-", stderr)
  end)

  it("goes on after a failure, and still exits with 1", function()
    local good = local_aws.arn()
    local code, stdout, stderr = run("stop_replication.lua", local_aws.arn("NOSUCH") .. " " .. good)
    assert.equal(1, code)
    assert.matches(good .. ": now stopping", stdout, 1, true)
    assert.equal(1, line_count(stderr))
  end)

  it("says in one line what is missing", function()
    for _, missing in ipairs({ { AWS_REGION = "" }, { AWS_ACCESS_KEY_ID = "", AWS_SECRET_ACCESS_KEY = "", HOME = "/nowhere" },
      { AWS_ENDPOINT_URL = "http://127.0.0.1:1" }, { AWS_ENDPOINT_URL = "nonsense" } }) do
      missing.AWS_EC2_METADATA_DISABLED, missing.AWS_CONFIG_FILE = "true", "/nowhere/config"
      missing.AWS_SHARED_CREDENTIALS_FILE, missing.AWS_MAX_ATTEMPTS = "/nowhere/credentials", "1"
      local code, stdout, stderr = run("stop_replication.lua", local_aws.arn(), missing)
      assert.equal(1, code)
      assert.equal("", stdout)
      assert.equal(1, line_count(stderr))
      assert.matches("Error", stderr)
    end
  end)
end)

describe("examples/retry_data_replication.lua", function()
  it("retries, prints the server and says once that the operation is deprecated", function()
    local first, second = local_aws.server_id(), local_aws.server_id("disconnected")
    local code, stdout, stderr = run("retry_data_replication.lua", first .. " " .. second)
    assert.equal(0, code)
    for _, id in ipairs({ first, second }) do
      assert.matches(id .. ": now INITIATING (request id ", stdout, 1, true)
      assert.equal(1, local_aws.count(id))
    end
    assert.equal(1, line_count(stderr))
    assert.matches("deprecated", stderr)
  end)

  it("says one line of error and exits with 1", function()
    local code, stdout, stderr = run("retry_data_replication.lua", local_aws.server_id("nosuch"))
    assert.equal(1, code)
    assert.equal("", stdout)
    assert.equal(2, line_count(stderr))
    assert.matches("ResourceNotFoundException", stderr)
  end)
end)

describe("every example", function()
  for _, script in ipairs({ "stop_replication.lua", "retry_data_replication.lua" }) do
    it("tells its usage: " .. script, function()
      local code, stdout, stderr = run(script, "")
      assert.equal(2, code)
      assert.equal("", stdout)
      assert.matches("^usage: .*" .. script:gsub("%p", "%%%0"), stderr)
      assert.equal(1, line_count(stderr))
      assert.equal(0, (run(script, "--help")))
    end)

    it("runs from any folder: " .. script, function()
      local pwd = io.popen("pwd")
      local here = pwd:read "*l"
      pwd:close()
      local code, _, stderr = child.run(("cd / && %s %s %s"):format(
        child.environment(local_aws.environment()), os.getenv "LUA" or "lua5.4", child.quote(here .. "/examples/" .. script)))
      assert.equal(2, code)
      assert.matches("^usage: ", stderr)
    end)
  end
end)

describe("examples/demo.sh", function()
  it("shows both operations, retries and one error", function()
    -- It names fixed resources: an endpoint of its own.
    local code, stdout, stderr = child.run(child.environment() .. "sh examples/local-aws/local-aws run sh examples/demo.sh")
    assert.equal(0, code, stderr)
    assert.matches("now stopping", stdout, 1, true)
    assert.matches("now INITIATING", stdout, 1, true)
    assert.matches("attempt 3, %d+%.%d%d s waited%)", stdout)
    assert.matches("ResourceNotFound", stderr, 1, true)
    assert.matches("deprecated", stderr, 1, true)
  end)
end)

describe("the local AWS endpoint", function()
  it("unsets what would lead elsewhere, and says so", function()
    local elsewhere = {
      "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN", "AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_CA_BUNDLE",
      "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT",
      "AWS_ENDPOINT_URL_DATABASE_MIGRATION_SERVICE", "AWS_ENDPOINT_URL_DRS",
    }
    local set = {}
    for _, name in ipairs(elsewhere) do set[name] = "true" end
    local code, stdout, stderr = child.run(child.environment(set)
      .. "sh examples/local-aws/local-aws run sh -c 'env; cat \"$LOCAL_AWS_DIR/variables\"'")
    assert.equal("", stderr)
    assert.equal(0, code)
    local unset = {}
    for line in stdout:gmatch("unset ([^\n]*)") do
      for name in line:gmatch("%S+") do unset[name] = true end
    end
    for _, name in ipairs(elsewhere) do
      assert.is_true(unset[name], name)
      assert.is_nil(("\n" .. stdout):find("\n" .. name .. "=", 1, true), name)
    end
  end)
end)
