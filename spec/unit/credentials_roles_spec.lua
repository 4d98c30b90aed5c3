-- Roles that are assumed, with keys and with web identities: what is asked of STS, and what becomes of its answers.
local assume_role = require "aws.credentials.providers.assume_role"
local errors = require "aws.errors"
local files = require "spec.support.files"
local providers = require "spec.support.providers"
local scripted = require "spec.support.scripted"
local web_identity = require "aws.credentials.providers.web_identity"

local failure, SECRET, TOKEN = scripted.failure, providers.SECRET, providers.TOKEN

after_each(providers.clean)

--- STS's answer with keys named after `name`.
local function assumed(name, account)
  return scripted.answer(([[<?xml version="1.0"?><R xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><X><Credentials>
    <AccessKeyId>AK%s</AccessKeyId><SecretAccessKey>SK%s</SecretAccessKey><SessionToken>ST%s&amp;=</SessionToken>
    <Expiration>2099-01-01T00:00:00Z</Expiration></Credentials><AssumedRoleUser><Arn>arn:aws:sts::%s:assumed-role/r/s</Arn>
    </AssumedRoleUser></X></R>]]):format(name, name, name, account or "111122223333"))
end

local function refused(code, message, status)
  return scripted.answer(("<ErrorResponse><Error><Type>Sender</Type><Code>%s</Code><Message>%s</Message></Error></ErrorResponse>")
    :format(code, message), status or 403)
end

local BASE = "[profile base]\naws_access_key_id = AKBASE\naws_secret_access_key = " .. SECRET .. "\naws_session_token = " .. TOKEN .. "\n"
local ROLE = "[default]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = base\n"

--- A provider over a config file, and the context that it is asked with.
local function world(text, answers, options, changes, new)
  local surroundings = providers.surroundings({}, { [".aws/config"] = text })
  for name, value in pairs(changes or {}) do surroundings[name] = value end
  local context = providers.context(answers, { region = "eu-west-1" })
  local ask = (new or assume_role.new)(options, surroundings)
  return function() return ask(context) end, context, surroundings
end

local function form(request)
  local found = {}
  for name, value in request.body:gmatch("([^&=]+)=([^&]*)") do
    found[name] = value:gsub("%%(%x%x)", function(digits) return string.char(tonumber(digits, 16)) end)
  end
  return found
end

local function check_failure(ask, type_name, ...)
  local err = failure(ask)
  assert.is_true(errors.is(err, type_name), tostring(err))
  assert.is_true(providers.is_clean(err), tostring(err))
  for _, words in ipairs({ ... }) do assert.truthy(err.message:find(words, 1, true), err.message) end
  return err
end

describe("a role", function()
  it("is assumed with its source's keys", function()
    local ask, context = world(ROLE .. "role_session_name = me\nexternal_id = e/1\nduration_seconds = 3600\n" .. BASE, { assumed("1") })
    assert.same({
      access_key_id = "AK1", secret_access_key = "SK1", session_token = "ST1&=", expiration = 4070908800, account_id = "111122223333",
    }, ask())
    local request = context.requests[1]
    assert.equal("https://sts.eu-west-1.amazonaws.com/", request.url)
    assert.same({ "Host", "sts.eu-west-1.amazonaws.com" }, request.headers[1])
    assert.truthy(scripted.header(request, "Authorization"):find("Credential=AKBASE/20240229/eu-west-1/sts/", 1, true))
    assert.equal(TOKEN, (scripted.header(request, "X-Amz-Security-Token")))
    assert.same({
      Action = "AssumeRole", Version = "2011-06-15", RoleArn = "arn:aws:iam::1:role/r", RoleSessionName = "me", ExternalId = "e/1",
      DurationSeconds = "3600",
    }, form(request))
  end)

  it("may be assumed with another role's keys, innermost first, with each renewal", function()
    local text = "[default]\nrole_arn = arn:3\nsource_profile = two\n[profile two]\nrole_arn = arn:2\nsource_profile = base\n" .. BASE
    local ask, context = world(text, { assumed("2"), assumed("3"), assumed("4"), assumed("5") })
    assert.equal("AK3", ask().access_key_id)
    assert.equal("AK5", ask().access_key_id)
    assert.equal("arn:2", form(context.requests[1]).RoleArn)
    assert.equal("arn:3", form(context.requests[2]).RoleArn)
    assert.truthy(scripted.header(context.requests[2], "Authorization"):find("Credential=AK2/", 1, true))
    assert.truthy(scripted.header(context.requests[4], "Authorization"):find("Credential=AK4/", 1, true))
  end)

  it("is not found without role_arn, or with a web identity", function()
    local with_token = ROLE .. "web_identity_token_file = /t\n" .. BASE
    for _, text in ipairs({ BASE, "[default]\nregion = x\n", "[default]\nrole_arn =\n", with_token }) do
      local keys, reason = world(text)()
      assert.is_nil(keys)
      assert.is_string(reason)
    end
  end)

  local wrong = {
    ["both sources"] = { ROLE .. "credential_source = Environment\n" .. BASE, "ConfigError", "both", "/.aws/config" },
    ["no source"] = { "[default]\nrole_arn = a\n", "CredentialsError", "neither source_profile nor credential_source" },
    ["a source that is not there"] = { ROLE, "ConfigError", '"base"', "does not exist" },
    ["a source without keys"] = { ROLE .. "[profile base]\nregion = x\n", "ConfigError", '"base"', "has no keys" },
    ["an unknown credential_source"] = { "[default]\nrole_arn = a\ncredential_source = ec2\n", "ConfigError", "Ec2InstanceMetadata" },
    ["a credential_source without keys"] = {
      "[default]\nrole_arn = a\ncredential_source = Environment\n", "CredentialsError", "Environment", "AWS_ACCESS_KEY_ID",
    },
    ["a duration that is not a number"] = { ROLE .. "duration_seconds = 1h\n" .. BASE, "ConfigError", "duration_seconds" },
    ["nested keys"] = { "[default]\nrole_arn =\n  a = b\n", "ConfigError", "nested" },
    ["itself as source, without keys"] = { "[default]\nrole_arn = a\nsource_profile = default\n", "ConfigError", "default, default" },
    ["a loop"] = {
      "[default]\nrole_arn = a\nsource_profile = b\n[profile b]\nrole_arn = b\nsource_profile = c\n"
        .. "[profile c]\nrole_arn = c\nsource_profile = b\n", "ConfigError", "default, b, c, b",
    },
  }
  for name, case in pairs(wrong) do
    it("is refused with " .. name, function()
      local ask, context = world(case[1], {})
      check_failure(ask, (table.unpack or unpack)(case, 2))
      assert.equal(0, #context.requests)
    end)
  end

  it("takes its options before the profile, and keys or a provider as source", function()
    for _, source in ipairs({ scripted.keys, function() return scripted.keys end }) do
      local ask, context = world("[default]\nregion = x\n", { assumed("1") }, {
        role_arn = "arn:o", credentials = source, role_session_name = "o", duration_seconds = 900, external_id = "x",
      })
      assert.equal("AK1", ask().access_key_id)
      assert.truthy(scripted.header(context.requests[1], "Authorization"):find("Credential=AKIDEXAMPLE/", 1, true))
      assert.equal("900", form(context.requests[1]).DurationSeconds)
    end
    local ask, context = world(ROLE .. BASE, { assumed("1") }, { role_session_name = "mine" })
    ask()
    assert.equal("mine", form(context.requests[1]).RoleSessionName)
    ask = world(ROLE .. BASE, {}, { role_arn = "a", credentials = function() return nil, "sealed" end })
    check_failure(ask, "CredentialsError", "sealed")
    local spaced = { access_key_id = " AK ", secret_access_key = SECRET .. " " }
    ask, context = world(ROLE .. BASE, { assumed("1") }, { role_arn = "a", credentials = spaced })
    ask()
    assert.truthy(scripted.header(context.requests[1], "Authorization"):find("Credential=AK/", 1, true))
    for words, given in pairs({ ["a quote in access_key_id"] = { access_key_id = '"AK"', secret_access_key = SECRET },
      ["no secret_access_key"] = { access_key_id = "AK" } }) do
      ask = world(ROLE .. BASE, {}, { role_arn = "a", credentials = given })
      check_failure(ask, "ConfigError", "option credentials has " .. words)
    end
  end)

  it("leaves it to STS which durations there are", function()
    local ask, context = world(ROLE .. "duration_seconds = 99999999999999999999\n" .. BASE, { refused("ValidationError", "too long", 400) })
    check_failure(ask, "CredentialsError", "too long")
    assert.equal("100000000000000000000", form(context.requests[1]).DurationSeconds)
  end)

  it("refuses options that it does not know, naming the nearest", function()
    local err = failure(assume_role.new, { role_arm = "x" }, {})
    assert.is_true(errors.is(err, "ConfigError"))
    assert.truthy(err.message:find('"role_arn"', 1, true), err.message)
    for name, value in pairs({ duration_seconds = "3600", role_arn = 5, mfa = "x", credentials = "x", external_id = "" }) do
      err = failure(assume_role.new, { [name] = value }, {})
      assert.is_true(errors.is(err, "ConfigError"))
      assert.truthy(err.message:find(name, 1, true), err.message)
    end
  end)
end)

describe("a role with an MFA device", function()
  local TEXT = ROLE .. "mfa_serial = arn:mfa/me\n" .. BASE

  it("asks for a code each time", function()
    local asked = {}
    local function mfa(serial)
      asked[#asked + 1] = serial
      return (" 12345%d\n"):format(#asked)
    end
    for _, place in ipairs({ "option", "setting" }) do
      local ask, context = world(TEXT, { assumed("1"), assumed("2") }, place == "option" and { mfa = mfa } or nil,
        place == "setting" and { mfa = mfa } or nil)
      ask()
      ask()
      assert.same({ "arn:mfa/me", "arn:mfa/me" }, asked)
      assert.equal("arn:mfa/me", form(context.requests[1]).SerialNumber)
      assert.equal("123451", form(context.requests[1]).TokenCode)
      assert.equal("123452", form(context.requests[2]).TokenCode)
      asked = {}
    end
  end)

  it("says what is missing without the setting", function()
    check_failure(world(TEXT, {}), "CredentialsError", "arn:mfa/me", "mfa = function(serial)")
  end)

  it("never shows a code", function()
    local answer = refused("AccessDenied", "MultiFactorAuthentication failed with 987654")
    local ask = world(TEXT, { answer }, { mfa = function() return "987654" end })
    local err = check_failure(ask, "CredentialsError", "AccessDenied")
    assert.is_nil(providers.text_of(err):find("987654", 1, true))
    for _, code in ipairs({ "98765", "9876543", 987654, "98765a", true }) do
      err = check_failure(world(TEXT, {}, { mfa = function() return code end }), "CredentialsError", "six digits")
      assert.is_nil(providers.text_of(err):find("9876", 1, true))
    end
    check_failure(world(TEXT, {}, { mfa = function() error("cancelled", 0) end }), "CredentialsError", "cancelled")
  end)
end)

describe("STS", function()
  it("is asked again after what may go away, with a signature of its own", function()
    local ask, context = world(ROLE .. BASE, {
      { failure = { type = "ConnectionError", message = "refused", sent = false } },
      refused("Throttling", "Rate exceeded", 400),
      assumed("1"),
    })
    assert.equal("AK1", ask().access_key_id)
    assert.equal(3, #context.requests)
    assert.same({ 0.025, 1 }, context.slept)
  end)

  it("is asked three times at most, and not again after a refusal", function()
    local cases = {
      { 3, { failure = { type = "ReadTimeoutError", message = "silence", sent = true } }, "ReadTimeoutError", "silence" },
      { 3, scripted.answer("<html>oops", 503), "HTTP 503" },
      { 3, refused("IDPCommunicationError", "slow", 400), "IDPCommunicationError" },
      { 1, refused("AccessDenied", "not yours"), "AccessDenied", "not yours" },
      { 1, { failure = { type = "TLSError", message = "untrusted", sent = false } }, "TLSError" },
      { 1, scripted.answer("", 404), "HTTP 404" },
    }
    for _, case in ipairs(cases) do
      local ask, context = world(ROLE .. BASE, { case[2], case[2], case[2] })
      local err = check_failure(ask, "CredentialsError", "AssumeRole", case[3], case[4])
      assert.equal("assume_role", err.provider)
      assert.equal(case[1], #context.requests)
    end
  end)

  it("is not asked after the call's time", function()
    local ask, context = world(ROLE .. BASE, {})
    context.deadline = context.clock()
    assert.is_true(errors.is(failure(ask), "DeadlineExceeded"))
    assert.equal(0, #context.requests)
    ask, context = world(ROLE .. BASE, { function()
      context.seconds = context.seconds + 5
      return nil, { type = "ReadTimeoutError", message = "silence", sent = true }
    end })
    context.deadline = context.clock() + 5
    assert.is_true(errors.is(failure(ask), "DeadlineExceeded"))
    assert.equal(5, context.requests[1].timeout)
  end)

  it("passes Ctrl-C on", function()
    local ask = world(ROLE .. BASE, { { failure = { type = "Interrupted", message = "stop", sent = true } } })
    assert.is_true(errors.is(failure(ask), "Interrupted"))
  end)

  it("never gets secrets into an error by repeating them", function()
    check_failure(world(ROLE .. BASE, { refused("SignatureDoesNotMatch", "x-amz-security-token:" .. TOKEN .. " " .. SECRET) }),
      "CredentialsError", "[redacted]")
  end)

  local good = assumed("1").body
  local bad = {
    [""] = "is not XML", ["{}"] = "is not XML", ["<html>"] = "ends too early", ["<a>b</a>"] = "access_key_id",
    [good:gsub("AK1", "")] = "access_key_id", [good:gsub("<SecretAccessKey>SK1</SecretAccessKey>", "")] = "secret_access_key",
    [good:gsub("SessionToken", "Token")] = "session_token", [good:gsub("2099%-01%-01", "soon")] = "expiration",
    [good:sub(1, -5)] = "ends too early", ["<!DOCTYPE a>" .. good] = "bad tag",
  }
  for body, words in pairs(bad) do
    it("may answer with something that " .. words .. " (" .. #body .. " bytes)", function()
      check_failure(world(ROLE .. BASE, { scripted.answer(body) }), "CredentialsError", words)
    end)
  end

  it("may misbehave as a transport of the user's own can", function()
    for _, answer in ipairs({ {}, { status = 200 }, { status = 200, body = "x", headers = 5 } }) do
      check_failure(world(ROLE .. BASE, { answer, answer, answer }), "CredentialsError", "neither answer nor reason")
    end
  end)

  it("is asked where environment and profile say", function()
    local function url_of(variables, text, changes)
      local ask, context, surroundings = world(ROLE .. (text or "") .. BASE, { assumed("1") }, nil, changes)
      local real = surroundings.getenv
      surroundings.getenv = function(name) return variables[name] or real(name) end
      ask()
      return context.requests[1].url, scripted.header(context.requests[1], "Authorization"):match("/([^/]+)/sts/")
    end
    assert.same({ "http://localhost:1/", "eu-west-1" }, { url_of({ AWS_ENDPOINT_URL_STS = "http://localhost:1" }) })
    assert.same({ "http://localhost:2/x/", "eu-west-1" }, { url_of({}, "endpoint_url = http://localhost:2/x/\n") })
    assert.same({ "https://sts.eu-west-1.amazonaws.com/", "eu-west-1" },
      { url_of({ AWS_ENDPOINT_URL = "http://localhost:1" }, nil, { ignore_configured_endpoint_urls = true }) })
    assert.same({ "https://sts-fips.eu-west-1.amazonaws.com/", "eu-west-1" }, { url_of({}, nil, { use_fips_endpoint = true }) })
    assert.same({ "https://sts.amazonaws.com/", "us-east-1" }, { url_of({ AWS_STS_REGIONAL_ENDPOINTS = "legacy" }) })
    assert.same({ "https://sts.amazonaws.com/", "us-east-1" }, { url_of({}, "sts_regional_endpoints = legacy\n") })
    assert.same({ "https://sts.eu-west-1.amazonaws.com/", "eu-west-1" },
      { url_of({ AWS_STS_REGIONAL_ENDPOINTS = "regional" }, "sts_regional_endpoints = legacy\n") })
    assert.is_true(errors.is(failure(url_of, { AWS_STS_REGIONAL_ENDPOINTS = "global" }), "ConfigError"))
  end)
end)

describe("a web identity", function()
  --- As `world`, with a token file that holds `token`.
  local function identity(token, answers, variables, options)
    local texts = { [".aws/config"] = "[default]\nrole_arn = arn:p\nrole_session_name = ps\n", tok = token }
    local surroundings = providers.surroundings(variables, texts)
    local path = surroundings.profiles.home .. "/tok"
    local real = surroundings.getenv
    surroundings.getenv = function(name) return name == "AWS_WEB_IDENTITY_TOKEN_FILE" and path or real(name) end
    local context = providers.context(answers, { region = "eu-west-1" })
    local ask = web_identity.new(options, surroundings)
    return function() return ask(context) end, context, surroundings
  end

  it("assumes a role with the file's token, read anew and without blanks around it; unsigned", function()
    local ask, context, surroundings = identity(" a.b.c\n", { assumed("1"), assumed("2") }, { AWS_ROLE_ARN = "arn:e" })
    assert.equal("AK1", ask().access_key_id)
    assert.same({
      Action = "AssumeRoleWithWebIdentity", Version = "2011-06-15", RoleArn = "arn:e", RoleSessionName = "ps", WebIdentityToken = "a.b.c",
    }, form(context.requests[1]))
    assert.is_nil(scripted.header(context.requests[1], "Authorization"))
    files.write(surroundings.profiles.home .. "/tok", "d.e.f")
    ask()
    assert.equal("d.e.f", form(context.requests[2]).WebIdentityToken)
  end)

  it("takes its options first", function()
    local ask, context = identity("t", { assumed("1") }, { AWS_ROLE_ARN = "arn:e" }, { role_arn = "arn:o", role_session_name = "os" })
    ask()
    assert.equal("arn:o", form(context.requests[1]).RoleArn)
    assert.equal("os", form(context.requests[1]).RoleSessionName)
  end)

  it("is refused without a role, a file or a token in it", function()
    local surroundings = providers.surroundings({ AWS_WEB_IDENTITY_TOKEN_FILE = "/none/tok" }, { [".aws/config"] = "[default]\n" })
    local function ask() return web_identity.new(nil, surroundings)(providers.context({}, { region = "a" })) end
    check_failure(ask, "ConfigError", "AWS_ROLE_ARN")
    surroundings = providers.surroundings({ AWS_WEB_IDENTITY_TOKEN_FILE = "/none/tok", AWS_ROLE_ARN = "a" }, { [".aws/config"] = "" })
    check_failure(ask, "CredentialsError", "/none/tok")
    for _, token in ipairs({ "", " \n", "two words", "a\0b", ("x"):rep(70000) }) do
      check_failure(identity(token, {}, {}), "CredentialsError", "/tok")
    end
  end)

  it("never gets its token into an error", function()
    local answer = refused("InvalidIdentityToken", "bad token " .. TOKEN, 400)
    check_failure(identity(TOKEN, { answer, answer, answer }, {}), "CredentialsError",
      "AssumeRoleWithWebIdentity", "InvalidIdentityToken")
  end)

  it("is asked for again where the identity provider was slow, three times at most", function()
    for _, code in ipairs({ "InvalidIdentityToken", "IDPCommunicationError" }) do
      local slow = refused(code, "Couldn't retrieve verification key from your identity provider", 400)
      local ask, context = identity("t", { slow, assumed("1") }, {})
      assert.equal("AK1", ask().access_key_id)
      assert.equal(2, #context.requests)
      ask, context = identity("t", { slow, slow, assumed("1") }, {})
      assert.equal("AK1", ask().access_key_id)
      assert.same({ 0.025, 0.05 }, context.slept)
      ask, context = identity("t", { slow, slow, slow }, {})
      check_failure(ask, "CredentialsError", code)
      assert.equal(3, #context.requests)
    end
  end)

  it("is not asked for again after other refusals, nor is a role of keys after that of a token", function()
    for _, code in ipairs({ "AccessDenied", "ExpiredTokenException", "MalformedPolicyDocument", "IDPRejectedClaim" }) do
      local ask, context = identity("t", { refused(code, "no", 400) }, {})
      check_failure(ask, "CredentialsError", code)
      assert.equal(1, #context.requests)
    end
    local ask, context = world(ROLE .. BASE, { refused("InvalidIdentityToken", "no", 400) })
    check_failure(ask, "CredentialsError", "InvalidIdentityToken")
    assert.equal(1, #context.requests)
  end)

  it("reads the token file again where STS refuses the token", function()
    for _, code in ipairs({ "ExpiredTokenException", "InvalidIdentityToken" }) do
      local path
      local ask, context, surroundings = identity("old.token.that.must.not.show", { function()
        files.write(path, "new.token.that.must.not.show\n")
        return refused(code, "over", 400)
      end, refused("AccessDenied", "old.token.that.must.not.show new.token.that.must.not.show", 403) }, {})
      path = surroundings.profiles.home .. "/tok"
      local err = check_failure(ask, "CredentialsError", "AccessDenied", "[redacted] [redacted]")
      assert.is_nil(providers.text_of(err):find("must.not.show", 1, true))
      assert.equal("new.token.that.must.not.show", form(context.requests[2]).WebIdentityToken)
      assert.equal(2, #context.requests)
    end
  end)

  it("leaves STS's error standing where the token file cannot be read again", function()
    for _, text in ipairs({ "", "two words" }) do
      local path
      local ask, context, surroundings = identity("t.o.k", { function()
        files.write(path, text)
        return refused("ExpiredTokenException", "over", 400)
      end }, {})
      path = surroundings.profiles.home .. "/tok"
      check_failure(ask, "CredentialsError", "ExpiredTokenException")
      assert.equal(1, #context.requests)
    end
  end)

  it("is not found when nothing names a token file", function()
    local surroundings = providers.surroundings({ AWS_ROLE_ARN = "a" }, { [".aws/config"] = "" })
    assert.is_nil(web_identity.new(nil, surroundings)(providers.context({})))
  end)
end)
