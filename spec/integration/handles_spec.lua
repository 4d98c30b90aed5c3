-- Transfers one after another in one pool, which keeps libcurl's handles for those that are alike: nothing of an earlier
-- transfer shows in a later one.
local dkjson = require "dkjson"
local local_aws = require "spec.support.local_aws"
local system = require "system"
local tcp_server = require "spec.support.tcp_server"
local transports = require "spec.support.transports"
local aws_curl = require "aws.curl" -- after aws.core, which the transports load

local LONG = 30

--- Requests that differ in what a handle is set up for, or in headers and body alone.
local kinds = {
  { method = "POST", body = "first" },
  { method = "POST", body = "the second, which is longer" },
  { method = "POST", body = "" },
  { method = "GET", body = "" },
  { method = "GET", body = "a body" },
  { method = "PUT", body = "put" },
  { method = "PUT", body = "" },
  { method = "DELETE", body = "" },
  { method = "HEAD", body = "" },
  { method = "POST", body = ("long "):rep(20000) },
}

local function without_length(headers)
  local list = {}
  for _, header in ipairs(headers) do
    if header[1] ~= "Content-Length" then list[#list + 1] = header end
  end
  return list
end

describe("a transfer after others", function()
  local transport = transports.each()

  --- Sends a request of a kind to a URL, and looks at what the server received of it.
  local function check(kind, url, mark)
    local headers = { { "Host", local_aws.http():match("//(.*)$") }, { "X-Mark", mark } }
    if #mark % 2 == 0 then headers[#headers + 1] = { "X-More", "more" } end
    local response = transport.answer(url, { method = kind.method, body = kind.body, headers = headers })
    assert.equal(200, response.status)
    if kind.method == "HEAD" then return assert.equal("", response.body) end
    local received = dkjson.decode(response.body)
    assert.equal(kind.method, received.method)
    assert.equal(kind.body, received.body)
    assert.same(headers, without_length(received.headers))
  end

  it("is sent as it is, whatever was sent before", function()
    for distance = 1, #kinds - 1 do -- each kind after each other one
      for i = 1, #kinds do check(kinds[(i * distance) % #kinds + 1], local_aws.echo(), ("m"):rep(i)) end
    end
  end)

  it("is sent as it is after the same one", function()
    for _, kind in ipairs(kinds) do
      for i = 1, 3 do check(kind, local_aws.echo(), ("m"):rep(i)) end
    end
  end)

  it("goes to its own URL", function()
    local log = {}
    local server = tcp_server.start({ "read", tcp_server.answer(200, {}, "one"), "read", tcp_server.answer(200, {}, "two"),
      "read", tcp_server.answer(200, {}, "three") })
    for i, path in ipairs({ "/a", "/a?b", "/a" }) do
      log[i] = transport.answer(server.url .. path).body
      server.wait_for("POST " .. path .. " HTTP/1.1")
    end
    assert.same({ "one", "two", "three" }, log)
    assert.equal(3, select(2, server.log():gsub("POST ", "")))
  end)

  it("is well after one that was refused, was cut, or took too long", function()
    local url = local_aws.echo()
    for _, fault in ipairs({ "cut-before", "cut-headers", "garbage" }) do
      transport.answer(url)
      assert.is_nil((transport(local_aws.request(local_aws.echo(fault)))))
      check(kinds[1], url, fault)
    end
    local fine = tcp_server.answer(200, {}, "ok")
    local server = tcp_server.start({ "read", fine, "read", "sleep 60000" }, { "read", fine })
    transport.answer(server.url)
    local _, failure = transport(local_aws.request(server.url, { read_timeout = 0.1 }))
    assert.equal("ReadTimeoutError", failure.type)
    assert.equal("ok", transport.answer(server.url).body)
  end)

  it("uses the connection again that an answer of 500 before it could not", function()
    local fine, error_500 = tcp_server.answer(200, {}, "ok"), tcp_server.answer(500, {}, "no")
    local server = tcp_server.start({ "read", fine, "read", error_500 }, { "read", fine, "read", fine, "read", fine },
      { "read", tcp_server.answer(400, {}, "a third connection") })
    for _, status in ipairs({ 200, 500, 200, 200, 200 }) do assert.equal(status, transport.answer(server.url).status) end
    assert.equal(5, select(2, server.log():gsub("POST ", "")))
  end)

  it("trusts what its own request says", function()
    local url, bundle = local_aws.https() .. "/local-aws/echo", local_aws.variables().LOCAL_AWS_CA_BUNDLE
    local empty = os.tmpname()
    finally(function() os.remove(empty) end)
    for _ = 1, 2 do
      assert.equal(200, transport.answer(url, { ca_bundle = bundle }).status)
      local _, failure = transport(local_aws.request(url, { ca_bundle = empty }))
      assert.equal("TLSError", failure and failure.type)
    end
  end)

  it("may be one of many at a time", function()
    local pool = assert(aws_curl.pool())
    finally(function() pool:close() end)
    for round = 1, 3 do
      local transfers = {}
      for i = 1, 40 do
        transfers[i] = aws_curl.transfer()
        assert(pool:start(transfers[i], local_aws.request(local_aws.echo(), { body = ("%d %d"):format(round, i) })))
      end
      for i = 1, 40 do
        while not pool:wait(1, transfers[i]) do end
        assert.equal(("%d %d"):format(round, i), dkjson.decode(transfers[i]:result().body).body)
        transfers[i]:close()
      end
    end
  end)
end)

describe("waits for sockets", function()
  local pool
  before_each(function() pool = assert(aws_curl.pool()) end)
  after_each(function()
    pool:close()
    tcp_server.stop_all()
  end)

  local function start(server)
    local transfer = aws_curl.transfer()
    assert(pool:start(transfer, local_aws.request(server.url)))
    return transfer
  end

  local function finish(transfer)
    local deadline = system.monotime() + LONG
    while not pool:wait(1, transfer) do assert(system.monotime() < deadline) end
    return assert(transfer:result()).body
  end

  --- A server that answers after a while.
  local function slow(text, milliseconds)
    return tcp_server.start({ "read", "sleep " .. milliseconds, tcp_server.answer(200, {}, text) })
  end

  --- Drives the pool until the server has the request: then the transfer waits for the answer.
  local function await_request(server)
    local deadline = system.monotime() + LONG
    while not server.log():find("POST", 1, true) do
      pool:wait(0.01)
      assert(system.monotime() < deadline)
    end
  end

  it("go from one socket to several and back, in any order", function()
    for _, times in ipairs({ { 300, 50, 150 }, { 50, 150, 300 }, { 50, 300, 50 } }) do
      local servers, transfers = {}, {}
      for i, milliseconds in ipairs(times) do
        servers[i] = slow("answer " .. i, milliseconds)
        transfers[i] = start(servers[i])
        await_request(servers[i])
      end
      for i = #times, 1, -1 do assert.equal("answer " .. i, finish(transfers[i])) end
      local last = slow("last", 50)
      assert.equal("last", finish(start(last)))
    end
  end)

  it("end when the only socket is closed from here", function()
    local server = tcp_server.start({ "read", "sleep 60000" })
    local transfer = start(server)
    await_request(server)
    transfer:close()
    assert.equal("after", finish(start(slow("after", 50))))
  end)

  it("of several pools see an only socket, too", function()
    local other = assert(aws_curl.pool())
    finally(function() other:close() end)
    local server = slow("mine", 200)
    local transfer = start(server)
    await_request(server)
    local deadline = system.monotime() + LONG
    while not transfer:done() do
      aws_curl.wait({ other, pool }, LONG)
      assert(system.monotime() < deadline)
    end
    assert.equal("mine", transfer:result().body)
  end)

  it("say whether a transfer is done, and raise for one that is closed", function()
    local transfer = start(slow("soon", 300))
    assert.is_false(pool:wait(0, transfer))
    assert.equal("soon", finish(transfer))
    assert.is_true(pool:wait(LONG, transfer)) -- at once
    assert.is_false(pool:wait(0))
    transfer:close()
    assert.is_false((pcall(pool.wait, pool, 0, transfer)))
  end)
end)
