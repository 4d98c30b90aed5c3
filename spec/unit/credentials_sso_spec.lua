-- IAM Identity Center: configuration, the token's file, its renewal, and the portal.
local child = require "spec.support.child"
local core = require "aws.core"
local errors = require "aws.errors"
local files = require "spec.support.files"
local json = require "spec.support.json"
local providers = require "spec.support.providers"
local scripted = require "spec.support.scripted"
local sso = require "aws.credentials.providers.sso"

local failure, SECRET, TOKEN = scripted.failure, providers.SECRET, providers.TOKEN

after_each(providers.clean)

local LEGACY = "[default]\nsso_start_url = https://d-1.awsapps.com/start\nsso_region = us-west-2\n"
  .. "sso_account_id = 123456789012\nsso_role_name = My Role\n"
local SESSION = "[default]\nsso_session = my\nsso_account_id = 123456789012\nsso_role_name = R\n"
  .. "[sso-session my]\nsso_start_url = https://d-1.awsapps.com/start\nsso_region = us-west-2\n"

local LEGACY_FILE = ".aws/sso/cache/0c54b6c27e90660baa89eaad85ac1d5dae26cb7d.json"
local SESSION_FILE = ".aws/sso/cache/3ece1471f44f63177cbc35ba0b904e0c096b6783.json"

local function iso(seconds)
  return core.format_timestamp(scripted.time + seconds, "iso8601")
end

--- A token file's text; `ends_in` seconds from the scripted time.
local function token(ends_in, more)
  return ('{"accessToken":"%s","expiresAt":"%s"%s}'):format(TOKEN, iso(ends_in), more or "")
end

local REGISTRATION = ',"refreshToken":"RefreshThatMustNotShow","clientId":"CI","clientSecret":"%s","registrationExpiresAt":"%s"'

local function renewable(ends_in, registered_for)
  return token(ends_in, REGISTRATION:format(SECRET, iso(registered_for or 1e6)))
end

local GOOD = scripted.answer('{"roleCredentials":{"accessKeyId":"AKS","secretAccessKey":"SKS","sessionToken":"STS",'
  .. '"expiration":4070908800123}}')

local function renewed(members)
  return scripted.answer('{"accessToken":"NewToken","expiresIn":28800' .. (members or "") .. "}")
end

local REFUSED = scripted.answer('{"error":"invalid_grant","error_description":"bad RefreshThatMustNotShow"}', 400)

local function world(config, file, text, answers, options)
  local surroundings = providers.surroundings({}, { [".aws/config"] = config, [file or "none"] = text or "" })
  local context = providers.context(answers, { region = "eu-west-1" })
  local ask = sso.new(options, surroundings)
  return function() return ask(context) end, context, surroundings.profiles.home .. "/" .. (file or "none")
end

local function check_failure(ask, type_name, ...)
  local err = failure(ask)
  assert.is_true(errors.is(err, type_name), tostring(err))
  assert.equal("sso", err.provider)
  assert.is_true(providers.is_clean(err), tostring(err))
  assert.is_nil(providers.text_of(err):find("RefreshThatMustNotShow", 1, true))
  for _, words in ipairs({ ... }) do assert.truthy(err.message:find(words, 1, true), err.message) end
end

local function read(path) return json.decode(files.read(path)) end

local function bearer(request)
  return (scripted.header(request, "x-amz-sso_bearer_token"))
end

describe("SSO", function()
  it("gets a role's keys with a cached token", function()
    for _, case in ipairs({ { LEGACY, LEGACY_FILE, "My%20Role" }, { SESSION, SESSION_FILE, "R" } }) do
      local ask, context = world(case[1], case[2], token(3600), { GOOD })
      assert.same({
        access_key_id = "AKS", secret_access_key = "SKS", session_token = "STS", expiration = 4070908800.123,
        account_id = "123456789012",
      }, ask())
      local request = context.requests[1]
      assert.equal("GET https://portal.sso.us-west-2.amazonaws.com/federation/credentials?role_name=" .. case[3]
        .. "&account_id=123456789012", request.method .. " " .. request.url)
      assert.equal(TOKEN, bearer(request))
      assert.is_nil(scripted.header(request, "Authorization"))
    end
  end)

  it("takes its options first", function()
    local ask, context = world(LEGACY, LEGACY_FILE, token(3600), { GOOD }, { sso_role_name = "other", sso_account_id = "5" })
    ask()
    assert.truthy(context.requests[1].url:find("role_name=other&account_id=5", 1, true))
    local err = failure(sso.new, { sso_role = "x" }, {})
    assert.truthy(err.message:find('"sso_role_name"', 1, true), err.message)
  end)

  it("is not found without account and role", function()
    assert.is_nil(world("[default]\nsso_start_url = https://x\nsso_region = a\n")())
  end)

  local wrong = {
    ["no such session"] = { (SESSION:gsub("%[sso%-session my%]", "[sso-session other]")), "[sso-session my]" },
    ["another region than the session's"] = { "[default]\nsso_region = eu-west-1\n" .. SESSION:sub(11), "sso_region" },
    ["another start URL than the session's"] = { "[default]\nsso_start_url = https://x\n" .. SESSION:sub(11), "sso_start_url" },
    ["no role"] = { (LEGACY:gsub("sso_role_name[^\n]*\n", "")), "sso_role_name" },
    ["no account"] = { (LEGACY:gsub("sso_account_id[^\n]*\n", "")), "sso_account_id" },
    ["no region"] = { (LEGACY:gsub("sso_region[^\n]*\n", "")), "sso_region" },
    ["no start URL"] = { (LEGACY:gsub("sso_start_url[^\n]*\n", "")), "sso_start_url" },
    ["a region that is not one"] = { (LEGACY:gsub("us%-west%-2", "evil.test/")), "sso_region" },
  }
  for name, case in pairs(wrong) do
    it("is refused with " .. name, function()
      local ask, context = world(case[1], nil, nil, {})
      check_failure(ask, "ConfigError", case[2], "/.aws/config")
      assert.equal(0, #context.requests)
    end)
  end

  local unusable = {
    ["that is empty"] = "", ["that is no JSON"] = "garbage", ["without a token"] = '{"expiresAt":"2099-01-01T00:00:00Z"}',
    ["without an end"] = '{"accessToken":"T"}', ["with an end that is not a time"] = '{"accessToken":"T","expiresAt":"soon"}',
    ["with a token that no header holds"] = '{"accessToken":"a\\nb","expiresAt":"2099-01-01T00:00:00Z"}',
    ["with a list"] = "[]", ["with other types"] = '{"accessToken":{},"expiresAt":5}',
  }
  for name, text in pairs(unusable) do
    it("is refused with a token file " .. name, function()
      check_failure(world(LEGACY, LEGACY_FILE, text, {}), "CredentialsError", LEGACY_FILE, "aws sso login")
    end)
  end

  it("is refused without a token file, or with one that has ended", function()
    check_failure(world(LEGACY, nil, nil, {}), "CredentialsError", "no token", LEGACY_FILE, "aws sso login")
    check_failure(world(LEGACY, LEGACY_FILE, token(0), {}), "CredentialsError", "has ended")
    check_failure(world(LEGACY, LEGACY_FILE, renewable(-5), {}), "CredentialsError", "has ended")
  end)

  it("says what the portal said, and not the token", function()
    local unauthorized = scripted.answer('{"message":"Session token not found or invalid"}', 401,
      { ["x-amzn-errortype"] = "UnauthorizedException:http://x, Other" })
    check_failure(world(LEGACY, LEGACY_FILE, token(3600), { unauthorized }), "CredentialsError", "aws sso login")
    local forbidden = scripted.answer('{"message":"No access for ' .. TOKEN .. '","__type":"a#ForbiddenException"}', 403)
    check_failure(world(LEGACY, LEGACY_FILE, token(3600), { forbidden }), "CredentialsError", "ForbiddenException", "No access")
    for _, body in ipairs({ "", "[]", "{}", '{"roleCredentials":{"accessKeyId":"A"}}', "<html>" }) do
      check_failure(world(LEGACY, LEGACY_FILE, token(3600), { scripted.answer(body) }), "CredentialsError", "holds no keys")
    end
  end)

  it("asks the portal again after what may go away", function()
    local ask, context = world(LEGACY, LEGACY_FILE, token(3600), { scripted.answer("", 500), scripted.answer("", 429), GOOD })
    assert.equal("AKS", ask().access_key_id)
    assert.equal(3, #context.requests)
  end)
end)

describe("the token of an sso-session", function()
  it("is renewed when less than 15 minutes are left, and written back for its owner alone", function()
    local ask, context, path = world(SESSION, SESSION_FILE, renewable(899), { renewed(',"refreshToken":"R2"'), GOOD, GOOD })
    assert.equal("AKS", ask().access_key_id)
    local request = context.requests[1]
    assert.equal("POST https://oidc.us-west-2.amazonaws.com/token", request.method .. " " .. request.url)
    assert.equal("application/json", (scripted.header(request, "Content-Type")))
    assert.same({ grantType = "refresh_token", clientId = "CI", clientSecret = SECRET, refreshToken = "RefreshThatMustNotShow" },
      json.decode(request.body))
    assert.equal("NewToken", bearer(context.requests[2]))
    assert.same({
      accessToken = "NewToken", refreshToken = "R2", expiresAt = iso(28800), clientId = "CI", clientSecret = SECRET,
      registrationExpiresAt = iso(1e6), region = "us-west-2", startUrl = "https://d-1.awsapps.com/start",
    }, read(path))
    assert.equal("600\n", (select(2, child.run("stat -c %a " .. child.quote(path)))))
    ask()
    assert.equal(3, #context.requests)
    assert.equal("NewToken", bearer(context.requests[3]))
  end)

  it("does not take over an old refresh token, as that may be used up", function()
    local ask, _, path = world(SESSION, SESSION_FILE, renewable(100), { renewed(), GOOD })
    ask()
    assert.is_nil(read(path).refreshToken)
  end)

  it("is left alone with 15 minutes, without all that a renewal needs, or by a legacy profile", function()
    for _, text in ipairs({ renewable(900), token(899), renewable(899, 0), (renewable(899):gsub('"clientId":"CI",', "")) }) do
      local ask, context = world(SESSION, SESSION_FILE, text, { GOOD })
      ask()
      assert.equal(1, #context.requests)
    end
    local ask, context = world(LEGACY, LEGACY_FILE, renewable(899), { GOOD })
    ask()
    assert.equal(1, #context.requests)
  end)

  it("outlives a renewal that fails, which is tried once in a minute", function()
    local ask, context, path = world(SESSION, SESSION_FILE, renewable(800), { REFUSED, GOOD, GOOD, renewed(), GOOD })
    local now = scripted.time
    context.now = function() return now end
    ask()
    now = now + 59
    ask()
    assert.equal(3, #context.requests)
    assert.equal(TOKEN, read(path).accessToken)
    now = now + 1
    ask()
    assert.equal("NewToken", bearer(context.requests[5]))
  end)

  it("that has ended and cannot be renewed is an error that says why", function()
    check_failure(world(SESSION, SESSION_FILE, renewable(-1), { REFUSED }), "CredentialsError", "has ended", "invalid_grant")
    for _, body in ipairs({
      "", "{}", '{"accessToken":"x"}', '{"accessToken":"a\\u0001","expiresIn":5}', '{"expiresIn":5}',
      '{"accessToken":"x","expiresIn":1e300}',
    }) do
      check_failure(world(SESSION, SESSION_FILE, renewable(-1), { scripted.answer(body) }), "CredentialsError", "cannot be read")
    end
    check_failure(world(SESSION, SESSION_FILE, token(-1), {}), "CredentialsError", "cannot be renewed")
  end)

  --- What another process leaves in the file.
  local function written(path, text, ...)
    local results, count = { ... }, 0
    return function()
      count = count + 1
      files.write(path(), text)
      return results[count] or results[1]
    end
  end

  local NEWER = ('{"accessToken":"Winner","expiresAt":"%s"}'):format(iso(3600))

  it("is the one that another process wrote, when that was faster", function()
    for _, ends_in in ipairs({ -10, 300 }) do
      local path
      local answers = { written(function() return path end, NEWER, REFUSED), GOOD, GOOD }
      local ask, context, file = world(SESSION, SESSION_FILE, renewable(ends_in), answers)
      path = file
      assert.equal("AKS", ask().access_key_id)
      assert.equal("Winner", bearer(context.requests[2]))
      assert.same({}, context.slept)
      ask()
      assert.same({ 3, "Winner" }, { #context.requests, bearer(context.requests[3]) })
    end
  end)

  it("is waited for a moment while the faster process writes it, and only then", function()
    local ask, context, path = world(SESSION, SESSION_FILE, renewable(-10), { REFUSED, GOOD })
    local sleep = context.sleep
    function context.sleep(seconds)
      sleep(seconds)
      files.write(path, #context.slept == 1 and NEWER:sub(1, 20) or NEWER)
    end
    assert.equal("AKS", ask().access_key_id)
    assert.equal("Winner", bearer(context.requests[2]))
    assert.equal(2, #context.slept)
    ask, context = world(SESSION, SESSION_FILE, renewable(300), { REFUSED, GOOD })
    ask()
    assert.same({ {}, TOKEN }, { context.slept, bearer(context.requests[2]) })
    local forbidden = scripted.answer('{"error":"unauthorized_client"}', 400)
    ask, context = world(SESSION, SESSION_FILE, renewable(-10), { forbidden })
    check_failure(ask, "CredentialsError", "has ended", "unauthorized_client")
    assert.same({}, context.slept)
  end)

  it("of another process does not count when it has ended or cannot be read", function()
    for _, text in ipairs({ (NEWER:gsub("%d%d%d%d%-", "2001-", 1)), "", "garbage" }) do
      local path
      local ask, context, file = world(SESSION, SESSION_FILE, renewable(-10), { written(function() return path end, text, REFUSED) })
      path = file
      check_failure(ask, "CredentialsError", "has ended", "invalid_grant")
      assert.equal(1, #context.requests)
    end
  end)

  it("is read again when the portal refuses it, and asked with again where it is another one", function()
    local unauthorized = scripted.answer('{"message":"no TokenThatMustNotShow"}', 401)
    for _, case in ipairs({ { LEGACY, LEGACY_FILE }, { SESSION, SESSION_FILE } }) do
      local path
      local ask, context, file = world(case[1], case[2], token(3600),
        { written(function() return path end, NEWER, unauthorized), GOOD })
      path = file
      assert.equal("AKS", ask().access_key_id)
      assert.equal("Winner", bearer(context.requests[2]))
      ask, context = world(case[1], case[2], token(3600), { unauthorized })
      check_failure(ask, "CredentialsError", "aws sso login")
      assert.equal(1, #context.requests)
    end
  end)

  it("serves on where it cannot be written back", function()
    local write = core.write_private_file
    core.write_private_file = function() return nil, "is on a disk that is full" end
    local ask, context = world(SESSION, SESSION_FILE, renewable(100), { renewed(), GOOD, GOOD })
    local ok, err = pcall(function() ask() ask() end)
    core.write_private_file = write
    assert.is_true(ok, err)
    assert.equal(3, #context.requests)
    assert.equal("NewToken", bearer(context.requests[3]))
  end)
end)
