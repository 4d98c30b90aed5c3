local core = require "aws.core"
local errors = require "aws.errors"
local process = require "aws.credentials.providers.process"
local providers = require "spec.support.providers"
local scripted = require "spec.support.scripted"

local failure, SECRET, TOKEN = scripted.failure, providers.SECRET, providers.TOKEN

local KEYS = ('{"Version":1,"AccessKeyId":"AKP","SecretAccessKey":"%s"%%s}'):format(SECRET)

local function fetch(surroundings, options, context)
  return process.new(options, surroundings)(context or providers.context())
end

--- A profile whose program is `code` of sh; `more` keys of the profile come after it.
local function with_program(code, more)
  local path = providers.folder({ ["p.sh"] = code }) .. "/p.sh"
  local config = ("[profile p]\ncredential_process = /bin/sh '%s' 'an argument'\n%s"):format(path, more or "")
  return providers.surroundings({ AWS_PROFILE = "p" }, { [".aws/config"] = config })
end

--- A program that prints this.
local function printing(text, more)
  return with_program(("cat <<'END'\n%s\nEND\n"):format(text), more)
end

--- What a program's failure is told as.
local function refusal(surroundings, options, context)
  local err = failure(fetch, surroundings, options, context)
  assert.equal("process", err.provider, tostring(err))
  assert.is_true(providers.is_clean(err))
  return err
end

describe("keys of a program", function()
  after_each(providers.clean)

  it("are what it prints", function()
    assert.same({ access_key_id = "AKP", secret_access_key = SECRET }, fetch(printing(KEYS:format(""))))
    assert.same({
      access_key_id = "AKP", secret_access_key = SECRET, session_token = TOKEN, expiration = 4070908800, account_id = "42",
    }, fetch(printing(KEYS:format((',"SessionToken":"%s","Expiration":"2099-01-01T00:00:00Z","AccountId":"42"'):format(TOKEN)))))
  end)

  it("belong to the profile's account when it does not say another", function()
    assert.equal("77", fetch(printing(KEYS:format(""), "aws_account_id = 77\n")).account_id)
    assert.equal("42", fetch(printing(KEYS:format(',"AccountId":"42"'), "aws_account_id = 77\n")).account_id)
  end)

  it("are not there where no profile names a program", function()
    for _, surroundings in ipairs({ providers.surroundings(), providers.surroundings({}, {}),
      providers.surroundings({}, { [".aws/config"] = "[default]\ncredential_process =\n" }) }) do
      local keys, reason = fetch(surroundings)
      assert.is_nil(keys)
      assert.equal("string", type(reason))
    end
  end)

  it("may be those of a profile, or of a command given", function()
    local files = { [".aws/credentials"] = "[q]\ncredential_process = cat $HOME/none\n" }
    local err = refusal(providers.surroundings({ AWS_PROFILE = "q" }, files))
    assert.truthy(err.message:find("credential_process of profile q (", 1, true), err.message)
    assert.truthy(err.message:find(".aws/credentials", 1, true), err.message)
    local command = "printf '%s' " .. "'" .. KEYS:format("") .. "'"
    assert.equal("AKP", fetch(providers.surroundings(), { command = command }).access_key_id)
  end)

  it("are refused when the program fails, with the first line of what it complained", function()
    local long = ("x"):rep(3000)
    for words, code in pairs({
      ["exit code 1: bad luck"] = "printf '\\nbad\\033luck\\nsecond\\n' >&2; exit 1",
      ["exit code 2: " .. long:sub(1, 200)] = ("echo %s >&2; exit 2"):format(long),
      ["exit code 3"] = ("echo '%s'; exit 3"):format(KEYS:format("")),
      ["was ended by signal 9"] = "kill -9 $$",
    }) do
      local err = refusal(with_program(code))
      assert.is_true(errors.is(err, "CredentialsError"))
      assert.truthy(err.message:find("credential_process of profile p (", 1, true), err.message)
      assert.truthy(err.message:find(".aws/config", 1, true), err.message)
      assert.equal(words, err.message:sub(-#words))
    end
  end)

  it("are refused when there is no program, or the setting names none that can be read", function()
    local err = refusal(providers.surroundings(), { command = "/no/such/program x" })
    assert.is_true(errors.is(err, "CredentialsError"))
    assert.truthy(err.message:find("cannot be started", 1, true), err.message)
    for _, command in ipairs({ "sh -c 'open", 'sh "open', "sh \\", "  " }) do
      assert.is_true(errors.is(refusal(providers.surroundings(), { command = command }), "ConfigError"))
    end
    local files = { [".aws/config"] = "[default]\ncredential_process = sh 'open\n" }
    err = refusal(providers.surroundings({}, files))
    assert.truthy(err.message:find("profile default (", 1, true) and err.message:find(".aws/config", 1, true), err.message)
  end)

  it("are refused when it prints something else", function()
    for words, text in pairs({
      ["is not the JSON expected"] = SECRET,
      ["expected JSON, got nothing"] = "",
      ["cut short"] = KEYS:format(""):sub(1, -2),
      ["has no SecretAccessKey"] = '{"Version":1,"AccessKeyId":"AKP"}',
      ["has no AccessKeyId"] = KEYS:format(',"AccessKeyId":null'),
      ["Version 2, not the number 1"] = KEYS:format(',"Version":2'),
      ["Version a string, not the number 1"] = KEYS:format(',"Version":"1"'),
      ["Version a nil, not the number 1"] = '{"AccessKeyId":"AKP"}',
      ["Version a table, not the number 1"] = KEYS:format(',"Version":[1]'),
      ["not an ISO 8601 time with a time zone"] = KEYS:format(',"Expiration":"tomorrow"'),
      ["have expired"] = KEYS:format(',"Expiration":"2001-01-01T00:00:00Z"'),
      ["has a quote in AccessKeyId"] = KEYS:format(',"AccessKeyId":"\\"AKP\\""'),
      ["has a blank in AccessKeyId"] = KEYS:format(',"AccessKeyId":"AK P"'),
      ["control character in SessionToken"] = KEYS:format((',"SessionToken":"%s\\n"'):format(TOKEN)),
      ["wrote more than 65536 bytes"] = KEYS:format((" "):rep(65536)),
    }) do
      local err = refusal(printing(text))
      assert.is_true(errors.is(err, "CredentialsError"))
      assert.truthy(err.message:find(words, 1, true), err.message)
    end
  end)

  it("end when it says, in the forms that programs print, or never", function()
    for _, text in ipairs({ "2099-01-01T00:00:00Z", "2099-01-01 00:00:00 +0000", "2099-01-01 01:00:00   +01:00",
      "2098-12-31T19:00:00.000 -0500", "2099-01-01 00:00:00 UTC", " 2099-01-01T00:00:00 Z " }) do
      assert.equal(4070908800, fetch(printing(KEYS:format(',"Expiration":"' .. text .. '"'))).expiration)
    end
    for _, text in ipairs({ '""', '" "', "null" }) do
      assert.is_nil(fetch(printing(KEYS:format(',"Expiration":' .. text))).expiration)
    end
    for _, text in ipairs({ "2099-01-01T00:00:00 EST", "2099-01-01T00:00:00 ", "2099-01-01 00:00:00 + 00:00" }) do
      local err = refusal(printing(KEYS:format(',"Expiration":"' .. text .. '"')))
      assert.truthy(err.message:find("not an ISO 8601 time with a time zone", 1, true))
    end
  end)

  it("are not waited for longer than the option says, or the call lasts", function()
    local err = refusal(with_program("sleep 300"), { timeout = 0.2 })
    assert.truthy(err.message:find("did not end within 0.2 s", 1, true), err.message)
    local now = 0
    local context = providers.context({}, { deadline = 10.2, clock = function()
      now = now + 5 -- the program is asked for at 5 and at 10 seconds, and ends later
      return now
    end })
    err = failure(fetch, with_program("sleep 300"), nil, context)
    assert.is_true(errors.is(err, "DeadlineExceeded"), tostring(err))
  end)

  it("hold up a worker of nginx for a second at most, its end included", function()
    local run_process, longest = core.run_process, nil
    finally(function() core.run_process, package.loaded.ngx = run_process, nil end)
    package.loaded.ngx = { get_phase = function() return "content" end }
    function core.run_process(words, seconds, limit, grace)
      longest = seconds + 2 * grace
      return run_process(words, seconds, limit, grace)
    end
    local err = refusal(with_program("trap '' TERM; while :; do sleep 0.01; done"))
    assert.is_true(longest <= 1)
    assert.truthy(err.message:find("a worker of nginx", 1, true), err.message)
  end)

  it("are late in a worker of nginx only where the second was over", function()
    local run_process, result = core.run_process, nil
    finally(function() core.run_process, package.loaded.ngx = run_process, nil end)
    package.loaded.ngx = { get_phase = function() return "content" end }
    function core.run_process() return (table.unpack or unpack)(result, 1, 3) end
    local function message(outcome, timeout)
      result = outcome
      return refusal(with_program("x"), { timeout = timeout }).message
    end
    assert.truthy(message({ nil, "did not end within 0.9 s", true }):find("a worker of nginx", 1, true))
    assert.is_nil(message({ nil, "did not end within 0.2 s", true }, 0.2):find("a worker of nginx", 1, true))
    assert.is_nil(message({ nil, "was ended by signal 9" }):find("a worker of nginx", 1, true))
  end)

  it("have options that are checked", function()
    for _, wrong in ipairs({ { comand = "x" }, { command = {} }, { command = "" }, { timeout = 0 } }) do
      assert.is_true(errors.is(failure(process.new, wrong, providers.surroundings()), "ConfigError"))
    end
  end)
end)
