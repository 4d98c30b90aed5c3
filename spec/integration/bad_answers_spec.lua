-- Answers that cannot be read: a typed error with the request id, and the process lives.
local dms = require "aws.dms"
local drs = require "aws.drs"
local local_aws = require "spec.support.local_aws"
local tcp_server = require "spec.support.tcp_server"

local services = {
  dms = function(url, more)
    local client, arn = dms.new(local_aws.settings(url, more)), local_aws.arn()
    local ok, err = pcall(client.stop_replication, { ReplicationConfigArn = arn })
    client.close()
    return ok, err, arn
  end,
  drs = function(url, more)
    local client, id = drs.new(local_aws.settings(url, more)), local_aws.server_id()
    local ok, err = pcall(client.retry_data_replication, { sourceServerID = id })
    client.close()
    return ok, err, id
  end,
}

local unreadable = { "html", "empty", "not-object", "truncated-json", "deep=100000", "deep=1000000", "cut-body", "cut-chunk" }

describe("an answer that cannot be read:", function()
  after_each(tcp_server.stop_all)

  for service, call in pairs(services) do
    local function check(fault, more, expected)
      local ok, err, resource = call(local_aws.http(fault), more)
      assert.is_false(ok)
      assert.equal(expected, err.type)
      assert.equal("response", err.kind)
      assert.equal("yes", err.applied)
      assert.equal(200, err.status)
      assert.is_false(err.retryable)
      assert.equal(1, err.attempts)
      assert.matches("^%x+%-%x+%-%x+%-%x+%-%x+$", err.request_id)
      assert.equal(err.headers["x-amzn-requestid"], err.request_id)
      assert.equal(1, local_aws.count(resource))
      assert.is_true(#tostring(err) < 3000)
      assert.is_nil(tostring(err):find("\n", 1, true))
      return err
    end

    for _, fault in ipairs(unreadable) do
      it(("%s to %s"):format(fault, service), function() check(fault, nil, "ResponseParseError") end)
    end

    it("more than 8 MiB to " .. service, function() check("large=9000000", nil, "ResponseTooLargeError") end)

    it("more than max_response_bytes to " .. service, function()
      check("large=2000", { max_response_bytes = 1000 }, "ResponseTooLargeError")
      check("chunked,large=200000", { max_response_bytes = 100000 }, "ResponseTooLargeError")
    end)

    it("headers larger than that, which are no answer, to " .. service, function()
      local ok, err = call(local_aws.http("header-large=200000"), { max_response_bytes = 100000 })
      assert.is_false(ok)
      assert.equal("ResponseTooLargeError", err.type)
      assert.equal("response", err.kind)
      assert.equal("unknown", err.applied)
    end)

    it("bytes that are no HTTP to " .. service, function()
      local ok, err = call(local_aws.http("garbage"))
      assert.is_false(ok)
      assert.equal("ConnectionError", err.type)
      assert.equal("unknown", err.applied)
    end)

    it("a large answer within the limit is read by " .. service, function()
      local ok, output = call(local_aws.http("large=4000000"))
      assert.is_true(ok, tostring(output))
      assert.is_nil(output.Filler)
      ok, output = call(local_aws.http("deep=500"))
      assert.is_true(ok, tostring(output))
    end)
  end

  local headers = { ["x-amzn-RequestId"] = "0-1-2-3-4" }
  local bodies = {
    { "null", "null" }, { "a number", "1" }, { "a string", '"x"' }, { "trailing garbage", "{}x" }, { "two documents", "{}{}" },
    { "a raw NUL", '{"Replication":\0{}}' }, { "a NUL in a string", '{"Replication":{"Status":"a\0b"}}' }, { "blanks", "  \n" },
    { "a list for a structure", '{"Replication":[]}' }, { "a structure for a string", '{"Replication":{"Status":{}}}' },
    { "a word for a number", '{"Replication":{"ReplicationStats":{"TablesLoaded":"many"}}}' },
    { "a fraction for an integer", '{"Replication":{"ReplicationStats":{"TablesLoaded":1.5}}}' },
    { "a structure for a list", '{"Replication":{"FailureMessages":{}}}' }, { "an open string", '{"Replication":{"Status":"' },
  }
  for _, case in ipairs(bodies) do
    it("a 2xx body that is " .. case[1], function()
      local server = tcp_server.start({ "read", tcp_server.answer(200, headers, case[2]) })
      local ok, err = services.dms(server.url)
      assert.is_false(ok)
      assert.equal("ResponseParseError", err.type)
      assert.equal("yes", err.applied)
      assert.equal("0-1-2-3-4", err.request_id)
    end)
  end

  for _, body in ipairs({ "", "null", "[]", "<html>", "{", '{"__type":1,"message":[]}', "\0", '{"__type":"","message":""}' }) do
    it(("an error's body that is %q"):format(body), function()
      local server = tcp_server.start({ "read", tcp_server.answer(400, headers, body) })
      local ok, err = services.dms(server.url)
      assert.is_false(ok)
      assert.equal("HTTP 400", err.type)
      assert.equal("service", err.kind)
      assert.equal("no", err.applied)
      assert.equal("0-1-2-3-4", err.request_id)
      assert.is_string(err.message)
    end)
  end

  it("an error nested deep", function()
    local deep = '{"message":' .. ("["):rep(20000)
    local server = tcp_server.start({
      "read", tcp_server.answer(400, { ["x-amzn-ErrorType"] = "AccessDeniedFault" }, deep),
    })
    local _, err = services.dms(server.url)
    assert.equal("AccessDeniedFault", err.type)
    for _, call in pairs(services) do
      local ok
      ok, err = call(local_aws.http("deep=100000,error=ThrottlingException"))
      assert.is_false(ok)
      assert.equal("service", err.kind)
    end
  end)
end)
