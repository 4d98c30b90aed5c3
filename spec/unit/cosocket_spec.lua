-- The transport inside nginx over cosockets that do what they like; spec/nginx has real ones.
local cosocket = require "aws.transport.cosocket"
local errors = require "aws.errors.typed"

local unpack = table.unpack or unpack

local OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
local REQUEST = { method = "POST", url = "http://127.0.0.1:1/", headers = { { "Host", "127.0.0.1:1" } }, body = "{}" }

--- A socket; `steps` has what its operations do instead. It does not close while it `is_busy`.
local function new_socket(steps)
  local sock = { calls = {}, is_busy = false, is_closed = false }
  local operations = {
    settimeouts = function() end,
    sslhandshake = function() return true end,
    connect = function() return 1 end,
    getreusedtimes = function() return 0 end,
    send = function(_, text) return #text end,
    receiveany = function() return OK end,
    setkeepalive = function() return 1 end,
    close = function(self)
      if self.is_busy then return nil, "socket busy reading" end
      self.is_closed = true
      return 1
    end,
  }
  for name, operation in pairs(operations) do
    sock[name] = function(...)
      sock.calls[name] = (sock.calls[name] or 0) + 1
      return (steps[name] or operation)(...)
    end
  end
  return sock
end

--- Sends the request over that socket in a coroutine, which is woken with each of `wakes` in turn.
local function send(steps, wakes, url)
  local sock = new_socket(steps)
  package.loaded.ngx = { get_phase = function() return "content" end, now = function() return 0 end,
    socket = { tcp = function() return sock end } }
  local co = coroutine.create(cosocket.send)
  local request = setmetatable({ url = url }, { __index = REQUEST })
  local ok, response, failure = coroutine.resume(co, request)
  for _, values in ipairs(wakes or {}) do
    assert.equal("suspended", coroutine.status(co))
    sock.is_busy = type(values[1]) == "boolean" -- what it waits for goes on
    ok, response, failure = coroutine.resume(co, unpack(values, 1, 3))
  end
  package.loaded.ngx = nil
  assert.is_true(ok, response)
  assert.equal("dead", coroutine.status(co))
  return response, failure, sock
end

describe("over a cosocket,", function()
  local others = { { true }, { false, "raised" }, { true, "a text" }, { true, nil, "timeout" }, { false }, { true, 1 } }

  for operation, value in pairs({ connect = 1, send = 100, receiveany = OK }) do
    it("what another thread's end wakes goes on: " .. operation, function()
      local wakes = {}
      for i, values in ipairs(others) do wakes[i] = values end
      wakes[#wakes + 1] = { value }
      local response, _, sock = send({ [operation] = coroutine.yield }, wakes)
      assert.equal("ok", response.body)
      assert.same({ 1, 1, false }, { sock.calls[operation], sock.calls.setkeepalive, sock.is_closed })
      wakes[#wakes] = { nil, "timeout" }
      local _, failure = send({ [operation] = coroutine.yield }, wakes)
      assert.equal(operation == "connect" and "ConnectTimeoutError" or "ReadTimeoutError", failure.type)
    end)
  end

  for operation, was_sent in pairs({ connect = false, send = true, receiveany = true }) do
    it("anything else it gives is a typed failure, and no connection is kept: " .. operation, function()
      local odd = { {}, print, coroutine.create(print), io.stdout, operation == "receiveany" and 7 or "text" }
      odd[#odd + 1] = nil
      for i = 1, 6 do
        local _, failure, sock = send({ [operation] = function() return odd[i], {} end })
        assert.same({ "ConnectionError", was_sent }, { failure.type, failure.sent })
        assert.is_string(failure.message)
        assert.is_nil(sock.calls.setkeepalive)
      end
    end)

    it("a boolean is one as well, and nothing waits for what never comes: " .. operation, function()
      for _, values in ipairs(others) do
        local _, failure, sock = send({ [operation] = function() return unpack(values, 1, 3) end })
        assert.same({ "ConnectionError", was_sent }, { failure.type, failure.sent })
        assert.matches("nginx's cosocket gave a boolean$", failure.message)
        assert.same({ nil, true }, { sock.calls.setkeepalive, sock.is_closed })
      end
    end)

    it("what it raises is one, too: " .. operation, function()
      for _, raised in ipairs({ "bad request", {}, errors.new({ type = "ConfigError", message = "x" }) }) do
        local _, failure, sock = send({ [operation] = function() error(raised, 0) end })
        assert.same({ "ConnectionError", was_sent }, { failure.type, failure.sent })
        assert.same({ nil, true }, { sock.calls.setkeepalive, sock.is_closed })
      end
    end)
  end

  it("a handshake that gives no session, and is not told to have failed, is a failure", function()
    for _, value in ipairs({ {}, "text", 7, print, coroutine.create(print), false }) do
      for _, fault in ipairs({ {}, print, "why" }) do
        local _, failure, sock = send({ sslhandshake = function() return value, fault end }, nil, "https://127.0.0.1:1/")
        assert.same({ "TLSError", false }, { failure.type, failure.sent })
        assert.is_nil(failure.message:find("nginx raised", 1, true))
        assert.same({ nil, true, nil }, { sock.calls.setkeepalive, sock.is_closed, sock.calls.send })
      end
    end
    assert.equal("ok", send({}, nil, "https://127.0.0.1:1/").body)
  end)

  it("a connection that does not tell how often it was used is a failure", function()
    for _, value in ipairs({ {}, "text", true, print, false }) do
      local _, failure, sock = send({ getreusedtimes = function() return value end })
      assert.same({ "ConnectionError", false }, { failure.type, failure.sent })
      assert.matches("nginx's cosocket gave a " .. type(value), failure.message, 1, true)
      assert.same({ nil, true }, { sock.calls.setkeepalive, sock.is_closed })
    end
  end)

  it("an answer of a server that may be ill ends its connection; others do not", function()
    local kept = {
      [200] = true, [400] = true, [403] = true, [404] = true, [429] = true, [501] = true, [505] = true,
      [500] = false, [502] = false, [503] = false, [504] = false,
    }
    for status, is_kept in pairs(kept) do
      local answer = ("HTTP/1.1 %d Word\r\nContent-Length: 2\r\n\r\n{}"):format(status)
      local response, _, sock = send({ receiveany = function() return answer end })
      assert.equal(status, response.status)
      assert.same({ is_kept and 1 or nil, not is_kept }, { sock.calls.setkeepalive, sock.is_closed }, status)
    end
  end)
end)
