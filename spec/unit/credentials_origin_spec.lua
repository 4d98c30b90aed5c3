-- Whose keys: each provider tells where it looked, beside the keys and in its errors.
local all = require "aws.credentials.providers"
local child = require "spec.support.child"
local credentials = require "aws.credentials"
local errors = require "aws.errors"
local origin = require "aws.credentials.origin"
local providers = require "spec.support.providers"
local scripted = require "spec.support.scripted"
local typed = require "aws.errors.typed"

local SECRET, TOKEN = providers.SECRET, providers.TOKEN

after_each(providers.clean)

local METADATA = scripted.answer(('{"Code":"Success","AccessKeyId":"AKIAMETADATA","SecretAccessKey":"%s","Token":"%s",'
  .. '"Expiration":"2099-01-01T00:00:00Z"}'):format(SECRET, TOKEN))
local ASSUMED = scripted.answer(([[<R><Credentials><AccessKeyId>ASIAASSUMED</AccessKeyId><SecretAccessKey>%s</SecretAccessKey>
  <SessionToken>%s</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></R>]]):format(SECRET, TOKEN))
local DENIED = scripted.answer("<E><Error><Code>AccessDenied</Code><Message>no</Message></Error></E>", 403)
local PORTAL = scripted.answer(('{"roleCredentials":{"accessKeyId":"ASIAPORTAL","secretAccessKey":"%s","sessionToken":"%s",'
  .. '"expiration":4070908800000}}'):format(SECRET, TOKEN))
local KEYS = "aws_access_key_id = AKIAFROMFILE\naws_secret_access_key = " .. SECRET .. "\n"
local SSO_FILE = '{"accessToken":"' .. TOKEN .. '","expiresAt":"2099-01-01T00:00:00Z"}'
local SSO = "[default]\nsso_account_id = 123456789012\nsso_role_name = R\nsso_region = us-west-2\n"
local SSO_URL = SSO .. "sso_start_url = https://d-1.awsapps.com/start\n"
local PRINTED = ('{"Version":1,"AccessKeyId":"AKIAPRINTED","SecretAccessKey":"%s"}'):format(SECRET)

--- A program in the folder that prints keys whatever its arguments are.
local function program(words)
  return function(home)
    local path = home .. "/vault"
    child.run(("printf '#!/bin/sh\\necho %%s\\n' %s > %s; chmod +x %s"):format(child.quote(child.quote(PRINTED)), path, path))
    return { command = path .. words }
  end
end

--- By provider, a list: variables, files, options, answers, and the place. "HOME" in it is the folder with the files.
local rows = {
  environment = {
    { variables = { AWS_ACCESS_KEY_ID = "AKIAENVIRON", AWS_SECRET_ACCESS_KEY = SECRET }, place = "AWS_ACCESS_KEY_ID" },
  },
  assume_role = {
    {
      files = { [".aws/config"] = "[default]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = base\n[profile base]\n" .. KEYS },
      answers = { ASSUMED }, place = 'arn:aws:iam::1:role/r, source_profile "base"',
    },
    {
      variables = { AWS_ACCESS_KEY_ID = "AKIAENVIRON", AWS_SECRET_ACCESS_KEY = SECRET },
      files = {}, options = { role_arn = "arn:r", credential_source = "Environment" },
      answers = { ASSUMED }, place = "arn:r, credential_source Environment",
    },
    {
      files = {}, options = { role_arn = "arn:r", credentials = { access_key_id = "AKIAGIVEN", secret_access_key = SECRET } },
      answers = { ASSUMED }, place = "arn:r, keys of the options",
    },
  },
  web_identity = {
    {
      files = { token = TOKEN }, options = function(home) return { role_arn = "arn:w", token_file = home .. "/token" } end,
      answers = { ASSUMED }, place = "arn:w, token file HOME/token",
    },
  },
  sso = {
    {
      files = { [".aws/config"] = SSO_URL:gsub("start\n", "start?x=" .. SECRET .. "#/\n"),
        [".aws/sso/cache/1202aca34c785de354be55e3a8975e2a2cbfa809.json"] = SSO_FILE },
      answers = { PORTAL }, place = "role R of account 123456789012, https://d-1.awsapps.com/start",
    },
    {
      files = { [".aws/config"] = SSO .. "sso_session = my\n[sso-session my]\nsso_start_url = https://d-1.awsapps.com/start\n",
        [".aws/sso/cache/3ece1471f44f63177cbc35ba0b904e0c096b6783.json"] = SSO_FILE },
      answers = { PORTAL }, place = 'role R of account 123456789012, session "my"',
    },
  },
  shared_file = {
    { files = { [".aws/credentials"] = "[default]\n" .. KEYS }, place = 'profile "default" in HOME/.aws/credentials' },
    {
      files = { [".aws/credentials"] = "[dr]\n" .. KEYS }, variables = { AWS_PROFILE = "dr" },
      place = 'profile "dr" in HOME/.aws/credentials',
    },
  },
  config_file = {
    { files = { [".aws/config"] = "[default]\n" .. KEYS }, place = 'profile "default" in HOME/.aws/config' },
  },
  process = {
    { files = {}, options = program(" --token " .. SECRET .. " " .. TOKEN), place = "vault, the command given" },
    { files = {}, options = program(""), place = "vault, the command given" },
  },
  container = {
    {
      variables = { AWS_CONTAINER_CREDENTIALS_FULL_URI = "http://localhost:81/x/" .. SECRET .. "?y=" .. TOKEN },
      answers = { METADATA }, place = "http://localhost:81",
    },
    {
      variables = { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI = "/v2/" .. SECRET }, answers = { METADATA },
      place = "http://169.254.170.2",
    },
  },
  imds = {
    {
      answers = { scripted.answer("TOKEN"), scripted.answer("web-server"), METADATA },
      place = "role web-server at http://169.254.169.254",
    },
    {
      options = { endpoint = "http://localhost:8080//" },
      answers = { scripted.answer("TOKEN"), scripted.answer("R"), METADATA }, place = "role R at http://localhost:8080",
    },
  },
}

--- A provider in the world of a row, and the place that it should tell.
local function world(name, row)
  local surroundings = providers.surroundings(row.variables, row.files)
  local home = surroundings.getenv("HOME") or ""
  local options = row.options
  if type(options) == "function" then options = options(home) end
  local provide = all.load(name).new(options, surroundings)
  local place = row.place:gsub("HOME", function() return home end)
  return provide, place, surroundings
end

local function check_clean(text)
  for _, secret in ipairs({ SECRET, TOKEN }) do assert.is_nil(text:find(secret, 1, true), text) end
end

describe("the origin of keys", function()
  for _, name in ipairs(all.order) do
    for i, row in ipairs(rows[name] or { {} }) do
      it(("is told by %s, %d"):format(name, i), function()
        local provide, place = world(name, row)
        local keys, reason = provide(providers.context(row.answers, { region = "eu-west-1" }))
        assert.is_table(keys, reason)
        assert.same({ provider = name, place = place }, origin.of(keys))
        check_clean(typed.words_of_keys(origin.describe(keys)))
      end)
    end
  end

  it("goes through the chain, and a user's function, to the source's keys", function()
    local surroundings = providers.surroundings({ AWS_ACCESS_KEY_ID = "AKIAENVIRON", AWS_SECRET_ACCESS_KEY = SECRET }, {})
    local call = scripted.keys_call({ now = os.time, clock = os.clock, sleep = function() end }, providers.context)
    local source = credentials.default(surroundings)
    assert.is_nil(source:known())
    local keys = source:get(call)
    assert.same({ provider = "environment", place = "AWS_ACCESS_KEY_ID" }, origin.of(keys))
    assert.equal(keys, source:known())
    local function through(context) return all.load("environment").new(nil, surroundings)(context) end
    assert.same("environment", origin.of(credentials.explicit(through, surroundings):get(call)).provider)
  end)

  it("of what users give is the setting", function()
    local keys = { access_key_id = "AKIAGIVEN", secret_access_key = SECRET }
    local function of(setting, surroundings)
      local source = credentials.explicit(setting, surroundings)
      return typed.words_of_keys(origin.describe(keys, source.origin))
    end
    assert.equal("settings (credentials given to new), …IVEN", of(keys, {}))
    assert.equal("settings (credentials given with the call), …IVEN", of(keys))
    assert.equal("credentials function (given to new), …IVEN", of(function() end, {}))
    assert.equal("credentials function (given with the call), …IVEN", of(function() end))
    assert.equal("unknown, …IVEN", typed.words_of_keys(origin.describe(keys)))
  end)

  it("stays with keys that go on serving after a refusal", function()
    local variables = { AWS_ACCESS_KEY_ID = "AKIAENVIRON", AWS_SECRET_ACCESS_KEY = SECRET }
    local surroundings = providers.surroundings(variables, {})
    surroundings.getenv = function(name) return variables[name] end
    local call = scripted.keys_call({ now = os.time, clock = os.clock, sleep = function() end }, providers.context)
    local source = credentials.default(surroundings)
    local keys = source:get(call)
    variables.AWS_SECRET_ACCESS_KEY = nil
    source:expire(keys)
    local again = source:get(call)
    assert.is_false(rawequal(keys, again))
    assert.same({ provider = "environment", place = "AWS_ACCESS_KEY_ID" }, origin.of(again))
  end)

  it("is one line, whatever a path has in it", function()
    local keys = {}
    origin.note(keys, "shared_file", "a\nb\0c")
    assert.equal("a b c", origin.of(keys).place)
  end)

  it("shows URLs without user info, query and fragment", function()
    local urls = {
      ["https://h/p"] = "https://h/p", ["https://u:p@h:1/p?q=1#f"] = "https://h:1/p", ["http://u@p@h/"] = "http://h/",
      ["http://h/a@b"] = "http://h/a@b", ["http://h#u:p@x"] = "http://h", ["h?q"] = "h",
    }
    for url, shown in pairs(urls) do assert.equal(shown, origin.url(url)) end
  end)
end)

describe("an error of a provider", function()
  it("tells the place", function()
    local cases = {
      { "environment", { variables = { AWS_ACCESS_KEY_ID = "AKIAENVIRON" }, place = "AWS_ACCESS_KEY_ID" } },
      { "shared_file", { files = { [".aws/credentials"] = "[default]\naws_access_key_id = AKIA\n" },
        place = 'profile "default" in HOME/.aws/credentials' } },
      { "process", { files = {}, options = { command = "/bin/false " .. SECRET }, place = "false, the command given" } },
      { "process", { files = {}, options = { command = "/no/such/T=" .. SECRET .. " x" }, place = "a program, the command given" } },
      { "web_identity", { files = {}, options = { role_arn = "arn:w", token_file = "/no/such" },
        place = "arn:w, token file /no/such" } },
      { "sso", { files = { [".aws/config"] = SSO_URL }, place = "role R of account 123456789012, https://d-1.awsapps.com/start" } },
      { "container", { variables = { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI = "/v2" }, options = { attempts = 1 },
        answers = { scripted.answer("", 500) }, place = "http://169.254.170.2" } },
      { "imds", { options = { disable_v1 = true }, answers = { scripted.answer("", 404) }, place = "http://169.254.169.254" } },
    }
    for _, case in ipairs(cases) do
      local provide, place = world(case[1], case[2])
      local err = scripted.failure(provide, providers.context(case[2].answers))
      assert.is_true(errors.is(err, "CredentialsError"), tostring(err))
      assert.same({ case[1], place }, { err.provider, err.place })
      assert.is_true(providers.is_clean(err), tostring(err))
    end
  end)

  it("that refused its role tells whose keys asked for it", function()
    local provide = world("assume_role", {
      files = { [".aws/config"] = "[default]\nrole_arn = arn:outer\nsource_profile = middle\n"
        .. "[profile middle]\nrole_arn = arn:inner\nsource_profile = base\n[profile base]\n" .. KEYS }, place = "",
    })
    local err = scripted.failure(provide, providers.context({ DENIED }, { region = "eu-west-1" }))
    assert.same({ "assume_role", 'arn:inner, source_profile "base"' }, { err.provider, err.place })
    assert.same({ "config_file", "…FILE" }, { err.credentials.provider, err.credentials.key_id })
    err = scripted.failure(provide, providers.context({ ASSUMED, DENIED }, { region = "eu-west-1" }))
    assert.same({ "assume_role", 'arn:outer, source_profile "middle"' }, { err.provider, err.place })
    assert.same({ provider = "assume_role", place = 'arn:inner, source_profile "base"', key_id = "…UMED" }, err.credentials)
    assert.equal('CredentialsError: assume_role: STS AssumeRole of arn:outer: AccessDenied (no); keys of assume_role (arn:inner, '
      .. 'source_profile "base"), …UMED', tostring(err))
    assert.is_true(providers.is_clean(err))
  end)

  it("says nothing of keys where STS is not well", function()
    local provide = world("assume_role", { files = {}, place = "",
      options = { role_arn = "arn:r", credentials = { access_key_id = "AKIAGIVEN", secret_access_key = SECRET } } })
    local answers = { scripted.answer("", 503), scripted.answer("", 503), scripted.answer("", 503) }
    local err = scripted.failure(provide, providers.context(answers, { region = "eu-west-1" }))
    assert.same({ "arn:r, keys of the options" }, { err.place, err.credentials })
  end)
end)
