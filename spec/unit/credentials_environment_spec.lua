local environment = require "aws.credentials.providers.environment"
local errors = require "aws.errors"
local providers = require "spec.support.providers"
local scripted = require "spec.support.scripted"

local failure, SECRET = scripted.failure, providers.SECRET

local function with(changes)
  local variables = { AWS_ACCESS_KEY_ID = "AK", AWS_SECRET_ACCESS_KEY = SECRET }
  for name, value in pairs(changes or {}) do variables[name] = value end
  return variables
end

local function fetch(variables, context)
  return environment.new(nil, providers.surroundings(variables))(context or providers.context())
end

describe("keys of the environment", function()
  it("are found, with token and account", function()
    assert.same({ access_key_id = "AK", secret_access_key = SECRET }, fetch(with()))
    assert.same({ access_key_id = "AK", secret_access_key = SECRET, session_token = "T", account_id = "123456789012" },
      fetch(with({ AWS_SESSION_TOKEN = "T", AWS_ACCOUNT_ID = "123456789012" })))
  end)

  it("take the older variable's token where there is no other", function()
    local variables = with({ AWS_SECURITY_TOKEN = "old" })
    assert.equal("old", fetch(variables).session_token)
    variables.AWS_SESSION_TOKEN = ""
    assert.equal("old", fetch(variables).session_token)
    variables.AWS_SESSION_TOKEN = "new"
    assert.equal("new", fetch(variables).session_token)
  end)

  it("are not there without an access key, whatever else is", function()
    for _, variables in ipairs({ {}, with({ AWS_ACCESS_KEY_ID = "" }), { AWS_SECRET_ACCESS_KEY = SECRET },
      { AWS_SESSION_TOKEN = "x" } }) do
      local keys, reason = fetch(variables)
      assert.is_nil(keys)
      assert.equal("AWS_ACCESS_KEY_ID is not set", reason)
    end
  end)

  it("are refused when the secret is missing", function()
    for _, variables in ipairs({ { AWS_ACCESS_KEY_ID = "AK" }, with({ AWS_SECRET_ACCESS_KEY = "" }) }) do
      local err = failure(fetch, variables)
      assert.is_true(errors.is(err, "CredentialsError"))
      assert.equal("environment", err.provider)
      assert.truthy(err.message:find("AWS_SECRET_ACCESS_KEY is not", 1, true), err.message)
    end
  end)

  it("lose the blanks around them", function()
    for _, blank in ipairs({ " ", "   ", "\194\160", "\226\128\137 ", "\227\128\128" }) do
      local function spaced(text) return blank .. text .. blank end
      assert.same({ access_key_id = "AK", secret_access_key = "S s", session_token = "T", account_id = "1" }, fetch({
        AWS_ACCESS_KEY_ID = spaced "AK", AWS_SECRET_ACCESS_KEY = spaced "S s", AWS_SESSION_TOKEN = spaced "T",
        AWS_ACCOUNT_ID = spaced "1",
      }))
      assert.is_nil((fetch(with({ AWS_ACCESS_KEY_ID = blank }))))
      assert.is_nil(fetch(with({ AWS_SESSION_TOKEN = blank })).session_token)
      assert.truthy(failure(fetch, with({ AWS_SECRET_ACCESS_KEY = blank })).message:find("AWS_SECRET_ACCESS_KEY is not", 1, true))
    end
  end)

  it("are refused with a wrong access key id, naming the variable and not the value", function()
    for id, words in pairs({
      ["AKIDSHOWN X"] = "a blank", ["AKIDSHOWN\194\160X"] = "a blank", ['"AKIDSHOWN"'] = "a quote", ["'AKIDSHOWN'"] = "a quote",
      ["`AKIDSHOWN"] = "a quote", ["\226\128\156AKIDSHOWN\226\128\157"] = "a quote", ["AKIDSHOWN,"] = "a comma",
      ["AKIDSHOWN/x"] = "letters", ["AKIDSHOWN="] = "letters", ["AKIDSHOWN\226\128\139"] = "letters",
    }) do
      local err = failure(fetch, with({ AWS_ACCESS_KEY_ID = id }))
      assert.is_true(errors.is(err, "ConfigError"))
      assert.truthy(err.message:find("AWS_ACCESS_KEY_ID has a", 1, true) and err.message:find(words, 1, true), err.message)
      assert.is_nil(err.message:find("AKIDSHOWN", 1, true))
      assert.is_true(providers.is_clean(err))
    end
  end)

  it("are refused with control characters, naming the variable", function()
    for _, name in ipairs({ "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN",
      "AWS_ACCOUNT_ID" }) do
      local err = failure(fetch, with({ [name] = SECRET .. "\n" }))
      assert.is_true(errors.is(err, "ConfigError"))
      assert.truthy(err.message:find(name, 1, true))
      assert.is_true(providers.is_clean(err))
    end
  end)

  it("may end: in every form of a time with a zone", function()
    for text, expected in pairs({
      ["2024-03-01T00:00:00Z"] = 1709251200,
      ["2024-03-01T00:00:00.5+00:00"] = 1709251200.5,
      ["2024-03-01T02:00:00+02:00"] = 1709251200,
      ["20240301T000000Z"] = 1709251200,
      ["2024-03-01 00:00:00UTC"] = 1709251200,
      ["Fri, 01 Mar 2024 00:00:00 GMT"] = 1709251200,
      ["Fri, 01 Mar 2024 01:00:00 +0100"] = 1709251200,
      ["2024-03-01 01:00:00 +0100 CET"] = 1709251200,
    }) do
      assert.equal(expected, fetch(with({ AWS_CREDENTIAL_EXPIRATION = text })).expiration, text)
    end
    assert.is_nil(fetch(with({ AWS_CREDENTIAL_EXPIRATION = "" })).expiration)
  end)

  it("are refused when nobody can tell when they end, or when they did", function()
    local wrong = { "soon", "2024-03-01T00:00:00", "2024-03-01", "2024-03-01 00:00", "1709251200",
      "Fri Mar  1 00:00:00 2024", "2024-13-01T00:00:00Z" }
    for _, text in ipairs(wrong) do
      local err = failure(fetch, with({ AWS_CREDENTIAL_EXPIRATION = text }))
      assert.is_true(errors.is(err, "CredentialsError"), text)
      assert.truthy(err.message:find("AWS_CREDENTIAL_EXPIRATION is not an ISO 8601 time with a time zone", 1, true), err.message)
    end
    local err = failure(fetch, with({ AWS_CREDENTIAL_EXPIRATION = "2024-02-29T23:59:58Z" }))
    assert.truthy(err.message:find("AWS_CREDENTIAL_EXPIRATION is in the past", 1, true), err.message)
  end)

  it("are read anew each time", function()
    local variables = with()
    local provider = environment.new(nil, { getenv = function(name) return variables[name] end })
    assert.equal("AK", provider(providers.context()).access_key_id)
    variables.AWS_ACCESS_KEY_ID = "other"
    assert.equal("other", provider(providers.context()).access_key_id)
  end)

  it("take no options", function()
    assert.is_true(errors.is(failure(environment.new, { profile = "p" }, providers.surroundings()), "ConfigError"))
  end)
end)
