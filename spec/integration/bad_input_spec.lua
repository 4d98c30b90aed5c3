-- Wrong input of every kind through real clients: a typed error, never a crash, never sent.
local child = require "spec.support.child"
local dms = require "aws.dms"
local drs = require "aws.drs"
local errors = require "aws.errors"
local local_aws = require "spec.support.local_aws"

local breaks = { LF = "a\nb", CR = "a\rb", CRLF = "a\r\nX-Injected: 1", NUL = "a\0b" }

--- A client whose requests can be found, and what finds them.
local function marked(more)
  local id = "bad" .. local_aws.fresh()
  return local_aws.settings(local_aws.http("none,id=" .. id), more), function() return #local_aws.requests(id) end
end

local function assert_unsent(settings, sent, options)
  local made, client = pcall(dms.new, settings)
  local ok, err = false, client
  if made then
    ok, err = pcall(client.stop_replication, { ReplicationConfigArn = local_aws.arn() }, options)
    client.close()
  end
  assert.is_false(ok)
  assert.is_true(errors.is(err), tostring(err))
  assert.equal(0, sent())
  return err
end

describe("a control character in", function()
  for label, value in pairs(breaks) do
    for _, name in ipairs({ "region", "user_agent_extra", "ca_bundle", "proxy" }) do
      it(("the setting %s is a ConfigError: %s"):format(name, label), function()
        local settings, sent = marked({ [name] = value })
        local err = assert_unsent(settings, sent)
        assert.equal("ConfigError", err.type)
        assert.matches(name, err.message, 1, true)
        assert.is_nil(err.message:find("[%z\r\n]"))
      end)
    end

    it("endpoint_url is a ConfigError: " .. label, function()
      local settings, sent = marked()
      local good = settings.endpoint_url
      for _, url in ipairs({ good .. "/" .. value, good:gsub("//", "//" .. value), value .. good, good .. "?q=" .. value }) do
        settings.endpoint_url = url
        assert.equal("ConfigError", assert_unsent(settings, sent).type)
      end
    end)

    for _, name in ipairs({ "access_key_id", "secret_access_key", "session_token" }) do
      it(("%s is refused without showing it: %s"):format(name, label), function()
        local keys = { access_key_id = "AKIAEXAMPLE", secret_access_key = "secret-1", session_token = "token-1" }
        keys[name] = "hidden-" .. value
        local settings, sent = marked({ credentials = keys })
        local err = assert_unsent(settings, sent)
        assert.equal("ConfigError", err.type)
        assert.matches(name, err.message, 1, true)
        assert.is_nil(tostring(err):find("hidden", 1, true))

        settings, sent = marked({ credentials = function() return keys end })
        err = assert_unsent(settings, sent)
        assert.equal("no", err.applied)
        assert.is_nil(tostring(err):find("hidden", 1, true))

        settings, sent = marked()
        err = assert_unsent(settings, sent, { credentials = keys })
        assert.equal("ConfigError", err.type)
        assert.is_nil(tostring(err):find("hidden", 1, true))
      end)
    end

    it("a call's region is a ConfigError: " .. label, function()
      local settings, sent = marked()
      assert.equal("ConfigError", assert_unsent(settings, sent, { region = value }).type)
    end)
  end

  for _, name in ipairs({ "AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL",
    "AWS_CA_BUNDLE" }) do
    it(("the variable %s is a ConfigError"):format(name), function()
      local code, stdout, stderr = child.lua([[
        local _, err = pcall(require("aws.dms").stop_replication, { ReplicationConfigArn = "arn:x" })
        print(err.type, err.message:find(os.getenv "NAME", 1, true) ~= nil)
      ]], local_aws.environment({ [name] = "hidden\r\nX-Injected: 1", NAME = name }))
      assert.equal("", stderr)
      assert.equal("ConfigError\ttrue\n", stdout)
      assert.equal(0, code)
    end)
  end
end)

describe("input that is wrong", function()
  local client, sent, server_client

  before_each(function()
    local settings
    settings, sent = marked()
    client, server_client = dms.new(settings), drs.new(settings)
  end)
  after_each(function()
    client.close()
    server_client.close()
  end)

  --- Both operations refuse it, with an error that names the argument, and send nothing.
  local function assert_refused(input)
    for _, run in ipairs({ client.stop_replication, server_client.retry_data_replication }) do
      local ok, err = pcall(run, input)
      assert.is_false(ok)
      if errors.is(err) then
        assert.equal("ParamValidationError", err.type)
        assert.equal("parameter", err.kind)
        assert.equal("no", err.applied)
        assert.equal(0, err.attempts)
        assert.is_true(#err.problems > 0)
        assert.is_nil(tostring(err):find("\n", 1, true))
        assert.is_true(#tostring(err) < 3000)
      else
        assert.is_string(err)
      end
    end
    assert.equal(0, sent())
  end

  local function raising()
    return setmetatable({}, {
      __index = function() error("index") end,
      __newindex = function() error("newindex") end,
      __len = function() error("len") end,
      __pairs = function() error("pairs") end,
      __eq = function() error("eq") end,
      __tostring = function() error("tostring") end,
      __name = 1,
    })
  end

  local function cyclic()
    local t = {}
    t.ReplicationConfigArn, t.sourceServerID, t[t] = t, t, t
    return t
  end

  local function deep(levels)
    local t = "x"
    for _ = 1, levels do t = { t, ReplicationConfigArn = t, sourceServerID = t } end
    return t
  end

  local inputs = {
    ["no table but a string"] = function() return "arn" end,
    ["no table but a number"] = function() return 1 end,
    ["no table but a boolean"] = function() return false end,
    ["no table but a function"] = function() return print end,
    ["no table but userdata"] = function() return io.stdout end,
    ["no table but a coroutine"] = function() return coroutine.create(print) end,
    ["nothing"] = function() return nil end,
    ["empty"] = function() return {} end,
    ["a list"] = function() return { "arn" } end,
    ["cyclic"] = cyclic,
    ["nested 10,000 deep"] = function() return deep(10000) end,
    ["metamethods that raise"] = raising,
    ["metamethods that raise, inside"] = function() return { ReplicationConfigArn = raising(), sourceServerID = raising() } end,
    ["keys of every kind"] = function()
      return { [1] = 1, [1.5] = 1, [true] = 1, [print] = 1, [{}] = 1, [io.stdout] = 1, ["\0\r\n\255"] = 1, [("k"):rep(1000000)] = 1 }
    end,
    ["values of every kind"] = function()
      return { ReplicationConfigArn = print, sourceServerID = io.stdout }
    end,
    ["not a number"] = function() return { ReplicationConfigArn = 0 / 0, sourceServerID = 1 / 0 } end,
    ["100,000 unknown members"] = function()
      local t = {}
      for i = 1, 100000 do t["member" .. i] = i end
      return t
    end,
  }
  for label, make in pairs(inputs) do
    it("is a ParamValidationError or names the argument: " .. label, function() assert_refused(make()) end)
  end

  it("is seen before anything else: every problem at once, with its path", function()
    local _, err = pcall(client.stop_replication, { ReplicationConfigARN = "x", Other = 1 })
    assert.equal("ParamValidationError", err.type)
    assert.equal(3, #err.problems)
    assert.matches("ReplicationConfigArn", err.message, 1, true)
    for _, problem in ipairs(err.problems) do
      assert.is_string(problem.path)
      assert.is_string(problem.message)
    end
    assert.equal(0, sent())
  end)

  it("like strings of megabytes is sent, or refused, whole", function()
    local huge = ("x"):rep(5000000)
    local _, err = pcall(client.stop_replication, { ReplicationConfigArn = huge })
    assert.is_true(err.type == "InvalidParameterValueException" or err.type == "ParamValidationError", err.type)
    _, err = pcall(server_client.retry_data_replication, { sourceServerID = huge })
    assert.is_true(err.type == "ValidationException" or err.type == "ParamValidationError", err.type)
    assert.is_true(#tostring(err) < 3000)
  end)

  it("like bytes that are no text arrives as JSON", function()
    local text = "arn:aws:dms:us-east-1:123456789012:replication-config:\0\1\r\n\"\\\127é"
    local _, err = pcall(client.start_replication, { ReplicationConfigArn = text, StartReplicationType = "start-replication" })
    assert.equal("service", err.kind)
    assert.equal(1, sent())
  end)
end)

describe("options and settings that are wrong", function()
  it("of a call are ConfigErrors", function()
    local settings, sent = marked()
    local client = dms.new(settings)
    for _, options in ipairs({
      "fast", 1, true, print, { read_timeout = 0 }, { read_timeout = -1 }, { connect_timeout = "1" }, { read_timeout = 1 / 0 },
      { read_timeout = 0 / 0 }, { region = 1 }, { credentials = "keys" }, { credentials = {} }, { [1] = 1 }, { endpoint_url = "x" },
    }) do
      local ok, err = pcall(client.stop_replication, { ReplicationConfigArn = local_aws.arn() }, options)
      assert.is_false(ok)
      assert.equal("ConfigError", err.type)
      assert.equal("no", err.applied)
    end
    client.close()
    assert.equal(0, sent())
  end)

  it("of a client are ConfigErrors that name them", function()
    for name, values in pairs({
      regoin = { "eu-west-1" },
      region = { 1, "", "a b", "-a", ("a"):rep(64), {} },
      endpoint_url = { 1, "", "localhost", "ftp://localhost", "http://", "http://a b/", "http://localhost:99999", "http://u:p@h/" },
      connect_timeout = { 0, "1", -1 },
      max_response_bytes = { 0, 1.5, "1" },
      ca_bundle = { true, "" },
      proxy = { true, "", "localhost:1", "socks5://localhost:1" },
      credentials = { "x", 1, {}, { access_key_id = "a" }, { access_key_id = 1, secret_access_key = "b" } },
      user_agent_extra = { 1, "" },
      transport = { 1, {} },
    }) do
      for _, value in ipairs(values) do
        local settings = local_aws.settings()
        settings[name] = value
        local ok, err = pcall(dms.new, settings)
        assert.is_false(ok, name .. " = " .. tostring(value))
        assert.equal("ConfigError", err.type)
        assert.matches(name, err.message, 1, true)
      end
    end
  end)
end)
