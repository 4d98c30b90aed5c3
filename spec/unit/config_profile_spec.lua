-- Settings that come from a profile, and what a client shows of them.
local config = require "aws.settings.config"
local dms = require "aws.dms"
local errors = require "aws.errors"
local folder = require "spec.support.folder"
local profile = require "aws.settings.profile"
local scripted = require "spec.support.scripted"

local failure = scripted.failure

describe("settings of a profile", function()
  local home, path

  before_each(function()
    home = folder.new()
    path = home.path .. "/.aws/config"
  end)
  after_each(function() home.remove() end)

  local function environment(variables)
    local all = { HOME = home.path }
    for name, value in pairs(variables or {}) do all[name] = value end
    return function(name) return all[name] end
  end

  --- Settings with this config file.
  local function resolve(text, variables, given)
    home.write(".aws/config", text)
    return config.resolve(given or {}, "Own Service", environment(variables))
  end

  local function refusal(...)
    local err = failure(resolve, ...)
    assert.is_true(errors.is(err, "ConfigError"), tostring(err))
    return err.message
  end

  local ALL = [[
[default]
region = default-1
[profile p]
region = eu-west-1
use_fips_endpoint = True
use_dualstack_endpoint = tRUE
ignore_configured_endpoint_urls = true
max_attempts = 7
ca_bundle = spec/data/ca.pem
sdk_ua_app_id = my-app
]]

  it("count after the environment and what is given", function()
    local values, sources = resolve(ALL, { AWS_PROFILE = "p" })
    local expected = { region = "eu-west-1", use_fips_endpoint = true, use_dualstack_endpoint = true,
      ignore_configured_endpoint_urls = true, max_attempts = 7, ca_bundle = "spec/data/ca.pem", sdk_ua_app_id = "my-app" }
    for name, value in pairs(expected) do
      assert.equal(value, values[name], name)
      assert.equal(("profile p (%s)"):format(path), sources[name], name)
    end
    values, sources = resolve(ALL, { AWS_PROFILE = "p", AWS_MAX_ATTEMPTS = "2", AWS_USE_FIPS_ENDPOINT = "no" },
      { region = "a" })
    assert.same({ "a", 2, false }, { values.region, values.max_attempts, values.use_fips_endpoint })
    assert.same({ "settings", "AWS_MAX_ATTEMPTS", "AWS_USE_FIPS_ENDPOINT" },
      { sources.region, sources.max_attempts, sources.use_fips_endpoint })
  end)

  it("are those of one profile, without the default's", function()
    assert.equal("default-1", resolve(ALL).region)
    assert.equal("eu-west-1", resolve(ALL, {}, { profile = "p" }).region)
    assert.is_nil(resolve("[default]\nregion=a\n[profile p]\n", { AWS_PROFILE = "p" }).region)
    home.write(".aws/credentials", "[p]\nregion=keys-1")
    local values, sources = resolve(ALL, { AWS_PROFILE = "p" })
    assert.equal("keys-1", values.region)
    assert.equal(("profile p (%s/.aws/credentials)"):format(home.path), sources.region)
  end)

  it("that are empty are left out", function()
    local values = resolve("[default]\nregion =\nca_bundle=\nmax_attempts=\nendpoint_url=\n")
    assert.is_nil(values.region)
    assert.is_nil(values.ca_bundle)
    assert.equal(3, values.max_attempts)
    assert.is_nil(values.endpoint_url)
  end)

  it("that do not fit are refused with key, profile and file", function()
    for line, fault in pairs({
      ["region = eu_west_1"] = "is not a region name",
      ["max_attempts = many"] = "is not a whole number",
      ["max_attempts = 0"] = "is not a whole number above 0",
      ["endpoint_url = localhost:1"] = "",
      ["ca_bundle = a\n b"] = "has a control character",
      ["region =\n  a = b"] = "is a table of nested keys, not a text",
    }) do
      local message = refusal("[profile p]\n" .. line, { AWS_PROFILE = "p" })
      assert.equal(1, (message:find(line:match("^[%w_]+") .. " of profile p (" .. path .. ") " .. fault, 1, true)), message)
    end
  end)

  it("give the CA bundle before REQUESTS_CA_BUNDLE", function()
    local function bundle(...)
      local values, sources = resolve(...)
      return { values.ca_bundle, sources.ca_bundle }
    end
    local variables = { REQUESTS_CA_BUNDLE = "/r", AWS_CA_BUNDLE = "/a" }
    assert.same({ "/a", "AWS_CA_BUNDLE" }, bundle("[default]\nca_bundle=/p", variables))
    variables.AWS_CA_BUNDLE = nil
    assert.same({ "/p", ("profile default (%s)"):format(path) }, bundle("[default]\nca_bundle=/p", variables))
    assert.same({ "/r", "REQUESTS_CA_BUNDLE" }, bundle("", variables))
  end)

  it("may be a pseudo region", function()
    local values, sources = resolve("[default]\nregion=fips-us-east-1")
    assert.same({ "us-east-1", true }, { values.region, values.use_fips_endpoint })
    assert.equal(sources.region, sources.use_fips_endpoint)
  end)

  it("exclude each other as those given do, and say who asked", function()
    assert.equal(("endpoint_url (AWS_ENDPOINT_URL) and use_fips_endpoint (profile default (%s)) exclude each other")
      :format(path), refusal("[default]\nuse_fips_endpoint=true", { AWS_ENDPOINT_URL = "http://h" }))
  end)

  it("need the profile that was named, also with keys in the environment", function()
    home.write(".aws/config", "[default]\n")
    for _, case in ipairs({ { {}, { AWS_PROFILE = "gone" } }, { { profile = "gone" }, {} } }) do
      case[2].AWS_ACCESS_KEY_ID, case[2].AWS_SECRET_ACCESS_KEY, case[2].HOME = "AK", "SK", home.path
      local err = failure(scripted.with_environment, case[2], dms.new, case[1])
      assert.is_true(errors.is(err, "ProfileNotFound"), tostring(err))
      assert.same({ "config", "dms" }, { err.kind, err.service })
    end
    local err = failure(dms.new, { profile = "" })
    assert.equal("profile is empty", err.message)
  end)

  describe("for endpoints", function()
    local SERVICES = [[
[default]
endpoint_url = http://all
services = s
[services s]
own_service =
  endpoint_url = http://own
sts =
  endpoint_url = http://sts
empty =
  endpoint_url =
  other = x
flat = http://flat
]]

    local function url_for(id, variables, ignore)
      home.write(".aws/config", SERVICES)
      local getenv = environment(variables)
      return config.endpoint_url_for(id, getenv, profile.load(getenv), ignore)
    end

    it("stand in the services section, else in the profile", function()
      local values, sources = resolve(SERVICES)
      assert.equal("http://own", values.endpoint_url)
      assert.equal(("own_service in [services s] (%s)"):format(path), sources.endpoint_url)
      assert.same({ "http://sts", ("sts in [services s] (%s)"):format(path) }, { url_for "STS" })
      assert.same({ "http://all", ("profile default (%s)"):format(path) }, { url_for "SSO OIDC" })
      assert.equal("http://all", (url_for "Empty"))
    end)

    it("count after variables, for every service", function()
      local variables = { AWS_ENDPOINT_URL = "http://env", AWS_ENDPOINT_URL_SSO_OIDC = "http://oidc" }
      assert.same({ "http://oidc", "AWS_ENDPOINT_URL_SSO_OIDC" }, { url_for("SSO OIDC", variables) })
      assert.same({ "http://env", "AWS_ENDPOINT_URL" }, { url_for("STS", variables) })
      assert.is_nil(url_for("STS", variables, true))
    end)

    it("are left out by the switch", function()
      assert.is_nil(resolve("[default]\nendpoint_url=http://h\nignore_configured_endpoint_urls=true").endpoint_url)
    end)

    it("need the services section that the profile names", function()
      for _, text in ipairs({ "[default]\nservices = gone", "[default]\nservices = gone\n[services gone]" }) do
        assert.equal(("services of profile default (%s): there is no [services gone], or nothing in it"):format(path),
          refusal(text))
        assert.equal("http://h", resolve(text, { AWS_ENDPOINT_URL = "http://h" }).endpoint_url)
        assert.is_nil(resolve(text, {}, { ignore_configured_endpoint_urls = true }).endpoint_url)
      end
      local err = failure(url_for, "flat")
      assert.equal(("flat in [services s] (%s) has no nested keys"):format(path), err.message)
    end)
  end)

  describe("in client.config", function()
    local function shown(variables, given)
      local all = { HOME = home.path }
      for name, value in pairs(variables) do all[name] = value end
      return scripted.with_environment(all, dms.new, given).config
    end

    it("stand with the file they came from", function()
      home.write(".aws/config", ALL)
      local effective = shown({ AWS_PROFILE = "p" }, { use_fips_endpoint = false })
      assert.equal("p", effective.profile)
      assert.equal("AWS_PROFILE", effective.sources.profile)
      assert.equal("eu-west-1", effective.region)
      assert.equal(("profile p (%s)"):format(path), effective.sources.region)
      assert.equal(path, effective.config_file)
      assert.equal("default", effective.sources.config_file)
      assert.equal("settings", effective.sources.use_fips_endpoint)
      effective = shown({ AWS_CONFIG_FILE = "/none" }, { region = "a" })
      assert.same({ "default", "default" }, { effective.profile, effective.sources.profile })
      assert.same({ "/none", "AWS_CONFIG_FILE" }, { effective.config_file, effective.sources.config_file })
    end)

    it("have a proxy without user info, as it is for the client's calls", function()
      local variables = { HTTPS_PROXY = "http://me:hunter2@p:1", HTTP_PROXY = "http://q:2", NO_PROXY = ".inside" }
      local function seen(given)
        given.region = "eu-west-1"
        local effective = shown(variables, given)
        return { effective.proxy, effective.sources.proxy }
      end
      assert.same({ "http://***@p:1", "HTTPS_PROXY" }, seen({}))
      assert.same({ "http://q:2", "HTTP_PROXY" }, seen({ endpoint_url = "http://h" }))
      assert.same({ false, "NO_PROXY" }, seen({ endpoint_url = "https://a.inside" }))
      assert.same({ false, "settings" }, seen({ proxy = false }))
      assert.same({ "http://***@x:80", "settings" }, seen({ proxy = "http://u:hunter2@x" }))
    end)

    it("hold no secret and no function", function()
      home.write(".aws/config", "[default]\naws_access_key_id = AKID\naws_secret_access_key = hunter2\n")
      local effective = shown({ AWS_SECRET_ACCESS_KEY = "hunter2" }, {
        region = "a", mfa = function() end, credentials_cache = "shared", sdk_ua_app_id = "x" })
      local text = require("pl.pretty").write(effective())
      assert.is_nil(text:find("hunter2", 1, true))
      assert.is_nil(text:find("function", 1, true))
      assert.same({ "shared", "x" }, { effective.credentials_cache, effective.sdk_ua_app_id })
    end)

    it("of the default client are the module's", function()
      home.write(".aws/config", "[default]\nregion = sa-east-1\n")
      local found = scripted.with_environment({ HOME = home.path }, function()
        local region = dms.config.region
        dms.close()
        return region
      end)
      assert.equal("sa-east-1", found)
    end)
  end)

  it("reach the requests: user agent and proxy", function()
    home.write(".aws/config", "[default]\nregion = a\nsdk_ua_app_id = my app/2\n")
    local variables = { HOME = home.path, HTTPS_PROXY = "http://u:p@q@proxy:1", NO_PROXY = "dms.b.amazonaws.com" }
    local transport = scripted.transport({ scripted.answer(), scripted.answer(), scripted.answer(), scripted.answer() })
    local client = scripted.with_environment(variables, dms.new, {
      transport = transport,
      user_agent_extra = "tool/1",
      credentials = function(context)
        context.transport({ url = "http://169.254.169.254/", proxy = false })
        context.transport({ url = "https://sts.a.amazonaws.com/" })
        return scripted.keys
      end,
    })
    client.stop_replication({ ReplicationConfigArn = "arn" })
    assert.same({ false, "http://u:p%40q@proxy:1", "http://u:p%40q@proxy:1" },
      { transport.requests[1].proxy, transport.requests[2].proxy, transport.requests[3].proxy })
    assert.matches(" app/my%-app%-2 tool/1$", (scripted.header(transport.requests[3], "user-agent")))
    client.stop_replication({ ReplicationConfigArn = "arn" }, { region = "b", credentials = scripted.keys })
    assert.is_false(transport.requests[4].proxy)
  end)
end)
