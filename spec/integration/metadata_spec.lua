-- Metadata services on real sockets, over libcurl.
local ascii = require "aws.text.ascii"
local container = require "aws.credentials.providers.container"
local core = require "aws.core"
local imds = require "aws.credentials.providers.imds"
local providers = require "spec.support.providers"
local tcp_server = require "spec.support.tcp_server"
local transports = require "spec.support.transports"

local DOCUMENT = '{"Code":"Success","AccessKeyId":"AK","SecretAccessKey":"SK","Token":"T","Expiration":"2099-01-01T00:00:00Z"}'
local KEYS = { access_key_id = "AK", secret_access_key = "SK", session_token = "T", expiration = 4070908800 }

describe("a metadata service", function()
  local transport, context = transports.each(), nil
  before_each(function()
    context = { transport = transport, now = core.now, clock = core.clock, sleep = function() end }
  end)

  it("of EC2 gets a PUT without a body, and two GETs, on one connection", function()
    local server = tcp_server.start({ "read", tcp_server.answer(200, {}, "TOKEN"), "read", tcp_server.answer(200, {}, "role1"),
      "read", tcp_server.answer(200, {}, DOCUMENT) })
    assert.same(KEYS, imds.new({ endpoint = server.url }, providers.surroundings())(context))
    local log = ascii.lower(server.log())
    assert.truthy(log:find("put /latest/api/token http/1.1\r\nhost: " .. server.authority .. "\r\n", 1, true), log)
    assert.truthy(log:find("get /latest/meta-data/iam/security-credentials/role1 http/1.1\r\n", 1, true), log)
    assert.truthy(log:find("x-aws-ec2-metadata-token: token\r\n", 1, true), log)
  end)

  it("of EC2 that is silent, or cannot be reached, is given up soon", function()
    for _, program in ipairs({ "--full", { "sleep 60000" } }) do
      local server = tcp_server.start(program)
      local before = core.clock()
      local keys, reason = imds.new({ endpoint = server.url }, providers.surroundings())(context)
      assert.is_nil(keys)
      assert.truthy(reason:find("TimeoutError", 1, true), reason)
      assert.is_true(core.clock() - before < 20)
    end
  end)

  it("of a container that sends without end is not read to it", function()
    local flood = tcp_server.answer(200, {}, (" "):rep(70000))
    local server = tcp_server.start({ "read", flood }, { "read", tcp_server.answer(200, {}, DOCUMENT) })
    assert.same(KEYS, container.new({ full_uri = server.url .. "/c" }, providers.surroundings())(context))
  end)
end)
