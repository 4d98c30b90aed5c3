local ask = require "aws.credentials.ask"
local credentials = require "aws.credentials"
local curl = require "aws.curl"
local drs = require "aws.drs"
local errors = require "aws.errors.typed"
local scripted = require "spec.support.scripted"

local failure = scripted.failure
local SECRET = "wJalrSecretThatMustNotShow"
local TOKEN = "TokenThatMustNotShow"
local INPUT = { sourceServerID = "s-1234567890abcdef0" }

local function keys(changes)
  local made = { access_key_id = "AKID", secret_access_key = SECRET, session_token = TOKEN }
  for name, value in pairs(changes or {}) do made[name] = value end
  return made
end

local function shows_no_secret(err)
  local text = tostring(err) .. require("pl.pretty").write(err)
  assert.is_nil(text:find(SECRET, 1, true))
  assert.is_nil(text:find(TOKEN, 1, true))
end

--- The keys of a source.
local function get(source)
  return source:get(scripted.keys_call({}, function() return {} end))
end

describe("keys that are given", function()
  it("are handed out as they were when they were given", function()
    local given = keys()
    local source = credentials.explicit(given)
    given.secret_access_key = "changed"
    assert.equal(SECRET, get(source).secret_access_key)
    assert.equal(TOKEN, get(source).session_token)
    assert.is_nil(get(credentials.explicit({ access_key_id = "a", secret_access_key = "b" })).session_token)
  end)

  it("lose the blanks around them", function()
    local spaced = { access_key_id = " AKID\194\160", secret_access_key = " a b ", session_token = "\227\128\128T " }
    assert.same({ access_key_id = "AKID", secret_access_key = "a b", session_token = "T" }, get(credentials.explicit(spaced)))
  end)

  local wrong = {
    ["no access_key_id"] = { secret_access_key = SECRET },
    ["no secret_access_key"] = { access_key_id = "a" },
    ["empty secret_access_key"] = { access_key_id = "a", secret_access_key = "" },
    ["empty access_key_id"] = { access_key_id = "", secret_access_key = SECRET },
    ["access_key_id that is not a string"] = keys({ access_key_id = 5 }),
    ["secret_access_key that is not a string"] = keys({ secret_access_key = {} }),
    ["session_token that is not a string"] = keys({ session_token = true }),
    ["control character in secret_access_key"] = keys({ secret_access_key = SECRET .. "\n" }),
    ["control character in access_key_id"] = keys({ access_key_id = "a\0" }),
    ["a blank in access_key_id"] = keys({ access_key_id = "AK ID" }),
    ["a quote in access_key_id"] = keys({ access_key_id = "'AKID'" }),
    ["a comma in access_key_id"] = keys({ access_key_id = "AKID," }),
    ["control character in session_token"] = keys({ session_token = TOKEN .. "\r\nX: y" }),
  }
  for words, given in pairs(wrong) do
    it("are refused with " .. words, function()
      local err = failure(credentials.explicit, given)
      assert.is_true(errors.is(err, "ConfigError"))
      assert.truthy(err.message:find(words, 1, true), err.message)
      shows_no_secret(err)
    end)
  end
end)

describe("keys with several faults", function()
  it("are refused for the first, in one order everywhere", function()
    for fault, given in pairs({
      ["has no access_key_id"] = {},
      ["has an access_key_id that is not a string"] = { access_key_id = 1, secret_access_key = 1, session_token = 1, account_id = 1 },
      ["has no secret_access_key"] = { access_key_id = "A", session_token = 1, account_id = 1 },
      ["has a session_token that is not a string"] = keys({ session_token = 1, account_id = 1, expiration = "x" }),
      ["has an account_id that is not a string"] = keys({ account_id = 1, expiration = "x" }),
    }) do
      assert.equal("credentials " .. fault, failure(credentials.explicit, given).message)
    end
  end)
end)

describe("a table of keys with metamethods", function()
  --- Keys whose access key id is asked of `id`.
  local function with_id(id)
    return setmetatable({ secret_access_key = SECRET }, { __index = function(_, name) return name == "access_key_id" and id() or nil end })
  end

  it("is read, each member once", function()
    local ids = { "AKID", "AK ID" }
    assert.equal("AKID", get(credentials.explicit(with_id(function() return table.remove(ids, 1) end))).access_key_id)
  end)

  it("that raise makes a typed error, in a setting and in a provider's result", function()
    local raising = with_id(function() error("boom " .. SECRET) end)
    local err = failure(credentials.explicit, raising)
    assert.same({ "ConfigError", "credentials has members that cannot be read" }, { err.type, err.message })
    local client, transport = scripted.client(drs, {}, { credentials = function() return raising end })
    err = failure(client.retry_data_replication, INPUT)
    assert.same({ "CredentialsError", 0 }, { err.type, #transport.requests })
    shows_no_secret(err)
  end)

  it("that is interrupted is Ctrl-C", function()
    local client = scripted.client(drs, {}, { credentials = function() return with_id(function() error("interrupted!", 0) end) end })
    assert.is_true(errors.is(failure(client.retry_data_replication, INPUT), "Interrupted"))
  end)
end)

describe("a provider function", function()
  local function call(provider, settings)
    local client, transport = scripted.client(drs, { scripted.answer() }, { credentials = provider })
    if settings then settings(transport) end
    local ok, err = pcall(client.retry_data_replication, INPUT)
    return ok, err, transport
  end

  local function refusal(provider, type_name)
    local ok, err, transport = call(provider)
    assert.is_false(ok)
    assert.is_true(errors.is(err, type_name or "CredentialsError"), tostring(err))
    assert.equal(type_name and "config" or "credentials", err.kind)
    assert.equal("credentials function", err.provider)
    assert.equal("retry_data_replication", err.operation)
    assert.equal("no", err.applied)
    assert.equal(0, err.attempts)
    assert.equal(0, #transport.requests)
    shows_no_secret(err)
    return err.message
  end

  it("gets what it may need to fetch keys", function()
    local context
    local function now() return scripted.time end
    local function clock() return 5 end
    local slept
    local function sleep(seconds) slept = seconds end
    local client, transport = scripted.client(drs, { scripted.answer(), scripted.answer() }, {
      proxy = "http://proxy.test",
      credentials = function(given)
        context = given
        given.transport({ method = "GET", url = "http://keys.test/", headers = {}, body = "", read_timeout = 1 })
        return keys()
      end,
      region = "eu-west-1",
      now = now,
      clock = clock,
      sleep = sleep,
    })
    client.retry_data_replication(INPUT)
    assert.equal("eu-west-1", context.region)
    assert.equal("http://keys.test/", transport.requests[1].url)
    assert.equal("http://proxy.test:80", transport.requests[1].proxy)
    assert.equal(1, transport.requests[1].read_timeout)
    assert.equal(now, context.now)
    assert.equal(clock, context.clock)
    context.sleep(3)
    assert.equal(3, slept)
  end)

  it("is asked, and what it returns signs the request", function()
    local ok, _, transport = call(function() return keys({ expiration = 1e12 }) end)
    assert.is_true(ok)
    assert.equal(TOKEN, (scripted.header(transport.requests[1], "X-Amz-Security-Token")))
    assert.truthy(scripted.header(transport.requests[1], "Authorization"):find("Credential=AKID/", 1, true))
  end)

  it("given with a call is asked for each call; what one of ours fetched is kept", function()
    local document = '{"AccessKeyId":"AKC","SecretAccessKey":"SKC","Token":"TC","Expiration":"2099-01-01T00:00:00Z"}'
    local answer = scripted.answer
    local client, transport = scripted.client(drs, { answer(document), answer(), answer(), answer(), answer() })
    local container, asked = credentials.container({ full_uri = "http://localhost/c" }), 0
    client.retry_data_replication(INPUT, { credentials = container })
    client.retry_data_replication(INPUT, { credentials = container })
    local function own() asked = asked + 1 return keys() end
    client.retry_data_replication(INPUT, { credentials = own })
    client.retry_data_replication(INPUT, { credentials = own })
    assert.equal(2, asked)
    assert.equal(5, #transport.requests)
    assert.equal("http://localhost/c", transport.requests[1].url)
    assert.equal("TC", (scripted.header(transport.requests[3], "X-Amz-Security-Token")))
  end)

  it("may fail by nil and a message, or by raising", function()
    assert.truthy(refusal(function() return nil, "the vault is sealed" end):find("the vault is sealed", 1, true))
    assert.truthy(refusal(function() error("the vault is gone", 0) end):find("the vault is gone", 1, true))
    assert.truthy(refusal(function() errors.config("bad vault") end):find("bad vault", 1, true))
    assert.truthy(refusal(function() error({}) end):find("raised a table", 1, true))
    local of_nil = refusal(function() error() end)
    assert.truthy(of_nil:find("raised a nil", 1, true) or of_nil:find("<no error object>", 1, true), of_nil) -- which Lua 5.5 says
    assert.truthy(refusal(function() end):find("returned nothing", 1, true))
    assert.truthy(refusal(function() return nil, {} end):find("returned nothing", 1, true))
  end)

  it("that uses what Lua has collected ends the call as one of a closed client, whoever wrote it", function()
    local function use_closed()
      local pool = curl.pool()
      pool:close()
      pool:wait(0)
    end
    local ok, err, transport = call(use_closed)
    assert.is_false(ok)
    assert.same({ "ConfigError", errors.CLOSED, "no", 0 }, { err.type, err.message, err.applied, #transport.requests })
    assert.is_true(errors.is_closed(failure(ask, use_closed, "process", true, {})))
  end)

  it("may return something else than keys", function()
    assert.truthy(refusal(function() return SECRET end):find("is a string", 1, true))
    assert.truthy(refusal(function() return false end):find("is a boolean", 1, true))
    assert.truthy(refusal(function() return {} end):find("has no", 1, true))
    assert.truthy(refusal(function() return keys({ session_token = 5 }) end):find("session_token", 1, true))
  end)

  it("may return what no header may hold, which is a ConfigError whoever gave it", function()
    for name, text in pairs({ access_key_id = "AK\r", secret_access_key = SECRET .. "\n", session_token = TOKEN .. "\0" }) do
      local message = refusal(function() return keys({ [name] = text }) end, "ConfigError")
      assert.truthy(message:find("control character in " .. name, 1, true), message)
    end
    assert.truthy(refusal(function() return keys({ access_key_id = "A,B" }) end, "ConfigError"):find("a comma in access_key_id", 1, true))
  end)

  it("ended by Ctrl-C is an interruption before anything was sent, also when a call of its own was sent", function()
    local raised = { "lua: interrupted!", errors.new({ type = "Interrupted", message = "x", applied = "unknown", attempts = 1 }) }
    for _, value in ipairs(raised) do
      local ok, err, transport = call(function() error(value, 0) end)
      assert.is_false(ok)
      assert.is_true(errors.is(err, "Interrupted"), tostring(err))
      assert.same({ "interrupted", "no", 0, "retry_data_replication" }, { err.kind, err.applied, err.attempts, err.operation })
      assert.are_not.equal(value, err)
      assert.equal(0, #transport.requests)
    end
    assert.equal("unknown", raised[2].applied)
    assert.is_nil(raised[2].operation)
  end)
end)
