-- Calls and maps in finalizers: at a collection, and while Lua ends. They return, or raise an error of ours, and they end.
local child = require "spec.support.child"
local local_aws = require "spec.support.local_aws"

--- What a child writes whose finalizer runs `body`; before that it makes `count` maps and calls.
local function run(body, when, count)
  local code = ([[
    local aws, dms, errors, typed = require "aws", require "aws.dms", require "aws.errors", require "aws.errors.typed"
    local client = dms.new{ endpoint_url = os.getenv "LOCAL_AWS_HTTP_URL" .. "/fault/apply=no", retry_mode = "off" }
    local function stop()
      return client.stop_replication{ ReplicationConfigArn = "arn:aws:dms:us-east-1:123456789012:replication-config:RUNNING-F" }
    end
    local function map(f) return aws.map({ 1, 2, 3 }, f) end
    local function refuse() error(typed.new{ type = "ConfigError", message = "refused" }) end
    local function check(ok, value)
      if not ok then assert(errors.is(value), tostring(value)) end
    end
    local function call() check(pcall(stop)) end
    local function map_of_calls() for _, result in ipairs(map(stop)) do check(result.ok, result.error) end end
    local function failing_call() check(pcall(client.stop_replication, {})) end
    local function finalize() io.write(tostring(pcall(BODY)), "\n") io.stdout:flush() end
    local guard
    if newproxy then
      guard = newproxy(true)
      getmetatable(guard).__gc = finalize
    else
      guard = setmetatable({}, { __gc = finalize })
    end
    for i = 1, COUNT do map(refuse) if i % 10 == 1 then BODY() end end
    if WHEN == "collection" then
      guard = nil
      collectgarbage()
      collectgarbage()
    else
      _G.guard = guard
    end
  ]]):gsub("BODY", body):gsub("COUNT", tostring(count)):gsub("WHEN", '"' .. when .. '"')
  local exit_code, stdout, stderr = child.run("timeout 60 " .. child.lua_command(code, local_aws.environment()))
  assert.same({ 0, "true\n", "" }, { exit_code, stdout, stderr }, body .. " at " .. when .. " after " .. count)
end

describe("in a finalizer", function()
  for _, when in ipairs({ "collection", "end" }) do
    for _, body in ipairs({ "call", "map_of_calls", "failing_call" }) do
      it(body .. " has a result or an error, at the " .. when, function() run(body, when, 1) end)
    end

    -- With so many iterations before, LuaJIT has compiled a loop of ours and not yet what follows it (aws.iterate).
    it("a map ends that LuaJIT has compiled, at the " .. when, function()
      for count = 12, 32, 2 do run("map_of_calls", when, count) end
    end)
  end

  -- The guard is older than what the provider needs: Lua has taken that away when the guard's finalizer runs.
  it("a provider that is called directly raises an error of ours, at the end", function()
    local code = [[
      local errors, finalize = require "aws.errors", nil
      local guard
      if newproxy then
        guard = newproxy(true)
        getmetatable(guard).__gc = function() finalize() end
      else
        guard = setmetatable({}, { __gc = function() finalize() end })
      end
      _G.guard = guard
      local provide = require("aws.credentials").process({ command = "echo {}" })
      local context = { now = os.time, clock = os.clock, sleep = function() end }
      local function failure()
        local ok, err = pcall(provide, context)
        return not ok and errors.is(err) and err.type .. " " .. err.provider .. " " .. err.message or "no error of ours: " .. tostring(err)
      end
      io.write(failure(), "\n")
      function finalize() io.write(failure(), "\n") io.stdout:flush() end
    ]]
    local exit_code, stdout, stderr = child.run("timeout 60 " .. child.lua_command(code))
    assert.same({ 0, "" }, { exit_code, stderr })
    local before, after = stdout:match("^([^\n]*)\n([^\n]*)\n$")
    assert.matches("^CredentialsError process process: the command given: its output has the Version a nil", before)
    assert.equal("ConfigError process process: Lua has collected parts of it, as it does before the last finalizers run", after)
  end)
end)
