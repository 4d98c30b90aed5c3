-- After an answer that says that what stands behind a connection is not well, another connection is used.
local dms = require "aws.dms"
local local_aws = require "spec.support.local_aws"
local tcp_server = require "spec.support.tcp_server"

describe("a connection", function()
  after_each(tcp_server.stop_all)

  local JSON = { ["Content-Type"] = "application/x-amz-json-1.1" }
  local STOPPED = tcp_server.answer(200, JSON, '{"Replication":{"Status":"stopping"}}')

  --- Starts a server whose first connection answers with a status and then would go on; and a client of it.
  local function begin(scheme, first)
    local one, two = { "read", first, "read", STOPPED, "note [kept]" }, { "read", STOPPED, "note [left]", "read" }
    if scheme == "https" then
      table.insert(one, 1, tcp_server.tls())
      table.insert(two, 1, tcp_server.tls())
    end
    local server = tcp_server.start(one, two)
    local client = dms.new(local_aws.settings(scheme == "https" and server.https or server.url, { max_attempts = 2 }))
    finally(function() client.close() end)
    return server, client
  end

  for _, scheme in ipairs({ "http", "https" }) do
    for _, status in ipairs({ 500, 502, 503, 504 }) do
      for _, body in ipairs({ "", "<html>busy</html>" }) do
        it(("over %s is left by the retry after %d%s"):format(scheme, status, body == "" and " without a body" or ""), function()
          local server, client = begin(scheme, tcp_server.answer(status, {}, body))
          local output, metadata = client.stop_replication({ ReplicationConfigArn = local_aws.arn() })
          assert.equal("stopping", output.Replication.Status)
          assert.equal(2, metadata.attempts)
          server.wait_for("[left]")
          assert.equal(2, select(2, server.log():gsub("POST / ", "")))
        end)
      end
    end

    it("over " .. scheme .. " is left by the next call, where no retry follows", function()
      local server, client = begin(scheme, tcp_server.answer(503, {}, ""))
      local ok = pcall(client.stop_replication, { ReplicationConfigArn = local_aws.arn() }, { max_attempts = 1 })
      assert.is_false(ok)
      client.stop_replication({ ReplicationConfigArn = local_aws.arn() })
      server.wait_for("[left]")
    end)

    for _, status in ipairs({ 400, 403, 404, 429, 501 }) do
      it(("over %s is kept after %d"):format(scheme, status), function()
        local server, client = begin(scheme, tcp_server.answer(status, {}, ""))
        pcall(client.stop_replication, { ReplicationConfigArn = local_aws.arn() }, { max_attempts = 1 })
        client.stop_replication({ ReplicationConfigArn = local_aws.arn() })
        server.wait_for("[kept]")
      end)
    end
  end
end)
