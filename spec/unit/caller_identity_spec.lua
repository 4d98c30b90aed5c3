-- get_caller_identity: STS asked with a client's keys, as any call of the client's is made.
local dms = require "aws.dms"
local drs = require "aws.drs"
local errors = require "aws.errors"
local identities = require "spec.support.identities"
local retries = require "spec.support.retries"
local scripted = require "spec.support.scripted"

local failure = scripted.failure

local EXPECTED = { account = "123456789012", arn = "arn:aws:iam::123456789012:user/alice", user_id = "AIDAALICE" }

local function good(more) return identities.answer(more) end

local function client(answers, settings, service) return scripted.client(service or dms, answers, settings) end

local function region_of(request) return scripted.header(request, "Authorization"):match("/([^/]+)/sts/aws4_request") end

describe("get_caller_identity", function()
  it("returns account, ARN and user id, and the call's metadata", function()
    local one = client({ good() })
    local identity, metadata = one.get_caller_identity()
    assert.same(EXPECTED, identity)
    assert.same({ 200, "r-sts", 1, "https://sts.us-east-1.amazonaws.com" },
      { metadata.status, metadata.request_id, metadata.attempts, metadata.endpoint })
  end)

  it("sends a signed form to STS in the client's region", function()
    local one, transport = client({ good() }, { region = "eu-west-3" }, drs)
    one.get_caller_identity()
    local request = transport.requests[1]
    assert.same({ "POST", "https://sts.eu-west-3.amazonaws.com/", "Action=GetCallerIdentity&Version=2011-06-15" },
      { request.method, request.url, request.body })
    assert.equal("application/x-www-form-urlencoded; charset=utf-8", scripted.header(request, "Content-Type"))
    assert.is_truthy(scripted.header(request, "Authorization"):find("Credential=AKIDEXAMPLE/20240229/eu-west-3/sts/", 1, true))
    assert.same({ request.headers[1][1], request.headers[1][2] }, { "Host", "sts.eu-west-3.amazonaws.com" })
  end)

  it("works with a colon, and with options of a call", function()
    local one, transport = client({ good(), good() })
    one:get_caller_identity({ region = "ap-south-1" })
    one.get_caller_identity({ credentials = { access_key_id = "AKIDOTHER", secret_access_key = "s" } })
    assert.equal("ap-south-1", region_of(transport.requests[1]))
    assert.is_truthy(scripted.header(transport.requests[2], "Authorization"):find("Credential=AKIDOTHER/", 1, true))
  end)

  it("is on modules, too", function()
    scripted.with_environment({ AWS_ENDPOINT_URL_STS = "http://127.0.0.1:1", AWS_REGION = "us-east-1", AWS_ACCESS_KEY_ID = "a",
      AWS_SECRET_ACCESS_KEY = "b", AWS_MAX_ATTEMPTS = "1" }, function()
      for _, module in ipairs({ dms, drs }) do
        module.close()
        local err = failure(module.get_caller_identity, module)
        module.close()
        assert.same({ "ConnectionError", "sts", "get_caller_identity" }, { err.type, err.service, err.operation })
      end
    end)
  end)

  it("asks where the endpoint of STS is configured, not where the client's service is", function()
    local function asked(variables, settings)
      return scripted.with_environment(variables, function()
        local given = { region = "eu-west-1", credentials = scripted.keys, transport = scripted.transport({ good() }) }
        for name, value in pairs(settings or {}) do given[name] = value end
        local one = dms.new(given)
        one.get_caller_identity()
        local request = given.transport.requests[1]
        return request.url .. " " .. region_of(request)
      end)
    end
    assert.equal("https://sts.eu-west-1.amazonaws.com/ eu-west-1", asked({}, { endpoint_url = "http://localhost:9" }))
    assert.equal("http://localhost:1/ eu-west-1", asked({ AWS_ENDPOINT_URL_STS = "http://localhost:1" }))
    assert.equal("http://localhost:2/x/?y=1 eu-west-1", asked({ AWS_ENDPOINT_URL = "http://localhost:2/x/?y=1" }))
    assert.equal("http://localhost:1/ eu-west-1",
      asked({ AWS_ENDPOINT_URL_STS = "http://localhost:1" }, { use_fips_endpoint = true }))
    assert.equal("https://sts.eu-west-1.amazonaws.com/ eu-west-1",
      asked({ AWS_ENDPOINT_URL = "http://localhost:2" }, { ignore_configured_endpoint_urls = true }))
    assert.equal("https://sts.amazonaws.com/ us-east-1", asked({ AWS_STS_REGIONAL_ENDPOINTS = "legacy" }))
    assert.equal("https://sts-fips.us-west-2.amazonaws.com/ us-west-2", asked({}, { use_fips_endpoint = true, region = "us-west-2" }))
    assert.equal("https://sts.us-gov-west-1.amazonaws.com/ us-gov-west-1",
      asked({}, { use_fips_endpoint = true, region = "us-gov-west-1" }))
    assert.equal("https://sts.cn-north-1.amazonaws.com.cn/ cn-north-1", asked({}, { region = "cn-north-1" }))
  end)

  it("is let pass by safeguards: it changes nothing", function()
    local lines = {}
    local one = client({ good() }, { read_only = true, confirm = function() return false end,
      audit = function(line) lines[#lines + 1] = line end })
    assert.same(EXPECTED, (one.get_caller_identity()))
    assert.same({}, lines)
  end)

  it("leaves other calls of the client where they were", function()
    local one, transport = client({ scripted.answer(), good(), scripted.answer() })
    one.describe_replications()
    one.get_caller_identity()
    one.describe_replications()
    assert.equal(transport.requests[1].url, transport.requests[3].url)
    assert.is_truthy(transport.requests[3].url:find("dms.us-east-1", 1, true))
    assert.is_nil(transport.requests[3].body:find("Action", 1, true))
  end)

  it("tells the logger of attempts at STS", function()
    local names = {}
    local one = client({ good() }, { logger = function(event) names[#names + 1] = event.service .. "." .. event.operation end })
    one.get_caller_identity()
    assert.is_true(#names > 0)
    for _, name in ipairs(names) do assert.equal("sts.get_caller_identity", name) end
  end)
end)

describe("get_caller_identity fails", function()
  it("with STS's code", function()
    for _, code in ipairs({ "InvalidClientTokenId", "SignatureDoesNotMatch", "ExpiredToken", "AccessDenied" }) do
      local one = client({ identities.refusal(code, 403) })
      local err = failure(one.get_caller_identity)
      assert.same({ "service", code, 403, "r-refused", "no" }, { err.kind, err.type, err.status, err.request_id, err.applied })
      assert.same({ "sts", "get_caller_identity", "No " .. code }, { err.service, err.operation, err.message })
    end
  end)

  it("as a call does: after retries, with a history", function()
    local answers = { identities.refusal("Throttling", 400), retries.fault("ConnectionError"), good() }
    local one, world = retries.client(dms, answers)
    local _, metadata = one.get_caller_identity()
    assert.same({ 3, 2 }, { metadata.attempts, #world.sleeps })
    assert.same({ "Throttling", "ConnectionError", "ok" },
      { metadata.history[1].outcome, metadata.history[2].outcome, metadata.history[3].outcome })
    one = retries.client(dms, { retries.fault("TLSError", { final = true }) })
    local err = failure(one.get_caller_identity)
    assert.same({ "transport", "TLSError" }, { err.kind, err.type })
  end)

  it("not when the clock was wrong: the client's is corrected", function()
    local late = scripted.time + 3600
    local refused = identities.refusal("SignatureDoesNotMatch", 403)
    refused.headers.date = os.date("!%a, %d %b %Y %H:%M:%S GMT", late)
    local one, world = retries.client(dms, { refused, good(), scripted.answer() })
    one.get_caller_identity()
    one.describe_replications()
    for _, request in ipairs({ world.transport.requests[2], world.transport.requests[3] }) do
      assert.is_truthy(scripted.header(request, "X-Amz-Date"):find("^20240301T00"))
    end
  end)

  it("when an answer cannot be read, and says which part", function()
    local cases = {
      { identities.text({ Account = false }), "has no GetCallerIdentityResult/Account" },
      { identities.text({ Arn = "" }), "has no GetCallerIdentityResult/Arn" },
      { (identities.text():gsub("</GetCallerIdentityResponse>", "")), "ends too early" },
      { "<html>sign in here</html>", "sign in here" },
      { "", "empty" },
      { '{"Account":"123456789012"}', "" },
    }
    for _, case in ipairs(cases) do
      local one = client({ scripted.answer(case[1], 200, { ["x-amzn-requestid"] = "r-1" }) })
      local err = failure(one.get_caller_identity)
      assert.same({ "response", "ResponseParseError", "sts" }, { err.kind, err.type, err.service })
      assert.is_truthy(err.message:find(case[2], 1, true), err.message)
    end
  end)

  it("and says that a page without a request id may be a portal's", function()
    local err = failure((client({ scripted.answer("<html>hello", 200) })).get_caller_identity)
    assert.is_truthy(err.message:find("captive portal", 1, true))
    assert.equal("unknown", err.applied)
  end)

  it("for options that do not fit, a closed client and keys that are missing", function()
    local one = client({})
    local err = failure(one.get_caller_identity, { reion = "x" })
    assert.same({ "ConfigError", "get_caller_identity" }, { err.type, err.operation })
    assert.is_truthy(tostring(err):find('did you mean "region"', 1, true))
    assert.equal("ConfigError", failure(one.get_caller_identity, 5).type)
    assert.equal("credentials", failure(one.get_caller_identity, { credentials = function() return nil, "none" end }).kind)
    one.close()
    assert.is_truthy(tostring(failure(one.get_caller_identity)):find("the client is closed", 1, true))
  end)

  it("without any secret in what is raised", function()
    local secret = "wJalrSecretThatMustNotShow"
    local one = client({ identities.refusal("SignatureDoesNotMatch", 403, "you sent " .. secret) },
      { credentials = { access_key_id = "AKID", secret_access_key = secret } })
    local err = failure(one.get_caller_identity)
    assert.is_nil((tostring(err) .. err.message):find(secret, 1, true))
    assert.is_true(errors.is(err, "service"))
  end)
end)
