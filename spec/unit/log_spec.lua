-- The library's own logger: which lines it writes, and what becomes of them. How a line looks: log_line_spec.lua.
local core = require "aws.core"
local drs = require "aws.drs"
local retries = require "spec.support.retries"
local scripted = require "spec.support.scripted"
local written = require "spec.support.written"

local INPUT, OK, refusal = retries.INPUT, retries.OK, retries.refusal

--- The lines of a call that meets these answers.
local function lines_of(answers, settings, options)
  local client, world = retries.client(drs, answers, settings)
  local result
  local texts = written.by(function() result = { pcall(client.retry_data_replication, INPUT, options) } end)
  return texts, result, world
end

local function types_of(texts)
  local types = {}
  for i, text in ipairs(texts) do types[i] = text:match("^%S+ %l+ +drs%.retry_data_replication (%l+) ") or text end
  return table.concat(types, " ")
end

--- The value of AWS_LOG as the environment of a client's making has it.
local function in_environment(value, body)
  return scripted.with_environment({ AWS_LOG = value }, body)
end

local function new_client(settings)
  local given = { region = "us-east-1", credentials = scripted.keys, transport = scripted.transport({ OK, OK }) }
  for name, setting in pairs(settings or {}) do given[name] = setting end
  return drs.new(given)
end

describe("logger = \"stderr\"", function()
  it("writes a line for each event, with its line feed, in one write", function()
    local texts, _, world = lines_of({ refusal(503), OK }, { logger = "stderr" })
    assert.equal("attempt response retry attempt response", types_of(texts))
    local id = scripted.header(world.transport.requests[1], "amz-sdk-invocation-id")
    assert.equal("2024-02-29T23:59:58.000Z debug drs.retry_data_replication attempt region=us-east-1 attempt=1 max_attempts=3 "
      .. "endpoint=https://drs.us-east-1.amazonaws.com access_key_id=…MPLE provider=settings "
      .. 'place="credentials given to new" invocation_id=' .. id .. "\n", texts[1])
    assert.equal("2024-02-29T23:59:58.000Z warn  drs.retry_data_replication response region=us-east-1 attempt=1 "
      .. 'outcome="HTTP 503" status=503 seconds=0 applied=unknown request_id=r-503 message=m invocation_id=' .. id .. "\n", texts[2])
    assert.equal("2024-02-29T23:59:58.000Z info  drs.retry_data_replication retry region=us-east-1 attempt=1 reason=transient "
      .. "delay=0.025 invocation_id=" .. id .. "\n", texts[3])
    assert.equal("2024-02-29T23:59:58.025Z info  drs.retry_data_replication response region=us-east-1 attempt=2 outcome=ok "
      .. "status=200 seconds=0 applied=yes request_id=r-ok invocation_id=" .. id .. "\n", texts[5])
  end)

  it("tells the region that the call has", function()
    local texts = lines_of({ OK }, { logger = "stderr" }, { region = "eu-west-1" })
    for _, text in ipairs(texts) do assert.matches(" region=eu%-west%-1 ", text) end
  end)

  it("writes from a level on that is named after a colon", function()
    local expected = { debug = "attempt response retry attempt response", info = "response retry response", warn = "response" }
    for level, types in pairs(expected) do
      for _, format in ipairs({ "stderr", "text" }) do
        assert.equal(types, types_of(lines_of({ refusal(503), OK }, { logger = format .. ":" .. level })))
      end
    end
  end)

  it("writes JSON where that is asked for", function()
    local texts = lines_of({ refusal(503), OK }, { logger = "json:info" })
    assert.equal(3, #texts)
    for _, text in ipairs(texts) do assert.matches('^{".*"time":"2024%-02%-29T23:59:58%.%d%d%dZ","type":"%l+"}\n$', text) end
  end)

  it("writes nothing without it, and loads nothing", function()
    package.loaded["aws.client.log"], package.loaded["aws.settings.log_words"] = nil, nil
    assert.same({}, (lines_of({ refusal(503), OK })))
    assert.is_nil(package.loaded["aws.client.log"])
    assert.is_nil(package.loaded["aws.settings.log_words"])
  end)

  it("shows no secret, whatever comes back", function()
    local keys = { access_key_id = "AKIDMARKER", secret_access_key = scripted.keys.secret_access_key, session_token = ("t"):rep(300) }
    local signature
    local function echo(request)
      local all = { keys.secret_access_key, keys.session_token }
      for _, header in ipairs(request.headers) do all[#all + 1] = header[1] .. ": " .. header[2] end
      signature = scripted.header(request, "Authorization"):match("Signature=(%x+)")
      return nil, { type = "ConnectionError", message = table.concat(all, " "), sent = true }
    end
    for _, format in ipairs({ "text", "json" }) do
      local texts = lines_of({ echo, echo, echo }, { logger = format, credentials = keys })
      local all = table.concat(texts)
      for _, secret in ipairs({ keys.secret_access_key, keys.session_token:sub(1, 16), signature, "AKIDMARKER\"" }) do
        assert.is_nil(all:find(secret, 1, true))
      end
      assert.truthy(all:find("…RKER", 1, true))
    end
  end)

  it("does not break a call: a write that fails in any way, a line that cannot be made", function()
    for _, take in ipairs({
      function() return 0 end, function() error("closed", 0) end, function() error({}, 0) end, function() return 3 end,
    }) do
      local client = retries.client(drs, { refusal(503), OK }, { logger = "text" })
      local metadata
      written.by(function() metadata = select(2, client.retry_data_replication(INPUT)) end, take)
      assert.equal(2, metadata.attempts)
    end
    local real = core.encode
    core.encode = function(shape, value)
      if value.level then error("not enough memory", 0) end
      return real(shape, value)
    end
    local ok, _, metadata = pcall(retries.client(drs, { OK }, { logger = "json" }).retry_data_replication, INPUT)
    core.encode = real
    assert.same({ true, 1 }, { ok, metadata.attempts })
  end)

  it("passes Ctrl-C on", function()
    local client = retries.client(drs, { OK }, { logger = "text" })
    local err
    written.by(function() err = scripted.failure(client.retry_data_replication, INPUT) end, function() error("interrupted!", 0) end)
    assert.same({ "Interrupted", "no" }, { err.type, err.applied })
  end)

  it("tells how many lines were lost, and waits only after one that was taken", function()
    local client = retries.client(drs, { OK, OK, OK }, { logger = "text" })
    local count = 0
    local texts, waits = written.by(function()
      for _ = 1, 3 do client.retry_data_replication(INPUT) end
    end, function(text)
      count = count + 1
      return (count == 2 or count == 3) and 0 or #text
    end)
    for i, text in ipairs(texts) do assert.equal(i == 4 and "2" or i == 3 and "1" or nil, text:match(" lost=(%d+)\n$")) end
    assert.same({ true, true, false, false, true, true }, (function()
      local does_wait = {}
      for i, seconds in ipairs(waits) do does_wait[i] = seconds > 0 end
      return does_wait
    end)())
  end)

  it("begins a line of its own after one that was cut", function()
    local client = retries.client(drs, { OK, OK }, { logger = "json" })
    local takes = { 10, 0 }
    local texts = written.by(function()
      for _ = 1, 2 do client.retry_data_replication(INPUT) end
    end, function(text) return table.remove(takes, 1) or #text end)
    assert.same({ "{", "\n", "\n", "{" }, { texts[1]:sub(1, 1), texts[2]:sub(1, 1), texts[3]:sub(1, 1), texts[4]:sub(1, 1) })
  end)

  it("tells whoever uses it of an audit function that yields where it may not", function()
    local client = retries.client(drs, { OK }, { logger = "text:warn", audit = coroutine.yield })
    local texts = written.by(function()
      coroutine.wrap(function()
        string.gsub("a", "a", function() client.retry_data_replication(INPUT) end) -- luacheck: ignore 143
      end)()
    end)
    assert.equal(1, #texts)
    assert.matches("^%S+ warn  drs.retry_data_replication misuse .*the audit function yielded where it may not", texts[1])
  end)
end)

describe("AWS_LOG", function()
  it("is read when a client is made, in any case of its letters, and by the default client", function()
    for value, sign in pairs({ text = "%dZ debug", json = "^{", ["JSON:Info"] = "^{", stderr = "%dZ debug" }) do
      local client = in_environment(value, new_client)
      local texts = written.by(function() client.retry_data_replication(INPUT) end)
      assert.matches(sign, texts[1])
    end
    assert.same({}, written.by(function() in_environment("", new_client).retry_data_replication(INPUT) end))
  end)

  it("counts after the setting", function()
    local heard = 0
    local client = in_environment("json", function() return new_client({ logger = function() heard = heard + 1 end }) end)
    assert.same({}, written.by(function() client.retry_data_replication(INPUT) end))
    assert.equal(2, heard)
  end)

  it("does not count where the setting is false, and is not read there", function()
    for _, value in ipairs({ "text", "json:warn", "yes" }) do
      local client = in_environment(value, function() return new_client({ logger = false }) end)
      assert.same({}, written.by(function()
        client.retry_data_replication(INPUT)
        scripted.failure(client.retry_data_replication, {})
      end))
      local text = client.explain()
      assert.matches("\n  logger +false +settings\n", text)
      assert.matches("\n  AWS_LOG +" .. value .. " +environment\n +the setting logger of new counts first\n", text)
    end
    local texts = in_environment("text", function()
      local client = new_client()
      new_client({ logger = false }).retry_data_replication(INPUT)
      return written.by(function() client.retry_data_replication(INPUT) end)
    end)
    assert.equal(2, #texts)
  end)

  it("with a value that is not known is a ConfigError that names those that are", function()
    for _, value in ipairs({ "1", "true", "debug", "json:", ":warn", "json:error", "josn", "json,warn", "text:info:warn", "jsoninfo" }) do
      local err = scripted.failure(in_environment, value, new_client)
      assert.equal("ConfigError", err.type)
      assert.equal('AWS_LOG is not "stderr", "text" or "json", alone or with the least level of its lines, "debug", "info" or "warn", '
        .. 'as in "json:warn"', err.message)
    end
    for _, value in ipairs({ "stdout", "Stderr", "" }) do
      local err = scripted.failure(new_client, { logger = value })
      assert.matches('^logger is not "stderr", "text" or "json", ', err.message)
    end
  end)

  it("is told by explain, with where it comes from", function()
    local text = in_environment("json:warn", function() return new_client().explain() end)
    assert.matches("\n  logger +json:warn +AWS_LOG\n", text)
  end)
end)

