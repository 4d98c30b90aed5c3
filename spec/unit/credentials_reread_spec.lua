-- Keys that were replaced where they stand, while the client lives: they are read again when a service refuses them.
local core = require "aws.core"
local credentials = require "aws.credentials"
local dms = require "aws.dms"
local errors = require "aws.errors"
local folder = require "spec.support.folder"
local scripted = require "spec.support.scripted"

local INPUT = { ReplicationConfigArn = "arn:aws:dms:eu-west-1:123456789012:replication-config:ABCDEFGH" }

local function key_of(request)
  return scripted.header(request, "Authorization"):match("Credential=([^/]*)")
end

describe("keys that are replaced", function()
  local home, world

  before_each(function()
    home = folder.new()
    world = { refused = {}, code = "ExpiredTokenException", variables = { HOME = home.path, AWS_REGION = "eu-west-1" } }
  end)
  after_each(function() home.remove() end)

  local function section(id)
    return ("aws_access_key_id = %s\naws_secret_access_key = secret-of-%s\n"):format(id, id)
  end

  --- STS, which refuses a key by `sts_code`, and names new keys after the one that it was asked with.
  local function sts_answer(id)
    if world.refused[id] then
      return scripted.answer("<ErrorResponse><Error><Code>" .. world.sts_code .. "</Code></Error></ErrorResponse>", 403)
    end
    return scripted.answer(([[<A><R><Credentials><AccessKeyId>%sROLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey>
      <SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></R></A>]]):format(id))
  end

  --- A service that refuses the keys of `world.refused`; `world.seen` are the keys of the requests to it and to STS.
  local function transport(request)
    local id = key_of(request)
    world.seen[#world.seen + 1] = id
    if world.on_request then world.on_request(id) end
    if world.failure then return nil, world.failure end
    if request.url:find("//sts.", 1, true) then return sts_answer(id) end
    if not world.refused[id] then return scripted.answer('{"Replication":{"Status":"stopping"}}') end
    return scripted.answer(('{"__type":"%s","message":"m"}'):format(world.code), 400)
  end

  --- `make_settings` runs where the library reads the spec's environment.
  local function new_client(make_settings)
    local settings = make_settings and scripted.with_environment(world.variables, make_settings)
    local given = { transport = transport, sleep = function() end, now = function() return scripted.time end }
    for name, value in pairs(settings or {}) do given[name] = value end
    local client = scripted.with_environment(world.variables, dms.new, given)
    function world.call(options)
      world.seen = {}
      local ok, result = scripted.with_environment(world.variables, pcall, client.stop_replication, INPUT, options)
      return ok, result, table.concat(world.seen, " ")
    end
    return client
  end

  --- Places where keys stand: how they are written, and a client that takes them from there.
  local places = {
    ["in the credentials file"] = { put = function(id) home.write(".aws/credentials", "[default]\n" .. section(id)) end },
    ["in the config file"] = { put = function(id) home.write(".aws/config", "[default]\n" .. section(id)) end },
    ["in a named file"] = {
      put = function(id)
        world.variables.AWS_SHARED_CREDENTIALS_FILE = home.write("keys", "[p]\n" .. section(id))
        world.variables.AWS_PROFILE = "p"
      end,
    },
    ["where shared_file looks"] = {
      put = function(id) home.write(".aws/credentials", "[default]\n" .. section(id)) end,
      settings = function() return { credentials = credentials.shared_file() } end,
    },
    ["where config_file looks, in another profile"] = {
      put = function(id) home.write(".aws/config", "[profile other]\n" .. section(id)) end,
      settings = function() return { credentials = credentials.config_file({ profile = "other" }) } end,
    },
    ["in what a program prints"] = {
      put = function(id)
        home.write("keys.json", ('{"Version":1,"AccessKeyId":"%s","SecretAccessKey":"secret-of-%s"}'):format(id, id))
        home.write(".aws/config", "[default]\ncredential_process = cat " .. home.path .. "/keys.json\n")
      end,
    },
    ["where a function of the user's asks one of ours"] = {
      put = function(id) home.write(".aws/credentials", "[default]\n" .. section(id)) end,
      settings = function()
        local shared_file = credentials.shared_file()
        return { credentials = function(context) return shared_file(context) end }
      end,
      is_function = true,
    },
  }
  for name, place in pairs(places) do
    it(name .. " are used after a refusal, in one more attempt", function()
      place.put("AKONE")
      new_client(place.settings)
      assert.equal("AKONE", (select(3, world.call())))
      place.put("AKTWO")
      assert.equal("AKONE", (select(3, world.call())))
      world.refused.AKONE = true
      local ok, _, seen = world.call()
      assert.same({ true, "AKONE AKTWO" }, { ok, seen })
      assert.equal("AKTWO", (select(3, world.call())))
    end)

    it(name .. " and are the same leave the error standing", function()
      place.put("AKONE")
      world.code = place.is_function and "UnrecognizedClientException" or world.code
      new_client(place.settings)
      world.call()
      world.refused.AKONE = true
      for _ = 1, 2 do
        local ok, err, seen = world.call()
        assert.same({ false, world.code, 1, "no", false, "AKONE" },
          { ok, err.type, err.attempts, err.applied, err.retryable, seen })
      end
      place.put("AKTWO")
      assert.equal("AKONE AKTWO", (select(3, world.call())))
    end)
  end

  local put = places["in the credentials file"].put

  for _, code in ipairs({ "ExpiredToken", "ExpiredTokenException", "InvalidClientTokenId", "UnrecognizedClientException",
    "InvalidAccessKeyId", "InvalidToken", "TokenRefreshRequired" }) do
    it("are read again after " .. code, function()
      put("AKONE")
      new_client()
      world.call()
      put("AKTWO")
      world.refused.AKONE, world.code = true, code
      assert.equal("AKONE AKTWO", (select(3, world.call())))
    end)
  end

  it("are not read after other errors", function()
    put("AKONE")
    new_client()
    world.call()
    put("AKTWO")
    world.refused.AKONE = true
    for _, code in ipairs({ "AccessDeniedException", "InvalidSignatureException", "MissingAuthenticationToken" }) do
      world.code = code
      assert.equal("AKONE", (select(3, world.call())))
    end
  end)

  it("are read once in a call: what is refused then, too, is the error", function()
    put("AKONE")
    new_client()
    world.call()
    put("AKTWO")
    world.refused.AKONE, world.refused.AKTWO = true, true
    local ok, err, seen = world.call()
    assert.same({ false, 2, "no", "AKONE AKTWO" }, { ok, err.attempts, err.applied, seen })
  end)

  it("serve the next call where a call has one attempt", function()
    put("AKONE")
    new_client(function() return { max_attempts = 1 } end)
    world.call()
    put("AKTWO")
    world.refused.AKONE = true
    local ok, _, seen = world.call()
    assert.same({ false, "AKONE" }, { ok, seen })
    assert.equal("AKTWO", (select(3, world.call())))
  end)

  it("leave the error standing while the file is missing, broken or without them", function()
    put("AKONE")
    new_client()
    world.call()
    world.refused.AKONE = true
    for _, text in ipairs({ "", "[default]\naws_access_key_id = AK", "[default]\nhalf a li", "[other]\n" .. section("AKX") }) do
      home.write(".aws/credentials", text)
      local ok, err, seen = world.call()
      assert.same({ false, "ExpiredTokenException", "AKONE" }, { ok, err.type, seen })
    end
    os.remove(home.path .. "/.aws/credentials")
    assert.equal("ExpiredTokenException", (select(2, world.call())).type)
    put("AKTWO")
    assert.equal("AKONE AKTWO", (select(3, world.call())))
  end)

  it("are found in a file that had none when a call failed", function()
    for _, text in ipairs({ "", "[default]\naws_access_key_id = AK", "[other]\n" .. section("AKX") }) do
      home.write(".aws/credentials", text)
      world.variables.AWS_EC2_METADATA_DISABLED = "true"
      new_client()
      local ok, err, seen = world.call()
      assert.same({ false, "" }, { ok, seen })
      assert.is_true(errors.is(err, "credentials"), tostring(err))
      put("AKONE")
      assert.equal("AKONE", (select(3, world.call())))
    end
  end)

  it("are kept once for all who were refused while the file was broken", function()
    put("AKONE")
    local client = new_client(function() return { max_attempts = 1 } end)
    world.call()
    world.refused.AKONE = true
    world.call() -- the next one reads the file
    home.write(".aws/credentials", "[default]\nhalf a li")
    world.on_request = function() coroutine.yield() end
    local callers = {}
    for i = 1, 4 do
      callers[i] = coroutine.wrap(function() return pcall(client.stop_replication, INPUT) end)
      callers[i]()
    end
    put("AKTWO")
    for i = 1, 4 do
      local ok, err = callers[i]()
      assert.same({ false, "ExpiredTokenException" }, { ok, err.type })
    end
    world.on_request = nil
    assert.equal("AKTWO", (select(3, world.call())))
  end)

  it("take nothing back of an attempt whose outcome is not known", function()
    put("AKONE")
    new_client()
    world.refused.AKONE, world.refused.AKTWO = true, true
    world.on_request = function()
      world.failure = #world.seen == 1 and { type = "ReadTimeoutError", message = "silence", sent = true } or nil
      if #world.seen == 2 then put("AKTWO") end
    end
    local ok, err, seen = world.call()
    assert.same({ false, "ExpiredTokenException", 3, "unknown", "AKONE AKONE AKTWO" },
      { ok, err.type, err.attempts, err.applied, seen })
  end)

  it("are not looked for where the code gave them, or the environment has them", function()
    put("AKFILE")
    world.refused.AKGIVEN = true
    new_client(function() return { credentials = { access_key_id = "AKGIVEN", secret_access_key = "s" } } end)
    assert.equal("AKGIVEN", (select(3, world.call())))
    world.variables.AWS_ACCESS_KEY_ID, world.variables.AWS_SECRET_ACCESS_KEY = "AKGIVEN", "s"
    new_client()
    local ok, err, seen = world.call()
    assert.same({ false, 1, "AKGIVEN" }, { ok, err.attempts, seen })
  end)

  it("are told as credentials to the logger, and as a retry", function()
    put("AKONE")
    local log = {}
    local function logger(event) log[#log + 1] = event.type .. " " .. (event.access_key_id or event.reason or "") end
    new_client(function() return { logger = logger } end)
    world.call()
    put("AKTWO")
    world.refused.AKONE, log = true, {}
    world.call()
    assert.same({ "attempt AKONE", "response ", "credentials AKTWO", "retry expired credentials", "attempt AKTWO", "response " }, log)
  end)

  it("are read once for all callers who had the old ones", function()
    put("AKONE")
    local client = new_client()
    world.call()
    local reads, read_file = 0, core.read_file
    core.read_file = function(path, limit)
      if path:find("/.aws/credentials", 1, true) then reads = reads + 1 end
      return read_file(path, limit)
    end
    finally(function() core.read_file = read_file end)
    world.on_request = function() coroutine.yield() end
    local callers, good = {}, 0
    for i = 1, 16 do
      callers[i] = coroutine.wrap(function()
        client.stop_replication(INPUT)
        good = good + 1
      end)
      callers[i]()
    end
    put("AKTWO")
    world.refused.AKONE, world.seen = true, {}
    for step = 1, 2 do
      for i = 1, 16 do callers[i](step) end
    end
    assert.same({ 16, 1 }, { good, reads })
    assert.equal(("AKTWO "):rep(16), table.concat(world.seen, " ") .. " ")
  end)

  describe("for a role", function()
    local ROLE = "[default]\nrole_arn = arn:r\nsource_profile = base\n"
    local roles = {
      ["of a source_profile in the config file"] = {
        put = function(id) home.write(".aws/config", ROLE .. "[profile base]\n" .. section(id)) end,
      },
      ["of a source_profile in the credentials file"] = {
        put = function(id)
          home.write(".aws/config", ROLE)
          home.write(".aws/credentials", "[base]\n" .. section(id))
        end,
      },
      ["of itself as source_profile"] = {
        put = function(id)
          home.write(".aws/config", "[default]\nrole_arn = arn:r\nsource_profile = default\n")
          home.write(".aws/credentials", "[default]\n" .. section(id))
        end,
      },
      ["of the option source_profile"] = {
        put = function(id) home.write(".aws/credentials", "[base]\n" .. section(id)) end,
        settings = function() return { credentials = credentials.assume_role({ role_arn = "a", source_profile = "base" }) } end,
      },
      ["of a provider as base"] = {
        put = function(id) home.write(".aws/credentials", "[base]\n" .. section(id)) end,
        settings = function()
          local base = credentials.shared_file({ profile = "base" })
          return { credentials = credentials.assume_role({ role_arn = "a", credentials = base }) }
        end,
      },
    }
    for name, role in pairs(roles) do
      it(name .. " are used after STS refuses the old ones", function()
        world.sts_code = "InvalidClientTokenId"
        role.put("AKONE")
        new_client(role.settings)
        local ok, _, seen = world.call()
        assert.same({ true, "AKONE AKONEROLE" }, { ok, seen })
        role.put("AKTWO")
        world.refused.AKONE, world.refused.AKONEROLE = true, true
        ok, _, seen = world.call() -- the role's keys are over: what is read again for new ones is the base, too
        assert.same({ true, "AKONEROLE AKTWO AKTWOROLE" }, { ok, seen })
      end)

      it(name .. " are asked for once at the first call, and the same ones leave STS's error standing", function()
        world.sts_code = "ExpiredToken"
        role.put("AKONE")
        new_client(role.settings)
        world.refused.AKONE = true
        local ok, err, seen = world.call()
        assert.same({ false, "CredentialsError", "AKONE" }, { ok, err.type, seen })
        world.on_request = function() role.put("AKTWO") end
        assert.equal("AKONE AKTWO AKTWOROLE", (select(3, world.call())))
      end)
    end

    for name, broken in pairs({
      ["broken"] = "[profile base]\nhalf a li",
      ["without its secret"] = "[profile base]\naws_access_key_id = AKHALF\n",
      ["empty"] = "",
    }) do
      local config = roles["of a source_profile in the config file"]

      it("whose file is " .. name .. " when it is read again go on to serve", function()
        config.put("AKONE")
        new_client()
        world.call()
        home.write(".aws/config", ROLE .. broken)
        world.refused.AKONEROLE, world.on_request = true, function() world.refused.AKONEROLE = world.seen[2] == nil end
        local ok, _, seen = world.call() -- the role's keys are over, and the base's good
        assert.same({ true, "AKONEROLE AKONE AKONEROLE" }, { ok, seen })
      end)

      it("whose file is " .. name .. " when STS refuses them leave STS's error standing, until the file is whole", function()
        world.sts_code = "InvalidClientTokenId"
        config.put("AKONE")
        new_client()
        world.refused.AKONE = true
        world.on_request = function() home.write(".aws/config", ROLE .. broken) end
        local ok, err, seen = world.call()
        assert.same({ false, "CredentialsError", "AKONE" }, { ok, err.type, seen })
        assert.truthy(err.message:find("InvalidClientTokenId", 1, true), err.message)
        config.put("AKTWO")
        world.on_request = nil
        assert.equal("AKTWO AKTWOROLE", (select(3, world.call())))
      end)
    end

    it("that assume a role which assumes another are used for both", function()
      world.sts_code = "InvalidClientTokenId"
      local function put_base(id)
        home.write(".aws/config", "[default]\nrole_arn = arn:2\nsource_profile = one\n[profile one]\nrole_arn = arn:1\n"
          .. "source_profile = base\n[profile base]\n" .. section(id))
      end
      put_base("AKONE")
      new_client()
      world.refused.AKONE = true
      world.on_request = function() put_base("AKTWO") end
      local ok, _, seen = world.call()
      assert.same({ true, "AKONE AKTWO AKTWOROLE AKTWOROLEROLE" }, { ok, seen })
    end)

    it("are not read after another refusal of STS's", function()
      world.sts_code = "AccessDenied"
      roles["of a source_profile in the config file"].put("AKONE")
      new_client()
      world.refused.AKONE = true
      world.on_request = function() roles["of a source_profile in the config file"].put("AKTWO") end
      local ok, err, seen = world.call()
      assert.same({ false, "AKONE" }, { ok, seen })
      assert.is_true(errors.is(err, "CredentialsError"))
    end)
  end)
end)
