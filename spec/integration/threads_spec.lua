-- Two and more Lua states in OS threads of one process, at once. `make tsan` runs these with the thread sanitizer.
local child = require "spec.support.child"
local local_aws = require "spec.support.local_aws"
local tcp_server = require "spec.support.tcp_server"

local THREADS = 4

--- Runs Lua code in threads, in which `number` is that of the thread and `place` what was given; what each returned.
local function in_threads(code, place)
  local threads = assert(package.loadlib(child.compile("threads", true), "luaopen_threads"))()
  local paths = ("package.path, package.cpath = %q, %q "):format(package.path, package.cpath)
  return threads.run(paths .. "local number = ... local place = " .. ("%q "):format(place or "") .. code, THREADS)
end

--- What all threads are to return.
local function times(text)
  local list = {}
  for i = 1, THREADS do list[i] = text end
  return list
end

describe("Lua states in threads of one process", function()
  after_each(tcp_server.stop_all)

  it("load the library and call at once, over connections of their own", function()
    local program = {}
    for _ = 1, 10 do
      program[#program + 1] = "read"
      program[#program + 1] = tcp_server.answer(200, { ["x-amzn-RequestId"] = "r" }, '{"Replication":{"Status":"stopping"}}')
    end
    local server = tcp_server.start(program)
    assert.same(times("20 calls"), in_threads([[
      local dms, count = require "aws.dms", 0
      for _ = 1, 2 do
        local client = dms.new{ endpoint_url = place, region = "eu-west-1", max_attempts = 1,
          credentials = { access_key_id = "AKIDEXAMPLE", secret_access_key = "EXAMPLE" .. number } }
        for _ = 1, 10 do
          local out, meta = client.stop_replication{ ReplicationConfigArn = "arn:aws:dms:eu-west-1:1:replication-config:a" }
          assert(out.Replication.Status == "stopping" and meta.request_id == "r")
          count = count + 1
        end
        client.close()
      end
      return count .. " calls"
    ]], server.url))
  end)

  it("call over TLS, in maps, and leave their clients to the collector", function()
    local settings = local_aws.settings()
    assert.same(times("8 failed"), in_threads(([[
      local aws, drs = require "aws", require "aws.drs"
      local client = drs.new{ endpoint_url = place, region = %q, ca_bundle = %q, max_attempts = 1,
        credentials = { access_key_id = %q, secret_access_key = %q } }
      local ids = {}
      for i = 1, 8 do ids[i] = ("s-%%017d"):format(number * 100 + i) end
      local results, failed = aws.map(ids, function(id) return client.retry_data_replication{ sourceServerID = id } end)
      for i = 1, 8 do assert(results[i].error.type == "ResourceNotFoundException", tostring(results[i].error)) end
      return failed .. " failed"
    ]]):format(settings.region, settings.ca_bundle, settings.credentials.access_key_id,
      settings.credentials.secret_access_key), local_aws.https()))
  end)

  it("fail to connect, each with its own error", function()
    local closed = tcp_server.start({ "read" })
    closed.stop()
    assert.same(times("5 errors"), in_threads([[
      local client, count = require "aws.dms".new{ endpoint_url = place, region = "eu-west-1", max_attempts = 1,
        credentials = { access_key_id = "AKIDEXAMPLE", secret_access_key = "EXAMPLE" } }, 0
      for _ = 1, 5 do
        local ok, err = pcall(client.stop_replication, { ReplicationConfigArn = "arn:aws:dms:eu-west-1:1:replication-config:a" })
        if not ok and err.kind == "transport" and err.applied == "no" then count = count + 1 end
      end
      return count .. " errors"
    ]], closed.url))
  end)

  it("sign alike what is alike, and with their own keys", function()
    local signatures = in_threads([[
      local sign, found = require("aws.sigv4").sign, {}
      for i = 1, 50 do
        for _, key in ipairs{ "shared", "of thread " .. number } do
          local _, details = sign{ method = "POST", url = "https://example.com/a?b=" .. i, headers = {}, body = "{}", time = 1709251198,
            service = "dms", region = "eu-west-1", credentials = { access_key_id = "AKIDEXAMPLE", secret_access_key = key } }
          found[#found + 1] = details.signature
        end
      end
      return table.concat(found, " ")
    ]])
    local own, shared = {}, {}
    for _, text in ipairs(signatures) do
      local count = 0
      for signature in text:gmatch("%x+") do
        count = count + 1
        local into = count % 2 == 1 and shared or own
        into[signature] = (into[signature] or 0) + 1
      end
      assert.equal(100, count)
    end
    for _, times_seen in pairs(shared) do assert.equal(THREADS, times_seen) end
    for _, times_seen in pairs(own) do assert.equal(1, times_seen) end
  end)

  it("get random ids of their own", function()
    local seen = {}
    for _, text in ipairs(in_threads([[
      local core, ids = require "aws.core", {}
      for i = 1, 200 do ids[i] = core.uuid(i % 5 == 0) .. " " .. ("%.17g"):format(core.random()) end
      return table.concat(ids, " ")
    ]])) do
      for id in text:gmatch("%S+") do
        assert.is_nil(seen[id])
        seen[id] = true
      end
    end
  end)

  it("encode, decode, read files and run programs", function()
    assert.same(times("done"), in_threads([[
      local core = require "aws.core"
      local shape = core.shape({ A = { type = "structure", members = { n = "integer", t = "string", l = { shape = "L" } } },
        L = { type = "list", member = "A" } }, "A")
      for i = 1, 200 do
        local value = { n = i, t = ("x"):rep(i), l = { { n = number } } }
        local back = core.decode(shape, core.encode(shape, value))
        assert(back.n == i and back.t == value.t and back.l[1].n == number)
        assert(core.parse_timestamp("2024-02-29T23:59:58Z", "iso8601") == 1709251198)
      end
      for i = 1, 5 do
        assert(core.run_process({ "printf", "%s", number .. "." .. i }, 30, 100) == number .. "." .. i)
        assert(core.read_file("Makefile", 1e6):find("luaopen", 1, true) == nil)
      end
      return "done"
    ]]))
  end)
end)
