-- What modules, clients and their parts print as, and what they say to whoever assigns to them.
local aws = require "aws"
local child = require "spec.support.child"
local client_room = require "aws.client"
local depot = require "spec.support.depot"
local dms = require "aws.dms"
local drs = require "aws.drs"
local errors = require "aws.errors"
local folder = require "spec.support.folder"
local scripted = require "spec.support.scripted"

local failure = scripted.failure

--- Whether `pairs` asks a metatable.
local has_pairs = not pcall(pairs, setmetatable({}, { __pairs = function() error("asked") end }))

describe("tostring of a client", function()
  local home
  before_each(function() home = folder.new() end)
  after_each(function() home.remove() end)

  local function new(given, variables)
    local all = { HOME = home.path }
    for name, value in pairs(variables or {}) do all[name] = value end
    return scripted.with_environment(all, dms.new, given)
  end

  it("tells its region, and from where", function()
    assert.equal("aws.dms client: region eu-west-1 (settings)", tostring(new({ region = "eu-west-1" })))
    assert.equal("aws.dms client: region eu-west-1 (AWS_REGION)", tostring(new({}, { AWS_REGION = "eu-west-1" })))
  end)

  it("tells its profile, endpoint and read_only where they are not the default", function()
    home.write(".aws/config", "[profile dr]\nregion = eu-central-1\n")
    local path = home.path .. "/.aws/config"
    assert.equal(("aws.dms client: region eu-central-1 (profile dr (%s)), profile dr (AWS_PROFILE), endpoint http://localhost:4566 "
      .. "(AWS_ENDPOINT_URL), read-only"):format(path),
      tostring(new({ read_only = true }, { AWS_PROFILE = "dr", AWS_ENDPOINT_URL = "http://localhost:4566" })))
  end)

  it("tells that it is closed", function()
    local client = new({ region = "eu-west-1" })
    client.close()
    assert.equal("aws.dms client: region eu-west-1 (settings), closed", tostring(client))
  end)

  it("shows no secret, and sends and asks for nothing", function()
    local asked = 0
    local client, transport = scripted.client(dms, {}, { credentials = function() asked = asked + 1 end })
    local other = scripted.client(dms, {}, { endpoint_url = "http://h/?token=hunter2" })
    assert.is_nil(tostring(other):find("hunter2", 1, true))
    assert.is_nil(tostring(scripted.client(dms, {})):find(scripted.keys.secret_access_key, 1, true))
    assert.matches("^aws.dms client: region us%-east%-1", tostring(client))
    assert.same({ 0, 0 }, { asked, #transport.requests })
  end)

  it("is one line that does nothing to a terminal, whatever the environment holds", function()
    local text = tostring(new({ region = "a" }, { AWS_CONFIG_FILE = "/none", AWS_ENDPOINT_URL = "http://h/" .. ("x"):rep(5000) }))
    assert.is_true(#text < 500)
    assert.is_nil(text:find("%c"))
  end)

  it("cuts what is long between two characters", function()
    local name = ("a"):rep(199) .. "é"
    home.write(".aws/config", ("[profile %s]\nregion = eu-central-1\n"):format(name))
    local text = tostring(new({ profile = name }))
    assert.truthy(text:find(", profile " .. ("a"):rep(199) .. "… (settings)", 1, true), text)
    assert.is_nil(text:find("\195…", 1, true))
  end)

  it("works where nothing can be loaded any more", function()
    local code, said, complaint = child.lua([[
      local client = require("aws.dms").new{ region = "a", credentials = { access_key_id = "A", secret_access_key = "B" } }
      package.path, package.cpath = "", ""
      local searchers = package.searchers or package.loaders
      for i = #searchers, 1, -1 do searchers[i] = nil end
      print(tostring(client))
    ]], { AWS_REGION = "eu-west-1" })
    assert.equal("aws.dms client\n", said, complaint)
    assert.equal(0, code)
  end)
end)

describe("tostring of a module", function()
  it("tells of its default client, and makes none", function()
    local read = 0
    local real = os.getenv
    os.getenv = function() read = read + 1 end -- luacheck: ignore 122
    local module = client_room.module((require "aws.model.drs"))
    local ok, text = pcall(tostring, module)
    os.getenv = real -- luacheck: ignore 122
    assert.is_true(ok)
    assert.equal("aws.drs module: Elastic Disaster Recovery Service, 50 operations; its client is made by the first call", text)
    assert.equal(0, read)
    scripted.with_environment({ AWS_REGION = "eu-west-1" }, function() return module.config.region end)
    assert.matches("operations; its client: region eu%-west%-1 %(AWS_REGION%)$", tostring(module))
    module.close()
    assert.matches("; its client is made by the first call$", tostring(module))
  end)

  it("says that its client has no region", function()
    local module = client_room.module(depot.model())
    scripted.with_environment({}, function() return module.config.region end)
    assert.matches("its client: no region$", tostring(module))
  end)

  it("is there for the tables of functions", function()
    local client = scripted.client(drs, {})
    for _, target in ipairs({ drs, client }) do
      assert.matches("^aws.drs pages: %d+ operations$", tostring(target.pages))
      assert.matches("^aws.drs each: %d+ operations$", tostring(target.each))
      assert.matches("^aws.drs all: %d+ operations$", tostring(target.all))
      assert.matches("^aws.drs wait: [1-9]%d* waiters$", tostring(target.wait))
    end
    assert.equal("aws.drs prepare: 50 operations", tostring(client.prepare))
  end)

  it("is there for the doors", function()
    for name, has in pairs({ errors = "handler, is", sigv4 = "presign, sign", time = "duration, format, parse", doctor = "json, run",
      plan = "load", show = "escape, text", stub = "after, always, error, new, response" }) do
      assert.equal(("aws.%s: %s"):format(name, has), tostring(aws[name]))
    end
    assert.matches("^aws.credentials: .*assume_role", tostring(aws.credentials))
    assert.matches("^aws %(aws%-replication %d[%w.-]*%): .*dms, doctor, drs, errors", tostring(aws))
  end)
end)

describe("a name that a door does not have", function()
  it("is an error that names the nearest one", function()
    for call, message in pairs({
      [function() return aws.dsm end] = 'unknown module "dsm"; did you mean "dms"?',
      [function() return aws.plna end] = 'unknown module "plna"; did you mean "plan"?',
      [function() return aws.sigv4.sing end] = 'unknown function of aws.sigv4 "sing"; did you mean "sign"?',
      [function() return aws.plan.laod end] = 'unknown function of aws.plan "laod"; did you mean "load"?',
      [function() return aws.credentials.asume_role end] = 'unknown function of aws.credentials "asume_role"; did you mean "assume_role"?',
      [function() return aws.time.xyzzy end] = 'unknown function of aws.time "xyzzy"; known: duration, format, parse',
      [function() return aws.errors.handlr end] = 'unknown function of aws.errors "handlr"; did you mean "handler"?',
      [function() return aws.doctor.rum end] = 'unknown function of aws.doctor "rum"; did you mean "run"?',
    }) do
      local err = failure(call)
      assert.same({ "ConfigError", message, "no" }, { err.type, err.message, err.applied })
      assert.matches("spec/unit/tostring_spec.lua:%d+$", err.where)
    end
  end)

  it("is absent where nobody can mean a function by it, and for rawget", function()
    for _, door in ipairs({ aws, aws.time, aws.plan, aws.errors, dms }) do
      assert.is_nil(door[1])
      assert.is_nil(door._VERSION)
      assert.is_nil(door["__name"])
      assert.is_nil(rawget(door, "xyzzy"))
    end
  end)
end)

describe("an assignment", function()
  local client = scripted.client(dms, {})

  local function refused(target, name)
    local err = failure(function() target[name] = "hunter2" end)
    assert.same({ "ConfigError", "no", "dms" }, { err.type, err.applied, err.service })
    assert.is_nil(tostring(err):find("hunter2", 1, true))
    return err.message
  end

  it("to client.config says how settings are changed", function()
    assert.equal("config shows the settings of a client and changes none: make another client, dms.new{ max_attempts = … }, or give "
      .. "it with a call, { max_attempts = … }", refused(client.config, "max_attempts"))
    assert.equal("config shows the settings of a client and changes none: make another client, dms.new{ ca_bundle = … }",
      refused(client.config, "ca_bundle"))
    assert.matches('dms.new{ … = … }; did you mean "region"?', refused(client.config, "regoin"), 1, true)
    for _, name in ipairs({ "region", "timeout", "endpoint_url", "sources", "xyzzy", 1, true }) do
      assert.matches("^config shows the settings", refused(client.config, name))
    end
    assert.matches("^config shows the settings", refused(client.config.sources, "region"))
    assert.equal("us-east-1", client.config.region)
    assert.equal("settings", client.config.sources.region)
  end)

  it("to client.config as a whole, too, and to that of a module", function()
    assert.matches("^config shows the settings", refused(client, "config"))
    assert.matches("^config shows the settings", refused(dms, "config"))
    scripted.with_environment({ AWS_REGION = "eu-west-1" }, function()
      assert.matches("^config shows the settings", refused(dms.config, "region"))
      dms.close()
    end)
  end)

  it("to a field that is a setting says so", function()
    for _, target in ipairs({ client, dms }) do
      assert.equal("region is a setting, which a client has from new: make another client, dms.new{ region = … }, or give it with a "
        .. "call, { region = … }", refused(target, "region"))
      assert.matches("^logger is a setting", refused(target, "logger"))
    end
  end)

  it("to a field that means nothing names the nearest one", function()
    assert.equal('"stop_replicaton" of a client means nothing; did you mean "stop_replication"?', refused(client, "stop_replicaton"))
    assert.equal('"stop_replicaton" of a module means nothing; did you mean "stop_replication"?', refused(dms, "stop_replicaton"))
    assert.equal('"replication_stoped" of a wait means nothing; did you mean "replication_stopped"?',
      refused(client.wait, "replication_stoped"))
    assert.equal('"xyzzy_plugh" of a client means nothing', refused(client, "xyzzy_plugh"))
  end)

  it("to aws names the nearest module", function()
    local err = failure(function() aws.region = "a" end)
    assert.same({ "ConfigError", "aws.region means nothing: settings belong to new, as in aws.dms.new{ region = … }" },
      { err.type, err.message })
    assert.is_nil(rawget(aws, "region"))
  end)

  it("replaces what is there, as tests do, also before it was used", function()
    local own = scripted.client(dms, {})
    for _, name in ipairs({ "stop_replication", "explain", "ensure_stopped", "pages", "close", "_mine" }) do
      local function double() end
      own[name] = double
      assert.equal(double, own[name])
    end
    own.wait.replication_stopped = print
    assert.equal(print, own.wait.replication_stopped)
  end)
end)

describe("client.config", function()
  local client = scripted.client(dms, {}, { max_attempts = 5 })

  it("called returns a plain table of its own", function()
    local plain = client.config()
    assert.is_nil(getmetatable(plain))
    assert.is_nil(getmetatable(plain.sources))
    assert.same({ "us-east-1", 5, "settings" }, { plain.region, plain.max_attempts, plain.sources.region })
    local count = 0
    for name, value in pairs(plain) do
      count = count + 1
      if name ~= "sources" then assert.equal(client.config[name], value, name) end
    end
    assert.is_true(count > 10)
    plain.region, plain.sources.region = "changed", "changed"
    assert.same({ "us-east-1", "settings" }, { client.config.region, client.config.sources.region })
  end)

  it("can be gone through, and is among a client's members, where pairs asks a metatable", function()
    if not has_pairs then return end
    local seen = {}
    for name, value in pairs(client.config) do seen[name] = value end
    assert.same({ "us-east-1", 5, "settings" }, { seen.region, seen.max_attempts, seen.sources.region })
    for name in pairs(client.config.sources) do seen[name .. " source"] = true end
    assert.is_true(seen["region source"])
    local members = {}
    for name, value in pairs(client) do members[name] = value end
    assert.equal(client.config, members.config)
  end)

  it("prints as something, and stays the same table", function()
    assert.equal("aws.dms config: read by name; config() is a table of all", tostring(client.config))
    assert.equal(client.config, client.config)
    assert.is_nil(client.config.regoin)
    assert.is_true(errors.is(failure(function() client.config.regoin = 1 end), "ConfigError"))
  end)
end)

it("a definition's operation that is not there names the nearest one", function()
  local client = scripted.client(dms, {})
  assert.equal('look of the definition: unknown operation "describe_replicatons"; did you mean "describe_replications"?',
    failure(client.wait_for, { look = "describe_replicatons", success = { "a" } }).message)
end)
