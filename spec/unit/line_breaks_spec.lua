-- CR, LF and NUL in every text that a user, a variable, a file or an answer gives: no line of a request is ever split.
local credentials = require "aws.credentials"
local line_breaks = require "spec.support.line_breaks"
local own_providers = require "aws.credentials.providers"
local providers = require "spec.support.providers"
local scripted = require "spec.support.scripted"
local settings = require "aws.settings"

local services = { dms = require "aws.dms", drs = require "aws.drs" }
local key_rules = require "aws.credentials.keys" -- what every provider's keys go through

local broken, assert_whole, assert_told = line_breaks.in_text, line_breaks.assert_whole, line_breaks.assert_told

local function answers(count)
  local list = {}
  for i = 1, count do list[i] = scripted.answer("{}") end
  return list
end

local inputs = {
  dms = { "stop_replication", { ReplicationConfigArn = "arn:aws:dms:us-east-1:123456789012:replication-config:X" } },
  drs = { "retry_data_replication", { sourceServerID = "s-1234567890abcdef0" } },
}

--- Makes a client and calls it; what was raised, and what was sent.
local function run(name, given, options, variables)
  local transport = scripted.transport(answers(9))
  local own = { transport = transport, now = function() return scripted.time end, max_attempts = 1, sleep = function() end }
  for key, value in pairs(given) do own[key] = value end
  local ok, raised = scripted.with_environment(variables or {}, pcall, function()
    services[name].new(own)[inputs[name][1]](inputs[name][2], options)
  end)
  for _, request in ipairs(transport.requests) do assert_whole(request, name) end
  return not ok and raised or nil, #transport.requests
end

--- A value of each setting that takes a text; a setting that is not here takes none.
local texts = {
  region = "us-east-1", profile = "operations", credentials_cache = "keys", endpoint_url = "http://localhost:4566/path",
  retry_mode = "standard", ca_bundle = "/etc/ssl/certs/ca.pem", proxy = "http://proxy.example:3128", sdk_ua_app_id = "application",
  user_agent_extra = "operator/1",
}

local function usual(more)
  local given = { region = "us-east-1", credentials = scripted.keys }
  for name, value in pairs(more or {}) do given[name] = value end
  return given
end

describe("CR, LF and NUL in", function()
  after_each(providers.clean)

  for _, setting in ipairs(settings.list) do
    local name = setting.name
    if texts[name] then
      it("the setting " .. name .. " are refused, and nothing is sent", function()
        for _, value in ipairs(broken(texts[name])) do
          local raised, count = run("dms", usual({ [name] = value }))
          assert_told(raised, name, "ConfigError")
          assert.equal(0, count)
          if setting.per_call then
            raised, count = run("drs", usual(), { [name] = value })
            assert_told(raised, name, "ConfigError")
            assert.equal(0, count)
          end
        end
      end)
    else
      it("the setting " .. name .. ", which takes no text, are refused like any text", function()
        for _, value in ipairs(broken("a")) do assert_told(run("dms", usual({ [name] = value })), name, "ConfigError") end
      end)
    end
  end

  --- Every variable that any part reads, with a value that it may have.
  local function all_variables()
    local own = {
      HOME = "/nowhere", AWS_CONFIG_FILE = "/nowhere/config", AWS_SHARED_CREDENTIALS_FILE = "/nowhere/credentials",
      NO_PROXY = "localhost", HTTPS_PROXY = "http://proxy.example:3128", AWS_ACCESS_KEY_ID = "AKIDEXAMPLE",
      AWS_SECRET_ACCESS_KEY = providers.SECRET, AWS_SESSION_TOKEN = providers.TOKEN, AWS_ROLE_ARN = "arn:aws:iam::1:role/r",
      AWS_ROLE_SESSION_NAME = "session", AWS_ENDPOINT_URL_STS = "http://localhost:1",
      AWS_ENDPOINT_URL_DATABASE_MIGRATION_SERVICE = "http://localhost:1", AWS_ENDPOINT_URL_DRS = "http://localhost:1",
      AWS_CREDENTIAL_EXPIRATION = "2099-01-01T00:00:00Z",
    }
    for _, setting in ipairs(settings.list) do
      for _, variable in ipairs(setting.variables or {}) do
        if not variable:find("<") then own[variable] = own[variable] or texts[setting.name] or "1" end
      end
    end
    for _, name in ipairs(own_providers.names) do
      local declared = require("aws.credentials.providers." .. name)
      for _, option in ipairs(declared.options) do
        if option.variable then own[option.variable] = own[option.variable] or "http://127.0.0.1/keys" end
      end
      for _, variable in ipairs(declared.variables or {}) do own[variable] = own[variable] or "1" end
    end
    return own
  end

  it("any variable split no line, and are told in one", function()
    local count, token = 0, providers.folder({ token = providers.TOKEN }) .. "/token"
    local sets = { -- keys of the variables, of a role, of a container, of an instance
      { AWS_ACCESS_KEY_ID = "AKIDEXAMPLE", AWS_SECRET_ACCESS_KEY = providers.SECRET, AWS_SESSION_TOKEN = providers.TOKEN },
      { AWS_ROLE_ARN = "arn:aws:iam::1:role/r", AWS_WEB_IDENTITY_TOKEN_FILE = token },
      { AWS_CONTAINER_CREDENTIALS_FULL_URI = "http://127.0.0.1/keys", AWS_CONTAINER_AUTHORIZATION_TOKEN = providers.TOKEN },
      {},
    }
    for variable, value in pairs(all_variables()) do
      for i, set in ipairs(sets) do
        for j, text in ipairs(broken(value)) do
          if j % #sets == i - 1 then
            local variables = { AWS_REGION = "us-east-1" }
            for name, own in pairs(set) do variables[name] = own end
            variables[variable] = text
            local name = j % 2 == 0 and "dms" or "drs"
            local raised = run(name, {}, nil, variables)
            if raised then
              assert_told(raised, variable)
              assert.is_true(providers.is_clean(raised), variable)
            end
            count = count + 1
          end
        end
      end
    end
    assert.is_true(count > 500)
  end)

  --- Lines end at CR and LF, so a value can hold neither; a nested one begins a line.
  it("any value of a profile split no line", function()
    local keys = { "region", "role_arn", "role_session_name", "external_id", "mfa_serial", "endpoint_url", "sso_start_url", "sso_region",
      "sso_account_id", "sso_role_name", "sso_session", "credential_process", "web_identity_token_file", "aws_access_key_id",
      "aws_secret_access_key", "aws_session_token", "sdk_ua_app_id", "ca_bundle", "services", "source_profile", "credential_source",
      "ec2_metadata_service_endpoint", "duration_seconds" }
    for _, key in ipairs(keys) do
      for _, lines in ipairs(line_breaks.list) do
        local text = ("[default]\nregion = us-east-1\n%s = v%s\n[profile p]\naws_access_key_id = A\naws_secret_access_key = S\n")
          :format(key == "region" and "x" or key, lines)
        local home = providers.folder({ [".aws/config"] = text })
        local raised = run("dms", {}, nil, { HOME = home })
        if raised then assert_told(raised, key) end
        if lines:find("%z") then assert_told(raised, key, "ConfigError") end
      end
    end
  end)

  it("options of a provider split no line", function()
    local count = 0
    for _, name in ipairs(own_providers.names) do
      for _, option in ipairs(require("aws.credentials.providers." .. name).options) do
        for _, text in ipairs(broken("value")) do
          local given = { [option.name] = text }
          if name == "assume_role" and option.name ~= "role_arn" then given.role_arn = "arn:aws:iam::1:role/r" end
          if name == "assume_role" then given.source_profile = given.source_profile or "base" end
          local made, provider = pcall(credentials[name], given)
          local raised = provider
          if made then raised = run("drs", { region = "us-east-1", credentials = provider }) end
          assert_told(raised, name .. "." .. option.name)
          count = count + 1
        end
      end
    end
    assert.is_true(count > 100)
  end)

  it("keys, wherever a function got them, are refused", function()
    for _, member in ipairs({ "access_key_id", "secret_access_key", "session_token", "account_id" }) do
      for _, text in ipairs(broken("value")) do
        local keys = { access_key_id = "AKID", secret_access_key = "S", session_token = "T", [member] = text }
        for _, given in ipairs({ keys, function() return keys end }) do
          local raised, count = run("dms", usual({ credentials = given }))
          assert_told(raised, member)
          assert.equal(0, count)
        end
      end
    end
  end)
end)

-- Answers of those who hand out keys ----------------------------------------------------------------------------

describe("CR, LF and NUL in what hands out keys", function()
  after_each(providers.clean)

  local DOCUMENT = '{"Code":"Success","AccessKeyId":"%s","SecretAccessKey":"%s","Token":"%s","Expiration":"2099-01-01T00:00:00Z"}'

  local STS = "<R><Credentials><AccessKeyId>%s</AccessKeyId><SecretAccessKey>%s</SecretAccessKey><SessionToken>%s</SessionToken>"
    .. "<Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></R>"
  --- A role whose keys assume another.
  local ROLES = "[profile p]\nrole_arn = arn:aws:iam::1:role/p\nsource_profile = q\n[profile q]\nrole_arn = arn:aws:iam::1:role/q\n"
    .. "source_profile = base\n[profile base]\naws_access_key_id = AKBASE\naws_secret_access_key = S\n"

  local function escaped(text)
    return (text:gsub("[%z\r\n]", function(byte) return ("\\u%04x"):format(byte:byte()) end))
  end

  --- Asks a provider with these answers: what was sent is whole, keys with breaks are not given.
  local function ask(name, list, variables, files)
    local context = providers.context(list, { region = "us-east-1" })
    local ok, keys = pcall(require("aws.credentials.providers." .. name).new(nil, providers.surroundings(variables, files or {})), context)
    for _, request in ipairs(context.requests) do assert_whole(request, name) end
    if not ok then return assert_told(keys, name) end
    for _, text in pairs(key_rules.read(keys or {}) or {}) do assert.is_nil(tostring(text):find("[%z\r\n]"), name) end
  end

  it("split no line: the token, role and document of an instance", function()
    for _, text in ipairs(broken("value")) do
      local good = scripted.answer(DOCUMENT:format("AKI", "S", "T"))
      ask("imds", { scripted.answer(text), scripted.answer("role"), good })
      ask("imds", { scripted.answer("token"), scripted.answer(text), good })
      for at = 1, 3 do
        local values = { "AKI", "S", "T" }
        values[at] = escaped(text)
        local document = scripted.answer(DOCUMENT:format(values[1], values[2], values[3]))
        ask("imds", { scripted.answer("token"), scripted.answer("role"), document })
        ask("container", { document, document, document }, { AWS_CONTAINER_CREDENTIALS_FULL_URI = "http://127.0.0.1/" })
      end
    end
  end)

  it("split no line: files with tokens", function()
    for _, text in ipairs(broken("value")) do
      local path = providers.folder({ token = text }) .. "/token"
      ask("container", answers(3), {
        AWS_CONTAINER_CREDENTIALS_FULL_URI = "http://127.0.0.1/", AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE = path,
      })
      ask("web_identity", answers(3), { AWS_ROLE_ARN = "arn:aws:iam::1:role/r", AWS_WEB_IDENTITY_TOKEN_FILE = path })
      local file = ('{"accessToken":"%s","expiresAt":"2099-01-01T00:00:00Z"}'):format(escaped(text))
      ask("sso", answers(3), {}, {
        [".aws/config"] = "[default]\nsso_start_url = https://d-1.awsapps.com/start\nsso_region = us-west-2\n"
          .. "sso_account_id = 123456789012\nsso_role_name = R\n",
        [".aws/sso/cache/0c54b6c27e90660baa89eaad85ac1d5dae26cb7d.json"] = file,
      })
    end
  end)

  it("split no line: keys from STS", function()
    for _, text in ipairs(broken("value")) do
      local xml = text:gsub("[\r\n]", function(byte) return ("&#%d;"):format(byte:byte()) end)
      for at = 1, 3 do
        local values = { "AKI", "S", "T" }
        values[at] = xml
        local answer = scripted.answer(STS:format(values[1], values[2], values[3]))
        ask("web_identity", { answer }, { AWS_ROLE_ARN = "arn:aws:iam::1:role/r",
          AWS_WEB_IDENTITY_TOKEN_FILE = providers.folder({ token = "t" }) .. "/token" })
        ask("assume_role", { answer, answer, answer }, { AWS_PROFILE = "p" }, { [".aws/config"] = ROLES })
      end
    end
  end)
end)
