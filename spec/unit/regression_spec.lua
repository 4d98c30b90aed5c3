-- One test for each fault that a review found in the Lua side; its name tells the story.
local config = require "aws.settings.config"
local curl = require "aws.transport.curl"
local dms = require "aws.dms"
local drs = require "aws.drs"
local errors = require "aws.errors.typed"
local scripted = require "spec.support.scripted"
local sigv4 = require "aws.sigv4"

local failure = scripted.failure
local INPUT = { sourceServerID = "s-1234567890abcdef0" }

--- The error of one call whose transport gives `answer`.
local function error_of(answer, settings, options)
  local client, transport = scripted.client(drs, { answer }, settings)
  local err = failure(client.retry_data_replication, INPUT, options)
  return err, transport
end

--- The ConfigError of one call that sends nothing.
local function config_error(settings, options)
  local err, transport = error_of(nil, settings, options)
  assert.is_true(errors.is(err, "ConfigError"), tostring(err))
  assert.same({ "config", "no", 0, {} }, { err.kind, err.applied, err.attempts, err.history })
  assert.equal(0, #transport.requests)
  return err.message
end

--- KiB that the work allocates in all: what is done over again for each hit shows here, on any machine.
local function allocated(work)
  collectgarbage()
  collectgarbage("stop")
  local before = collectgarbage("count")
  work()
  local after = collectgarbage("count")
  collectgarbage("restart")
  return after - before
end

describe("untrusted text", function()
  it("took quadratic time where blanks stood inside an error code: a code is cut before it is looked at", function()
    local blanks = (" "):rep(100000)
    assert.equal("a", error_of(scripted.answer("{}", 400, { ["x-amzn-errortype"] = "a" .. blanks .. "b" })).type)
    for _, code in ipairs({ blanks, blanks .. "#", ("#"):rep(100000), (":"):rep(100000) }) do
      assert.equal("HTTP 400", error_of(scripted.answer("{}", 400, { ["x-amzn-errortype"] = code })).type)
    end
    assert.equal("Code", error_of(scripted.answer("{}", 400, { ["x-amzn-errortype"] = " \t ns#Code  :x" })).type)
    assert.equal(1024, #error_of(scripted.answer("{}", 400, { ["x-amzn-errortype"] = ("c"):rep(5000) })).type)
    assert.equal("HTTP 400", error_of(scripted.answer("{}", 400, { ["x-amzn-errortype"] = " \t" })).type)
  end)

  it("took quadratic memory, and a stack, where a secret stood in it many times", function()
    local message = (scripted.keys.secret_access_key .. " "):rep(4000)
    local answer = scripted.answer(('{"message":"%s"}'):format(message), 400)
    local err
    assert.is_true(allocated(function() err = error_of(answer) end) < 32 * 1024)
    assert.equal(("[redacted] "):rep(4000), err.message)
  end)
end)

describe("a proxy's URL", function()
  local function fault_of(proxy)
    local err = failure(config.resolve, { proxy = proxy }, "SERVICE", function() end)
    assert.is_true(errors.is(err, "ConfigError"))
    return err.message
  end

  it("was accepted with a broken host or port, and the password shown when it was used", function()
    local wrong = {
      "http://user:pa55word@127.0.0.1:99999", "http://user:pa55word@127.0.0.1:abc", "http://user:pa55word@[::zz]",
      "http://user:pa55word@[::1", "http://user:pa55word@", "http://user:pa55word@:80", "http://user:pa55word@host%00",
      "http://[pa55word", "http://user:pa55word@a b", "http://user:pa55word@h/path", "http://user:pa55word@h?q",
      "http://user:pa55word@h#f", "socks5://user:pa55word@h", "user:pa55word@h", "http://user%00:pa55word@h",
      "http://user:pa55word%0a@h", "http://user:pa55word%7f@h", "http://user:pa55word@é",
    }
    for _, proxy in ipairs(wrong) do
      local message = fault_of(proxy)
      assert.is_nil(message:find("pa55word", 1, true), message)
      assert.equal("proxy ", message:sub(1, 6))
    end
    local right = { "http://h", "HTTPS://u@h:1/", "http://u:p@[::1]:3128", "http://:p@h", "http://u:%zz%41@10.0.0.1:65535" }
    for _, proxy in ipairs(right) do
      assert.equal(proxy, (config.resolve({ proxy = proxy }, "SERVICE", function() end)).proxy)
    end
  end)

  it("showed the rest of a password behind an @, which libcurl took for the host", function()
    local values, sources = config.resolve({ proxy = "http://user:pa55@wo@rd@proxy:1" }, "SERVICE", function() end)
    assert.equal("http://user:pa55%40wo%40rd@proxy:1", (values.proxy_for("https://host")))
    assert.equal("http://***@proxy:1", config.public(values, sources).proxy)
    assert.equal("http://***@h", config.public({ proxy = "http://a@b@c@h" }, {}).proxy)
  end)
end)

describe("a transport of the user's own", function()
  it("was believed any status and any headers", function()
    local wrong = {}
    for _, status in ipairs({ 99, 1000, 200.5, 0 / 0, math.huge, -200, "200", true }) do
      wrong[#wrong + 1] = function() return { status = status, headers = {}, body = "{}" } end
      wrong[#wrong + 1] = function() return nil, { type = "T", message = "m", status = status, headers = {} } end
    end
    for _, headers in ipairs({ { "a" }, { a = 5 }, { a = { "b" } }, { [true] = "a" }, "a" }) do
      wrong[#wrong + 1] = function() return { status = 200, headers = headers, body = "{}" } end
      wrong[#wrong + 1] = function() return nil, { type = "T", message = "m", status = 400, headers = headers } end
    end
    for i, answer in ipairs(wrong) do
      local err = error_of(answer)
      assert.is_true(errors.is(err, "ConfigError"), i .. ": " .. tostring(err))
      assert.equal("unknown", err.applied)
      assert.equal(1, err.attempts)
    end
    assert.equal("HTTP 999", error_of(scripted.answer("", 999)).type)
  end)

  it("could edit header pairs that all calls share", function()
    local client, transport = scripted.client(drs, {
      function(request)
        for _, header in ipairs(request.headers) do header[1], header[2] = "X", "edited" end
        request.headers[1] = nil
        return scripted.answer('{"message":"no"}', 400)
      end,
      scripted.answer(),
    })
    assert.equal("no", failure(client.retry_data_replication, INPUT).message)
    client.retry_data_replication(INPUT)
    local names = {}
    for _, header in ipairs(transport.requests[2].headers) do names[header[1]] = header[2] end
    for _, name in ipairs({ "Host", "Content-Type", "User-Agent" }) do
      assert.is_string(names[name])
      assert.are_not.equal("edited", names[name])
    end
  end)

  it("had its tables changed by the redaction", function()
    local secret = scripted.keys.secret_access_key
    local answer = scripted.answer("{}", 400, { ["x-amzn-requestid"] = secret })
    local client = scripted.client(drs, { function() return answer end })
    assert.equal("[redacted]", failure(client.retry_data_replication, INPUT).headers["x-amzn-requestid"])
    assert.equal(secret, answer.headers["x-amzn-requestid"])
  end)
end)

describe("our own transport", function()
  it("raised for a request that is none", function()
    local transport = curl.new()
    local wrong = {
      {}, { method = "GET" }, { method = 5, url = "http://127.0.0.1:1/", headers = {} }, { method = "GET", url = {}, headers = {} },
      { method = "GET", url = "http://127.0.0.1:1/" }, { method = "GET", url = "http://127.0.0.1:1/", headers = { "a" } },
      { method = "GET", url = "http://127.0.0.1:1/", headers = { { "a" } } }, 5, "GET", true, print,
      { method = "GET", url = "http://127.0.0.1:1/", headers = {}, read_timeout = "1" },
    }
    local function check(response, fault)
      assert.is_nil(response)
      assert.equal("ConnectionError", fault.type)
      assert.equal("bad request: ", fault.message:sub(1, 13))
      assert.is_false(fault.sent)
    end
    for _, request in ipairs(wrong) do check(transport(request)) end
    check(transport())
    transport:close()
  end)
end)

describe("settings and options", function()
  local hidden = { __index = { regoin = "a", region = "b c", max_attempts = "x", credentials = 5, now = 5 } }

  it("came through __index unchecked", function()
    local client, transport = scripted.client(drs, { scripted.answer() })
    client.retry_data_replication(INPUT, setmetatable({}, hidden))
    assert.truthy(transport.requests[1].url:find("us-east-1", 1, true))
    assert.is_nil(config.resolve(setmetatable({}, hidden), "SERVICE", function() end).region)
  end)

  it("were hidden from the check by __pairs", function()
    local function hiding(given) return setmetatable(given, { __pairs = function() return function() end end }) end
    local resolve = function(given) return config.resolve(given, "SERVICE", function() end) end
    assert.truthy(failure(resolve, hiding({ regoin = "a" })).message:find("regoin", 1, true))
    assert.truthy(config_error({}, hiding({ region = "b c" })):find("region", 1, true))
    assert.truthy(config_error({}, hiding({ credentials = 5 })):find("credentials", 1, true))
  end)
end)

describe("a URL in parts", function()
  local function request(url)
    return { method = "GET", url = url, service = "s", region = "r", credentials = scripted.keys, time = 0 }
  end

  local function url_of(parts) return select(2, sigv4.sign(request(parts))).url end

  --- The paths of the problems, in order.
  local function paths_of(made)
    local paths = {}
    for i, problem in ipairs(failure(sigv4.sign, made).problems) do paths[i] = problem.path end
    return paths
  end

  it("could change the host by characters that end it", function()
    for _, host in ipairs({ "h/a", "h?a", "h#a", "u@h", "h:80", "h\n", "h\0", "", "a b", "é", "[::1", 5, {}, false }) do
      assert.same({ "url.host" }, paths_of(request({ host = host })), tostring(host))
    end
    assert.equal("https://[::1]:1/", url_of({ host = "[::1]", port = 1 }))
  end)

  it("ran host and path together, or lost what stood behind ? and #", function()
    assert.equal("https://h/a", url_of({ host = "h", path = "a" }))
    assert.equal("https://h/a%3Fb%23c?d=%23e?", url_of({ host = "h", path = "/a?b#c", query = "d=#e?" }))
    assert.equal("http://h/%3F", url_of({ scheme = "http", host = "h", path = "?" }))
    assert.equal("https://h/", url_of({ host = "h", path = "", query = "" }))
  end)

  it("was refused as a whole for 8443.0, and took any port text", function()
    for _, port in ipairs({ 8443, 8443.0, "8443" }) do assert.equal("https://h:8443/", url_of({ host = "h", port = port })) end
    for _, port in ipairs({ 0, 65536, 1.5, -1, "", "x", "1x", "0x10", " 1", 0 / 0, math.huge, {}, true }) do
      assert.same({ "url.port" }, paths_of(request({ host = "h", port = port })), tostring(port))
    end
  end)

  it("could have parts that nobody reads, and its problems hid all others", function()
    local made = request({ scheme = "ftp", hots = "h", path = 5, query = "\n", [1] = "x" })
    made.region = nil
    assert.same({ "url.host", "url.hots", "url.number", "url.path", "url.query", "url.scheme", "region" }, paths_of(made))
  end)
end)

describe("what a request is signed with", function()
  it("shared its header pairs with the caller's list", function()
    local given = { { "A", "b" } }
    local headers = sigv4.sign({
      method = "GET", url = "https://h/", headers = given, service = "s", region = "r", credentials = scripted.keys,
    })
    for _, header in ipairs(headers) do header[2] = "edited" end
    assert.same({ { "A", "b" } }, given)
  end)
end)

describe("errors before anything is sent", function()
  it("had no history", function()
    local client = scripted.client(drs, {})
    assert.same({}, failure(client.retry_data_replication, {}).history)
    assert.same({}, failure(client.prepare.retry_data_replication, {}).history)
    for _, settings in ipairs({ {}, { regoin = "a" }, 5 }) do
      local err = failure(scripted.with_environment, {}, drs.new, settings)
      assert.same({ "drs", 0, "no", {} }, { err.service, err.attempts, err.applied, err.history })
    end
    assert.same({}, failure(dms.new, dms).history)
  end)

  it("were bare where the default client was made for dms.prepare and dms.config", function()
    for _, name in ipairs({ "prepare", "config" }) do
      local err = failure(scripted.with_environment, { AWS_REGION = "a b" }, function() return dms[name] end)
      assert.is_true(errors.is(err, "ConfigError"))
      assert.same({ "dms", 0, "no", {} }, { err.service, err.attempts, err.applied, err.history })
      assert.is_nil(err.operation)
    end
  end)

  it("had a history without delays once something was sent", function()
    assert.equal(0, error_of(scripted.answer("{}", 500)).history[1].delay)
  end)
end)

describe("functions of the settings", function()
  it("could give a random that is no number in [0, 1)", function()
    for _, value in ipairs({ 1, -0.1, 0 / 0, math.huge, "0.5", {}, true }) do
      assert.truthy(config_error({ random = function() return value end }):find("^random "))
    end
    assert.truthy(config_error({ random = function() end }):find("^random returned a nil"))
    assert.truthy(config_error({ random = function() return nil, "no entropy" end }):find("^random failed: no entropy"))
  end)

  it("could give a now that is no time, which was called `time`", function()
    for _, value in ipairs({ -1, 253402300800, 0 / 0, math.huge, "0", {}, true }) do
      assert.truthy(config_error({ now = function() return value end }):find("^now "))
    end
    assert.truthy(config_error({ now = function() end }):find("^now returned a nil"))
  end)

  it("had what they raise changed, when it was another client's error", function()
    local theirs = errors.new({ type = "ConfigError", message = "theirs", service = "other" })
    for _, raised in ipairs({ theirs, "a text", { "a table" } }) do
      for _, name in ipairs({ "now", "random" }) do
        local err = error_of(nil, { [name] = function() error(raised, 0) end })
        assert.same({ true, "ConfigError", "drs" }, { errors.is(err), err.type, err.service })
      end
    end
    assert.equal("other", theirs.service)
    assert.is_nil(theirs.attempts)
  end)

  it("could close the client between two steps, whose signer then raised a plain text", function()
    local client
    client = scripted.client(drs, {}, { credentials = function() client.close() return scripted.keys end })
    assert.is_true(errors.is(failure(client.retry_data_replication, INPUT), "ConfigError"))
  end)
end)

describe("close", function()
  it("kept the keys that `new` was given", function()
    local keys = { access_key_id = "A", secret_access_key = "B" }
    local watch = setmetatable({ keys }, { __mode = "v" })
    local client = scripted.client(drs, { scripted.answer() }, { credentials = keys })
    client.retry_data_replication(INPUT)
    client.close()
    keys = nil -- luacheck: ignore 311
    collectgarbage()
    collectgarbage()
    assert.is_nil(watch[1])
  end)
end)

describe("tostring of an error", function()
  it("lost the request id behind a long message", function()
    local err = errors.new({ type = "A", message = ("x"):rep(5000), status = 500, request_id = "r-1" })
    assert.equal("A: " .. ("x"):rep(1500) .. "… (HTTP 500, request id r-1)", tostring(err))
  end)

  it("cut a character in two", function()
    for shift = 0, 3 do
      local text = tostring(errors.new({ type = "A", message = ("x"):rep(shift) .. ("\240\159\152\128"):rep(1000) }))
      local rest = text:gsub("\240\159\152\128", "")
      assert.equal("A: " .. ("x"):rep(shift) .. "…", rest)
    end
    assert.equal("A: " .. ("\128"):rep(1497) .. "…", tostring(errors.new({ type = "A", message = ("\128"):rep(2000) })))
  end)

  it("raised for an error without message or type", function()
    assert.equal("A", tostring(errors.new({ type = "A" })))
    assert.equal("A: 5", tostring(errors.new({ type = "A", message = 5 })))
    assert.equal("nil: m", tostring(errors.new({ message = "m" })))
  end)
end)
