local ascii = require "aws.text.ascii"
local core = require "aws.core"
local dms = require "aws.dms"
local drs = require "aws.drs"
local errors = require "aws.errors"
local json = require "spec.support.json"
local reference = require "spec.support.sigv4"
local scripted = require "spec.support.scripted"

local failure = scripted.failure
local ID = "s-1234567890abcdef0"
local INPUT = { sourceServerID = ID }

--- The request of one call of a fresh client.
local function sent(settings, options)
  local client, transport = scripted.client(drs, { scripted.answer() }, settings)
  client.retry_data_replication(INPUT, options)
  return transport.requests[1]
end

local function with_default(variables, answers, body)
  local transport = scripted.transport(answers)
  local curl = require "aws.transport.curl"
  local new = curl.new
  curl.new = function() return transport end
  local results = { pcall(scripted.with_environment, variables, body, transport) }
  drs.close()
  curl.new = new
  if not results[1] then error(results[2], 0) end
end

local KEYS = { AWS_REGION = "eu-west-1", AWS_ACCESS_KEY_ID = "AK", AWS_SECRET_ACCESS_KEY = "SK" }

describe("a call", function()
  it("returns output and metadata", function()
    local client, transport = scripted.client(drs, { scripted.answer('{"arn":"a"}', 200, { ["x-amzn-requestid"] = "r-1" }) })
    local output, metadata = client.retry_data_replication(INPUT)
    assert.same({ arn = "a" }, output)
    assert.same({
      status = 200,
      request_id = "r-1",
      headers = { ["x-amzn-requestid"] = "r-1" },
      attempts = 1,
      retry_delay = 0,
      endpoint = "https://drs.us-east-1.amazonaws.com",
      invocation_id = scripted.header(transport.requests[1], "amz-sdk-invocation-id"),
    }, metadata)
  end)

  it("works with a dot and with a colon, on clients and on the module", function()
    local client, transport = scripted.client(drs, { scripted.answer(), scripted.answer() })
    client.retry_data_replication(INPUT)
    client:retry_data_replication(INPUT)
    assert.equal(transport.requests[1].body, transport.requests[2].body)
    with_default(KEYS, { scripted.answer(), scripted.answer() }, function(default)
      drs.retry_data_replication(INPUT)
      drs:retry_data_replication(INPUT)
      assert.equal(2, #default.requests)
      assert.same(INPUT, json.decode(default.requests[2].body))
    end)
  end)

  it("takes its options in both forms", function()
    local client, transport = scripted.client(drs, { scripted.answer(), scripted.answer() })
    client.retry_data_replication(INPUT, { read_timeout = 7 })
    client:retry_data_replication(INPUT, { read_timeout = 8 })
    assert.equal(7, transport.requests[1].read_timeout)
    assert.equal(8, transport.requests[2].read_timeout)
  end)

  it("gives the transport the request and its limits, and each header once", function()
    local request = sent({ proxy = "http://p:1", ca_bundle = "spec/data/ca.pem", max_response_bytes = 1000, connect_timeout = 3 })
    assert.equal("POST", request.method)
    assert.equal("https://drs.us-east-1.amazonaws.com/RetryDataReplication", request.url)
    assert.same({ "Host", "drs.us-east-1.amazonaws.com" }, request.headers[1])
    assert.equal('{"sourceServerID":"' .. ID .. '"}', request.body)
    assert.equal(3, request.connect_timeout)
    assert.equal(60, request.read_timeout)
    assert.equal("http://p:1", request.proxy)
    assert.equal("spec/data/ca.pem", request.ca_bundle)
    assert.equal(1000, request.max_response_bytes)
    assert.is_false(sent().proxy)
    for _, name in ipairs({ "Host", "Authorization", "X-Amz-Date", "User-Agent", "Content-Type" }) do
      assert.equal(1, select(2, scripted.header(request, name)), name)
    end
  end)

  it("is signed for the time of `now`, and what tells attempts apart is not", function()
    local request = sent({ now = function() return 1440938160.9 end, credentials = scripted.keys })
    assert.equal("20150830T123600Z", (scripted.header(request, "X-Amz-Date")))
    local expected = reference.sign({
      method = request.method,
      url = request.url,
      headers = { request.headers[1], { "Content-Type", "application/json" } },
      body = request.body,
      service = "drs",
      region = "us-east-1",
      credentials = scripted.keys,
      time = 1440938160,
    })
    assert.equal(expected.authorization, (scripted.header(request, "Authorization")))
    assert.equal("attempt=1; max=1", (scripted.header(request, "amz-sdk-request")))
  end)

  it("has an invocation id that is a random UUID", function()
    local pattern = "^%x%x%x%x%x%x%x%x%-%x%x%x%x%-4%x%x%x%-[89ab]%x%x%x%-%x%x%x%x%x%x%x%x%x%x%x%x$"
    local first = scripted.header(sent(), "amz-sdk-invocation-id")
    assert.truthy(first:find(pattern), first)
    assert.are_not.equal(first, (scripted.header(sent(), "amz-sdk-invocation-id")))
    local zero = scripted.header(sent({ random = function() return 0 end }), "amz-sdk-invocation-id")
    assert.equal("00000000-0000-4000-8000-000000000000", zero)
    local most = scripted.header(sent({ random = function() return 1 - 2 ^ -53 end }), "amz-sdk-invocation-id")
    assert.equal("ffffffff-ffff-4fff-bfff-ffffffffffff", most)
  end)

  it("names the library, and what one adds", function()
    assert.truthy(scripted.header(sent(), "User-Agent"):find("^aws%-replication%-lua/%S+ lang/lua#5%.%d"))
    assert.truthy(scripted.header(sent({ user_agent_extra = "tool/1" }), "User-Agent"):find(" tool/1$"))
  end)

  it("goes to an endpoint of one's own", function()
    local request = sent({ endpoint_url = "http://LOCAL:8080/base/?x=1" })
    assert.equal("http://LOCAL:8080/base/RetryDataReplication?x=1", request.url)
    assert.same({ "Host", "local:8080" }, request.headers[1])
    local client, transport = scripted.client(dms, { scripted.answer() }, { endpoint_url = "http://h/base" })
    local _, metadata = client.stop_replication({ ReplicationConfigArn = "a" })
    assert.equal("http://h/base", transport.requests[1].url)
    assert.equal("http://h/base", metadata.endpoint)
  end)

  it("goes to the URL that was signed, encoded where it has to be", function()
    local request = sent({ endpoint_url = "http://h/b c/%20/%zz/%/%4/é?q=a b&%41=%" })
    assert.equal("http://h/b%20c/%20/%25zz/%25/%254/%C3%A9/RetryDataReplication?q=a%20b&%41=%25", request.url)
    local client = scripted.client(drs, {}, { endpoint_url = "http://h/b c" })
    assert.equal("http://h/b%20c/RetryDataReplication", client.prepare.retry_data_replication(INPUT).url)
  end)

  it("never modifies what it is given", function()
    local input = setmetatable({ sourceServerID = ID }, { __newindex = function() error "modified" end })
    local options = setmetatable({ region = "fips-us-east-1" }, { __newindex = function() error "modified" end })
    local client = scripted.client(drs, { scripted.answer() })
    client.retry_data_replication(input, options)
    assert.same({ sourceServerID = ID }, { sourceServerID = input.sourceServerID })
    assert.equal("fips-us-east-1", options.region)
  end)

  it("does not share headers between calls", function()
    local client, transport = scripted.client(drs, {
      function(request)
        request.headers[#request.headers + 1] = { "X-Added", "by the transport" }
        return scripted.answer()
      end,
      scripted.answer(),
    })
    client.retry_data_replication(INPUT)
    client.retry_data_replication(INPUT)
    assert.is_nil((scripted.header(transport.requests[2], "X-Added")))
  end)
end)

describe("the options of a call", function()
  it("change region, keys and timeouts for that call only", function()
    local client, transport = scripted.client(drs, { scripted.answer(), scripted.answer() })
    local keys = { access_key_id = "OTHER", secret_access_key = "x", session_token = "t" }
    client.retry_data_replication(INPUT, {
      region = "eu-west-1", credentials = keys, connect_timeout = 1, read_timeout = 2, max_attempts = 7,
    })
    client.retry_data_replication(INPUT)
    local one, two = transport.requests[1], transport.requests[2]
    assert.equal("https://drs.eu-west-1.amazonaws.com/RetryDataReplication", one.url)
    assert.truthy(scripted.header(one, "Authorization"):find("Credential=OTHER/20240229/eu-west-1/drs/", 1, true))
    assert.equal("t", (scripted.header(one, "X-Amz-Security-Token")))
    assert.equal("attempt=1; max=7", (scripted.header(one, "amz-sdk-request")))
    assert.same({ 1, 2 }, { one.connect_timeout, one.read_timeout })
    assert.equal("https://drs.us-east-1.amazonaws.com/RetryDataReplication", two.url)
    assert.truthy(scripted.header(two, "Authorization"):find("Credential=AKIDEXAMPLE/20240229/us-east-1/", 1, true))
    assert.same({ 10, 60 }, { two.connect_timeout, two.read_timeout })
  end)

  it("know pseudo regions, for that call only", function()
    local client, transport = scripted.client(drs, { scripted.answer(), scripted.answer() })
    client.retry_data_replication(INPUT, { region = "fips-us-east-1" })
    client.retry_data_replication(INPUT)
    assert.equal("https://drs-fips.us-east-1.amazonaws.com/RetryDataReplication", transport.requests[1].url)
    assert.equal("https://drs.us-east-1.amazonaws.com/RetryDataReplication", transport.requests[2].url)
  end)

  it("are checked before anything is sent", function()
    local client, transport = scripted.client(drs, {})
    local wrong = {
      { regoin = "a" }, { region = 5 }, { region = "a b" }, { credentials = 5 }, { credentials = {} },
      { read_timeout = -1 }, { endpoint_url = "http://a" }, { transport = print }, "eu-west-1", 5, true,
    }
    for _, options in ipairs(wrong) do
      local err = failure(client.retry_data_replication, INPUT, options)
      assert.is_true(errors.is(err, "ConfigError"), tostring(err))
      assert.equal("drs", err.service)
      assert.equal("retry_data_replication", err.operation)
      assert.equal(0, err.attempts)
      assert.equal("no", err.applied)
    end
    assert.equal(0, #transport.requests)
  end)
end)

describe("a wrong input", function()
  it("is refused before anything is sent, with all its problems", function()
    local asked = false
    local client, transport = scripted.client(drs, {}, {
      credentials = function() asked = true return scripted.keys end,
    })
    local err = failure(client.retry_data_replication, { sourceServerId = ID, other = 1 })
    assert.equal("ParamValidationError", err.type)
    assert.equal("parameter", err.kind)
    assert.equal(3, #err.problems)
    for _, problem in ipairs(err.problems) do assert.truthy(err.message:find(problem.path, 1, true)) end
    assert.truthy(err.message:find('"sourceServerID"', 1, true), err.message)
    assert.same({ "drs", "retry_data_replication", 0, "no", false },
      { err.service, err.operation, err.attempts, err.applied, err.retryable })
    assert.equal(0, #transport.requests)
    assert.is_false(asked)
  end)

  it("may be of any type", function()
    local client = scripted.client(drs, {})
    for _, wrong in ipairs({ ID, 5, true, print, io.stdout, coroutine.create(print), { ID }, {} }) do
      assert.is_true(errors.is(failure(client.retry_data_replication, wrong), "ParamValidationError"))
    end
    assert.is_true(errors.is(failure(client.retry_data_replication), "ParamValidationError"))
    assert.is_true(errors.is(failure(client.retry_data_replication, false), "ParamValidationError"))
  end)
end)

describe("client.prepare", function()
  it("signs and does not send", function()
    local client, transport = scripted.client(drs, { scripted.answer() })
    local request = client.prepare.retry_data_replication(INPUT)
    client.retry_data_replication(INPUT)
    local really = transport.requests[1]
    assert.equal(1, #transport.requests)
    assert.same({ really.method, really.url, really.body }, { request.method, request.url, request.body })
    assert.equal((scripted.header(really, "Authorization")), (scripted.header(request, "Authorization")))
    local keys = {}
    for name in pairs(request) do keys[#keys + 1] = name end
    table.sort(keys, ascii.before)
    assert.same({ "body", "headers", "method", "url" }, keys)
  end)

  it("ends where a call sends: keys are fetched within the time, and errors tell that nothing was sent", function()
    local clock, asked = 1000, {}
    local function provide(context)
      asked[#asked + 1] = context.deadline
      clock = clock + 3
      return scripted.keys
    end
    local client, transport = scripted.client(drs, {}, { credentials = provide, clock = function() return clock end })
    local request = client.prepare.retry_data_replication(INPUT, { timeout = 4, credentials = provide })
    assert.truthy(scripted.header(request, "Authorization"))
    assert.equal("attempt=1; max=1", (scripted.header(request, "amz-sdk-request")))
    local err = failure(client.prepare.retry_data_replication, INPUT, { timeout = 2, credentials = provide })
    assert.same({ "DeadlineExceeded", "no", 0, {} }, { err.type, err.applied, err.attempts, err.history })
    assert.same({ "retry_data_replication", "drs" }, { err.operation, err.service })
    assert.same({ 1004, 1005 }, asked)
    assert.same({}, transport.requests)
  end)

  it("refuses what a call refuses", function()
    local client = scripted.client(drs, {})
    assert.is_true(errors.is(failure(client.prepare.retry_data_replication, {}), "ParamValidationError"))
    assert.is_true(errors.is(failure(client.prepare.retry_data_replication, INPUT, { regoin = "a" }), "ConfigError"))
    client.close()
    assert.is_true(errors.is(failure(client.prepare.retry_data_replication, INPUT), "ConfigError"))
  end)
end)

describe("new", function()
  it("wants settings and a region", function()
    local function new(...) return failure(scripted.with_environment, {}, drs.new, ...) end
    assert.equal("NoRegionError", new().type)
    assert.equal("NoRegionError", new({}).type)
    assert.equal("config", new({}).kind)
    assert.equal("drs", new({}).service)
    assert.equal("drs", new({ regoin = "a" }).service)
    for _, wrong in ipairs({ 5, "a", true }) do assert.is_true(errors.is(new(wrong), "ConfigError")) end
    assert.truthy(failure(function() drs:new({ region = "a" }) end).message:find("drs.new", 1, true))
  end)

  it("shows the effective settings, where they came from and no secret", function()
    local client = scripted.with_environment({ AWS_REGION = "eu-west-1" }, drs.new, { credentials = scripted.keys })
    assert.equal("eu-west-1", client.config.region)
    assert.equal("AWS_REGION", client.config.sources.region)
    assert.equal("default", client.config.sources.max_attempts)
    assert.is_nil(require("pl.pretty").write(client.config()):find(scripted.keys.secret_access_key, 1, true))
  end)
end)

describe("close", function()
  it("closes the transport, and calls after it are refused", function()
    local client, transport = scripted.client(drs, {})
    client.close()
    assert.equal(1, transport.closed)
    local err = failure(client.retry_data_replication, INPUT)
    assert.is_true(errors.is(err, "ConfigError"))
    assert.truthy(err.message:find("closed", 1, true))
    assert.equal("no", err.applied)
  end)

  it("wipes the keys", function()
    local real, signer = core.signer, nil
    core.signer = function() signer = real() return signer end
    local ok, client = pcall(scripted.client, drs, { scripted.answer() })
    core.signer = real
    assert.is_true(ok, client)
    client.retry_data_replication(INPUT)
    client.close()
    assert.has_error(function() signer:sign({}) end, "the signer is closed")
  end)

  --- Makes a call whose setting `name` closes the client when it is asked for the `at`-th time in it.
  local function closing_call(name, at)
    local values = { clock = 1000, now = scripted.time, random = 0.5, credentials = scripted.keys }
    local settings, client, left = { timeout = 60, retry_mode = "adaptive" }, nil, nil
    settings[name] = function()
      if left then left = left - 1 end
      if left == 0 then client.close() end
      return values[name]
    end
    local made, transport = scripted.client(drs, { scripted.answer() }, settings)
    client, left = made, at
    local ok, raised = pcall(client.retry_data_replication, INPUT)
    return ok, raised, #transport.requests
  end

  it("ends a call that has not been sent, whatever function of the settings calls it", function()
    for name, least in pairs({ clock = 3, now = 1, random = 6, credentials = 1 }) do
      for at = 1, 9 do
        local ok, raised, requests = closing_call(name, at)
        local where = ("%s, time %d: %s"):format(name, at, tostring(raised))
        assert.equal(ok and 1 or 0, requests, where)
        assert.is_true(at > least and ok or not ok and raised.type == "ConfigError", where)
        assert.is_true(ok or raised.message == "the client is closed" and raised.applied == "no", where)
      end
    end
  end)

  it("may be called twice and with a colon", function()
    local client = scripted.client(drs, {})
    client:close()
    client.close()
  end)
end)

-- Lua 5.4 alone has the syntax.
describe("a client that is closed with its block", function()
  it("is closed at the block's end, however that ends", function()
    local block = (loadstring or load)([[
      local new, raised = ...
      local client <close> = new()
      if raised then error(raised, 0) end
      return client
    ]])
    if not block then
      assert.is_function(getmetatable(scripted.client(drs, {})).__close) -- the same client in another Lua
      return
    end
    local made, transport
    local function new()
      made, transport = scripted.client(drs, {})
      return made
    end
    for _, raised in ipairs({ false, "a failure" }) do
      local ok, value = pcall(block, new, raised)
      assert.equal(raised or made, value)
      assert.equal(not raised, ok)
      assert.equal(1, transport.closed)
      assert.equal("ConfigError", failure(made.retry_data_replication, INPUT).type)
    end
  end)
end)

describe("the default client", function()
  it("is made on first use, from the environment, and only once", function()
    with_default(KEYS, { scripted.answer(), scripted.answer() }, function(transport)
      assert.equal("eu-west-1", drs.config.region)
      drs.retry_data_replication(INPUT)
      drs.retry_data_replication(INPUT)
      assert.equal(2, #transport.requests)
      assert.equal("https://drs.eu-west-1.amazonaws.com/RetryDataReplication", transport.requests[1].url)
      drs.close()
      assert.equal(1, transport.closed)
    end)
  end)

  it("raises what is wrong with the environment at the call", function()
    local function refused(variables)
      local err
      variables.AWS_EC2_METADATA_DISABLED = "true"
      with_default(variables, {}, function() err = failure(drs.retry_data_replication, INPUT) end)
      assert.equal("retry_data_replication", err.operation)
      assert.equal("no", err.applied)
      return err.type
    end
    assert.equal("NoRegionError", refused({}))
    assert.equal("NoCredentialsError", refused({ AWS_REGION = "a" }))
    assert.equal("CredentialsError", refused({ AWS_REGION = "a", AWS_ACCESS_KEY_ID = "x" }))
    assert.equal("ConfigError", refused({ AWS_REGION = "a b" }))
  end)

end)

describe("requiring the modules", function()
  it("reads no environment, opens no file and runs nothing", function()
    local modules = {
      "aws", "aws.dms", "aws.drs", "aws.errors", "aws.sigv4", "aws.client.call", "aws.client", "aws.settings.config",
      "aws.credentials", "aws.protocol.endpoint", "aws.protocol", "aws.errors.redact", "aws.client.report", "aws.retry",
      "aws.transport.curl", "aws.model.dms", "aws.model.drs", "aws.version",
    }
    local loaded, real, calls = {}, {}, {}
    for name, module in pairs(package.loaded) do
      if (name == "aws" or name:find("^aws%.")) and name ~= "aws.core" and name ~= "aws.curl" then
        loaded[name], package.loaded[name] = module, nil
      end
    end
    local watched = { os = { "getenv", "execute", "tmpname" }, io = { "open", "popen", "lines", "read" } }
    local function each(body)
      for library, names in pairs(watched) do
        for _, name in ipairs(names) do body(_G[library], name, library .. "." .. name) end
      end
    end
    each(function(library, name, path)
      real[path] = library[name]
      library[name] = function(...) calls[#calls + 1] = path return real[path](...) end
    end)
    local ok, err = pcall(function()
      for _, name in ipairs(modules) do require(name) end
    end)
    each(function(library, name, path) library[name] = real[path] end)
    for name in pairs(package.loaded) do
      if (name == "aws" or name:find("^aws%.")) and name ~= "aws.core" and name ~= "aws.curl" then package.loaded[name] = nil end
    end
    for name, module in pairs(loaded) do package.loaded[name] = module end
    assert.is_true(ok, err)
    assert.same({}, calls)
  end)
end)
