-- Errors about keys tell whose keys were used; events tell who found them.
local credentials = require "aws.credentials"
local dms = require "aws.dms"
local drs = require "aws.drs"
local files = require "spec.support.files"
local providers = require "spec.support.providers"
local retries = require "spec.support.retries"
local scripted = require "spec.support.scripted"

local INPUT, refusal = retries.INPUT, retries.refusal
local OK = scripted.answer("{}")
local KEYS = { access_key_id = "AKIALONGTERMWXYZ", secret_access_key = providers.SECRET, session_token = providers.TOKEN }
local GIVEN = { provider = "settings", place = "credentials given to new", key_id = "…WXYZ" }

after_each(providers.clean)

--- What makes a client whose keys are in a file of its own; the place that events and errors tell; and the file.
local function of_file()
  local home = providers.folder({
    [".aws/credentials"] = "[dr]\naws_access_key_id = AKIAFROMFILE\naws_secret_access_key = " .. providers.SECRET .. "\n",
  })
  local place = ('profile "dr" in %s/.aws/credentials'):format(home)
  return function(answers, settings)
    local given = { region = "us-east-1", profile = "dr", transport = scripted.transport(answers), max_attempts = 1 }
    for name, value in pairs(settings or {}) do given[name] = value end
    return scripted.with_environment({ HOME = home }, drs.new, given)
  end, place, home .. "/.aws/credentials"
end

describe("an error about keys", function()
  it("tells whose they were, in its members and its line", function()
    local client, place = of_file()
    local err = scripted.failure(client({ refusal(403, "AccessDeniedException") }).retry_data_replication, INPUT)
    assert.same({ provider = "shared_file", place = place, key_id = "…FILE" }, err.credentials)
    assert.equal(('AccessDeniedException: m; keys of shared_file (%s), …FILE (drs.retry_data_replication, HTTP 403, '
      .. "request id r-403)"):format(place), tostring(err))
    assert.is_true(providers.is_clean(err))
  end)

  for _, case in ipairs({
    { 403, nil }, { 401, nil }, { 403, "ForbiddenSomething" }, { 400, "UnrecognizedClientException" }, { 400, "ExpiredTokenException" },
    { 400, "InvalidSignatureException" }, { 403, "SignatureDoesNotMatch" }, { 400, "AccessDeniedFault" },
    { 400, "AccessDeniedException" }, { 400, "MissingAuthenticationTokenException" }, { 400, "InvalidClientTokenId" },
    { 400, "IncompleteSignature" }, { 400, "OptInRequired" },
  }) do
    it(("is one with status %d and code %s"):format(case[1], case[2] or "none"), function()
      local err = retries.fail({ refusal(case[1], case[2]), refusal(case[1], case[2]) }, { credentials = KEYS })
      assert.same(GIVEN, err.credentials)
      assert.truthy(tostring(err):find("keys of settings (credentials given to new), …WXYZ", 1, true), tostring(err))
      assert.is_true(providers.is_clean(err))
    end)
  end

  for _, case in ipairs({
    { 404, "ResourceNotFoundException" }, { 400, "ValidationException" }, { 400, nil }, { 500, nil }, { 429, nil },
    { 400, "UninitializedAccountException" }, { 409, "ConflictException" },
  }) do
    it(("is not one with status %d and code %s"):format(case[1], case[2] or "none"), function()
      local err = retries.fail({ refusal(case[1], case[2]) }, { credentials = KEYS, max_attempts = 1 })
      assert.is_nil(err.credentials)
      assert.is_nil(tostring(err):find("keys of", 1, true))
    end)
  end

  it("tells of keys that were given with the call", function()
    local client = retries.client(drs, { refusal(403, "AccessDeniedException") })
    local err = scripted.failure(client.retry_data_replication, INPUT, { credentials = KEYS })
    assert.same({ provider = "settings", place = "credentials given with the call", key_id = "…WXYZ" }, err.credentials)
  end)

  it("tells of the keys that were refused last", function()
    local count = 0
    local err = retries.fail({ refusal(400, "ExpiredToken"), refusal(400, "ExpiredToken") }, { credentials = function()
      count = count + 1
      return { access_key_id = "AKIA000" .. count, secret_access_key = providers.SECRET }
    end })
    assert.same({ provider = "credentials function", place = "given to new", key_id = "…0002" }, err.credentials)
  end)

  it("tells of the keys that were refused, where others were fetched for nothing", function()
    local client, place, path = of_file()
    local err = scripted.failure(client({ function()
      files.write(path, "[dr]\naws_access_key_id = AKIANEW\naws_secret_access_key = " .. providers.SECRET .. "\n")
      return refusal(400, "InvalidClientTokenId")
    end }, {
      timeout = 0.001, max_attempts = 2, clock = function() return 5 end, random = function() return 0.5 end,
    }).retry_data_replication, INPUT)
    assert.equal("DeadlineExceeded", err.type)
    assert.same({ provider = "shared_file", place = place, key_id = "…FILE" }, err.cause.credentials)
    assert.is_nil(err.credentials)
  end)

  it("has a hint beside it", function()
    local client = retries.client(dms, { scripted.answer('{"__type":"AccessDeniedFault","message":"No."}', 400) }, { credentials = KEYS })
    local arn = "arn:aws:dms:eu-west-1:123456789012:replication-config:N"
    local err = scripted.failure(client.stop_replication, { ReplicationConfigArn = arn })
    assert.equal("AccessDeniedFault: No; the ARN is of eu-west-1, this client calls us-east-1; keys of settings (credentials given "
      .. "to new), …WXYZ (dms.stop_replication, HTTP 400)", tostring(err))
  end)

  it("has a line whatever a user puts into its members", function()
    local err = retries.fail({ refusal(403) }, { credentials = KEYS })
    err.credentials = {}
    assert.truthy(tostring(err):find("; keys of nil, nil (", 1, true), tostring(err))
    err.credentials = "mine"
    assert.is_nil(tostring(err):find("keys of", 1, true))
    err.credentials = { provider = "a\nb", place = ("ü"):rep(900), key_id = 7 }
    assert.is_nil(tostring(err):find("\n", 1, true))
    assert.is_true(#tostring(err) < 700)
  end)

  it("stays clean where the service repeats the keys, and where a path has a secret in it", function()
    local home = providers.folder({ [providers.SECRET .. "/credentials"] = "[default]\naws_access_key_id = AKIAFROMFILE\n"
      .. "aws_secret_access_key = " .. providers.SECRET .. "\n" })
    local client = scripted.with_environment({ AWS_SHARED_CREDENTIALS_FILE = home .. "/" .. providers.SECRET .. "/credentials" },
      drs.new, { region = "us-east-1", max_attempts = 1, transport = scripted.transport({
        scripted.answer('{"message":"' .. providers.SECRET .. '"}', 403) }) })
    local err = scripted.failure(client.retry_data_replication, INPUT)
    assert.equal("shared_file", err.credentials.provider)
    assert.is_true(providers.is_clean(err), tostring(err))
  end)
end)

describe("an error of a provider", function()
  it("reaches the user with provider and place", function()
    local client = scripted.with_environment({ AWS_ACCESS_KEY_ID = "AKIAENVIRON" }, drs.new, { region = "us-east-1" })
    local err = scripted.failure(client.retry_data_replication, INPUT)
    assert.same({ "CredentialsError", "environment", "AWS_ACCESS_KEY_ID" }, { err.type, err.provider, err.place })
  end)

  it("has the origin of keys that had expired when they came", function()
    local err = retries.fail({}, { credentials = function()
      return { access_key_id = "AKIAOLD", secret_access_key = "s", expiration = scripted.time - 60 }
    end })
    assert.same({ "CredentialsError", "credentials function", "given to new" }, { err.type, err.provider, err.place })
    local home = providers.folder({})
    local given = { region = "us-east-1", now = function() return 4070908800 end, transport = scripted.transport({
      scripted.answer("TOKEN"), scripted.answer("R"), scripted.answer('{"Code":"Success","AccessKeyId":"AKIA","SecretAccessKey":"s",'
        .. '"Token":"t","Expiration":"2099-01-01T00:00:00Z"}') }) }
    given.credentials = function(context)
      local keys = credentials.imds()(context)
      keys.expiration = 1
      return keys
    end
    local client = scripted.with_environment({ HOME = home }, drs.new, given)
    err = scripted.failure(client.retry_data_replication, INPUT)
    assert.same({ "CredentialsError", "imds", "role R at http://169.254.169.254" }, { err.type, err.provider, err.place })
  end)
end)

describe("events", function()
  it("tell who found the keys, and where", function()
    local log = {}
    local client, place = of_file()
    client({ OK }, { logger = function(event) log[#log + 1] = event end }).retry_data_replication(INPUT)
    assert.same({ "attempt", "shared_file", place }, { log[1].type, log[1].provider, log[1].place })
    assert.same({ "response" }, { log[2].type, log[2].provider, log[2].place })
  end)

  it("tell it of other keys too", function()
    local log, ids = {}, { "AKIASECOND", "AKIAFIRST" }
    local client = retries.client(drs, { refusal(400, "ExpiredToken"), OK }, {
      logger = function(event) log[#log + 1] = event end,
      credentials = function() return { access_key_id = table.remove(ids), secret_access_key = providers.SECRET } end,
    })
    client.retry_data_replication(INPUT)
    local found
    for _, event in ipairs(log) do found = event.type == "credentials" and event or found end
    assert.same({ "AKIASECOND", "credentials function", "given to new" }, { found.access_key_id, found.provider, found.place })
    assert.is_nil(require("pl.pretty").write(log):find(providers.SECRET, 1, true))
  end)
end)
