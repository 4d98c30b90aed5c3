-- Exchanges over cosockets that do what the input says: an answer or a typed failure, never an error; a connection is kept
-- or closed, and kept only after a whole answer.
local bytes = require "spec.fuzz.support.bytes"
local checks = require "spec.fuzz.support.checks"
local cosocket = require "aws.transport.cosocket"

local world -- of the exchange under way

local function note_end(kind)
  return function(sock)
    assert(not sock.ended, "a connection was given back twice")
    sock.ended = kind
    return 1
  end
end

local faults = { "closed", "timeout", "connection refused", "no resolver defined to resolve", "20: why", {}, print, 7 }

--- What an operation gives that does not do what it should. Its texts are nginx's own.
local function odd_result(source)
  return source:once_in(8) and source:anything(9) or nil, source:one_of(faults)
end

--- Gives the next piece of the answer: the input's next bytes, up to a NUL or so many.
local function receive(sock)
  sock.received = (sock.received or 0) + 1
  local source = world.source
  if source:once_in(20) then return odd_result(source) end
  local piece = world.answer:sub(world.at, world.at + source:pick(40) - 1)
  if piece == "" then return nil, "closed" end
  world.at = world.at + #piece
  return piece
end

local function connect(sock)
  local ok, fault = 1, nil
  if world.source:once_in(16) then ok, fault = odd_result(world.source) end
  sock.is_open = type(ok) == "number"
  return ok, fault
end

local function may_fail(result)
  return function(_, text)
    if world.source:once_in(16) then return odd_result(world.source) end
    return result == "length" and #text or result
  end
end

local function new_socket()
  local sock = {
    settimeouts = function() end, connect = connect, send = may_fail("length"), sslhandshake = may_fail(true),
    receiveany = receive, setkeepalive = note_end("kept"), close = function(sock)
      sock.ended = sock.ended or "closed"
      return 1
    end,
    getreusedtimes = function()
      world.reused = world.reused - 1
      return math.max(0, world.reused)
    end,
  }
  world.sockets[#world.sockets + 1] = sock
  return sock
end

package.loaded.ngx = {
  get_phase = function() return "content" end, now = function() return 0 end, socket = { tcp = new_socket },
  encode_base64 = function(text) return ("A"):rep(#text) end, md5 = function() return "0" end,
}

local urls = { "http://127.0.0.1:1/a?b", "http://127.0.0.1/", "https://127.0.0.1:1/", "https://[::1]/x", "http://localhost/" }
local proxies = { "http://127.0.0.1:3128", "http://user:SECRET@127.0.0.1:3128/", "https://127.0.0.1" }

local function request_of(source, secret)
  local proxy = source:once_in(3) and source:one_of(proxies):gsub("SECRET", secret) or nil
  return {
    method = source:one_of({ "POST", "GET", "HEAD" }), url = source:once_in(8) and source:any_text() or source:one_of(urls),
    headers = { { "Host", source:once_in(8) and source:any_text() or "a" } }, body = source:any_text(), proxy = proxy,
    read_timeout = 5, connect_timeout = 5, timeout = source:once_in(3) and 60 or nil,
    max_response_bytes = source:once_in(3) and source:pick(200) or nil,
  }
end

local function check_response(response)
  assert(type(response.status) == "number" and response.status >= 200 or response.status == 101, "a status")
  assert(type(response.body) == "string" and type(response.headers) == "table")
  for name, value in pairs(response.headers) do
    assert(not name:find("[A-Z\r\n]") and not value:find("[\r\n]"), "a header")
  end
end

local function check_sockets(response)
  for i, sock in ipairs(world.sockets) do
    assert(sock.ended or not sock.is_open, "a connection was left open")
    assert(sock.ended ~= "kept" or response and i == #world.sockets, "a connection was kept")
  end
end

return function(input)
  local source, secret = bytes.new(input), checks.secret_of(input)
  world = { source = source, sockets = {}, reused = source:pick(4) - 2, at = 1 }
  local request = request_of(source, secret)
  world.answer = source:any_text() .. source:any_text()
  local response, failure = cosocket.send(request)
  check_sockets(response)
  if response then return check_response(response) end
  assert(type(failure.type) == "string" and type(failure.sent) == "boolean", "a failure")
  checks.message(failure.message, 5000)
  checks.lacks(failure.message, secret)
  assert((failure.status == nil) == (failure.headers == nil))
end
