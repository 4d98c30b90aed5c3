local config = require "aws.settings.config"
local dms = require "aws.dms"
local drs_model = require "aws.model.drs"
local files = require "spec.support.files"
local scripted = require "spec.support.scripted"
local settings = require "aws.settings"
local states = require "aws.client.state"
local tables = require "spec.support.settings_tables"

local function readme()
  return files.read("lua/aws/settings/README.md")
end

--- The README with one piece replaced, which has to be there.
local function changed(old, new)
  local text = readme()
  local start, stop = text:find(old, 1, true)
  assert.is_truthy(start, old)
  return text:sub(1, start - 1) .. new .. text:sub(stop + 1)
end

describe("a setting's declaration", function()
  it("has a name of its own, a type and a check that its default passes", function()
    local seen = {}
    for _, setting in ipairs(settings.list) do
      assert.is_nil(seen[setting.name], setting.name)
      seen[setting.name] = true
      assert.equal("string", type(setting.type), setting.name)
      assert.equal(setting, settings.by_name[setting.name])
      if setting.default ~= nil then assert.is_nil(setting.check(setting.default), setting.name) end
    end
    assert.is_true(seen.region and seen.random)
  end)

  it("says all that is written beside a check: no member is misspelled", function()
    local known = {
      name = true, type = true, doc = true, check = true, variables = true, profile_key = true, fallback = true,
      has_own_rule = true, rule_variables = true, convert = true, default = true, per_call = true, in_request = true,
      for_keys = true, hidden = true, shown = true,
    }
    for _, setting in ipairs(settings.list) do
      for member in pairs(setting) do assert.is_true(known[member], setting.name .. "." .. member) end
    end
  end)

  it("is looked up in its variables in order, then under its key of the profile, then in the fallback", function()
    local function value_in(setting, environment)
      local values, sources = config.resolve({}, "X", function(name) return environment[name] end)
      return values[setting.name], sources[setting.name]
    end
    local count = 0
    for _, setting in ipairs(settings.list) do
      local names = { (table.unpack or unpack)(setting.variables or {}) }
      for _, name in ipairs(setting.fallback or {}) do names[#names + 1] = name end
      if not setting.has_own_rule and setting.type == "string" and #names > 0 then
        local environment = {}
        for i = #names, 1, -1 do
          environment[names[i]] = "v" .. i
          assert.same({ "v" .. i, names[i] }, { value_in(setting, environment) })
          count = count + 1
        end
      end
    end
    assert.is_true(count >= 5)
  end)

  it("is the only place in the code where its variables are written", function()
    local paths, count = {}, 0
    for _, setting in ipairs(settings.list) do
      for _, name in ipairs(setting.variables or {}) do paths[name] = {} end
    end
    local pipe = assert(io.popen("find lua/aws -name '*.lua' -not -path 'lua/aws/types/*'"))
    for path in pipe:lines() do
      for line in io.lines(path) do
        for name in line:gsub("%-%-.*", ""):gmatch('"([A-Za-z_]+)"') do
          local found = paths[name]
          if found and found[#found] ~= path then found[#found + 1] = path end
        end
      end
    end
    pipe:close()
    for name, found in pairs(paths) do
      assert.is_true(#found <= 1, name .. ": " .. table.concat(found, " "))
      count = count + #found
    end
    assert.is_true(count > 10)
  end)

  it("says what a call takes", function()
    local values = config.resolve({}, "X", function() end)
    for _, setting in ipairs(settings.list) do
      local given = { [setting.name] = setting.default or "http://a" }
      local ok, err = pcall(config.for_call, values, given)
      local is_unknown = not ok and tostring(err):find("unknown option", 1, true) ~= nil
      assert.equal(setting.per_call ~= true, is_unknown, setting.name)
    end
    assert.is_true(#settings.names_with("per_call") > 3)
  end)

  it("says what the transport gets in a call's request and in a provider's", function()
    local given = { connect_timeout = 3, read_timeout = 4, ca_bundle = "spec/data/ca.pem", max_response_bytes = 5000 }
    local provider_request
    given.credentials = function(context)
      context.transport(provider_request)
      return scripted.keys
    end
    provider_request = { method = "GET", url = "http://h/", headers = {}, body = "" }
    local client, transport = scripted.client(dms, { scripted.answer(), scripted.answer('{"Replication":{}}') }, given)
    client.stop_replication{ ReplicationConfigArn = "arn:a" }
    local names = settings.names_with("in_request")
    for _, request in ipairs(transport.requests) do
      for _, name in ipairs(names) do assert.equal(given[name], request[name], name) end
    end
    assert.same({ 2, 4 }, { #transport.requests, #names })
  end)
end)

describe("what keys depend on", function()
  it("are settings that exist, and their variables, each once", function()
    local seen = {}
    for _, name in ipairs(settings.variables_for_keys()) do
      assert.is_nil(seen[name], name)
      assert.is_nil(name:find("[^A-Za-z_0-9]"), name)
      seen[name] = true
    end
    for _, name in ipairs({
      "HOME", "AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "AWS_PROFILE", "AWS_DEFAULT_REGION", "AWS_USE_FIPS_ENDPOINT",
      "AWS_CA_BUNDLE", "REQUESTS_CA_BUNDLE", "https_proxy", "HTTP_PROXY", "no_proxy", "REQUEST_METHOD",
    }) do
      assert.is_true(seen[name], name)
    end
    assert.is_nil(seen.AWS_MAX_ATTEMPTS)
    local names = table.concat(settings.names_with("for_keys"), " ")
    assert.matches("region.* ca_bundle proxy", names)
    assert.is_nil(names:find("timeout", 1, true))
  end)

  it("is what a client's providers find in their surroundings", function()
    local given = {
      region = "eu-west-1", ca_bundle = "spec/data/ca.pem", proxy = "http://p:1", ignore_configured_endpoint_urls = true,
      use_fips_endpoint = true, use_dualstack_endpoint = true,
    }
    local values, _, profiles = config.resolve(given, "X", function() end)
    local around = states.new({ model = drs_model, operations = {} }, given, function() end).surroundings
    for _, name in ipairs(settings.names_with("for_keys")) do
      assert.is_not_nil(around[name], name)
      assert.equal(values[name], around[name], name)
    end
    assert.equal(profiles.name, around.profiles.name)
  end)

  it("has each service's own endpoint variables", function()
    assert.same({ "AWS_ENDPOINT_URL_SSO_OIDC", "AWS_ENDPOINT_URL" }, config.endpoint_variables("SSO OIDC"))
    assert.same({ "AWS_ENDPOINT_URL_DRS", "AWS_ENDPOINT_URL" }, config.endpoint_variables(drs_model.service_id))
  end)
end)

describe("the README's tables of settings", function()
  it("say what the declarations say", function()
    assert.same({}, tables.problems(readme()))
  end)

  it("are found wrong in every part", function()
    for _, case in ipairs({
      { "| `read_timeout` • | 60 |", "| `read_timeout` • | 61 |", "read_timeout" },
      { "| `read_timeout` • | 60 |", "| `read_timeout` | 60 |", "read_timeout" },
      { "| `ca_bundle` | environment, profile, the system's |", "| `ca_bundle` | environment, the system's |", "ca_bundle" },
      { "| `max_response_bytes` | 8 MiB |", "| `max_response_bytes` | 16 MiB |", "max_response_bytes" },
      { "| `mfa` | |", "| `mfa` | environment |", "mfa" },
      { "| `credentials_cache` | |", "| `credentials_dict` | |", "credentials_cache" },
      { "| `AWS_REGION`, `AWS_DEFAULT_REGION` |", "| `AWS_DEFAULT_REGION`, `AWS_REGION` |", "region" },
      { "| `AWS_MAX_ATTEMPTS` | `max_attempts` |", "| `AWS_MAX_ATTEMPTS` | |", "max_attempts" },
      { "after the profile `REQUESTS_CA_BUNDLE`", "nothing else", "ca_bundle" },
      { "| setting | default | |", "| option | default | |", "README" },
    }) do
      local problems = tables.problems(changed(case[1], case[2]))
      assert.is_true(#problems > 0, case[2])
      assert.matches(case[3], table.concat(problems, "; "), 1, true)
    end
  end)
end)
