-- The chain, and the functions that make providers.
local chain = require "aws.credentials.providers.chain"
local credentials = require "aws.credentials"
local drs = require "aws.drs"
local errors = require "aws.errors"
local providers = require "spec.support.providers"
local scripted = require "spec.support.scripted"

local failure = scripted.failure
local INPUT = { sourceServerID = "s-1234567890abcdef0" }

after_each(providers.clean)

local IMDS_KEYS = '{"Code":"Success","AccessKeyId":"AKI","SecretAccessKey":"SKI","Token":"TI","Expiration":"2099-01-01T00:00:00Z"}'

--- Answers of a metadata service, as often as it is asked.
local function imds(count)
  local answers = {}
  for _ = 1, count do
    for _, body in ipairs({ "TOKEN", "role1", IMDS_KEYS }) do answers[#answers + 1] = scripted.answer(body) end
  end
  return answers
end

--- The first answers of a metadata service that is not there.
local function nothing()
  local failed = { failure = { type = "ConnectTimeoutError", message = "silence", sent = false } }
  return { failed, failed, failed }
end

local function world(variables, files, answers)
  local surroundings = providers.surroundings(variables, files or {})
  local context = providers.context(answers, { region = "eu-west-1" })
  local ask = chain.new(nil, surroundings)
  return function() return ask(context) end, context, surroundings
end

describe("the chain", function()
  it("says in one line what it tried and what helps", function()
    local err = failure(world({}, {}, nothing()))
    assert.is_true(errors.is(err, "NoCredentialsError"))
    assert.equal("credentials", err.kind)
    for _, name in ipairs({
      "environment", "assume_role", "web_identity", "sso", "shared_file", "process", "config_file", "container", "imds",
    }) do
      assert.truthy(err.message:find(name .. " (", 1, true), name)
    end
    assert.truthy(err.message:find("set AWS_ACCESS_KEY_ID", 1, true))
    assert.is_nil(err.message:find("\n", 1, true))
    assert.is_true(#err.message < 1500, #err.message)
  end)

  it("keeps that line short whatever the profile is called", function()
    local name = ("€"):rep(3000)
    local err = failure(world({ AWS_PROFILE = name, AWS_EC2_METADATA_DISABLED = "true" },
      { [".aws/config"] = "[profile " .. name .. "]\nlogin_session = x\n" }))
    assert.is_true(errors.is(err, "NoCredentialsError"), tostring(err))
    assert.is_true(#err.message < 1700, #err.message)
  end)

  it("has a hint for profiles of aws login", function()
    local err = failure(world({ AWS_EC2_METADATA_DISABLED = "true" }, { [".aws/config"] = "[default]\nlogin_session = x\n" }))
    assert.truthy(err.message:find("export-credentials", 1, true), err.message)
  end)

  it("asks who had keys again, and nobody before him", function()
    local variables = {}
    local ask, context, surroundings = world(variables, {}, imds(2))
    assert.equal("AKI", ask().access_key_id)
    local real = surroundings.getenv
    surroundings.getenv = function(name)
      if name == "AWS_ACCESS_KEY_ID" or name == "AWS_SECRET_ACCESS_KEY" then return "late" end
      return real(name)
    end
    assert.equal("AKI", ask().access_key_id)
    assert.equal(6, #context.requests)
  end)

  it("does not look elsewhere when who had keys has none any more", function()
    local ask = world({}, {}, { imds(1)[1], imds(1)[2], imds(1)[3], (table.unpack or unpack)(nothing()) })
    ask()
    local err = failure(ask)
    assert.is_true(errors.is(err, "CredentialsError"), tostring(err))
    assert.equal("imds", err.provider)
  end)

  it("ends with the first that raises", function()
    local ask, context = world({ AWS_ACCESS_KEY_ID = "a" }, {}, imds(1))
    local err = failure(ask)
    assert.is_true(errors.is(err, "CredentialsError"))
    assert.equal("environment", err.provider)
    assert.equal(0, #context.requests)
  end)

  it("leaves the environment out for a profile that code names", function()
    local surroundings = providers.surroundings({ AWS_ACCESS_KEY_ID = "a", AWS_SECRET_ACCESS_KEY = "b" }, {
      [".aws/credentials"] = "[p]\naws_access_key_id = AKP\naws_secret_access_key = SKP\n",
    })
    surroundings.profiles = require("aws.settings.profile").load(surroundings.getenv, "p")
    assert.equal("AKP", chain.new(nil, surroundings)(providers.context({})).access_key_id)
  end)

  it("takes no options", function()
    assert.is_true(errors.is(failure(chain.new, { region = "x" }, {}), "ConfigError"))
  end)
end)

describe("a client without credentials", function()
  --- A client in an environment with a home folder of its own.
  local function client(variables, files, answers, settings)
    local home = providers.folder(files)
    local given = {
      region = "eu-west-1", max_attempts = 1, transport = scripted.transport(answers),
      now = function() return scripted.time end, sleep = function() end,
    }
    for name, value in pairs(settings or {}) do given[name] = value end
    local all = { HOME = home, AWS_EC2_METADATA_DISABLED = "true" }
    for name, value in pairs(variables) do all[name] = value end
    return scripted.with_environment(all, drs.new, given), given.transport
  end

  local ASSUMED = "<R><Credentials><AccessKeyId>AK1</AccessKeyId><SecretAccessKey>SK1</SecretAccessKey>"
    .. "<SessionToken>ST1</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></R>"

  it("assumes its profile's role once, asking for an MFA code", function()
    local asked = 0
    local made, transport = client({}, {
      [".aws/config"] = "[profile r]\nrole_arn = a\nsource_profile = b\nmfa_serial = m\n"
        .. "[profile b]\naws_access_key_id = A\naws_secret_access_key = S\n",
    }, { scripted.answer(ASSUMED), scripted.answer(), scripted.answer() }, {
      profile = "r",
      mfa = function()
        asked = asked + 1
        return "123456"
      end,
    })
    made.retry_data_replication(INPUT)
    made.retry_data_replication(INPUT)
    assert.equal(1, asked)
    assert.equal(3, #transport.requests)
    assert.equal("ST1", (scripted.header(transport.requests[3], "X-Amz-Security-Token")))
  end)

  it("signs with keys of the environment", function()
    local made, transport = client({ AWS_ACCESS_KEY_ID = "AKE", AWS_SECRET_ACCESS_KEY = "s" }, {}, { scripted.answer() })
    made.retry_data_replication(INPUT)
    assert.truthy(scripted.header(transport.requests[1], "Authorization"):find("Credential=AKE/", 1, true))
  end)

  it("raises NoCredentialsError, with service and operation", function()
    local err = failure(client({}, {}, {}).retry_data_replication, INPUT)
    assert.same({ "NoCredentialsError", "drs", "retry_data_replication", "no", 0 },
      { err.type, err.service, err.operation, err.applied, err.attempts })
  end)
end)

describe("the function for a provider", function()
  local names = {
    "environment", "assume_role", "web_identity", "sso", "shared_file", "config_file", "process", "container", "imds", "chain",
  }

  --- A client with a provider that is made in its environment.
  local function client_with(variables, answers, make_provider, options)
    return scripted.with_environment(variables, function()
      local transport = scripted.transport(answers)
      return drs.new({
        region = "us-east-1", max_attempts = 1, transport = transport, credentials = make_provider(options),
        now = function() return scripted.time end,
      }), transport
    end)
  end

  for _, name in ipairs(names) do
    it(name .. " makes one that serves as credentials, or says what is missing", function()
      local client, transport = client_with({ AWS_EC2_METADATA_DISABLED = "true" }, {}, credentials[name])
      local err = failure(client.retry_data_replication, INPUT)
      assert.is_true(errors.is(err, "credentials"), tostring(err))
      if name ~= "chain" then assert.equal(name, err.provider) end
      assert.equal(0, #transport.requests)
    end)

    it(name .. " refuses options that it does not know", function()
      for _, options in ipairs({ { no_such_option = 1 }, "text", { profile = 5 } }) do
        local err = failure(credentials[name], options)
        assert.is_true(errors.is(err, "ConfigError"), tostring(err))
        assert.equal(name, err.provider)
      end
    end)
  end

  it("reads the profile that it names", function()
    local home = providers.folder({ [".aws/credentials"] = "[p]\naws_access_key_id = AKP\naws_secret_access_key = SKP\n" })
    local client, transport = client_with({ HOME = home }, { scripted.answer() }, credentials.shared_file, { profile = "p" })
    client.retry_data_replication(INPUT)
    assert.truthy(scripted.header(transport.requests[1], "Authorization"):find("Credential=AKP/", 1, true))
    client = client_with({ HOME = home }, {}, credentials.shared_file, { profile = "q" })
    assert.is_true(errors.is(failure(client.retry_data_replication, INPUT), "ProfileNotFound"))
  end)

  it("makes one that finds the profile and the settings of its client", function()
    local home = providers.folder({
      [".aws/config"] = "[profile r]\nrole_arn = a\nsource_profile = b\nmfa_serial = m\n"
        .. "[profile b]\naws_access_key_id = A\naws_secret_access_key = S\n",
    })
    local answers = {
      scripted.answer("<R><Credentials><AccessKeyId>AK1</AccessKeyId><SecretAccessKey>SK1</SecretAccessKey>"
        .. "<SessionToken>ST1</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></R>"),
      scripted.answer(),
    }
    local transport = scripted.transport(answers)
    local client = scripted.with_environment({ HOME = home }, drs.new, {
      region = "us-east-1", profile = "r", mfa = function() return "123456" end, use_fips_endpoint = true,
      credentials = credentials.assume_role({ external_id = "x" }), transport = transport,
      now = function() return scripted.time end,
    })
    client.retry_data_replication(INPUT)
    assert.equal("https://sts-fips.us-east-1.amazonaws.com/", transport.requests[1].url)
    assert.truthy(transport.requests[1].body:find("TokenCode=123456", 1, true))
    assert.truthy(transport.requests[1].body:find("ExternalId=x", 1, true))
  end)

  --- What the keys of a provider are shared by, if they are.
  local function key_of(provider, surroundings)
    surroundings.shared_place = { dict = {}, inputs = {} }
    local open_shared = credentials.explicit(provider, surroundings).open_shared
    return open_shared and open_shared().key
  end

  it("share keys where their inputs are equal, and nowhere else", function()
    local base = providers.surroundings({}, { [".aws/config"] = "[profile 2]\nregion = a\n" })
    local function key(name, options, changes)
      return key_of(credentials[name](options), setmetatable(changes or {}, { __index = base }))
    end
    assert.equal(key("imds"), key("imds"))
    assert.equal(key("imds", { timeout = 2 }), key("imds", { timeout = 2 }))
    local seen = {}
    for _, case in ipairs({
      { "imds" }, { "imds", { timeout = 2 } }, { "imds", { profile = "2" } }, { "sso" }, { "sso", { sso_role_name = "a" } },
      { "sso", { sso_account_id = "a" } }, { "sso", nil, { use_fips_endpoint = true } },
    }) do
      local text = key(case[1], case[2], case[3])
      assert.is_nil(seen[text])
      seen[text] = true
    end
    assert.is_nil(key("assume_role", { role_arn = "a", credentials = scripted.keys }))
    assert.is_nil(key("assume_role", nil, { mfa = function() end }))
    assert.is_nil(key_of(function() end, base))
  end)

  it("are known by the options that they were made with, whatever becomes of that table", function()
    local options = { full_uri = "http://127.0.0.1/a" }
    local surroundings = providers.surroundings({}, {})
    local one = credentials.container(options)
    local before = key_of(one, surroundings)
    options.full_uri = "http://127.0.0.1/b"
    local two = credentials.container(options)
    assert.equal(before, key_of(one, surroundings))
    assert.are_not.equal(before, key_of(two, surroundings))
  end)

  it("loads no provider before it is called", function()
    local child = require "spec.support.child"
    local code, stdout, stderr = child.lua([[
      require "aws.credentials"
      for _, name in ipairs({ "imds", "sso", "sts", "process", "chain", "container" }) do
        assert(not package.loaded["aws.credentials.providers." .. name], name)
      end
      for name in pairs(package.loaded) do
        assert(not name:find("^aws%.credentials%.providers%.") and not name:find("^aws%.credentials%.services%."), name)
      end
      print("ok")
    ]])
    assert.same({ 0, "ok\n" }, { code, stdout }, stderr)
  end)
end)
