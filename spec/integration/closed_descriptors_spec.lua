-- A program that was started without some of its standard descriptors: none of the library's gets their numbers, where it
-- would be sent what the program prints, and read what is meant for it.
local child = require "spec.support.child"
local folder = require "spec.support.folder"
local local_aws = require "spec.support.local_aws"

--- Calls of every kind; the program prints and reads all the while. RESULT is written at the end.
local SCRIPT = [[
  local aws, env = require "aws", os.getenv
  local lines = {}
  local function speak()
    print(("printed "):rep(20))
    io.stdout:write("GET / HTTP/1.1\r\n\r\n")
    io.stdout:flush()
    io.stderr:write("complained\n")
    io.stdin:read(1)
  end
  local function note(text)
    speak()
    lines[#lines + 1] = text
  end
  --- Which of the closed ones are something now. The pipe to sh may be one of them.
  local function taken()
    local pipe = io.popen("for fd in $CLOSED; do readlink /proc/$PPID/fd/$fd; done")
    local found = {}
    for line in pipe:lines() do
      if not line:find("^pipe:") then found[#found + 1] = line end
    end
    pipe:close()
    return "taken: " .. table.concat(found, " ")
  end
  local function client_of(url, credentials)
    return aws.dms.new{ endpoint_url = url, ca_bundle = env "LOCAL_AWS_CA_BUNDLE", max_attempts = 1, credentials = credentials }
  end
  local function call(client) return client.stop_replication{ ReplicationConfigArn = env "ARN" }.Replication.Status end

  local kept = {}
  for _, name in ipairs{ "LOCAL_AWS_HTTP_URL", "LOCAL_AWS_HTTPS_URL" } do
    local client = client_of(env(name) .. "/fault/apply=no")
    kept[#kept + 1] = client
    for _ = 1, 3 do note(call(client)) end
  end
  note(taken())
  local plain = env "LOCAL_AWS_HTTP_URL" .. "/fault/apply=no"
  note(call(client_of(plain, require("aws.credentials").process{ command = env "KEYS" })))
  local results, failed = aws.map({ "one", "two", "speak", "plain" }, function(name)
    if name == "speak" then
      for _ = 1, 10 do
        require("aws.transport").sleep(0.05)
        speak()
      end
      return taken()
    end
    return call(client_of(name == "plain" and plain or ("http://%s.example:%s/fault/apply=no"):format(name, env "PORT")))
  end)
  for i = 1, 4 do note(results[i].ok and results[i].value or tostring(results[i].error)) end
  for _, client in ipairs(kept) do note(call(client)) end
  local file = assert(io.open(env "RESULT", "w"))
  file:write(table.concat(lines, "\n"), "\nfailed: ", failed, "\n")
  file:close()
]]

local RIGHT = ("running\n"):rep(6) .. "taken: \n" .. ("running\n"):rep(3) .. "taken: \n" .. ("running\n"):rep(3) .. "failed: 0\n"

describe("a program without", function()
  local made
  before_each(function() made = folder.new() end)
  after_each(function() made.remove() end)

  local function run(closed, words)
    local variables = local_aws.variables()
    -- Else a socket of the C library, which asks DNS servers and the kernel, might get one of the numbers.
    local resolver = child.compile("slow_resolver", true)
    local command = child.lua_command(SCRIPT, local_aws.environment({
      ARN = local_aws.arn(), RESULT = made.path .. "/result", CLOSED = closed,
      PORT = local_aws.http():match(":(%d+)$"),
      KEYS = ([[/bin/echo '{"Version":1,"AccessKeyId":"%s","SecretAccessKey":"%s"}']]):format(
        variables.AWS_ACCESS_KEY_ID, variables.AWS_SECRET_ACCESS_KEY),
    }))
    child.run(('export LD_PRELOAD="$LD_PRELOAD:$PWD/%s"; { %s; } %s'):format(resolver, command, words))
    local file = assert(io.open(made.path .. "/result"))
    local text = file:read("*a")
    file:close()
    return text
  end

  for _, case in ipairs({
    { "standard input", "0", "<&-" },
    { "standard output", "1", ">&-" },
    { "standard error", "2", "2>&-" },
    { "standard output and error", "1 2", ">&- 2>&-" },
    { "any of the three", "0 1 2", "<&- >&- 2>&-" },
  }) do
    it(case[1] .. " calls as others do", function() assert.equal(RIGHT, run(case[2], case[3])) end)
  end
end)
