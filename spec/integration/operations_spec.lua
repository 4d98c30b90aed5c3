-- Both operations against the local endpoint: whole documents, metadata, settings and options.
local ascii = require "aws.text.ascii"
local child = require "spec.support.child"
local dms = require "aws.dms"
local documented = require "spec.support.documented"
local drs = require "aws.drs"
local errors = require "aws.errors"
local local_aws = require "spec.support.local_aws"

local UUID = "^%x%x%x%x%x%x%x%x%-%x%x%x%x%-%x%x%x%x%-%x%x%x%x%-%x%x%x%x%x%x%x%x%x%x%x%x$"

local services = {
  dms = {
    module = dms,
    model = require "aws.model.dms",
    name = "stop_replication",
    input = function() return { ReplicationConfigArn = local_aws.arn() } end,
    resource = function(input) return input.ReplicationConfigArn end,
  },
  drs = {
    module = drs,
    model = require "aws.model.drs",
    name = "retry_data_replication",
    input = function() return { sourceServerID = local_aws.server_id() } end,
    resource = function(input) return input.sourceServerID end,
  },
}

for _, scheme in ipairs({ "http", "https" }) do
  for service_name, service in pairs(services) do
    describe(("%s.%s over %s"):format(service_name, service.name, scheme), function()
      local client

      before_each(function() client = service.module.new(local_aws.settings(local_aws[scheme]())) end)
      after_each(function() client.close() end)

      it("returns every documented member, of the right type", function()
        local output = client[service.name](service.input())
        local model = service.model
        documented.whole(model, model.operations[service.name].output, output)
      end)

      it("is carried out once", function()
        local input = service.input()
        client[service.name](input)
        assert.equal(1, local_aws.count(service.resource(input)))
      end)

      it("returns metadata", function()
        local _, metadata = client[service.name](service.input())
        assert.equal(200, metadata.status)
        assert.matches(UUID, metadata.request_id)
        assert.equal(metadata.headers["x-amzn-requestid"], metadata.request_id)
        assert.equal(1, metadata.attempts)
        assert.equal(0, metadata.retry_delay)
        assert.equal(local_aws[scheme](), metadata.endpoint)
        for name in pairs(metadata.headers) do assert.equal(ascii.lower(name), name) end
      end)

      it("takes the colon form", function()
        assert.is_table((client[service.name](client, service.input())))
        local _, metadata = client[service.name](client, service.input(), { read_timeout = 50 })
        assert.equal(200, metadata.status)
      end)

      it("leaves the input as it was", function()
        local input = service.input()
        local resource = service.resource(input)
        client[service.name](input)
        assert.equal(resource, service.resource(input))
        local key = next(input)
        assert.is_nil(next(input, key))
      end)

      it("uses its connection again", function()
        local id = "again" .. local_aws.fresh()
        local one = service.module.new(local_aws.settings(local_aws[scheme]("none,id=" .. id)))
        for _ = 1, 5 do one[service.name](service.input()) end
        one.close()
        local requests = local_aws.requests(id)
        assert.equal(5, #requests)
        for i, request in ipairs(requests) do
          assert.equal(requests[1].connection, request.connection)
          assert.equal(i, request.connection_requests)
          assert.equal("ok", request.verification)
        end
      end)

      it("signs with a session token", function()
        local settings = local_aws.settings(local_aws[scheme](), { credentials = local_aws.temporary_key })
        local _, metadata = service.module.new(settings)[service.name](service.input())
        assert.equal(200, metadata.status)
      end)

      it("keeps the endpoint's path in front of its own", function()
        local id = "path" .. local_aws.fresh()
        local url = local_aws[scheme]("none,id=" .. id)
        local one = service.module.new(local_aws.settings(url .. "/"))
        local _, metadata = one[service.name](service.input())
        local own_path = service.model.operations[service.name].path
        assert.equal("/fault/none,id=" .. id, metadata.endpoint:match("^%w+://[^/]*(.-)/?$"):gsub("%%3D", "="):gsub("%%2C", ","))
        assert.equal(own_path, local_aws.requests(id)[1].uri:match("^/fault/[^/]*(/.*)$"))
      end)
    end)
  end
end

describe("values of an answer", function()
  local client
  setup(function() client = dms.new(local_aws.settings()) end)
  teardown(function() client.close() end)

  it("keeps fractions of times and exact integers", function()
    local replication = client.stop_replication({ ReplicationConfigArn = local_aws.arn() }).Replication
    local stats = replication.ReplicationStats
    assert.equal(85812345, stats.ElapsedTimeMillis)
    assert.near(0.125, replication.CdcStartTime - stats.FullLoadStartDate, 0.001)
    assert.equal("stopping", replication.Status)
    assert.is_false(replication.IsReadOnly)
  end)

  it("keeps what is not ASCII and 64-bit sizes", function()
    local one = drs.new(local_aws.settings())
    local server = one.retry_data_replication({ sourceServerID = local_aws.server_id() })
    assert.equal("значение", server.tags["ключ"])
    assert.equal(2199023255552, server.sourceProperties.disks[2].bytes)
    assert.equal("INITIATING", server.dataReplicationInfo.dataReplicationState)
    assert.same({}, server.sourceProperties.networkInterfaces[2].ips)
    one.close()
  end)
end)

describe("a call's options", function()
  local client
  before_each(function() client = dms.new(local_aws.settings()) end)
  after_each(function() client.close() end)

  it("change the region", function()
    local arn = local_aws.arn():gsub("us%-east%-1", "eu-west-1")
    local output = client.stop_replication({ ReplicationConfigArn = arn }, { region = "eu-west-1" })
    assert.equal(arn, output.Replication.ReplicationConfigArn)
    assert.equal("us-east-1", client.config.region)
    assert.is_false((pcall(client.stop_replication, { ReplicationConfigArn = arn })))
  end)

  it("change the credentials", function()
    local input = { ReplicationConfigArn = local_aws.arn() }
    local _, err = pcall(client.stop_replication, input, { credentials = local_aws.denied_key })
    assert.equal("AccessDeniedException", err.type)
    assert.equal(0, local_aws.count(input.ReplicationConfigArn))
    assert.is_table((client.stop_replication(input, { credentials = local_aws.temporary_key })))
  end)

  it("change the timeouts, of that call alone", function()
    local slow = dms.new(local_aws.settings(local_aws.http("delay=2")))
    local _, err = pcall(slow.stop_replication, { ReplicationConfigArn = local_aws.arn() }, { read_timeout = 0.3 })
    assert.equal("ReadTimeoutError", err.type)
    local _, metadata = slow.stop_replication({ ReplicationConfigArn = local_aws.arn() }, { connect_timeout = 30 })
    assert.equal(200, metadata.status)
    slow.close()
  end)

  it("are checked", function()
    local arn = local_aws.arn()
    local _, err = pcall(client.stop_replication, { ReplicationConfigArn = arn }, { read_timout = 1 })
    assert.equal("ConfigError", err.type)
    assert.matches("read_timeout", err.message, 1, true)
    assert.equal(0, local_aws.count(arn))
  end)
end)

describe("a client", function()
  it("that is closed raises ConfigError", function()
    local client = dms.new(local_aws.settings())
    local arn = local_aws.arn()
    client.stop_replication({ ReplicationConfigArn = arn })
    client.close()
    client.close()
    local ok, err = pcall(client.stop_replication, { ReplicationConfigArn = arn })
    assert.is_false(ok)
    assert.is_true(errors.is(err, "ConfigError"))
    assert.matches("closed", err.message)
  end)

  it("takes its credentials from a function, each time it calls", function()
    local asked = 0
    local client = dms.new(local_aws.settings(nil, {
      credentials = function(context)
        asked = asked + 1
        assert.equal("us-east-1", context.region)
        return local_aws.temporary_key
      end,
    }))
    client.stop_replication({ ReplicationConfigArn = local_aws.arn() })
    client.stop_replication({ ReplicationConfigArn = local_aws.arn() })
    assert.is_true(asked >= 1)
    client.close()
  end)

  it("sends its name", function()
    local id = "agent" .. local_aws.fresh()
    local client = dms.new(local_aws.settings(local_aws.http("none,id=" .. id), { user_agent_extra = "spec/1.0 (x; y)" }))
    client.stop_replication({ ReplicationConfigArn = local_aws.arn() })
    client.close()
    for _, header in ipairs(local_aws.requests(id)[1].headers) do
      if ascii.lower(header[1]) == "user-agent" then
        assert.matches("^aws%-replication%-lua/.* spec/1%.0 %(x; y%)$", header[2])
        return
      end
    end
    error("no User-Agent was sent")
  end)
end)

describe("the default client", function()
  local code = [[
    local dms, drs = require "aws.dms", require "aws.drs"
    local output, metadata = dms.stop_replication{ ReplicationConfigArn = "%s" }
    print(output.Replication.Status, metadata.status, metadata.endpoint, dms.config.sources.region)
    print((drs:retry_data_replication{ sourceServerID = "%s" }).dataReplicationInfo.dataReplicationState)
  ]]

  local function run(environment)
    return child.lua(code:format(local_aws.arn(), local_aws.server_id()), environment)
  end

  it("is set up by the environment", function()
    local exit_code, stdout, stderr = run(local_aws.environment())
    assert.equal("", stderr)
    assert.equal(0, exit_code)
    assert.equal("stopping\t200\t" .. local_aws.http() .. "\tAWS_REGION\nINITIATING\n", stdout)
  end)

  it("speaks https with AWS_CA_BUNDLE, and the second names work", function()
    local exit_code, stdout, stderr = run(local_aws.environment({
      AWS_REGION = "",
      AWS_DEFAULT_REGION = "us-east-1",
      AWS_ENDPOINT_URL = local_aws.https(),
      AWS_CA_BUNDLE = local_aws.variables().LOCAL_AWS_CA_BUNDLE,
      AWS_ACCESS_KEY_ID = local_aws.temporary_key.access_key_id,
      AWS_SECRET_ACCESS_KEY = local_aws.temporary_key.secret_access_key,
      AWS_SESSION_TOKEN = "",
      AWS_SECURITY_TOKEN = local_aws.temporary_key.session_token,
    }))
    assert.equal("", stderr)
    assert.equal(0, exit_code)
    assert.equal("stopping\t200\t" .. local_aws.https() .. "\tAWS_DEFAULT_REGION\nINITIATING\n", stdout)
  end)

  it("prefers the service's own endpoint variable", function()
    local exit_code, _, stderr = run(local_aws.environment({
      AWS_ENDPOINT_URL = "http://127.0.0.1:1",
      AWS_ENDPOINT_URL_DATABASE_MIGRATION_SERVICE = local_aws.http(),
      AWS_ENDPOINT_URL_DRS = local_aws.http(),
    }))
    assert.equal("", stderr)
    assert.equal(0, exit_code)
  end)
end)
