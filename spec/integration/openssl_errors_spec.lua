-- OpenSSL's error queue belongs to the whole thread: what a call or a signature left there, the next user of OpenSSL in
-- the process would take for its own.
local child = require "spec.support.child"
local files = require "spec.support.files"
local local_aws = require "spec.support.local_aws"
local tcp_server = require "spec.support.tcp_server"

--- Runs code in a process that sees the queue; it prints a line for each `look(name, …)`.
local function lines_of(code, variables)
  child.compile("openssl_errors", true)
  local more = { LUA_NAME = os.getenv "LUA" or "lua5.4" }
  for name, value in pairs(variables or {}) do more[name] = value end
  local exit_code, stdout, stderr = child.lua([[
    package.cpath = "build/spec/" .. os.getenv "LUA_NAME" .. "/?.so;" .. package.cpath
    local queue = require "openssl_errors"
    queue.put()
    assert(queue.take() and not queue.take())
    local function look(name, ok, err)
      local outcome = ok and "ok" or type(err) == "table" and err.type or tostring(err)
      print(("%s: %s, %s"):format(name, outcome, queue.take() or "empty"))
    end
  ]] .. code, local_aws.environment(more))
  assert.equal("", stderr)
  assert.equal(0, exit_code)
  return stdout
end

describe("OpenSSL's error queue is empty", function()
  after_each(tcp_server.stop_all)

  it("after calls that succeed and fail, and when their client is closed", function()
    local rude = tcp_server.start({ "log", tcp_server.bytes("no TLS at all") }, { "log", "reset" }, { "log" },
      { tcp_server.tls(), "read", tcp_server.bytes("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{") },
      { tcp_server.tls(), "read", "raw \\x17\\x03\\x03\\x00\\x20garbagegarbagegarbagegarbagegarb" },
      { tcp_server.tls(), "read", tcp_server.bytes("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"), "read", "notify" })
    assert.equal([[
http: ok, empty
https: ok, empty
expired: TLSError, empty
another name: TLSError, empty
old: TLSError, empty
the system's certificates: TLSError, empty
an empty bundle: TLSError, empty
a bundle that is gone: TLSError, empty
https to http: TLSError, empty
cut: ConnectionError, empty
late: ReadTimeoutError, empty
no TLS: TLSError, empty
reset: ConnectionError, empty
closed: ConnectionError, empty
cut in the body: ResponseParseError, empty
a broken record: ConnectionError, empty
read only: ok, empty
refused: ConnectionError, empty
]], lines_of([[
      local dms, env = require "aws.dms", os.getenv
      local ca = env "LOCAL_AWS_CA_BUNDLE"
      local function call(name, url, bundle, options)
        local client = dms.new{ endpoint_url = url, ca_bundle = bundle, max_attempts = 1 }
        if bundle and bundle ~= ca and not bundle:find("^spec/") then os.remove(bundle) end
        local ok, err = pcall(client.stop_replication, { ReplicationConfigArn = env "ARN" }, options)
        local left = queue.take()
        if left then print(name, "left behind:", left) end
        client.close()
        look(name, ok, err)
      end
      call("http", env "LOCAL_AWS_HTTP_URL" .. "/fault/apply=no", ca)
      call("https", env "LOCAL_AWS_HTTPS_URL" .. "/fault/apply=no", ca)
      call("expired", env "LOCAL_AWS_EXPIRED_URL", ca)
      call("another name", env "LOCAL_AWS_WRONG_HOST_URL", ca)
      call("old", env "LOCAL_AWS_OLD_TLS_URL", ca)
      call("the system's certificates", env "LOCAL_AWS_HTTPS_URL")
      call("an empty bundle", env "LOCAL_AWS_HTTPS_URL", "spec/data/ca.pem")
      local copy = os.tmpname()
      os.execute(("cp spec/data/ca.pem %s"):format(copy))
      call("a bundle that is gone", env "LOCAL_AWS_HTTPS_URL", copy)
      call("https to http", (env("LOCAL_AWS_HTTP_URL"):gsub("http:", "https:")), ca)
      call("cut", env "LOCAL_AWS_HTTPS_URL" .. "/fault/cut-before", ca)
      call("late", env "LOCAL_AWS_HTTPS_URL" .. "/fault/delay=2,apply=no", ca, { read_timeout = 0.2 })
      call("no TLS", env "RUDE", ca)
      call("reset", env "RUDE", ca)
      call("closed", env "RUDE", ca)
      call("cut in the body", env "RUDE", ca)
      call("a broken record", env "RUDE", ca)
      call("read only", env "RUDE", ca)
      call("refused", "https://127.0.0.1:1", ca)
    ]], { ARN = local_aws.arn(), RUDE = rude.https }))
  end)

  it("after a map with all of them", function()
    assert.equal("map: ok, empty\nclosed: ok, empty\n", lines_of([[
      local aws, env = require "aws", os.getenv
      local clients = {}
      for i, name in ipairs{ "HTTPS", "EXPIRED", "WRONG_HOST", "OLD_TLS" } do
        clients[i] = aws.dms.new{ endpoint_url = env("LOCAL_AWS_" .. name .. "_URL"), max_attempts = 1 }
      end
      local items = {}
      for i = 1, 24 do items[i] = clients[i % #clients + 1] end
      aws.map(items, function(client) return client.stop_replication{ ReplicationConfigArn = "x" } end, { timeout = 30 })
      look("map", true)
      clients, items = nil, nil
      collectgarbage()
      collectgarbage()
      look("closed", true)
    ]]))
  end)

  it("after a signature, a digest, and those that OpenSSL refuses", function()
    local file = os.tmpname()
    finally(function() os.remove(file) end)
    files.write(file, "openssl_conf = a\n[a]\nproviders = b\n[b]\nnull = c\n[c]\nactivate = 1\n")
    local code = [[
      local sigv4, core = require "aws.sigv4", require "aws.core"
      look("signature", pcall(sigv4.sign, { method = "GET", url = "https://x.example/", service = "s3", region = "us-east-1",
        credentials = { access_key_id = "A", secret_access_key = "B" } }))
      look("digest", true, core.sha1_hex and pcall(core.sha1_hex, "x"))
    ]]
    assert.equal("signature: ok, empty\ndigest: ok, empty\n", lines_of(code))
    assert.equal("signature: ConfigError, empty\ndigest: ok, empty\n", lines_of(code, { OPENSSL_CONF = file }))
  end)
end)
