-- aws.doctor on keys: whose, and why none.
local providers = require "aws.credentials.providers"
local scripted = require "spec.support.scripted"
local support = require "spec.support.doctor"

local REGION = { AWS_REGION = "eu-west-1" }

local function with(variables)
  variables.AWS_REGION = "eu-west-1"
  return variables
end

--- The text and hint of a check.
local function said(report, name)
  local check = support.check(report, name)
  return check.status .. " " .. check.text, check.hint
end

describe("the doctor on keys", function()
  after_each(support.clean)

  it("names every provider of the chain, in its order", function()
    local report, found = support.examine({ variables = REGION }), {}
    for _, check in ipairs(report.checks) do
      local name = check.name:match("^credentials%.(.*)$")
      found[#found + 1] = name
      if name then assert.matches("^nothing there: ", check.text) end
    end
    assert.same(providers.order, found)
    assert.matches('^credentials: no keys in any place, for profile "default"', support.first_failure(report))
    assert.matches("^set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or put keys into %[default%] of ",
      support.check(report, "credentials").hint)
  end)

  it("stops where there are keys", function()
    local report = support.examine({ variables = REGION, files = { [".aws/credentials"] =
      ("[default]\naws_access_key_id = %s\naws_secret_access_key = %s\n"):format(support.KEY, support.SECRET) } })
    assert.equal("skip nothing there: AWS_ACCESS_KEY_ID is not set", said(report, "credentials.environment"))
    assert.equal("ok has keys", said(report, "credentials.shared_file"))
    for _, name in ipairs({ "process", "config_file", "container", "imds" }) do
      assert.equal("skip not asked: shared_file has keys", said(report, "credentials." .. name))
    end
    assert.equal("ok …Y001 of shared_file, long-term (AKIA)", said(report, "credentials"))
  end)

  it("stops where keys are broken", function()
    local report = support.examine({ variables = with({ AWS_ACCESS_KEY_ID = support.KEY }) })
    assert.equal("credentials.environment: environment: AWS_ACCESS_KEY_ID is set, but AWS_SECRET_ACCESS_KEY is not",
      support.first_failure(report))
    assert.equal("skip not asked: environment has failed", said(report, "credentials.imds"))
    assert.equal("skip left out: credentials.environment has failed", said(report, "credentials"))
    assert.equal("skip left out: credentials.environment has failed", said(report, "service"))
    assert.equal(1, report.failures)
  end)

  it("does not ask the environment where the code names a profile", function()
    local report = support.examine({ options = { profile = "ops" }, files = { [".aws/credentials"] =
      "[ops]\naws_access_key_id = AKIAOTHERKEYOFSPEC02\naws_secret_access_key = abcdefgh\n" } })
    assert.equal("skip not asked: the code names a profile", said(report, "credentials.environment"))
    assert.equal("ok …EC02 of shared_file, long-term (AKIA)", said(report, "credentials"))
  end)

  it("names the key of the profile that was meant", function()
    for text, words in pairs({
      ["aws_access_key = AKIAX\naws_secret_access_key = y"] = "aws_access_key in [default] of ",
      ["aws_access_key_id = AKIAX\naws_secret_key = y"] = "aws_secret_key in [default] of ",
      ["credentials_process = x"] = "credentials_process in [default] of ",
    }) do
      local report = support.examine({ variables = REGION, files = { [".aws/credentials"] = "[default]\n" .. text .. "\n" } })
      assert.matches("^credentials", support.first_failure(report))
      assert.matches(words, support.first_failure(report), 1, true)
    end
    local report = support.examine({ variables = REGION, files = { [".aws/credentials"] = "[x]\naws_access_key = AKIAX\n" } })
    assert.is_nil(support.first_failure(report):find("aws_access_key in", 1, true))
  end)

  it("fails for a temporary key without its token, and warns of a token beside a long-term key", function()
    local temporary = with({ AWS_ACCESS_KEY_ID = "ASIADOCTORSPECKEY002", AWS_SECRET_ACCESS_KEY = support.SECRET })
    local report = support.examine({ variables = temporary })
    assert.equal("credentials: …Y002 of environment, temporary (ASIA), and there is no session token: it cannot work",
      support.first_failure(report))
    assert.equal("set AWS_SESSION_TOKEN too", support.check(report, "credentials").hint)
    temporary.AWS_SESSION_TOKEN = support.TOKEN
    assert.equal("ok …Y002 of environment, temporary (ASIA)", said(support.examine({ variables = temporary }), "credentials"))
    report = support.examine({ variables = with({ AWS_ACCESS_KEY_ID = support.KEY, AWS_SECRET_ACCESS_KEY = support.SECRET,
      AWS_SESSION_TOKEN = support.TOKEN }) })
    assert.equal("warn", support.check(report, "credentials").status)
  end)

  it("tells when they end", function()
    local variables = with({ AWS_ACCESS_KEY_ID = "ASIADOCTORSPECKEY002", AWS_SECRET_ACCESS_KEY = support.SECRET,
      AWS_SESSION_TOKEN = support.TOKEN, AWS_CREDENTIAL_EXPIRATION = "2024-03-01T00:59:58Z" })
    assert.equal("ok …Y002 of environment, temporary (ASIA), expires 2024-03-01T00:59:58Z, in 1 h",
      said(support.examine({ variables = variables }), "credentials"))
    variables.AWS_CREDENTIAL_EXPIRATION = "2024-02-29T00:00:00Z"
    assert.matches("AWS_CREDENTIAL_EXPIRATION is in the past", support.first_failure(support.examine({ variables = variables })), 1, true)
  end)

  it("shows little of short ids", function()
    local variables = with({ AWS_ACCESS_KEY_ID = "SHORTID1", AWS_SECRET_ACCESS_KEY = support.SECRET })
    assert.equal("ok …TID1 of environment", said(support.examine({ variables = variables }), "credentials"))
  end)

  it("takes keys that were given, and a function", function()
    local keys = { access_key_id = support.KEY, secret_access_key = support.SECRET }
    local report = support.examine({ variables = REGION, options = { credentials = keys } })
    assert.equal("ok …Y001 of settings, long-term (AKIA)", said(report, "credentials"))
    assert.is_nil(support.check(report, "credentials.environment"))
    local asked = 0
    report = support.examine({ variables = REGION, options = { credentials = function()
      asked = asked + 1
      return keys
    end } })
    assert.same({ "ok has keys", "ok", 1 }, { said(report, "credentials.settings"), support.check(report, "service").status, asked })
    report = support.examine({ variables = REGION, options = { credentials = function() return nil, "the vault is shut" end } })
    assert.matches("^credentials.settings: credentials function: the vault is shut", support.first_failure(report))
    report = support.examine({ variables = REGION, options = { credentials = {} } })
    assert.equal("settings: credentials has no access_key_id", support.first_failure(report))
  end)
end)

describe("the doctor on SSO", function()
  after_each(support.clean)

  local files = { [".aws/config"] = [[
[profile team]
sso_start_url = https://example.awsapps.com/start
sso_region = eu-west-1
sso_account_id = 123456789012
sso_role_name = Operator
]] }

  it("says how to log in", function()
    local report = support.examine({ variables = with({ AWS_PROFILE = "team" }), files = files })
    assert.matches("^credentials.sso: sso: there is no token in ", support.first_failure(report))
    assert.equal("aws sso login --profile team", support.check(report, "credentials.sso").hint)
  end)

  it("says it of a token that has ended", function()
    local own = { [".aws/config"] = files[".aws/config"] }
    local name = require("aws.protocol.crypto").sha1_hex("https://example.awsapps.com/start")
    own[(".aws/sso/cache/%s.json"):format(name)] = ('{"accessToken":"%s","expiresAt":"2024-02-28T00:00:00Z"}'):format(support.TOKEN)
    local report = support.examine({ variables = with({ AWS_PROFILE = "team" }), files = own })
    assert.matches("has ended", support.first_failure(report))
    assert.equal("aws sso login --profile team", support.check(report, "credentials.sso").hint)
    assert.is_nil(support.texts(report):find(support.TOKEN, 1, true))
  end)
end)

describe("the doctor on the metadata service", function()
  after_each(support.clean)

  local function fails(type_name) return { failure = { type = type_name, message = "x", sent = type_name == "ReadTimeoutError" } } end

  --- The hint after these answers to the token's request and to the others.
  local function hint(to_token, to_others)
    local report = support.examine({ variables = REGION, answers = { metadata = function(request)
      return request.method == "PUT" and to_token or to_others
    end } })
    return support.check(report, "credentials.imds").hint, support.check(report, "credentials.imds").text
  end

  it("tells why it has no keys", function()
    assert.matches("hop limit has to be 2", hint(fails("ReadTimeoutError"), scripted.answer("", 401)), 1, true)
    assert.matches("this is not an EC2 instance", hint(fails("ConnectTimeoutError"), fails("ConnectTimeoutError")), 1, true)
    assert.matches("this is not an EC2 instance", hint(fails("ConnectionError"), fails("ConnectionError")), 1, true)
    assert.matches("turned off", hint(scripted.answer("", 403), scripted.answer("", 403)), 1, true)
    assert.matches("has no role", hint(scripted.answer("token"), scripted.answer("", 404)), 1, true)
    assert.is_nil((hint(scripted.answer("token"), scripted.answer("<html>"))))
  end)

  it("tells it where version 1 is switched off, and there is no token", function()
    local report = support.examine({ variables = with({ AWS_EC2_METADATA_V1_DISABLED = "true" }),
      answers = { metadata = fails("ReadTimeoutError") } })
    assert.matches("^credentials.imds: imds: no token from ", support.first_failure(report))
    assert.matches("hop limit has to be 2", support.check(report, "credentials.imds").hint, 1, true)
  end)

  it("tells that it is switched off", function()
    local report, asked = support.examine({ variables = with({ AWS_EC2_METADATA_DISABLED = "true" }) })
    assert.equal("skip nothing there: AWS_EC2_METADATA_DISABLED is true", said(report, "credentials.imds"))
    assert.same({ "probe" }, asked)
  end)
end)

describe("the doctor without a network", function()
  after_each(support.clean)

  local function offline(variables, config)
    local report, asked = support.examine({ variables = with(variables), files = { [".aws/config"] = config },
      options = { network = false, mfa = function() error("it asked for a code") end } })
    assert.same({}, asked)
    assert.is_true(report.ok, support.first_failure(report))
    return report
  end

  it("asks nobody who would send something", function()
    local report = offline({}, "")
    assert.equal("skip not asked: that takes the network, or a program of the profile", said(report, "credentials.imds"))
    assert.matches("^warn no keys for profile", said(report, "credentials"))
    report = offline({ AWS_CONTAINER_CREDENTIALS_RELATIVE_URI = "/keys" }, "")
    assert.matches("^skip not asked", said(report, "credentials.container"))
    assert.equal("skip not asked: container was not asked", said(report, "credentials.imds"))
    assert.equal("skip left out: credentials.container was not asked", said(report, "credentials"))
  end)

  it("assumes no role, and asks for no code of an MFA device", function()
    local role = "[profile base]\naws_access_key_id = AKIABASEKEYOFSPEC001\naws_secret_access_key = abcdefgh\n[default]\n"
      .. "role_arn = arn:aws:iam::123456789012:role/x\nsource_profile = base\n"
    assert.matches("^skip not asked", said(offline({}, role), "credentials.assume_role"))
    assert.matches("^skip not asked", said(offline({}, role .. "mfa_serial = arn:aws:iam::123456789012:mfa/x\n"),
      "credentials.assume_role"))
  end)

  it("runs no program", function()
    local _, path = require("spec.support.child").run("mktemp -u")
    path = path:gsub("\n", "")
    local report = offline({}, "[default]\ncredential_process = touch " .. path .. "\n")
    assert.matches("^skip not asked", said(report, "credentials.process"))
    assert.is_nil(io.open(path))
  end)

  it("still fails for what is broken", function()
    local report = support.examine({ variables = with({ AWS_ACCESS_KEY_ID = support.KEY }), options = { network = false } })
    assert.matches("^credentials.environment: ", support.first_failure(report))
    report = support.examine({ variables = with({ AWS_ACCESS_KEY_ID = support.KEY, AWS_SECRET_ACCESS_KEY = support.SECRET }),
      options = { network = false } })
    assert.equal("ok", support.check(report, "credentials").status)
  end)
end)
