-- Errors about settings and options list all that is wrong.
local aws = require "aws"
local errors = require "aws.errors.typed"
local problems = require "aws.settings.problems"
local credentials = require "aws.credentials"
local dms = require "aws.dms"
local drs = require "aws.drs"
local folder = require "spec.support.folder"
local scripted = require "spec.support.scripted"

local failure = scripted.failure

local function paths_of(err)
  local paths = {}
  for i, problem in ipairs(err.problems) do paths[i] = problem.path end
  return paths
end

describe("a ConfigError", function()
  local home
  before_each(function() home = folder.new() end)
  after_each(function() home.remove() end)

  local function refused(given, variables)
    local all = { HOME = home.path }
    for name, value in pairs(variables or {}) do all[name] = value end
    return failure(scripted.with_environment, all, drs.new, given)
  end

  it("lists all settings that are wrong, in the order of their names", function()
    local err = refused({ max_attempts = 1.5, regoin = "a", read_timeout = -1, proxy = false, endpoint_url = {} })
    assert.equal("ConfigError", err.type)
    assert.same({
      { path = "endpoint_url", message = "is a table, not a string" },
      { path = "max_attempts", message = "is not a whole number above 0" },
      { path = "read_timeout", message = "is not a number of seconds above 0" },
      { path = "regoin", message = 'is not known; did you mean "region"?' },
    }, err.problems)
    assert.equal("endpoint_url is a table, not a string; max_attempts is not a whole number above 0; read_timeout is not a number "
      .. 'of seconds above 0; unknown setting "regoin"; did you mean "region"?', err.message)
    assert.same({ "drs", "no", 0 }, { err.service, err.applied, err.attempts })
  end)

  it("lists one problem, too", function()
    assert.same({ { path = "region", message = "is empty" } }, refused({ region = "" }).problems)
    assert.same({ "of type number" }, paths_of(refused({ "eu-west-1" })))
  end)

  it("has no list where no place is wrong", function()
    assert.is_nil(refused(5).problems)
    assert.equal("new takes a table of settings, got a number", refused(5).message)
  end)

  it("lists what is wrong in the environment and the profile beside it", function()
    home.write(".aws/config", "[default]\nretry_mode = fast\nregion = a b\n")
    local err = refused({ connect_timeout = "5" }, { AWS_MAX_ATTEMPTS = "many", AWS_ENDPOINT_URL = "nowhere" })
    assert.same({ "connect_timeout", "endpoint_url", "max_attempts", "region", "retry_mode" }, paths_of(err))
    assert.equal("AWS_MAX_ATTEMPTS is not a whole number", err.problems[3].message)
    assert.matches("^region of profile default %(.*/%.aws/config%) is not a region name", err.problems[4].message)
    assert.is_nil(err.message:find("fast", 1, true))
  end)

  it("says once what is known", function()
    local err = refused({ xyzzy = 1, plugh = 2, regoin = 3, max_attempts = 0 })
    assert.matches('^max_attempts is not .*; unknown setting "plugh"; unknown setting "regoin"; did you mean "region"%?; '
      .. 'unknown setting "xyzzy"; known: audit, [a-z_, ]*$', err.message)
    assert.equal("is not known", err.problems[2].message)
  end)

  it("does not look for what was given and is wrong", function()
    assert.same({ "max_attempts" }, paths_of(refused({ max_attempts = 0, region = "a" }, { AWS_MAX_ATTEMPTS = "many" })))
    assert.same({ "endpoint_url" }, paths_of(refused({ endpoint_url = 5, region = "a" }, { AWS_ENDPOINT_URL = "nowhere" })))
  end)

  it("tells of a profile that is not there beside the rest, and is a ProfileNotFound where that is all", function()
    local err = refused({ profile = "dr", region = "a" })
    assert.same({ "ProfileNotFound" }, { err.type, err.problems })
    err = refused({ profile = "dr", region = "a", max_attempts = 0 }, { AWS_RETRY_MODE = "fast" })
    assert.equal("ConfigError", err.type)
    assert.same({ "max_attempts", "profile", "retry_mode" }, paths_of(err))
    assert.matches('^profile "dr" %(settings%) is neither in ', err.problems[2].message)
    assert.same({ "profile" }, paths_of(refused({ profile = 5, region = "a" }, { AWS_RETRY_MODE = "fast" })))
  end)

  it("tells of a file that cannot be read once", function()
    home.write(".aws/config", "[default]\nnonsense\n")
    local err = refused({ region = "a", max_attempts = 0 }, { AWS_RETRY_MODE = "fast" })
    assert.same({ "max_attempts", "profile", "retry_mode" }, paths_of(err))
    assert.matches("/%.aws/config:2: ", err.problems[2].message)
    assert.same({ "profile" }, paths_of(refused({ region = "a" })))
  end)

  it("tells that settings exclude each other beside the rest", function()
    local err = refused({ endpoint_url = "http://a", use_fips_endpoint = true, max_attempts = 0 })
    assert.same({ "endpoint_url", "max_attempts" }, paths_of(err))
    assert.matches("exclude each other", err.problems[1].message)
  end)

  it("tells a hundred of them, and shows no value", function()
    local given = {}
    for i = 1, 150 do given["xyzzy_plugh" .. i] = "hunter2" end
    local err = refused(given)
    assert.equal(100, #err.problems)
    assert.is_nil(err.message:find("hunter2", 1, true))
    assert.is_true(#tostring(err) < 2000)
  end)
end)

describe("options that are wrong are all listed", function()
  local client = scripted.client(dms, {})
  local arn = "arn:aws:dms:us-east-1:123456789012:replication-config:A"
  local cases = {
    ["of a call"] = function() client.stop_replication({ ReplicationConfigArn = arn }, { tiemout = 5, region = 5 }) end,
    ["of pages"] = function() client.pages.describe_replications({}, { max_itmes = 5, page_size = 0 }) end,
    ["of a wait"] = function() client.wait.replication_stopped(arn, { max_tiem = 5, delay = 0 }) end,
    ["of a definition"] = function() client.wait_for({ look = 5, succes = {} }) end,
    ["of a helper"] = function() client.ensure_stopped(arn, { wiat = false, max_refusals = 0 }) end,
    ["of explain"] = function() client.explain({ fecth = true, fetch = 1 }) end,
    ["of aws.map"] = function() aws.map({}, print, { concurency = 5, timeout = 0 }) end,
    ["of aws.plan"] = function() aws.plan({ servic = "dms", concurrency = 0 }) end,
    ["of a plan's helper"] = function() aws.plan({ service = "dms", options = { max_tiem = 5, resend_after = "a" } }) end,
    ["of a plan's where"] = function() aws.plan({ service = "dms", where = { stauts = "running", names = 5 } }) end,
    ["of the doctor"] = function() aws.doctor.run({ servce = "dms", network = 5 }) end,
    ["of a provider"] = function() credentials.imds({ timeuot = 5, attempts = 0 }) end,
    ["of decide"] = function() drs.decide({}, { stoped = "retry", stopped = "never" }) end,
  }
  for name, call in pairs(cases) do
    it(name, function()
      local err = failure(call)
      assert.same({ "ConfigError", 2 }, { err.type, #err.problems })
      local hinted = 0
      for _, problem in ipairs(err.problems) do
        if problem.message:find("; did you mean \"", 1, true) then hinted = hinted + 1 end
      end
      assert.equal(1, hinted)
      assert.is_truthy(err.message:find("; ", 1, true))
    end)
  end
end)

it("a step that ends by Ctrl-C, or by what is not about settings, ends all", function()
  for _, raised in ipairs({ "interrupted!", errors.new({ type = "NoCredentialsError", message = "none" }), {} }) do
    local found = problems.new()
    local ok, same = pcall(found.attempt, found, "region", error, raised, 0)
    assert.is_false(ok)
    assert.is_true(rawequal(raised, same))
    assert.is_true(found:is_empty())
  end
end)
