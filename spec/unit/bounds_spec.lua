-- What comes from files, programs and services is bounded: read just below each bound, refused just above.
local assume_role = require "aws.credentials.providers.assume_role"
local container = require "aws.credentials.providers.container"
local core = require "aws.core"
local depot = require "spec.support.depot"
local document = require "aws.credentials.services.document"
local folder = require "spec.support.folder"
local imds = require "aws.credentials.providers.imds"
local pages = require "aws.pages"
local plan = require "aws.plan"
local process = require "aws.credentials.providers.process"
local profile = require "aws.settings.profile"
local providers = require "spec.support.providers"
local retries = require "spec.support.retries"
local scripted = require "spec.support.scripted"
local sso = require "aws.credentials.providers.sso"
local waits = require "spec.support.waits"
local web_identity = require "aws.credentials.providers.web_identity"
local xml = require "aws.text.xml"

local KILO, MEGA = 1024, 1024 * 1024

local made

before_each(function() made = folder.new() end)
after_each(function()
  made.remove()
  providers.clean()
end)

--- A file of so many bytes that begins with a text; a sparse one where it is long: its bytes are never read.
local function file_of(size, text)
  local path = made.path .. "/file"
  local file = assert(io.open(path, "wb"))
  file:write(text or "")
  if size > #(text or "") then
    file:seek("set", size - 1)
    file:write("\n")
  end
  file:close()
  return path
end

--- What a provider raises for a token in a file of this size.
local function token_failure(new, variables, variable, size)
  variables[variable] = file_of(size, ("x"):rep(math.min(size, 100 * KILO)))
  local ok, err = pcall(new(nil, providers.surroundings(variables, {})), providers.context({ scripted.answer("{}") }))
  assert.is_false(ok)
  return err.message
end

--- The memory that a call of Lua's took, garbage included.
local function memory_of(call, ...)
  collectgarbage()
  collectgarbage()
  collectgarbage("stop")
  local before = collectgarbage("count")
  local ok, first, second = pcall(call, ...)
  local grown = (collectgarbage("count") - before) * KILO
  collectgarbage("restart")
  return grown, ok, first, second
end

describe("a file is bounded:", function()
  local files = {
    ["the container's token"] = { 16 * KILO, function(size)
      return token_failure(container.new, { AWS_CONTAINER_CREDENTIALS_FULL_URI = "http://127.0.0.1/" },
        "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", size)
    end },
    ["the web identity's token"] = { 64 * KILO, function(size)
      return token_failure(web_identity.new, { AWS_ROLE_ARN = "arn:aws:iam::1:role/r" }, "AWS_WEB_IDENTITY_TOKEN_FILE", size)
    end },
    ["the config file"] = { 4 * MEGA, function(size)
      local ok, err = pcall(profile.sections, file_of(size, "[default]\n#"), false)
      assert.is_false(ok) -- the bytes of a sparse file are NUL
      return err.message
    end },
    ["a plan"] = { 256 * MEGA, function(size) return scripted.failure(plan.load, file_of(size)).message end, is_huge = true },
    ["the cache of an SSO token"] = { MEGA, function(size)
      local name = ".aws/sso/cache/0c54b6c27e90660baa89eaad85ac1d5dae26cb7d.json"
      local surroundings = providers.surroundings({}, { [name] = "", [".aws/config"] = "[default]\nregion = x\n"
        .. "sso_start_url = https://d-1.awsapps.com/start\nsso_region = us-west-2\nsso_account_id = 1\nsso_role_name = R\n" })
      assert(os.rename(file_of(size, "{}"), surroundings.profiles.home .. "/" .. name))
      return scripted.failure(sso.new(nil, surroundings), providers.context()).message
    end },
  }

  for name, case in pairs(files) do
    it(name, function()
      local message = ("is larger than %d bytes"):format(case[1])
      if not case.is_huge then assert.is_nil(case[2](case[1]):find("is larger", 1, true)) end
      for _, size in ipairs({ case[1] + 1, 16 * case[1] }) do
        local grown, ok, said = memory_of(case[2], size)
        assert.is_true(ok, tostring(said))
        assert.truthy(said:find(message, 1, true), said)
        assert.is_true(grown < 8 * MEGA, tostring(grown))
      end
    end)
  end

  it("the report that a run goes on with", function()
    local journal = assert(core.journal(file_of(64 * MEGA + 1)))
    assert.equal("is larger than 67108864 bytes", select(2, journal:read(64 * MEGA)))
    journal:close()
  end)

  it("a file that grows while it is read, or has no size", function()
    assert.equal("is larger than 100 bytes", select(2, core.read_file("/proc/self/environ", 100)))
  end)
end)

describe("an answer is asked for with a bound:", function()
  --- The largest answer that each request of a provider lets the transport take.
  local function bounds_of(new, variables, files, list)
    list = list or { scripted.answer("t"), scripted.answer("r"), scripted.answer("{}") }
    local context = providers.context(list, { region = "us-east-1" })
    pcall(new(nil, providers.surroundings(variables, files or {})), context)
    local bounds = {}
    for i, request in ipairs(context.requests) do bounds[i] = request.max_response_bytes end
    assert.equal(#context.requests, #bounds)
    return bounds
  end

  it("of the container's agent and of the instance's metadata service 64 KiB", function()
    assert.equal(64 * KILO, document.LONGEST)
    assert.same({ 64 * KILO, 64 * KILO, 64 * KILO }, bounds_of(container.new, { AWS_CONTAINER_CREDENTIALS_FULL_URI = "http://127.0.0.1/" }))
    assert.same({ 64 * KILO, 64 * KILO, 64 * KILO }, bounds_of(imds.new, {}))
  end)

  it("of STS 256 KiB", function()
    local role = "[default]\nrole_arn = arn:1\nsource_profile = b\n[profile b]\naws_access_key_id = A\naws_secret_access_key = S\n"
    assert.same({ 256 * KILO }, bounds_of(assume_role.new, {}, { [".aws/config"] = role }, { scripted.answer("") }))
    assert.same({ 256 * KILO }, bounds_of(web_identity.new, {
      AWS_ROLE_ARN = "arn:1", AWS_WEB_IDENTITY_TOKEN_FILE = made.write("token", "t"),
    }, nil, { scripted.answer("") }))
  end)

  it("of a service 8 MiB, where no setting says otherwise", function()
    local client, transport = scripted.client(require "aws.drs", { scripted.answer("{}") })
    client.retry_data_replication({ sourceServerID = "s-1234567890abcdef0" })
    assert.equal(8 * MEGA, transport.requests[1].max_response_bytes)
  end)
end)

describe("what is read is bounded:", function()
  it("elements of XML are 20 deep", function()
    local function nested(depth) return ("<a>"):rep(depth) .. "x" .. ("</a>"):rep(depth) end
    assert.is_table(xml.leaves(nested(20)))
    for _, depth in ipairs({ 21, 80000 }) do
      local found, fault = xml.leaves(nested(depth))
      assert.is_nil(found)
      assert.equal("is nested too deeply", fault)
    end
  end)

  it("JSON is 1,000 deep, in answers and in documents of keys", function()
    local function nested(depth) return '{"Unknown":' .. ("["):rep(depth - 1) .. ("]"):rep(depth - 1) .. "}" end
    assert.is_table((document.parse(document.metadata, nested(1000))))
    for _, depth in ipairs({ 1001, 30000 }) do
      local grown, ok, found, fault = memory_of(document.parse, document.metadata, nested(depth))
      assert.is_true(ok)
      assert.is_nil(found)
      assert.truthy(fault:find("more than 1000 levels deep", 1, true), fault)
      assert.is_true(grown < MEGA, tostring(grown))
    end
  end)

  it("a program's output is 64 KiB", function()
    local function keys_with(blanks)
      local text = '{"Version":1,"AccessKeyId":"A","SecretAccessKey":"S"}'
      local path = made.write("out", text .. (" "):rep(blanks - #text))
      return pcall(process.new({ command = "cat " .. path }, providers.surroundings({}, {})), providers.context())
    end
    local ok, keys = keys_with(64 * KILO)
    assert.is_true(ok, tostring(keys))
    assert.equal("A", keys.access_key_id)
    for _, size in ipairs({ 64 * KILO + 1, MEGA }) do
      local grown, _, is_given, err = memory_of(keys_with, size)
      assert.is_false(is_given)
      assert.truthy(err.message:find("wrote more than 65536 bytes", 1, true), err.message)
      assert.is_true(grown < 4 * MEGA, tostring(grown))
    end
  end)

  it("what an error shows of an answer", function()
    for _, size in ipairs({ 100 * KILO, 4 * MEGA }) do
      local text = ("x"):rep(size)
      for _, body in ipairs({ text, '{"__type":"' .. text .. '","message":"' .. text .. '"}', "<html><title>" .. text .. "</title>" }) do
        local headers = { ["x-amzn-requestid"] = text:sub(1, 100 * KILO) }
        local client = scripted.client(require "aws.dms", { scripted.answer(body, 400, headers) })
        local err = scripted.failure(client.describe_replications, {})
        assert.is_true(#tostring(err) < 3000, tostring(#tostring(err)))
      end
    end
  end)
end)

describe("what grows with the number of answers is bounded:", function()
  it("the states that a wait has seen are the first one and the last 99", function()
    local states = {}
    for i = 1, 300 do states[i] = "state " .. i end
    states[301] = "stopped"
    local client = waits.client("dms", states)
    local replication, info = client.wait.replication_stopped(waits.ARN, { delay = 1, max_time = 1000 })
    assert.same({ "stopped", 301, 100 }, { replication.Status, info.polls, #info.observed })
    local first, second, last = info.observed[1], info.observed[2], info.observed[100]
    assert.same({ "state 1", "state 203", 202, "stopped", 300 }, { first.state, second.state, second.at, last.state, last.at })
  end)

  it("a state that a wait has seen is 200 bytes", function()
    local long = ("x"):rep(MEGA)
    local client = waits.client("dms", { long .. "1", long .. "2", "stopped" })
    local _, info = client.wait.replication_stopped(waits.ARN)
    assert.same({ 2, 2, ("x"):rep(200) }, { #info.observed, info.observed[1].count, info.observed[1].state })
    client = waits.client("dms", { long })
    local err = scripted.failure(client.wait.replication_stopped, waits.ARN, { delay = 10, max_time = 20 })
    assert.same({ "WaitTimeout", long }, { err.type, err.state })
    assert.is_true(#tostring(err) < 3000, tostring(#tostring(err)))
  end)

  --- Pages of a service that gives a new token each time, without a client.
  local function endless(token_of)
    local asked = 0
    local source = {
      service = depot.model(), name = "list_parcels", clock = function() return 0 end, fail = function(raised) error(raised, 0) end,
      call = function()
        asked = asked + 1
        return { parcels = { { parcelId = "p" } }, nextToken = token_of(asked) }, { attempts = 1, status = 200 }
      end,
    }
    return source, function() return asked end
  end

  it("pages of one listing are 100,000", function()
    local source, asked = endless(function(number) return "token-" .. number end)
    local next_page, state = pages.pages(source, {})
    local err = scripted.failure(function()
      while next_page() do end -- luacheck: ignore 542
    end)
    assert.same({ "PaginationError", 100000, 100000, "yes" }, { err.type, err.pages, asked(), err.applied })
    assert.truthy(err.message:find("without an end", 1, true), err.message)
    assert.equal("PaginationError", scripted.failure(next_page).type)
    assert.equal(100000, asked())
    assert.equal("token-100000", state.token)
    assert.truthy(pages.pages(source, {}, { token = state.token })())
  end)

  it("tokens of one listing are 64 MiB", function()
    local source, asked = endless(function(number) return ("x"):rep(8 * MEGA - 1) .. number end)
    local next_item = pages.each(source, {})
    local err = scripted.failure(function()
      while next_item() do end -- luacheck: ignore 542
    end)
    assert.same({ "PaginationError", 10 }, { err.type, asked() })
    assert.is_true(#err.message < 200)
  end)

  it("attempts of a call are as many as the quota of a client pays for", function()
    for _, mode in ipairs({ "standard", "adaptive" }) do
      for _, answer in ipairs({ retries.refusal(400, "ThrottlingException"), retries.refusal(500) }) do
        local client = retries.client(require "aws.dms", setmetatable({}, { __index = function() return answer end }),
          { max_attempts = 1000000, retry_mode = mode })
        local err = scripted.failure(client.describe_replications, {})
        assert.is_true(err.attempts > 30 and err.attempts <= 101, tostring(err.attempts))
        assert.equal(err.attempts, #err.history)
      end
    end
  end)

  it("profiles on the way to the keys of a role are 20", function()
    local function chain(length)
      local lines = {}
      for i = 1, length - 1 do
        lines[i] = ("[profile p%d]\nrole_arn = arn:aws:iam::1:role/r%d\nsource_profile = p%d\n"):format(i, i, i + 1)
      end
      lines[length] = ("[profile p%d]\naws_access_key_id = A\naws_secret_access_key = S\n"):format(length)
      local surroundings = providers.surroundings({ AWS_PROFILE = "p1" }, { [".aws/config"] = table.concat(lines) })
      return scripted.failure(function() return assume_role.new(nil, surroundings)(providers.context({ scripted.answer("no", 500) })) end)
    end
    assert.is_nil(chain(20).message:find("on the way to keys", 1, true))
    for _, length in ipairs({ 21, 30000 }) do
      local err = chain(length)
      assert.same({ "ConfigError", "assume_role" }, { err.type, err.provider })
      assert.truthy(err.message:find('the source_profile "p21"', 1, true), err.message)
      assert.truthy(err.message:find("at most 20 are gone through", 1, true), err.message)
    end
  end)
end)
