-- Connections that die: silently, in the middle of an answer, while a request is sent.
local child = require "spec.support.child"
local curl = require "aws.transport.curl"
local dms = require "aws.dms"
local drs = require "aws.drs"
local local_aws = require "spec.support.local_aws"
local tcp_server = require "spec.support.tcp_server"
local transports = require "spec.support.transports"

local JSON = { ["Content-Type"] = "application/x-amz-json-1.1", ["x-amzn-RequestId"] = "request-1" }
local STOPPED = '{"Replication":{"Status":"stopping"}}'

local function is_uuid(text) return type(text) == "string" and text:find("^%x+%-%x+%-%x+%-%x+%-%x+$") ~= nil end

describe("a stale connection", function()
  local transport = transports.each()

  it("that the server closed silently costs nothing, 60 times in a row", function()
    local client = dms.new(local_aws.settings(local_aws.http("close-silently")))
    for _ = 1, 60 do
      local _, metadata = client.stop_replication({ ReplicationConfigArn = local_aws.arn() })
      assert.equal(1, metadata.attempts)
    end
    client.close()
  end)

  -- STALE_CALLS=10000 makes more of them.
  it("costs no attempt in thousands of calls, in any mode", function()
    local count = tonumber(os.getenv "STALE_CALLS" or 2000)
    local client = dms.new(local_aws.settings(local_aws.http("close-silently,apply=no")))
    local arn = local_aws.arn()
    for i = 1, count do
      local _, metadata = client.stop_replication({ ReplicationConfigArn = arn }, { retry_mode = i % 2 == 0 and "off" or nil })
      assert.equal(1, metadata.attempts)
    end
    client.close()
  end)

  it("over TLS neither", function()
    for _ = 1, 20 do
      transport.answer(local_aws.https("close-silently") .. "/local-aws/echo")
    end
  end)

  -- Each connection answers once, and dies when it has read the second request: libcurl sends that one again, and its
  -- own count of such cases must not go on from transfer to transfer.
  it("that dies after it took the request is replaced and marked, 60 times in a row", function()
    local server = tcp_server.start({ "read", tcp_server.answer(200, JSON, STOPPED), "read" })
    assert.is_nil(transport(local_aws.request(server.url)).resent)
    for _ = 1, 60 do
      local response = transport.answer(server.url)
      assert.equal(STOPPED, response.body)
      assert.is_true(response.resent)
    end
  end)

  it("costs a call no attempt", function()
    local server = tcp_server.start({ "read", tcp_server.answer(200, JSON, STOPPED), "read" })
    local client = dms.new(local_aws.settings(server.url))
    for _ = 1, 12 do
      local _, metadata = client.stop_replication({ ReplicationConfigArn = local_aws.arn() })
      assert.equal(1, metadata.attempts)
      assert.equal(0, metadata.retry_delay)
    end
    client.close()
  end)

  it("followed by a refusal is applied unknown, and a plain refusal is not", function()
    local refusal = tcp_server.answer(400, JSON, '{"__type":"InvalidResourceStateFault","message":"not running"}')
    local server = tcp_server.start(
      { "read", tcp_server.answer(200, JSON, STOPPED), "read" }, { "read", refusal, "read", refusal })
    local client = dms.new(local_aws.settings(server.url))
    client.stop_replication({ ReplicationConfigArn = local_aws.arn() })
    local _, err = pcall(client.stop_replication, { ReplicationConfigArn = local_aws.arn() })
    assert.equal("InvalidResourceStateFault", err.type)
    assert.equal("unknown", err.applied)
    assert.equal(1, err.attempts)
    _, err = pcall(client.stop_replication, { ReplicationConfigArn = local_aws.arn() })
    assert.equal("InvalidResourceStateFault", err.type)
    assert.equal("no", err.applied)
    client.close()
  end)

  it("whose replacement fails too is a failure that was sent and resent", function()
    local server = tcp_server.start({ "read", tcp_server.answer(200, JSON, STOPPED), "read" }, { "read" })
    transport(local_aws.request(server.url))
    local response, failure = transport(local_aws.request(server.url))
    assert.is_nil(response)
    assert.equal("ConnectionError", failure.type)
    assert.is_true(failure.sent)
    assert.is_true(failure.resent)
  end)
end)

describe("an answer that is cut", function()
  local transport = transports.each()

  local function failure_of(url)
    local failure = transport.failure(url)
    assert.is_true(failure.sent)
    return failure
  end

  for _, fault in ipairs({ "cut-before", "cut-headers", "garbage" }) do
    it("before its headers ended is a ConnectionError without status: " .. fault, function()
      local failure = failure_of(local_aws.echo(fault))
      assert.equal("ConnectionError", failure.type)
      assert.is_nil(failure.status)
      assert.is_nil(failure.headers)

      local arn = local_aws.arn()
      local client = dms.new(local_aws.settings(local_aws.http(fault)))
      local _, err = pcall(client.stop_replication, { ReplicationConfigArn = arn })
      client.close()
      assert.equal("ConnectionError", err.type)
      assert.equal("transport", err.kind)
      assert.equal("unknown", err.applied)
      assert.is_true(err.retryable)
      assert.is_nil(err.status)
      assert.is_nil(err.request_id)
      assert.equal(fault == "cut-before" and 0 or 1, local_aws.count(arn))
    end)
  end

  -- Each of these is a whole prefix of "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".
  for _, text in ipairs({ "HTTP/1.1 200 OK", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 0",
    "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n", "HTTP/1.1 100 Continue\r\n\r\n",
    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n" }) do
    it(("after %q is no answer"):format(text):gsub("\\\n", "\\n"):gsub("\r", "\\r"), function()
      local server = tcp_server.start({ "read", tcp_server.bytes(text) })
      local failure = failure_of(server.url)
      assert.equal("ConnectionError", failure.type)
      assert.is_nil(failure.status)
    end)
  end

  for _, fault in ipairs({ "cut-body", "cut-chunk" }) do
    it("inside a 2xx body has status and headers, and was carried out: " .. fault, function()
      local failure = failure_of(local_aws.echo(fault))
      assert.equal(200, failure.status)
      assert.is_true(is_uuid(failure.headers["x-amzn-requestid"]))

      local arn = local_aws.arn()
      local client = dms.new(local_aws.settings(local_aws.http(fault)))
      local _, err = pcall(client.stop_replication, { ReplicationConfigArn = arn })
      client.close()
      assert.equal("ResponseParseError", err.type)
      assert.equal("response", err.kind)
      assert.equal("yes", err.applied)
      assert.equal(200, err.status)
      assert.is_true(is_uuid(err.request_id))
      assert.equal(err.headers["x-amzn-requestid"], err.request_id)
      assert.equal(1, local_aws.count(arn))
    end)

    it("inside an error's body is that error, by its headers: " .. fault, function()
      local client = drs.new(local_aws.settings(local_aws.http("error=ThrottlingException,retry-after=3," .. fault)))
      local _, err = pcall(client.retry_data_replication, { sourceServerID = local_aws.server_id() })
      client.close()
      assert.equal("service", err.kind)
      assert.equal("ThrottlingException", err.type)
      assert.equal(429, err.status)
      assert.is_true(is_uuid(err.request_id))
      assert.equal("3", err.fields.retryAfterSeconds)
      assert.is_true(err.throttling)
      assert.equal("no", err.applied)
    end)
  end

  it("with a reset is a ConnectionError, or what had arrived", function()
    local server = tcp_server.start({ "read", "reset" })
    local failure = failure_of(server.url)
    assert.equal("ConnectionError", failure.type)
    assert.is_nil(failure.status)
  end)

  it("leaves the client in order", function()
    local client = dms.new(local_aws.settings(local_aws.http("cut-body,times=1,id=once" .. local_aws.fresh())))
    assert.is_false((pcall(client.stop_replication, { ReplicationConfigArn = local_aws.arn() })))
    assert.is_table((client.stop_replication({ ReplicationConfigArn = local_aws.arn() })))
    client.close()
  end)
end)

describe("SIGPIPE", function()
  after_each(tcp_server.stop_all)

  -- The proxy ends the connection while a large body goes through TLS: writes to a dead socket, and one more when the
  -- connection is dropped. interrupt_spec.lua sends the signal itself.
  it("does not kill the process", function()
    local proxy = tcp_server.start({ "read", "relay 300000" })
    local code, stdout, stderr = child.lua([[
      local curl = require "aws.transport.curl"
      for round = 1, 5 do
        local transport = curl.new()
        local response, failure = transport {
          method = "POST", url = os.getenv "LOCAL_AWS_HTTPS_URL" .. "/local-aws/echo", headers = { { "Host", "localhost" } },
          body = ("x"):rep(8000000), proxy = os.getenv "PROXY", ca_bundle = os.getenv "LOCAL_AWS_CA_BUNDLE",
          connect_timeout = 30, read_timeout = 30,
        }
        if round > 1 then transport:close() end
        print(response and response.status or failure.type, failure and failure.sent)
      end
      collectgarbage()
    ]], local_aws.environment({ PROXY = proxy.url }))
    assert.equal("", stderr)
    assert.equal(0, code)
    assert.equal(("ConnectionError\ttrue\n"):rep(5), stdout)
  end)
end)

describe("a forked process", function()
  it("leaves its parent's connections alone", function()
    child.compile("process", true)
    local id = "fork" .. local_aws.fresh()
    local code, stdout, stderr = child.lua([[
      package.cpath = "build/spec/" .. os.getenv "LUA_NAME" .. "/?.so;" .. package.cpath
      local dms, process = require "aws.dms", require "process"
      local client = dms.new { endpoint_url = os.getenv "LOCAL_AWS_HTTPS_URL" .. "/fault/none,id=" .. os.getenv "ID",
        ca_bundle = os.getenv "LOCAL_AWS_CA_BUNDLE" }
      local function call(name)
        client.stop_replication { ReplicationConfigArn = "arn:aws:dms:us-east-1:123456789012:replication-config:RUNNING-"
          .. os.getenv "ID" .. name }
      end
      call "parent1"
      local used = process.fork()
      if used == 0 then
        call "child1"
        call "child2"
        client.close()
        os.exit(0, true)
      end
      assert(process.wait(used) == 0)
      local unused = process.fork()
      if unused == 0 then
        client = nil
        collectgarbage()
        os.exit(0, true)
      end
      assert(process.wait(unused) == 0)
      call "parent2"
      print "fine"
    ]], local_aws.environment({ ID = id, LUA_NAME = os.getenv "LUA" or "lua5.4" }))
    assert.equal("", stderr)
    assert.equal("fine\n", stdout)
    assert.equal(0, code)
    local requests = local_aws.requests(id)
    assert.equal(4, #requests)
    assert.are_not.equal(requests[1].connection, requests[2].connection)
    assert.equal(requests[2].connection, requests[3].connection)
    assert.equal(requests[1].connection, requests[4].connection)
  end)

  it("does not wait for its parent's calls", function()
    child.compile("process", true)
    local code, stdout, stderr = child.lua([[
      package.cpath = "build/spec/" .. os.getenv "LUA_NAME" .. "/?.so;" .. package.cpath
      local aws, process = require "aws", require "process"
      local client = aws.dms.new { endpoint_url = os.getenv "LOCAL_AWS_HTTP_URL" .. "/fault/delay=1,apply=no", max_attempts = 1 }
      local arn = "arn:aws:dms:us-east-1:123456789012:replication-config:RUNNING-fork"
      local results = aws.map({ 1, 2 }, function(n)
        if n == 1 then return client.stop_replication { ReplicationConfigArn = arn } end
        require("aws.transport").sleep(0.2)
        return process.fork()
      end)
      local pid = results[2].value
      print(pid == 0 and "child" or process.wait(pid), results[1].ok or results[1].error.type, results[1].ok or results[1].error.applied,
        client.stop_replication { ReplicationConfigArn = arn }.Replication.Status)
    ]], local_aws.environment({ LUA_NAME = os.getenv "LUA" or "lua5.4" }))
    assert.equal("", stderr)
    assert.equal("child\tConnectionError\tunknown\trunning\n0\ttrue\ttrue\trunning\n", stdout)
    assert.equal(0, code)
  end)
end)

describe("descriptors", function()
  local lfs = require "lfs"

  local function count()
    local found = 0
    for _ in lfs.dir("/proc/self/fd") do found = found + 1 end
    return found
  end

  it("do not grow with clients that are opened and closed", function()
    local function use(close)
      local client = dms.new(local_aws.settings(local_aws.https()))
      client.stop_replication({ ReplicationConfigArn = local_aws.arn() })
      if close then client.close() end
    end
    use(true)
    collectgarbage()
    collectgarbage()
    local before = count()
    for i = 1, 20 do use(i % 2 == 0) end
    collectgarbage()
    collectgarbage()
    assert.is_true(count() <= before)
  end)

  it("do not grow with transfers that fail", function()
    local transport = curl.new()
    local function round()
      for _, fault in ipairs({ "cut-before", "cut-headers", "cut-body", "garbage", "close-silently" }) do
        transport(local_aws.request(local_aws.echo(fault)))
      end
      transport(local_aws.request(local_aws.variables().LOCAL_AWS_EXPIRED_URL))
      transport(local_aws.request("http://127.0.0.1:1/"))
      transport(local_aws.request("file:///etc/hostname"))
    end
    round()
    transport:close()
    local before = count()
    for _ = 1, 10 do round() end
    transport:close()
    assert.is_true(count() <= before)
  end)
end)
