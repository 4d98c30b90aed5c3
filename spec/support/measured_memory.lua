--- What memory something takes, each test in a program of its own (apart.lua): where a run of specs has very many strings, the
--- table that Lua has of them grows by a megabyte at once, in the middle of what is measured.
local apart = require "spec.support.apart"
local assert = require "luassert"
local client_room = require "aws.client"
local depot = require "spec.support.depot"
local http1 = require "aws.transport.http1"
local reader_of = require "spec.support.pieces_reader"
local scripted = require "spec.support.scripted"

local tests = {}

--- KiB of memory that reading an answer in single bytes takes, without a collector.
local function memory_of(text)
  collectgarbage()
  collectgarbage("stop")
  local before = collectgarbage("count")
  http1.read(reader_of(text, 1), "POST")
  local taken = collectgarbage("count") - before
  collectgarbage("restart")
  return taken
end

for name, make in pairs({
  ["a header"] = function(n) return "HTTP/1.1 200 OK\r\nX: " .. ("x"):rep(n) .. "\r\nContent-Length: 0\r\n\r\n" end,
  ["a header without an end"] = function(n) return "HTTP/1.1 200 OK\r\nX: " .. ("x"):rep(n) end,
  ["many headers"] = function(n) return "HTTP/1.1 200 OK\r\n" .. ("a:b\n"):rep(math.floor(n / 4)) .. "Content-Length: 0\r\n\r\n" end,
  ["interim answers"] = function(n) return ("HTTP/1.1 100 Continue\r\n\r\n"):rep(math.floor(n / 25)) end,
  ["a chunk's line"] = function(n)
    return "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;" .. ("x"):rep(n) .. "\r\nx\r\n0\r\n\r\n"
  end,
  ["chunks of one byte"] = function(n)
    return "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" .. ("1\r\nx\r\n"):rep(math.floor(n / 6)) .. "0\r\n\r\n"
  end,
  ["trailers"] = function(n)
    return "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n" .. ("a:b\r\n"):rep(math.floor(n / 5)) .. "\r\n"
  end,
  ["a body"] = function(n) return ("HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n"):format(n) .. ("x"):rep(n) end,
  ["a body up to the close"] = function(n) return "HTTP/1.1 200 OK\r\n\r\n" .. ("x"):rep(n) end,
}) do
  tests["joins the bytes of " .. name .. " once, though they come one by one"] = function()
    memory_of(make(2000))
    local short, long = memory_of(make(2000)), memory_of(make(8000))
    assert.is_true(long < 6 * short + 64, ("%.0f KiB, then %.0f KiB"):format(short, long))
  end
end

local function client_of(module) return scripted.client(module, {}) end

--- KiB that a client of a service with so many operations takes.
local function cost(count)
  local module = client_room.module(depot.model(count))
  local clients = { module }
  for _ = 1, 100 do clients[#clients + 1] = client_of(module) end -- what is kept for all, compiled code too
  collectgarbage()
  collectgarbage()
  local before = collectgarbage("count")
  for _ = 1, 100 do clients[#clients + 1] = client_of(module) end
  collectgarbage()
  collectgarbage()
  return (collectgarbage("count") - before) / 100, #clients
end

tests["a client costs no more for a service with many operations"] = function()
  assert.is_true(cost(500) - cost(0) < 1)
end

return apart.tests("spec/support/measured_memory.lua", tests)
