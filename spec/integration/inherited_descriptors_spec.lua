-- Programs that a script starts get no descriptor of the library's.
local child = require "spec.support.child"
local local_aws = require "spec.support.local_aws"
local tcp_server = require "spec.support.tcp_server"

--- In front of the code: `of_child()` lists what a program gets that is started here, its own pipe and folder left out.
local PREFIX = [[
  local aws, env = require "aws", os.getenv
  local function of_child()
    local pipe = io.popen("for fd in /proc/self/fd/*; do readlink $fd; done")
    local found = {}
    for line in pipe:lines() do found[#found + 1] = (line:gsub("pipe:.*", "pipe"):gsub("/proc/.*", "")) end
    pipe:close()
    return found
  end
  local function more_than(before, after)
    local left = {}
    for _, name in ipairs(before) do left[name] = (left[name] or 0) + 1 end
    local more = {}
    for _, name in ipairs(after) do
      left[name] = (left[name] or 0) - 1
      if left[name] < 0 then more[#more + 1] = name end
    end
    return #more == 0 and "none" or table.concat(more, " ")
  end
  local function client_of(url)
    return aws.dms.new{ endpoint_url = url, ca_bundle = env "LOCAL_AWS_CA_BUNDLE", max_attempts = 1 }
  end
  local function call(client) return client.stop_replication{ ReplicationConfigArn = env "ARN" } end
  local before = of_child()
]]

local function run(code, variables, preload)
  local more = { ARN = local_aws.arn() }
  for name, value in pairs(variables or {}) do more[name] = value end
  local lua = arg and arg[-1] or os.getenv "LUA"
  local command = ('ulimit -n 2048; LD_PRELOAD="$LD_PRELOAD:%s" exec %s -e %s'):format(preload or "", lua, child.quote(PREFIX .. code))
  local exit_code, stdout, stderr =
    child.run(child.environment(local_aws.environment(more)) .. "sh -c " .. child.quote(command))
  assert.equal("", stderr)
  assert.equal(0, exit_code)
  return stdout
end

describe("a program that is started", function()
  after_each(tcp_server.stop_all)

  it("gets nothing of clients that keep connections, plain and over TLS", function()
    assert.equal("none\nnone\n", run([[
      local clients = {}
      for i = 1, 6 do
        clients[i] = client_of(i % 2 == 0 and env "LOCAL_AWS_HTTPS_URL" or env "LOCAL_AWS_HTTP_URL")
        pcall(call, clients[i])
      end
      print(more_than(before, of_child()))
      for i = 1, 6 do clients[i].close() end
      print(more_than(before, of_child()))
    ]]))
  end)

  it("gets nothing in an item of a map while calls are in flight", function()
    local server = tcp_server.start({ "read", "sleep 300", tcp_server.answer(200, {}, "{}") })
    assert.equal("none\tnone\n", run([[
      local client = client_of(env "SERVER")
      local results = aws.map({ 1, 2, 3, 4, 5 }, function(n)
        if n < 4 then return call(client) end
        require("aws.transport").sleep(n == 4 and 0 or 0.1)
        return more_than(before, of_child())
      end)
      print(results[4].value, results[5].value)
    ]], { SERVER = server.url }))
  end)

  -- Every lookup takes half a second in a thread of its own, with a pair of sockets that belongs to it. libcurl makes the
  -- pair without FD_CLOEXEC. When another thread closes a descriptor before it is set, the pair may get that number, and is
  -- missed: a rare race that is known.
  it("gets nothing while names are looked up", function()
    local port = local_aws.http():match(":(%d+)$")
    local seen
    for _ = 1, 3 do
      seen = run([[
        local results, failed = aws.map({ "one", "two", "three", 1, 2 }, function(name)
          if type(name) == "string" then
            return call(client_of(("http://%s.example:%s/fault/apply=no"):format(name, env "PORT")))
          end
          require("aws.transport").sleep(name * 0.1)
          return more_than(before, of_child())
        end)
        print(results[4].value, results[5].value, failed == 0)
      ]], { PORT = port }, "$PWD/" .. child.compile("slow_resolver", true))
      if seen == "none\tnone\ttrue\n" then break end
    end
    assert.equal("none\tnone\ttrue\n", seen)
  end)

  it("gets nothing after failures of any kind", function()
    assert.equal("none\n", run([[
      for _, url in ipairs{ "http://127.0.0.1:1", env "LOCAL_AWS_EXPIRED_URL", env "LOCAL_AWS_HTTP_URL" .. "/fault/cut-body",
        "http://no-such-host.invalid", env "LOCAL_AWS_HTTPS_URL" .. "/fault/close-silently" } do
        pcall(call, client_of(url))
      end
      print(more_than(before, of_child()))
    ]]))
  end)

  -- A socket of a pair takes the one low number that is free, the other one a high number.
  it("gets nothing where the numbers that are free lie apart", function()
    local lines = run([[
      local files = {}
      for i = 1, 1030 do files[i] = io.open("/dev/null") end
      if #files < 1030 then return print "few" end
      local function sockets_of_child()
        local pipe = io.popen("ls -l /proc/self/fd")
        local _, count = pipe:read("*a"):gsub("socket:", "")
        pipe:close()
        return count
      end
      local before = sockets_of_child()
      for _, closed in ipairs{ {}, { 10 }, { 20, 1025 } } do
        for _, i in ipairs(closed) do files[i]:close() end
        pcall(call, client_of(env "LOCAL_AWS_HTTP_URL"))
        print(sockets_of_child() - before)
      end
    ]])
    if lines == "few\n" then return pending("no more than 1,024 descriptors may be open") end
    assert.equal("0\n0\n0\n", lines)
  end)

  it("gets what others opened for it", function()
    local lua = arg and arg[-1] or os.getenv "LUA"
    local code, stdout = child.run(child.environment(local_aws.environment({ ARN = local_aws.arn() }))
      .. "sh -c " .. child.quote("exec 9</dev/null; exec " .. lua .. " -e " .. child.quote(PREFIX .. [[
        pcall(call, client_of(env "LOCAL_AWS_HTTP_URL"))
        os.execute("test -e /proc/self/fd/9 && echo nine")
      ]])))
    assert.equal("nine\n", stdout)
    assert.equal(0, code)
  end)
end)
