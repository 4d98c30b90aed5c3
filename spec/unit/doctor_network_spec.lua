-- aws.doctor on the network, the clock, STS and the service.
local scripted = require "spec.support.scripted"
local support = require "spec.support.doctor"

local function with(variables)
  for name, value in pairs(support.keys) do variables[name] = variables[name] or value end
  return variables
end

local function fails(type_name, message, sent)
  return { failure = { type = type_name, message = message or "x", sent = sent or false } }
end

--- A check's status and text, in one line.
local function said(report, name)
  local check = support.check(report, name)
  return check and check.status .. " " .. check.text
end

--- With this answer to the first request.
local function probed(answer, world)
  world = world or {}
  world.answers = { probe = answer }
  return support.examine(world)
end

describe("the doctor on the network", function()
  after_each(support.clean)

  it("names the proxy, who names it and why, without its password", function()
    local function proxy_of(world)
      local report = support.examine(world)
      return { said(report, "proxy"), support.check(report, "proxy").source }, report
    end
    assert.same({ "ok http://proxy.example:3128: for https URLs; no exception names dms.eu-west-1.amazonaws.com", "HTTPS_PROXY" },
      (proxy_of({ variables = with({ HTTPS_PROXY = "http://me:hidden-password@proxy.example:3128" }) })))
    assert.same({ "ok none: NO_PROXY excepts dms.eu-west-1.amazonaws.com", "NO_PROXY" },
      (proxy_of({ variables = with({ HTTPS_PROXY = "http://proxy.example", NO_PROXY = ".amazonaws.com" }) })))
    local found, report = proxy_of({ options = { proxy = "http://p.example" } })
    assert.same({ "ok http://p.example:80: the setting counts before variables", "settings" }, found)
    assert.is_nil(support.check(report, "proxy.metadata"))
  end)

  it("blames the proxy, and nothing else", function()
    local report = probed(fails("ProxyError", "the proxy answered CONNECT with 407"),
      { variables = with({ https_proxy = "proxy.example" }) })
    assert.equal("proxy: http://proxy.example:80 (https_proxy): the proxy answered CONNECT with 407", support.first_failure(report))
    assert.same({ 1, "skip left out: proxy has failed", "skip left out: proxy has failed" },
      { report.failures, said(report, "connection"), said(report, "service") })
  end)

  it("tells names and connections, TLS and silence apart, as far as the transport does", function()
    for words, answer in pairs({
      ["connection: https://dms.eu-west-1.amazonaws.com: Could not resolve host: x"] =
        fails("ConnectionError", "Could not resolve host: x"),
      ["connection: https://dms.eu-west-1.amazonaws.com: refused"] = fails("ConnectionError", "refused"),
      ["connection: https://dms.eu-west-1.amazonaws.com: no connection within 10 s"] =
        fails("ConnectTimeoutError", "no connection within 10 s"),
      ["connection: https://dms.eu-west-1.amazonaws.com: is connected, but does not answer: silence"] =
        fails("ReadTimeoutError", "silence", true),
      ["connection: https://dms.eu-west-1.amazonaws.com: no resolver"] = fails("ConfigError", "no resolver"),
      ["tls: certificate has expired"] = fails("TLSError", "certificate has expired"),
    }) do
      local report = probed(answer)
      assert.equal(words, support.first_failure(report))
      assert.equal(1, report.failures)
      assert.matches("^skip left out: ", said(report, "clock"))
    end
    assert.equal("ok https://dms.eu-west-1.amazonaws.com is connected", said(probed(fails("TLSError")), "connection"))
    assert.equal("skip left out: there is no connection", said(probed(fails("ConnectionError")), "tls"))
    assert.matches("name server", support.check(probed(fails("ConnectionError", "Could not resolve host: x")), "connection").hint)
  end)

  it("says what to do about a certificate", function()
    for message, words in pairs({
      ["certificate has expired"] = "clock is ahead", ["certificate is not yet valid"] = "set this machine's clock",
      ["self-signed certificate in certificate chain"] = "AWS_CA_BUNDLE", ["unable to get local issuer certificate"] = "AWS_CA_BUNDLE",
      ["no alternative certificate subject name matches target host name"] = "another one than the URL names",
      ["wrong version number"] = "TLS 1.2 or later",
    }) do
      assert.matches(words, support.check(probed(fails("TLSError", message)), "tls").hint, 1, true)
    end
  end)

  it("names who sent the calls elsewhere", function()
    local report = probed(fails("ConnectionError", "refused"), { variables = with({ AWS_ENDPOINT_URL = "http://localhost:1" }) })
    assert.equal("connection: http://localhost:1 (AWS_ENDPOINT_URL): refused", support.first_failure(report))
    assert.equal("the endpoint is not AWS's: check AWS_ENDPOINT_URL", support.check(report, "connection").hint)
    assert.is_nil(support.check(report, "tls"))
  end)

  it("names the file of trusted certificates, and who named it", function()
    local check = support.check(support.examine({ variables = with({ AWS_CA_BUNDLE = "spec/data/ca.pem" }) }), "tls")
    assert.same({ "the certificate is trusted by spec/data/ca.pem", "AWS_CA_BUNDLE" }, { check.text, check.source })
  end)

  it("warns of an answer without a request id", function()
    local report = probed(scripted.answer("<html>", 200, { date = "Thu, 29 Feb 2024 23:59:58 GMT" }))
    assert.equal("warn https://dms.eu-west-1.amazonaws.com answers without a request id of AWS (HTTP 200)", said(report, "connection"))
  end)

  it("takes a transport that breaks its contract for a failure", function()
    for _, transport in ipairs({ function() return nil end, function() return 5 end, function() error("broken", 0) end }) do
      local report = support.examine({ options = { transport = transport } })
      assert.is_false(report.ok)
      assert.matches("^%l+: ", support.first_failure(report))
    end
  end)

  it("warns of a proxy that other tools would ask for a machine's keys", function()
    local function answers(request)
      if request.method == "PUT" then return scripted.answer("token") end
      if request.url:find("credentials/$") then return scripted.answer("role") end
      return scripted.answer(('{"Code":"Success","AccessKeyId":"ASIAROLEKEYOFSPEC001","SecretAccessKey":"%s","Token":"%s",'
        .. '"Expiration":"2024-03-01T05:00:00Z"}'):format(support.SECRET, support.TOKEN))
    end
    local function examine(more)
      local variables = { AWS_REGION = "eu-west-1", HTTPS_PROXY = "http://proxy.example:3128", http_proxy = "http://proxy.example:3128" }
      for name, value in pairs(more) do variables[name] = value end
      return support.examine({ variables = variables, answers = { metadata = answers } })
    end
    local report = examine({})
    assert.equal("ok has keys", said(report, "credentials.imds"))
    assert.matches("^warn NO_PROXY does not have 169.254.169.254", said(report, "proxy.metadata"))
    assert.is_nil(said(examine({ NO_PROXY = "169.254.0.0/16" }), "proxy.metadata"))
    assert.is_nil(said(support.examine({ variables = with({ http_proxy = "http://proxy.example", https_proxy = "http://proxy.example" }) }),
      "proxy.metadata"))
  end)
end)

describe("the doctor on the clock", function()
  after_each(support.clean)

  --- What is said of a clock so many seconds ahead.
  local function ahead(seconds)
    return said(support.examine({ options = { now = function() return scripted.time + seconds end } }), "clock")
  end

  it("compares it with the answer's Date", function()
    for _, seconds in ipairs({ 0, 30, -30, 29.5 }) do assert.equal("ok agrees with the answer's Date", ahead(seconds)) end
    assert.equal("warn this machine's clock is 31 s ahead of the service's", ahead(31))
    assert.equal("warn this machine's clock is 5 min behind the service's", ahead(-300))
    assert.equal("fail this machine's clock is 5 min ahead of the service's: AWS refuses signatures that are more than 5 min off",
      ahead(301))
    assert.matches("^fail this machine's clock is 3 d behind", ahead(-3 * 86400))
  end)

  it("blames it before keys that may have expired by it", function()
    local variables = with({ AWS_CREDENTIAL_EXPIRATION = "2024-03-01T00:59:58Z" })
    local day = 86400
    local report = support.examine({ variables = variables, options = { now = function() return scripted.time + day end } })
    assert.equal("clock: this machine's clock is 1 d ahead of the service's: AWS refuses signatures that are more than 5 min off",
      support.first_failure(report))
    assert.matches("AWS_CREDENTIAL_EXPIRATION is in the past", said(report, "credentials.environment"), 1, true)
    assert.equal(2, report.failures)
    variables.AWS_CREDENTIAL_EXPIRATION = "2024-02-29T00:59:58Z"
    assert.matches("^credentials.environment: ", support.first_failure(support.examine({ variables = variables })))
  end)

  it("leaves it out without a Date", function()
    for _, date in ipairs({ false, "nonsense" }) do
      local report = probed(support.answer("{}", 404, { date = date }))
      assert.equal("skip the answer has no Date to compare with", said(report, "clock"))
    end
  end)
end)

describe("the doctor on refusals", function()
  after_each(support.clean)

  it("has a sentence for each of STS's, and does not ask the service then", function()
    for code, words in pairs({
      InvalidClientTokenId = "is not known", SignatureDoesNotMatch = "does not fit its secret key", ExpiredToken = "has expired",
      ExpiredTokenException = "has expired", IncompleteSignature = "does not fit its secret key",
      InvalidToken = "a session token that is not its own",
      RequestExpired = "signed with a wrong time", OptInRequired = "service or region is not open",
      RegionDisabledException = "service or region is not open",
    }) do
      local report, asked = support.examine({ answers = { sts = support.sts_refusal(code) } })
      assert.matches("^identity: the key …Y001 ", support.first_failure(report))
      assert.matches(words, support.first_failure(report), 1, true)
      assert.matches(code, support.first_failure(report), 1, true)
      assert.is_string(support.check(report, "identity").hint)
      assert.equal("skip left out: identity has failed", said(report, "service"))
      assert.same({ "probe", "sts" }, asked)
    end
  end)

  it("does not blame the keys for a STS that does not answer", function()
    for _, answer in ipairs({ fails("ConnectionError", "refused"), support.answer("<html>"), support.sts_refusal("AccessDenied"),
      support.answer("", 404) }) do
      local report = support.examine({ answers = { sts = answer } })
      assert.matches("^warn GetCallerIdentity has no answer: ", said(report, "identity"))
      assert.equal("ok dms:DescribeReplications is allowed", said(report, "service"))
      assert.is_true(report.ok)
    end
  end)

  it("names the permission that is missing, and tells DMS's own refusal from IAM's", function()
    local report = support.examine({ answers = { service = support.refusal("AccessDeniedException", 400) } })
    assert.equal("service: the keys are good, but may not look: dms:DescribeReplications is missing (AccessDeniedException, "
      .. "request id r-1)", support.first_failure(report))
    report = support.examine({ options = { service = "drs" }, answers = { service = support.refusal("AccessDeniedException", 403) } })
    assert.matches("drs:DescribeSourceServers is missing", support.first_failure(report), 1, true)
    report = support.examine({ answers = { service = support.refusal("AccessDeniedFault") } })
    assert.matches("AccessDeniedFault: this is not IAM's answer", support.first_failure(report), 1, true)
  end)

  it("says where DRS is not initialised", function()
    local report = support.examine({ options = { service = "drs" },
      answers = { service = support.refusal("UninitializedAccountException", 400) } })
    assert.equal("service: DRS is not initialised in eu-west-1 (UninitializedAccountException, request id r-1)",
      support.first_failure(report))
  end)

  it("says what does not answer as the service does", function()
    local report = support.examine({ variables = with({ AWS_ENDPOINT_URL = "http://localhost:4566" }), answers = {
      service = scripted.answer("<html>a shop</html>", 200), sts = scripted.answer("<html>a shop</html>", 200) } })
    assert.matches("^service: http://localhost:4566 %(AWS_ENDPOINT_URL%) does not answer as DMS does: ", support.first_failure(report))
    report = support.examine({ answers = { service = scripted.answer("no", 418) } })
    assert.matches("^service: https://dms.eu%-west%-1.amazonaws.com does not answer as DMS does: HTTP 418", support.first_failure(report))
  end)

  it("shows other errors as they are, and throttling as a warning", function()
    local report = support.examine({ answers = { service = support.refusal("SomethingNew", 400, "a new refusal") } })
    assert.matches("^service: SomethingNew: a new refusal %(dms.describe_replications", support.first_failure(report))
    report = support.examine({ answers = { service = support.refusal("ThrottlingException") } })
    assert.matches("^warn ThrottlingException", said(report, "service"))
    report = support.examine({ answers = { service = fails("ReadTimeoutError", "silence", true) } })
    assert.matches("^service: ReadTimeoutError: ", support.first_failure(report))
  end)
end)
