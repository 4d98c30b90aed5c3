-- What programs log and where their numbers come from: everything that is handed out can be written as JSON, numbers may
-- be floats, and no global is read or written.
local child = require "spec.support.child"
local dms = require "aws.dms"
local scripted = require "spec.support.scripted"
local sigv4 = require "aws.sigv4"

--- Raises for what JSON cannot hold: functions, circles, keys that are neither all names nor 1 to n.
local function check_plain(value, inside)
  local kind = type(value)
  if kind ~= "table" then return assert.is_truthy(kind == "string" or kind == "number" or kind == "boolean", kind) end
  assert.is_nil(inside[value], "a circle")
  inside[value] = true
  local names, numbers = 0, 0
  for key, item in pairs(value) do
    if type(key) == "string" then names = names + 1 else numbers = numbers + 1 end
    check_plain(item, inside)
  end
  assert.is_true(names == 0 or numbers == 0)
  assert.equal(numbers, #value)
  inside[value] = nil
end

local INPUT = { ReplicationConfigArn = "a" }

describe("what is handed out can be written as JSON:", function()
  local events = {}

  local function client(answers, settings)
    settings = settings or {}
    settings.logger = function(event) events[#events + 1] = event end
    settings.sleep = function() end
    return (scripted.client(dms, answers, settings))
  end

  it("outputs, metadata, settings, events", function()
    local one = client({ scripted.answer("", 503), scripted.answer('{"Replication":{"FailureMessages":["a"]}}') }, { max_attempts = 3.0 })
    local output, metadata = one.stop_replication(INPUT)
    for _, value in ipairs({ output, metadata, one.config(), events }) do check_plain(value, {}) end
  end)

  it("errors", function()
    local page = scripted.answer("<p>no", 403, { ["content-type"] = "text/html", location = "/" })
    for _, case in ipairs({ { {}, { ReplicationConfigArn = 5, x = 1 } }, { { page }, INPUT }, { { scripted.answer("<html>") }, INPUT },
      { { { failure = { type = "ConnectionError", message = "m", sent = true } } }, INPUT } }) do
      check_plain(scripted.failure(client(case[1]).stop_replication, case[2]), {})
    end
  end)
end)

describe("numbers that are floats", function()
  it("are integers on the wire", function()
    local url = sigv4.presign({ method = "GET", url = "https://b.s3.amazonaws.com/k", service = "s3", region = "us-east-1",
      credentials = scripted.keys, expires = 3600.0, time = 1.7e9 })
    assert.truthy(url:find("X-Amz-Expires=3600&", 1, true))
    local one, transport = scripted.client(dms, { scripted.answer() }, { max_attempts = 3.0 })
    one.stop_replication(INPUT)
    assert.equal("attempt=1; max=3", (scripted.header(transport.requests[1], "amz-sdk-request")))
  end)
end)

it("no global is read or written", function()
  local code, stdout, stderr = child.lua([[
    setmetatable(_G, {
      __index = function(_, name) error("global " .. tostring(name) .. " is read", 2) end,
      __newindex = function(_, name) error("global " .. tostring(name) .. " is written", 2) end,
    })
    local aws, dms, drs, sigv4 = require "aws", require "aws.dms", require "aws.drs", require "aws.sigv4"
    local keys = { access_key_id = "A", secret_access_key = "S" }
    for _, answer in ipairs { { 200, "{}" }, { 200, "<html>" }, { 403, "<p>no" }, { 400, "<Error><Code>X</Code></Error>" }, { 302, "" } } do
      local client = dms.new{ region = "r", credentials = keys, proxy = false, transport = function()
        return { status = answer[1], headers = { location = "/x", date = "Tue, 1" }, body = answer[2] }
      end }
      local ok, err = pcall(client.stop_replication, { ReplicationConfigArn = "a" })
      assert(ok or type(err) == "table", err)
      tostring(err)
    end
    aws.map({ 1, 2 }, function(item) return item end, { concurrency = 20.0 })
    sigv4.sign{ method = "GET", url = "https://h/", service = "s3", region = "r", credentials = keys, time = 0 }
    assert(drs.new)
    print "done"
  ]])
  assert.equal("", stderr)
  assert.equal("done\n", stdout)
  assert.equal(0, code)
end)
