local config = require "aws.settings.config"
local core = require "aws.core"
local errors = require "aws.errors"
local scripted = require "spec.support.scripted"

local failure = scripted.failure

--- Settings of `given` in an environment of its own.
local function resolve(given, environment)
  return config.resolve(given or {}, "SERVICE", function(name) return (environment or {})[name] end)
end

local function refusal(given, environment)
  local err = failure(resolve, given, environment)
  assert.is_true(errors.is(err, "ConfigError"), tostring(err))
  assert.equal("config", err.kind)
  return err.message
end

local function refuses(name, value, words)
  local message = refusal({ [name] = value })
  assert.truthy(message:find(name, 1, true), message)
  if words then assert.truthy(message:find(words, 1, true), message) end
end

local function noop() end

describe("config.resolve", function()
  it("has the documented defaults", function()
    local values, sources = resolve()
    assert.is_nil(values.region)
    assert.is_nil(values.credentials)
    assert.is_nil(values.endpoint_url)
    assert.is_nil(values.transport)
    assert.is_nil(values.ca_bundle)
    assert.equal(10, values.connect_timeout)
    assert.equal(60, values.read_timeout)
    assert.equal(3, values.max_attempts)
    assert.equal(8 * 1024 * 1024, values.max_response_bytes)
    assert.is_false(values.use_fips_endpoint)
    assert.is_false(values.use_dualstack_endpoint)
    assert.is_false(values.ignore_configured_endpoint_urls)
    assert.equal(core.now, values.now)
    assert.equal(core.clock, values.clock)
    assert.equal(require("aws.transport").sleep, values.sleep)
    assert.equal(core.random, values.random)
    assert.equal("default", sources.max_attempts)
    assert.is_nil(sources.region)
  end)

  it("takes every setting that is given", function()
    local given = {
      region = "eu-west-1",
      credentials = { access_key_id = "a", secret_access_key = "b" },
      endpoint_url = "http://127.0.0.1:1/x",
      ignore_configured_endpoint_urls = true,
      max_attempts = 1,
      connect_timeout = 0.5,
      read_timeout = 1,
      max_response_bytes = 100,
      ca_bundle = "/ca.pem",
      proxy = "http://proxy:3128",
      mfa = noop,
      credentials_cache = "shared",
      sdk_ua_app_id = "app",
      user_agent_extra = "tool/1",
      transport = noop,
      now = noop,
      clock = noop,
      sleep = noop,
      random = noop,
    }
    local values, sources = resolve(given, {})
    for name, value in pairs(given) do
      assert.equal(value, values[name], name)
      assert.equal("settings", sources[name], name)
    end
    assert.equal(true, resolve({ use_fips_endpoint = true }).use_fips_endpoint)
    assert.equal(true, resolve({ use_dualstack_endpoint = true }).use_dualstack_endpoint)
    assert.is_false(resolve({ proxy = false }).proxy)
    assert.equal(noop, resolve({ credentials = noop }).credentials)
    local callable = setmetatable({}, { __call = noop })
    assert.equal(callable, resolve({ transport = callable }).transport)
  end)

  it("does not change or keep what is given", function()
    local given = { region = "fips-us-east-1" }
    resolve(given)
    assert.same({ region = "fips-us-east-1" }, given)
  end)

  it("names an unknown setting and the nearest known one", function()
    assert.truthy(refusal({ regoin = "x" }):find('"regoin"; did you mean "region"', 1, true))
    assert.truthy(refusal({ max_attempt = 1 }):find('did you mean "max_attempts"', 1, true))
    assert.truthy(refusal({ xyzzy_plugh = 1 }):find("known: ", 1, true))
    assert.truthy(refusal({ "eu-west-1" }):find("unknown setting of type number", 1, true))
    assert.truthy(refusal({ [true] = 1 }):find("unknown setting of type boolean", 1, true))
    assert.is_true(#refusal({ [("x"):rep(100000)] = 1 }) < 1000)
    assert.is_nil(refusal({ ["a\nb"] = 1 }):find("a\nb\n", 1, true))
  end)

  it("refuses what is no table of settings", function()
    for _, wrong in ipairs({ "eu-west-1", 5, true, noop }) do
      assert.truthy(refusal(wrong):find("new takes a table of settings, got a " .. type(wrong), 1, true))
    end
  end)

  it("refuses values of the wrong type, naming the setting", function()
    for _, name in ipairs({
      "region", "profile", "endpoint_url", "ca_bundle", "proxy", "credentials_cache", "sdk_ua_app_id", "user_agent_extra",
    }) do
      for _, wrong in ipairs({ 5, {}, true, noop }) do refuses(name, wrong, type(wrong)) end
    end
    for _, name in ipairs({ "ignore_configured_endpoint_urls", "use_fips_endpoint", "use_dualstack_endpoint" }) do
      for _, wrong in ipairs({ 1, "true", {}, noop }) do refuses(name, wrong, type(wrong)) end
    end
    for _, name in ipairs({ "now", "clock", "sleep", "random", "transport", "mfa" }) do
      for _, wrong in ipairs({ 1, "x", {}, false }) do refuses(name, wrong, type(wrong)) end
    end
    for _, wrong in ipairs({ 1, "x", true }) do refuses("credentials", wrong, type(wrong)) end
    for _, name in ipairs({ "connect_timeout", "read_timeout", "max_attempts", "max_response_bytes" }) do
      for _, wrong in ipairs({ "1", {}, true, 0, -1, 0 / 0, math.huge, -math.huge }) do refuses(name, wrong) end
    end
    refuses("max_attempts", 1.5)
    refuses("max_response_bytes", 2 ^ 53 * 2)
  end)

  it("refuses regions that are no label of a host name", function()
    local wrong = {
      "", "us_east_1", "us-east-1/../x", "-a", "a-", "a.b", "a b", "a\n", "a\0", "a\r\nb: c", "é", "123", ("a"):rep(64),
      "a@b", "a:1", "a#",
    }
    for _, region in ipairs(wrong) do refuses("region", region) end
    for _, region in ipairs({ "a", "us-east-1", "local", "us-gov-west-1", "1a", ("a"):rep(63), "EU-west-1" }) do
      assert.equal(region, resolve({ region = region }).region)
    end
  end)

  it("refuses endpoints that are no URL, without showing them", function()
    local wrong = {
      "", "localhost", "ftp://a", "//a", "http:", "http://", "http:///x", "http://a b", "http://a\r\nb", "http://a\0",
      "http://u:hunter2@a", "http://a:x", "http://a:70000", "http://a#f", "http://[::1", "http://é",
    }
    for _, url in ipairs(wrong) do
      refuses("endpoint_url", url)
      assert.is_nil(refusal({ endpoint_url = url }):find("hunter2", 1, true))
    end
  end)

  it("refuses control characters in texts that end up in headers and options", function()
    for _, byte in ipairs({ "\r", "\n", "\0", "\127" }) do
      refuses("user_agent_extra", "a" .. byte .. "b", "control character")
      refuses("ca_bundle", "/a" .. byte, "control character")
      refuses("proxy", "http://a" .. byte .. "b")
    end
    refuses("user_agent_extra", "", "empty")
    refuses("proxy", "proxy:3128")
    refuses("proxy", "socks5://a:1")
  end)
end)

describe("settings from the environment", function()
  it("are read in order, and say where they came from", function()
    local values, sources = resolve({}, { AWS_REGION = "eu-west-1", AWS_DEFAULT_REGION = "eu-west-2" })
    assert.equal("eu-west-1", values.region)
    assert.equal("AWS_REGION", sources.region)
    values, sources = resolve({}, { AWS_REGION = "", AWS_DEFAULT_REGION = "eu-west-2" })
    assert.equal("eu-west-2", values.region)
    assert.equal("AWS_DEFAULT_REGION", sources.region)
    values, sources = resolve({ region = "a" }, { AWS_REGION = "eu-west-1" })
    assert.equal("a", values.region)
    assert.equal("settings", sources.region)
  end)

  it("know the service's own endpoint before the common one", function()
    local both = { AWS_ENDPOINT_URL = "http://all", AWS_ENDPOINT_URL_SERVICE = "http://own" }
    local values, sources = resolve({}, both)
    assert.equal("http://own", values.endpoint_url)
    assert.equal("AWS_ENDPOINT_URL_SERVICE", sources.endpoint_url)
    assert.equal("http://all", resolve({}, { AWS_ENDPOINT_URL = "http://all" }).endpoint_url)
    assert.equal("http://given", resolve({ endpoint_url = "http://given" }, both).endpoint_url)
    assert.equal("http://all", resolve({}, { AWS_ENDPOINT_URL = "http://all", AWS_ENDPOINT_URL_SERVICE = "" }).endpoint_url)
  end)

  it("are named after each service", function()
    local seen = {}
    local environment = setmetatable({}, { __index = function(_, name) seen[name] = true end })
    for _, service in ipairs({ "aws.dms", "aws.drs" }) do
      scripted.with_environment(environment, require(service).new, { region = "a" })
    end
    assert.is_true(seen.AWS_ENDPOINT_URL_DATABASE_MIGRATION_SERVICE)
    assert.is_true(seen.AWS_ENDPOINT_URL_DRS)
  end)

  it("leave endpoints out when told to ignore them, but not one that is given", function()
    local environment = { AWS_ENDPOINT_URL = "http://all", AWS_ENDPOINT_URL_SERVICE = "http://own" }
    assert.is_nil(resolve({ ignore_configured_endpoint_urls = true }, environment).endpoint_url)
    environment.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS = "true"
    assert.is_nil(resolve({}, environment).endpoint_url)
    assert.equal("http://a", resolve({ endpoint_url = "http://a" }, environment).endpoint_url)
    assert.equal("http://own", resolve({ ignore_configured_endpoint_urls = false }, environment).endpoint_url)
  end)

  it("are true for the text true in any case, else false", function()
    for text, expected in pairs({
      ["true"] = true, TRUE = true, True = true, ["false"] = false, ["1"] = false, yes = false, truee = false, [""] = false,
    }) do
      assert.equal(expected, resolve({}, { AWS_USE_FIPS_ENDPOINT = text }).use_fips_endpoint)
      assert.equal(expected, resolve({}, { AWS_USE_DUALSTACK_ENDPOINT = text }).use_dualstack_endpoint)
    end
    local values = resolve({}, { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS = "1", AWS_ENDPOINT_URL = "http://all" })
    assert.equal("http://all", values.endpoint_url)
  end)

  it("are checked like those given, naming the variable", function()
    assert.equal(7, resolve({}, { AWS_MAX_ATTEMPTS = "7" }).max_attempts)
    assert.equal("/ca", resolve({}, { AWS_CA_BUNDLE = "/ca" }).ca_bundle)
    for name, text in pairs({
      AWS_MAX_ATTEMPTS = "0", AWS_REGION = "a b", AWS_DEFAULT_REGION = "a\n", AWS_ENDPOINT_URL = "nowhere",
      AWS_ENDPOINT_URL_SERVICE = "ftp://x", AWS_CA_BUNDLE = "a\nb", REQUESTS_CA_BUNDLE = " ",
    }) do
      assert.truthy(refusal({}, { [name] = text }):find(name, 1, true), name)
    end
    assert.truthy(refusal({}, { AWS_MAX_ATTEMPTS = "many" }):find("AWS_MAX_ATTEMPTS", 1, true))
  end)
end)

describe("FIPS and dual stack", function()
  it("are what legacy pseudo regions mean", function()
    for _, region in ipairs({ "fips-us-east-1", "us-east-1-fips" }) do
      local values, sources = resolve({ region = region })
      assert.equal("us-east-1", values.region)
      assert.is_true(values.use_fips_endpoint)
      assert.equal("settings", sources.use_fips_endpoint)
    end
    local _, sources = resolve({}, { AWS_REGION = "fips-us-east-1" })
    assert.equal("AWS_REGION", sources.use_fips_endpoint)
  end)

  it("exclude an endpoint of one's own", function()
    local url = "https://a"
    assert.truthy(refusal({ endpoint_url = url, use_fips_endpoint = true }):find("use_fips_endpoint", 1, true))
    assert.truthy(refusal({ endpoint_url = url, use_dualstack_endpoint = true }):find("use_dualstack_endpoint", 1, true))
    refusal({ endpoint_url = url }, { AWS_USE_FIPS_ENDPOINT = "true" })
    refusal({ endpoint_url = url, region = "fips-us-east-1" })
    refusal({ use_fips_endpoint = true }, { AWS_ENDPOINT_URL = url })
  end)
end)

describe("config.for_call", function()
  local values = resolve({ region = "eu-west-1", max_attempts = 5 })

  it("puts what is given with a call over the client's settings", function()
    local options = { region = "a", credentials = noop, max_attempts = 2, connect_timeout = 1, read_timeout = 2 }
    local effective = config.for_call(values, options)
    for name, value in pairs(options) do assert.equal(value, effective[name], name) end
    assert.equal(values.max_response_bytes, effective.max_response_bytes)
    assert.equal(5, config.for_call(values, {}).max_attempts)
    assert.equal("eu-west-1", values.region)
    assert.equal(5, values.max_attempts)
  end)

  it("knows pseudo regions", function()
    local effective = config.for_call(values, { region = "us-east-1-fips" })
    assert.equal("us-east-1", effective.region)
    assert.is_true(effective.use_fips_endpoint)
    assert.is_false(values.use_fips_endpoint)
    local err = failure(config.for_call, resolve({ endpoint_url = "http://a" }), { region = "fips-us-east-1" })
    assert.is_true(errors.is(err, "ConfigError"))
  end)

  it("refuses what belongs to a client, what is unknown and what is wrong", function()
    local function message_of(options) return failure(config.for_call, values, options).message end
    assert.truthy(message_of({ endpoint_url = "http://a" }):find('unknown option "endpoint_url"', 1, true))
    assert.truthy(message_of({ regin = "a" }):find('did you mean "region"', 1, true))
    assert.truthy(message_of({ region = 5 }):find("region is a number", 1, true))
    assert.truthy(message_of("eu-west-1"):find("a call takes a table of options, got a string", 1, true))
  end)
end)

describe("config.public", function()
  it("shows settings and sources, and no secret", function()
    local values, sources = resolve({
      credentials = { access_key_id = "AKID", secret_access_key = "hunter2" },
      proxy = "http://user:hunter2@proxy:1",
      region = "a",
      transport = noop,
    }, { AWS_MAX_ATTEMPTS = "4" })
    local shown = config.public(values, sources)
    assert.equal("a", shown.region)
    assert.equal("settings", shown.sources.region)
    assert.equal(4, shown.max_attempts)
    assert.equal("AWS_MAX_ATTEMPTS", shown.sources.max_attempts)
    assert.equal("default", shown.sources.read_timeout)
    assert.is_nil(shown.credentials)
    assert.is_nil(shown.transport)
    assert.is_nil(require("pl.pretty").write(shown):find("hunter2", 1, true))
    assert.truthy(shown.proxy:find("proxy:1", 1, true))
  end)
end)
