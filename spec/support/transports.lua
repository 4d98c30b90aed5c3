--- Transports of libcurl: one for each test of a `describe`, and one for a single request.
local assert = require "luassert"
local busted = require "busted"
local curl = require "aws.transport.curl"
local local_aws = require "spec.support.local_aws"
local tcp_server = require "spec.support.tcp_server"

local transports = {}

--- What is called as a transport, and is a new one in each test; after a test that is closed, and the scripted servers end.
---@return table # also close(); answer(url, more) and failure(url, more): what a request to that URL has to get
function transports.each()
  local current
  busted.before_each(function() current = curl.new() end)
  busted.after_each(function()
    current:close()
    tcp_server.stop_all()
  end)

  local transport = setmetatable({}, { __call = function(_, request) return current(request) end })
  function transport.close() current:close() end

  function transport.answer(url, more)
    local response, failure = current(local_aws.request(url, more))
    assert(response, failure and failure.message)
    return response
  end

  function transport.failure(url, more)
    local response, failure = current(local_aws.request(url, more))
    assert.is_nil(response)
    assert.is_string(failure.message)
    return failure
  end

  return transport
end

--- What a request gets over a transport of its own.
---@param request aws.TransportRequest
---@return aws.TransportResponse? response
---@return table? failure
function transports.once(request)
  local transport = curl.new()
  local response, failure = transport(request)
  transport:close()
  return response, failure
end

return transports
