local errors = require "aws.errors"
local imds = require "aws.credentials.providers.imds"
local providers = require "spec.support.providers"
local scripted = require "spec.support.scripted"

local failure, SECRET, TOKEN = scripted.failure, providers.SECRET, providers.TOKEN

local BASE = "http://169.254.169.254/"
local TOKENS, ROLES = "latest/api/token", "latest/meta-data/iam/security-credentials/"
local DOCUMENT = ('{"Code":"Success","LastUpdated":"x","Type":"AWS-HMAC","AccessKeyId":"AKI","SecretAccessKey":"%s",'
  .. '"Token":"%s","Expiration":"2099-01-01T00:00:00Z"%%s}'):format(SECRET, TOKEN)
local KEYS = { access_key_id = "AKI", secret_access_key = SECRET, session_token = TOKEN, expiration = 4070908800 }

local token, role = scripted.answer("IMDSTOKEN"), scripted.answer("role1")

local function keys_answer(more)
  return scripted.answer(DOCUMENT:format(more or ""))
end

local function no_answer(type_name)
  return { failure = { type = type_name, message = "nothing", sent = false } }
end

local function fetch(context, variables, options, files)
  return imds.new(options, providers.surroundings(variables, files))(context)
end

--- Keys, reason and the requests, each as "METHOD path", with " +token" where it had one.
local function run(answers, variables, options, files)
  local context = providers.context(answers)
  local keys, reason = fetch(context, variables, options, files)
  local sent = {}
  for i, request in ipairs(context.requests) do
    local has_token = scripted.header(request, "x-aws-ec2-metadata-token")
    sent[i] = request.method .. " " .. request.url:gsub("^http://169%.254%.169%.254/", "") .. (has_token and " +token" or "")
  end
  return keys, reason, sent, context
end

describe("keys of an instance's role", function()
  after_each(providers.clean)

  it("are asked for with a token", function()
    local keys, _, sent, context = run({ token, role, keys_answer() })
    assert.same(KEYS, keys)
    assert.same({ "PUT " .. TOKENS, "GET " .. ROLES .. " +token", "GET " .. ROLES .. "role1 +token" }, sent)
    assert.same({
      method = "PUT",
      url = BASE .. TOKENS,
      headers = { { "Host", "169.254.169.254" }, { "x-aws-ec2-metadata-token-ttl-seconds", "21600" } },
      body = "",
      connect_timeout = 1,
      read_timeout = 1,
      timeout = 2,
      proxy = false,
      max_response_bytes = 65536,
    }, context.requests[1])
    assert.same({ { "Host", "169.254.169.254" }, { "x-aws-ec2-metadata-token", "IMDSTOKEN" } }, context.requests[3].headers)
    assert.is_false(context.requests[3].proxy)
    assert.same({}, context.slept)
    _, _, sent, context = run({ token, role, keys_answer() }, {}, { endpoint = "http://[fe80::a9fe:a9fe%25eth0]" })
    assert.equal("PUT http://[fe80::a9fe:a9fe%25eth0]/" .. TOKENS, sent[1])
    for _, request in ipairs(context.requests) do assert.same({ "Host", "[fe80::a9fe:a9fe]" }, request.headers[1]) end
  end)

  it("are not asked for where the service is switched off", function()
    for _, word in ipairs({ "true", "TRUE" }) do
      local keys, reason, sent = run({}, { AWS_EC2_METADATA_DISABLED = word })
      assert.is_nil(keys)
      assert.truthy(reason:find("AWS_EC2_METADATA_DISABLED", 1, true))
      assert.same({}, sent)
    end
    assert.same(KEYS, (run({ token, role, keys_answer() }, { AWS_EC2_METADATA_DISABLED = "false" })))
  end)

  describe("without a token", function()
    local VERSION_1 = { "PUT " .. TOKENS, "GET " .. ROLES, "GET " .. ROLES .. "role1" }
    local wanting = {
      scripted.answer("", 403), scripted.answer("", 404), scripted.answer("", 405), scripted.answer("x", 500),
      scripted.answer(""), scripted.answer("a\nb"), no_answer("ReadTimeoutError"), no_answer("ConnectTimeoutError"),
      no_answer("ConnectionError"),
    }

    it("are asked for as version 1 has it", function()
      for _, answer in ipairs(wanting) do
        local keys, _, sent = run({ answer, role, keys_answer() })
        assert.same(KEYS, keys)
        assert.same(VERSION_1, sent)
      end
    end)

    it("are not asked for where version 1 is disabled", function()
      for _, answer in ipairs(wanting) do
        local context = providers.context({ answer })
        local err = failure(fetch, context, { AWS_EC2_METADATA_V1_DISABLED = "True" })
        assert.is_true(errors.is(err, "CredentialsError"))
        assert.equal("imds", err.provider)
        assert.truthy(err.message:find("version 1 is disabled", 1, true), err.message)
        assert.equal(1, #context.requests)
      end
    end)

    it("are not asked for after HTTP 400", function()
      local keys, reason, sent = run({ scripted.answer("", 400) })
      assert.is_nil(keys)
      assert.truthy(reason:find("HTTP 400", 1, true))
      assert.same({ "PUT " .. TOKENS }, sent)
    end)

    it("are asked for at once where tokens are not known, whatever attempts are left", function()
      for _, answer in ipairs({ scripted.answer("", 404), no_answer("ReadTimeoutError") }) do
        local _, _, sent = run({ answer, role, keys_answer() }, { AWS_METADATA_SERVICE_NUM_ATTEMPTS = "3" })
        assert.same(VERSION_1, sent)
      end
    end)
  end)

  it("are tried again as often as the settings say, without a pause", function()
    local bad = scripted.answer("x", 500)
    local keys, _, sent, context = run({ bad, token, bad, role, scripted.answer("<html>"), keys_answer() },
      { AWS_METADATA_SERVICE_NUM_ATTEMPTS = "2" })
    assert.same(KEYS, keys)
    assert.same({ "PUT " .. TOKENS, "PUT " .. TOKENS, "GET " .. ROLES .. " +token", "GET " .. ROLES .. " +token",
      "GET " .. ROLES .. "role1 +token", "GET " .. ROLES .. "role1 +token" }, sent)
    assert.same({}, context.slept)
  end)

  it("are not there where the service does not have them", function()
    local refused = '{"Code":"AssumeRoleUnauthorizedAccess","Message":"no","LastUpdated":"x"}'
    for words, answers in pairs({
      ["HTTP 404"] = { token, scripted.answer("<html>", 404) },
      ["ConnectTimeoutError"] = { no_answer("ConnectTimeoutError"), no_answer("ConnectTimeoutError") },
      ["the answer names no role"] = { token, scripted.answer("") },
      ["names no role"] = { token, scripted.answer("<html>\n<body>" .. SECRET) },
      ["HTTP 401"] = { token, role, scripted.answer("", 401) },
      ["is not the JSON expected"] = { token, role, scripted.answer("<html>" .. SECRET) },
      ["role role1 has no keys (AssumeRoleUnauthorizedAccess)"] = { token, role, scripted.answer(refused) },
      ["has no SecretAccessKey"] = { token, role, scripted.answer('{"AccessKeyId":"AK"}') },
      ["has no Token"] = { token, role, keys_answer(',"Token":""') },
      ["has no Expiration"] = { token, role, keys_answer(',"Expiration":null') },
      ["not an ISO 8601 time with a time zone"] = { token, role, keys_answer(',"Expiration":"2099-01-01T00:00:00"') },
      ["control character in AccessKeyId"] = { token, role, keys_answer(',"AccessKeyId":"A\\u0000"') },
    }) do
      local keys, reason = run(answers)
      assert.is_nil(keys)
      assert.truthy(reason:find("no credentials from " .. BASE, 1, true), reason)
      assert.truthy(reason:find(words, 1, true), reason)
      assert.is_true(providers.is_clean({ reason }))
    end
  end)

  it("stay in use when they have ended or will soon, with chance in how long", function()
    local function expiration(text, random)
      local surroundings = providers.surroundings()
      surroundings.random = function() return random end
      local answer = keys_answer((',"Expiration":"%s"'):format(text))
      return imds.new(nil, surroundings)(providers.context({ token, role, answer })).expiration - scripted.time
    end
    assert.equal(900 + 120, expiration("2001-01-01T00:00:00Z", 0))
    assert.equal(900 + 360, expiration("2001-01-01T00:00:00Z", 0.5))
    assert.equal(900 + 360, expiration("2024-03-01T00:20:58Z", 0.5)) -- in 21 minutes
    assert.equal(22 * 60, expiration("2024-03-01T00:21:58Z", 0.5))
  end)

  it("are asked for anew each time, with a new token", function()
    local provider = imds.new(nil, providers.surroundings())
    local context = providers.context({ token, role, keys_answer(), scripted.answer("SECOND"), role, keys_answer() })
    provider(context)
    provider(context)
    assert.equal("SECOND", (scripted.header(context.requests[6], "x-aws-ec2-metadata-token")))
  end)

  it("are not waited for beyond the call's time, or beyond Ctrl-C", function()
    local context = providers.context({ token, role, keys_answer() }, { deadline = 100.25 })
    assert.same(KEYS, fetch(context))
    assert.equal(0.25, context.requests[1].timeout)
    local err = failure(fetch, providers.context({}, { deadline = 100 }))
    assert.is_true(errors.is(err, "DeadlineExceeded"))
    err = failure(fetch, providers.context({ no_answer("Interrupted") }))
    assert.is_true(errors.is(err, "Interrupted"))
  end)
end)

describe("the address of the metadata service", function()
  after_each(providers.clean)

  local function url_of(variables, options, files)
    local _, _, _, context = run({ token, role, keys_answer() }, variables, options, files)
    return context.requests[1].url
  end

  it("follows endpoint, mode and the older switch, in this order", function()
    local V6 = "http://[fd00:ec2::254]/"
    local ENDPOINT, MODE = "AWS_EC2_METADATA_SERVICE_ENDPOINT", "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"
    for _, case in ipairs({
      { {}, BASE }, { { [MODE] = "ipv4", AWS_IMDS_USE_IPV6 = "true" }, BASE }, { { [MODE] = "IPv6" }, V6 },
      { { AWS_IMDS_USE_IPV6 = "true" }, V6 }, { { AWS_IMDS_USE_IPV6 = "1" }, BASE },
      { { [ENDPOINT] = "http://imds.local:1338" }, "http://imds.local:1338/" },
      { { [ENDPOINT] = "http://imds.local/base/", [MODE] = "ipv6" }, "http://imds.local/base/" },
    }) do
      assert.equal(case[2] .. TOKENS, url_of(case[1]))
    end
  end)

  it("and all other settings may be in the profile, and the environment counts first", function()
    local files = { [".aws/config"] = "[default]\nec2_metadata_service_endpoint = http://imds.local\n"
      .. "metadata_service_timeout = 3\nmetadata_service_num_attempts = 2\nec2_metadata_v1_disabled = true\n" }
    local _, _, _, context = run({ scripted.answer("", 500), token, role, keys_answer() },
      { AWS_METADATA_SERVICE_TIMEOUT = "0.5" }, nil, files)
    assert.equal("http://imds.local/" .. TOKENS, context.requests[2].url)
    assert.equal(0.5, context.requests[1].read_timeout)
    local err = failure(fetch, providers.context({ scripted.answer("", 404) }), {}, nil, files)
    assert.truthy(err.message:find("version 1 is disabled", 1, true))
    assert.equal("http://own.local/" .. TOKENS, url_of({}, { endpoint = "http://own.local" }, files))
  end)

  it("and all other settings may be options", function()
    local variables = { AWS_EC2_METADATA_V1_DISABLED = "true", AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE = "ipv4" }
    local keys, _, _, context = run({ scripted.answer("", 404), role, keys_answer() }, variables,
      { disable_v1 = false, endpoint_mode = "ipv6", timeout = 4, attempts = 2 })
    assert.same(KEYS, keys)
    assert.equal("http://[fd00:ec2::254]/" .. TOKENS, context.requests[1].url)
    assert.equal(4, context.requests[1].connect_timeout)
    for _, wrong in ipairs({ { endpoint = "imds" }, { endpoint = "http://a/?b" }, { endpoint_mode = "v6" },
      { attempts = 0 }, { timeout = true }, { endpont = "http://a/" }, { use_ipv6 = "true" } }) do
      local err = failure(imds.new, wrong, providers.surroundings())
      assert.is_true(errors.is(err, "ConfigError"))
    end
  end)

  it("is refused when it cannot be one, naming the setting", function()
    for name, text in pairs({
      AWS_EC2_METADATA_SERVICE_ENDPOINT = "imds.local", AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE = "ipv5",
      AWS_METADATA_SERVICE_TIMEOUT = "soon", AWS_METADATA_SERVICE_NUM_ATTEMPTS = "0",
    }) do
      local err = failure(fetch, providers.context({}), { [name] = text })
      assert.is_true(errors.is(err, "ConfigError"))
      assert.equal("imds", err.provider)
      assert.truthy(err.message:find(name, 1, true), err.message)
    end
    local files = { [".aws/config"] = "[default]\nec2_metadata_service_endpoint_mode = none\n" }
    local err = failure(fetch, providers.context({}), {}, nil, files)
    assert.truthy(err.message:find("ec2_metadata_service_endpoint_mode of profile default", 1, true), err.message)
    assert.truthy(err.message:find(".aws/config", 1, true), err.message)
  end)
end)
