-- Calls of DMS and chains of roles against moto, an independent fake of AWS, where it is installed.
local dms = require "aws.dms"
local child = require "spec.support.child"
local folder = require "spec.support.folder"
local moto_server = require "spec.support.moto_server"
local scripted = require "spec.support.scripted"

local missing = moto_server.missing()

describe("moto", function()
  if missing then
    it("takes calls of DMS and chains of roles", function() pending(missing) end)
    return
  end

  local server, keys, scratch

  setup(function()
    server = moto_server.start()
    scratch = folder.new()
    keys = { full = server:user("full", "dms:*"), nothing = server:user("nothing", "s3:*"), lowly = server:user("lowly", "sts:*") }
    local user = ("arn:aws:iam::%s:user/lowly"):format(moto_server.account)
    local session = ("arn:aws:sts::%s:assumed-role/first/on=the+way"):format(moto_server.account)
    server:role("first", "sts:AssumeRole", user)
    server:role("second", "dms:*", session)
    server:role("powerless", "s3:*", session)
    server:enforce(true)
  end)

  teardown(function()
    if scratch then scratch.remove() end
    if server then server:stop() end
  end)

  local function client(credentials, more)
    local settings = { region = moto_server.region, endpoint_url = server.url, credentials = credentials, max_attempts = 1 }
    for name, value in pairs(more or {}) do settings[name] = value end
    return dms.new(settings)
  end

  local function failure(fn, ...)
    local ok, err = pcall(fn, ...)
    assert.is_false(ok)
    return err
  end

  local function new_endpoint(id, more)
    local input = { EndpointIdentifier = id, EndpointType = "source", EngineName = "mysql", ServerName = "db.example", Port = 3306,
      Tags = { { Key = "env", Value = "test" }, { Key = "ключ", Value = "a+b c/d=" } } }
    for name, value in pairs(more or {}) do input[name] = value end
    return input
  end

  it("takes what is signed by a user who may", function()
    local one = client(keys.full)
    local made, metadata = one.create_endpoint(new_endpoint("orders"))
    assert.equal(200, metadata.status)
    assert.equal("orders", made.Endpoint.EndpointIdentifier)
    assert.equal(3306, made.Endpoint.Port)
    local found = one.describe_endpoints({ Filters = { { Name = "endpoint-id", Values = { "orders" } } } })
    assert.equal(made.Endpoint.EndpointArn, found.Endpoints[1].EndpointArn)
    local tags = one.list_tags_for_resource({ ResourceArn = made.Endpoint.EndpointArn }).TagList
    assert.equal(2, #tags)
    assert.same({ "env", "test", "ключ", "a+b c/d=" }, { tags[1].Key, tags[1].Value, tags[2].Key, tags[2].Value })
    assert.same({}, one.describe_replication_tasks().ReplicationTasks)
    one.delete_endpoint({ EndpointArn = made.Endpoint.EndpointArn })
    one.close()
  end)

  it("tells the service's own errors", function()
    local one = client(keys.full)
    local err = failure(one.delete_endpoint, { EndpointArn = "arn:aws:dms:us-east-1:123456789012:endpoint:NOSUCH" })
    assert.equal("service", err.kind)
    assert.equal("ResourceNotFoundFault", err.type)
    one.close()
  end)

  it("refuses a wrong secret and an unknown key", function()
    local wrong = client({ access_key_id = keys.full.access_key_id, secret_access_key = keys.full.secret_access_key .. "x" })
    local err = failure(wrong.describe_endpoints)
    assert.equal("SignatureDoesNotMatch", err.type)
    assert.equal(403, err.status)
    local unknown = client({ access_key_id = "AKIAUNKNOWN000000000", secret_access_key = "any" })
    assert.equal("InvalidClientTokenId", failure(unknown.describe_endpoints).type)
    wrong.close()
    unknown.close()
  end)

  it("refuses a user who may not", function()
    for _, name in ipairs({ "nothing", "lowly" }) do
      local one = client(keys[name])
      local err = failure(one.describe_endpoints)
      assert.equal("AccessDenied", err.type)
      assert.equal("no", err.applied)
      one.close()
    end
  end)

  -- user → first → second or powerless; `shortcut` is a role that does not trust the user.
  local function profiles()
    local lines = { "[profile user]", "aws_access_key_id = " .. keys.lowly.access_key_id,
      "aws_secret_access_key = " .. keys.lowly.secret_access_key }
    for _, of in ipairs({ { "first", "first", "user" }, { "second", "second", "first" }, { "powerless", "powerless", "first" },
      { "shortcut", "second", "user" } }) do
      lines[#lines + 1] = ("[profile %s]\nrole_arn = arn:aws:iam::%s:role/%s\nsource_profile = %s\nrole_session_name = on=the+way")
        :format(of[1], moto_server.account, of[2], of[3])
    end
    return scratch.write("config", table.concat(lines, "\n") .. "\n")
  end

  -- What one call prints whose keys come from a profile.
  local function by_profile(name)
    local code, stdout, stderr = child.lua([[
      local ok, output, metadata = pcall(require("aws.dms").describe_endpoints, {})
      if ok then return print(metadata.status, #output.Endpoints) end
      print(output.kind, output.type, (output.message:match("AccessDenied")))
    ]], {
      AWS_CONFIG_FILE = profiles(), AWS_SHARED_CREDENTIALS_FILE = "/dev/null", AWS_PROFILE = name, AWS_ENDPOINT_URL = server.url,
      AWS_REGION = moto_server.region, AWS_ACCESS_KEY_ID = false, AWS_SECRET_ACCESS_KEY = false, AWS_SESSION_TOKEN = false,
    })
    assert.equal("", stderr)
    assert.equal(0, code)
    return stdout
  end

  it("takes a role of a role of a user", function() assert.equal("200\t0\n", by_profile("second")) end)

  it("says whose keys a client's are, and refuses wrong ones", function()
    local function ask(credentials)
      return scripted.with_environment({ AWS_ENDPOINT_URL_STS = server.url }, function()
        local one = client(credentials)
        local ok, found = pcall(one.get_caller_identity)
        one.close()
        return ok and found.account .. " " .. found.arn or found.kind .. " " .. found.type
      end)
    end
    for _, name in ipairs({ "full", "lowly" }) do
      assert.equal(("%s arn:aws:iam::%s:user/%s"):format(moto_server.account, moto_server.account, name), ask(keys[name]))
    end
    assert.equal("service InvalidClientTokenId", ask({ access_key_id = "AKIAUNKNOWN000000000", secret_access_key = "any" }))
    assert.equal("service SignatureDoesNotMatch",
      ask({ access_key_id = keys.full.access_key_id, secret_access_key = keys.full.secret_access_key .. "x" }))
  end)

  it("gives a role no more than it may do", function()
    for _, name in ipairs({ "user", "first", "powerless" }) do assert.equal("service\tAccessDenied\tnil\n", by_profile(name)) end
  end)

  it("gives a role to those alone whom it trusts", function()
    assert.equal("credentials\tCredentialsError\tAccessDenied\n", by_profile("shortcut"))
  end)
end)
