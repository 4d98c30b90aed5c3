-- The worked example of another event loop: cqueues, by settings.transport and settings.sleep.
local child = require "spec.support.child"
local files = require "spec.support.files"
local local_aws = require "spec.support.local_aws"

local is_there, cqueues = pcall(require, "cqueues")
if not is_there then
  return it("cqueues", function() pending("cqueues is not installed for " .. _VERSION) end)
end

package.path = "examples/?.lua;" .. package.path
local dms = require "aws.dms"
local on_cqueues = require "cqueues_transport"

--- Runs functions in coroutines of one event loop.
local function on_loop(...)
  local loop = cqueues.new()
  for _, fn in ipairs({ ... }) do loop:wrap(fn) end
  assert(loop:loop(30))
  assert.is_true(loop:empty())
end

--- cqueues looks localhost up in /etc/hosts alone.
local function has_localhost()
  for line in files.read_or_empty("/etc/hosts"):gmatch("[^\n]+") do
    if (line:gsub("#.*", "") .. " "):find("^%s*127%.0%.0%.1%s.*%slocalhost%s") then return true end
  end
  return false
end

local function reachable(url)
  return has_localhost() and url or (url:gsub("//localhost:", "//127.0.0.1:"))
end

local function call(endpoint_url, more)
  local settings = local_aws.settings(reachable(endpoint_url), {
    transport = on_cqueues.transport, sleep = on_cqueues.sleep, max_attempts = 1,
  })
  for name, value in pairs(more or {}) do settings[name] = value end
  local ok, output
  on_loop(function() ok, output = pcall(dms.new(settings).stop_replication, { ReplicationConfigArn = local_aws.arn() }) end)
  return ok and output.Replication.Status or output
end

describe("the cqueues example", function()
  it("calls while other coroutines run", function()
    local under_way, most = 0, 0
    local client = dms.new(local_aws.settings(local_aws.http("delay=0.2"), {
      transport = on_cqueues.transport, sleep = on_cqueues.sleep,
    }))
    local function stop()
      under_way = under_way + 1
      most = math.max(most, under_way)
      client.stop_replication({ ReplicationConfigArn = local_aws.arn() })
      under_way = under_way - 1
    end
    on_loop(stop, stop, stop, stop)
    assert.equal(4, most)
    assert.equal(0, under_way)
  end)

  for _, fault in ipairs({ "none", "chunked", "close-delimited", "continue=103", "drip=0.5" }) do
    it("reads an answer in any form: " .. fault, function()
      assert.equal("stopping", call(local_aws.http(fault)))
      assert.equal("stopping", call(local_aws.https(fault)))
    end)
  end

  for fault, expected in pairs({
    ["cut-before"] = { "ConnectionError", "unknown" }, ["cut-headers"] = { "ConnectionError", "unknown" },
    ["garbage"] = { "ConnectionError", "unknown" }, ["cut-body"] = { "ResponseParseError", "yes" },
    ["cut-chunk"] = { "ResponseParseError", "yes" }, ["stall-body=20"] = { "ResponseParseError", "yes" },
    ["delay=20"] = { "ReadTimeoutError", "unknown" }, ["error=AccessDeniedFault"] = { "AccessDeniedFault", "no" },
  }) do
    it("tells what happened: " .. fault, function()
      local err = call(local_aws.http(fault), { read_timeout = 0.5 })
      assert.same(expected, { err.type, err.applied })
    end)
  end

  it("limits the size of an answer", function()
    assert.equal("ResponseTooLargeError", call(local_aws.http("large=100000"), { max_response_bytes = 50000 }).type)
  end)

  it("verifies certificates", function()
    local variables = local_aws.variables()
    for _, name in ipairs({ "LOCAL_AWS_EXPIRED_URL", "LOCAL_AWS_WRONG_HOST_URL" }) do
      assert.equal("TLSError", call(variables[name]).type)
    end
    local err = call(local_aws.https(), { ca_bundle = "/etc/ssl/certs/ca-certificates.crt" })
    assert.equal("TLSError", err.type)
    assert.equal("no", err.applied)
  end)

  it("says what it cannot do", function()
    assert.equal("ProxyError", call(local_aws.http(), { proxy = "http://127.0.0.1:1" }).type)
    assert.equal("ConnectionError", call("http://127.0.0.1:1").type)
  end)

  it("runs as a script", function()
    local arn = local_aws.arn()
    local code, stdout, stderr = child.run(("%s %s examples/on_cqueues.lua %s"):format(
      child.environment(local_aws.environment()), os.getenv "LUA" or "lua5.4", arn))
    assert.equal("", stderr)
    assert.equal(0, code)
    assert.matches(arn .. ": now stopping\nticked ", stdout, 1, true)
  end)
end)
