-- aws.doctor: options, order, reports; what breaks inside; secrets.
local aws = require "aws"
local dkjson = require "dkjson"
local doctor = require "aws.doctor"
local errors = require "aws.errors"
local interruptions = require "spec.support.interruptions"
local scripted = require "spec.support.scripted"
local support = require "spec.support.doctor"

local failure = scripted.failure

describe("aws.doctor", function()
  after_each(support.clean)

  it("is a door of its own and one of aws", function()
    assert.equal(doctor, aws.doctor)
  end)

  it("finds nothing wrong where all is well, in the order of the manual", function()
    local report = support.examine({})
    assert.same({ true, 0, 0 }, { report.ok, report.warnings, report.failures })
    local names = {}
    for _, check in ipairs(report.checks) do
      if check.status ~= "skip" then names[#names + 1] = check.name end
    end
    assert.same({ "aws-replication", "libcurl", "OpenSSL", "cJSON", "region", "settings.endpoint_url", "settings.max_attempts",
      "credentials.environment", "credentials", "proxy", "connection", "tls", "clock", "identity", "service" }, names)
  end)

  it("tells what it is about", function()
    local report = support.examine({ options = { service = "drs" } })
    assert.equal("eu-west-1, partition aws", support.check(report, "region").text)
    assert.equal("AWS_REGION", support.check(report, "region").source)
    assert.equal("…Y001 of environment, long-term (AKIA)", support.check(report, "credentials").text)
    assert.equal("account 123456789012, arn:aws:iam::123456789012:user/ops", support.check(report, "identity").text)
    assert.equal("drs:DescribeSourceServers is allowed", support.check(report, "service").text)
    assert.equal("https://drs.eu-west-1.amazonaws.com answers (HTTP 404)", support.check(report, "connection").text)
  end)

  it("names the versions of its libraries", function()
    local report = support.examine({ options = { network = false } })
    for _, name in ipairs({ "libcurl", "OpenSSL", "cJSON" }) do
      assert.matches("^%d+%.%d+%.%d+", support.check(report, name).text)
    end
    assert.matches("^" .. require("aws.version"):gsub("%.", "%%.") .. " on Lua", support.check(report, "aws-replication").text)
  end)

  it("says what cannot be loaded", function()
    local loaded, preloaded = package.loaded["aws.curl"], package.preload["aws.curl"]
    package.loaded["aws.curl"] = nil
    package.preload["aws.curl"] = function() error("libcurl.so.4: cannot open shared object file:\n\tno file 'x'", 0) end
    local ok, report = pcall(support.examine, {})
    package.loaded["aws.curl"], package.preload["aws.curl"] = loaded, preloaded
    assert.is_true(ok, report)
    assert.matches("^libcurl: cannot be loaded: .*libcurl.so.4: cannot open shared object file$", support.first_failure(report))
    assert.equal("ok", support.check(report, "service").status) -- by a transport of its own
  end)

  it("says which version is too old", function()
    local core = require "aws.core"
    local real = core.crypto_version
    for text, status in pairs({ ["1.1.1w"] = "fail", ["2.9.9"] = "fail", ["3.0.0"] = "ok", ["3.5"] = "ok", ["10.0.1-dev"] = "ok" }) do
      core.crypto_version = function() return text end
      package.loaded["aws.doctor.versions"] = nil
      local report = support.examine({ options = { network = false } })
      assert.equal(status, support.check(report, "OpenSSL").status, text)
    end
    core.crypto_version, package.loaded["aws.doctor.versions"] = real, nil
  end)

  it("says what an option has to be", function()
    for _, case in ipairs({
      { { service = "ec2" }, 'service is not "dms" or "drs"' }, { { network = 1 }, "network is a number, not a boolean" },
      { { regoin = "x" }, 'unknown option of the doctor "regoin"; did you mean "region"?' },
      { { getenv = "x" }, "getenv is a string, not a function" }, { { region = "a b" }, "region is not a region name" },
      { 5, "the doctor takes a table of options, got a number" },
    }) do
      local err = failure(doctor.run, case[1])
      assert.is_true(errors.is(err, "ConfigError"))
      assert.matches(case[2], err.message, 1, true)
    end
  end)

  it("looks at the settings that `new` would be given", function()
    local report = support.examine({ options = { endpoint_url = "http://localhost:4566", profile = false or nil } })
    assert.same({ "warn", "settings" }, { support.check(report, "settings.endpoint_url").status,
      support.check(report, "settings.endpoint_url").source })
  end)

  it("asks STS and the service once each, and nothing without a network", function()
    local _, asked = support.examine({})
    assert.same({ "probe", "sts", "service" }, asked)
    local report
    report, asked = support.examine({ options = { network = false } })
    assert.same({}, asked)
    for _, name in ipairs({ "network", "clock", "identity", "service" }) do
      assert.same({ "skip", "left out: no request is to be sent" },
        { support.check(report, name).status, support.check(report, name).text })
    end
    assert.is_true(report.ok)
  end)

  it("takes what raises inside for a check that failed, and goes on", function()
    local report = support.examine({ answers = { sts = function() error("a fault of the transport", 0) end } })
    assert.equal("ok", support.check(report, "service").status)
    local calls = 0
    report = support.examine({ options = { now = function()
      calls = calls + 1
      if calls > 1 then error("no time") end
      return scripted.time
    end } })
    assert.is_false(report.ok)
    assert.matches("no time", support.first_failure(report))
    assert.is_truthy(support.check(report, "service"))
  end)

  it("takes a getenv that breaks for a check that failed", function()
    local report = support.examine({ options = { getenv = function(name) return name == "HOME" and {} or nil end } })
    assert.matches("^region: no region", support.first_failure(report))
  end)

  it("ends at Ctrl-C, wherever it comes", function()
    for _, kind in ipairs({ "probe", "sts", "service" }) do
      local err = failure(support.examine, { answers = { [kind] = function() error("interrupted!", 0) end } })
      assert.is_true(errors.is(err, "Interrupted"), kind)
    end
    local err = failure(support.examine, { options = { now = function() error("x.lua:1: interrupted!", 0) end } })
    assert.is_true(errors.is(err, "interrupted"))
  end)

  it("ends at Ctrl-C at any instruction, and never takes it for a check that failed", function()
    local world = { variables = { AWS_REGION = "eu-west-1", AWS_ACCESS_KEY_ID = support.KEY, AWS_SECRET_ACCESS_KEY = support.SECRET } }
    local begin = support.prepare(world)
    begin()() -- modules are loaded
    local tally = interruptions.sweep({
      begin = begin, run = function(run) return run() end,
      check = function(outcome)
        if outcome.is_cut or not outcome.place then return end
        assert(outcome.ok == false, "it goes on")
        assert(errors.is(outcome.first, "Interrupted") or not outcome.is_ours or outcome.first == interruptions.TEXT)
      end,
    }, 397)
    assert.is_true(tally["Interrupted applied nil"] > 10 or tally["Interrupted applied no"] > 0)
    local texts = 0
    for _, count in pairs(tally.texts) do texts = texts + count end
    assert.is_true(texts <= 3, "it lets texts pass")
  end)

  it("writes a report as one JSON document", function()
    local report = support.examine({ variables = { HOME = "/none" } })
    local value = dkjson.decode(doctor.json(report))
    assert.same({ report.ok, report.failures, report.warnings, #report.checks },
      { value.ok, value.failures, value.warnings, #value.checks })
    for i, check in ipairs(value.checks) do assert.same(report.checks[i], check) end
  end)

  it("shows one line of UTF-8 in each text", function()
    local odd = "a\nb\27[1m\255\237\160\128" .. ("ü"):rep(40)
    for _, world in ipairs({ { variables = { AWS_REGION = "eu-west-1", AWS_PROFILE = odd } },
      { variables = { AWS_CONFIG_FILE = "/" .. odd } }, { files = { [".aws/config"] = ("[a%s]\nregoin = x\n"):format(("ü"):rep(80)) } },
      { answers = { probe = { failure = { type = "ConnectionError", message = odd, sent = false } } } } }) do
      for _, check in ipairs(support.examine(world).checks) do
        for _, text in pairs(check) do
          assert.is_nil(text:find("%c"), text)
          assert.truthy(not utf8 or utf8.len(text), text)
        end
      end
    end
  end)
end)

describe("a report", function()
  after_each(support.clean)

  --- Places that may repeat what they were given.
  local function telling()
    local told = ("%s %s %s"):format(support.KEY, support.SECRET, support.TOKEN)
    return { sts = support.sts_refusal("SignatureDoesNotMatch", told), service = support.refusal("Strange", 400, told) },
      { failure = { type = "ConnectionError", message = told, sent = false } }
  end

  local function assert_clean(report, ...)
    local texts = support.texts(report)
    for _, secret in ipairs({ support.KEY, support.SECRET, support.TOKEN, ... }) do
      assert.is_nil(texts:find(secret, 1, true), texts)
    end
  end

  it("holds no secret of variables, whatever services repeat", function()
    local answers, broken = telling()
    local variables = {
      AWS_ACCESS_KEY_ID = support.KEY, AWS_SECRET_ACCESS_KEY = support.SECRET, AWS_SESSION_TOKEN = support.TOKEN,
      AWS_REGION = "eu-west-1", HTTPS_PROXY = "http://user:proxyPassword@proxy.example:3128",
    }
    assert_clean(support.examine({ variables = variables, answers = answers }), "proxyPassword")
    assert_clean(support.examine({ variables = variables, answers = { probe = broken } }), "proxyPassword")
    answers.sts = nil
    local report = support.examine({ variables = variables, answers = answers })
    assert.matches("[redacted]", support.check(report, "service").text, 1, true)
    assert_clean(report, "proxyPassword")
  end)

  it("holds no secret of files, given keys, or a program's output", function()
    local answers = telling()
    local keys = ("aws_access_key_id = %s\naws_secret_access_key = %s\naws_session_token = %s\n"):format(support.KEY,
      support.SECRET, support.TOKEN)
    local typo = keys:gsub("_id", ""):gsub("secret_access_key", "secret_key"):gsub("session", "sesion")
    for _, text in ipairs({ "[default]\n" .. keys, "[default]\n" .. typo, "[other]\n" .. keys, "[default]\n" .. keys .. keys }) do
      assert_clean((support.examine({ variables = { AWS_REGION = "eu-west-1", AWS_EC2_METADATA_DISABLED = "true" },
        files = { [".aws/credentials"] = text }, answers = answers })))
    end
    assert_clean((support.examine({ variables = { AWS_REGION = "eu-west-1" }, answers = answers, options = {
      credentials = { access_key_id = support.KEY, secret_access_key = support.SECRET, session_token = support.TOKEN } } })))
    local script = ([[[default]
credential_process = sh -c 'echo %s %s; echo %s >&2; exit 3'
]]):format(support.KEY, support.SECRET, "outputThatMustNotShow")
    local report = support.examine({ variables = { AWS_REGION = "eu-west-1" }, files = { [".aws/config"] = script } })
    assert.matches("^credentials.process: ", support.first_failure(report))
    assert_clean(report, "outputThatMustNotShow")
  end)
end)
