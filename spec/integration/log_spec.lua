-- The library's own logger on real standard errors: a pipe that many share, one that nobody reads, a full one, none.
local child = require "spec.support.child"
local core = require "aws.core"
local folder = require "spec.support.folder"

--- In front of the code: `call(count)` makes so many calls, each of which has to succeed in its second attempt.
local PREFIX = [[
  local core, drs = require "aws.core", require "aws.drs"
  local sent = 0
  local client = drs.new{
    region = "us-east-1", logger = os.getenv "LOGGER", sleep = function() end, max_attempts = 3,
    credentials = { access_key_id = "AKIDEXAMPLE", secret_access_key = "a secret that is long" },
    transport = function()
      sent = sent + 1
      if sent % 2 == 1 then return { status = 503, headers = {}, body = '{"message":"' .. ("not well \\n"):rep(100) .. '"}' } end
      return { status = 200, headers = {}, body = "{}" }
    end,
  }
  local function call(count)
    for _ = 1, count do
      local _, metadata = client.retry_data_replication{ sourceServerID = "s-1234567890abcdef0" }
      assert(metadata.attempts == 2)
    end
  end
]]

local SHAPE = core.shape({
  Line = { type = "structure", members = { type = "string", invocation_id = "string", time = "string" } },
}, "Line")

--- The lines of a text as tables; every one must be a whole object.
local function read_lines(text)
  local found = {}
  assert.matches("\n$", text)
  for line in text:gmatch("([^\n]*)\n") do found[#found + 1] = assert(core.decode(SHAPE, line)) end
  return found
end

describe("the library's own logger", function()
  local made
  before_each(function() made = folder.new() end)
  after_each(function() made.remove() end)

  --- The command of a program that writes "done" to a file at its end.
  local function program(code, variables)
    local all = { LOGGER = "json", DONE = made.path .. "/done" }
    for name, value in pairs(variables or {}) do all[name] = value end
    return child.lua_command(PREFIX .. code .. ' local done = io.open(os.getenv "DONE", "w") done:write("done") done:close()', all)
  end

  --- Runs a command line, in which the program has to end by itself.
  local function run(command)
    local code, stdout, stderr = child.run(command)
    assert.equal("done", core.read_file(made.path .. "/done", 10), stderr)
    return code, stdout, stderr
  end

  it("writes whole lines to a pipe that several processes share", function()
    local one = program("call(100)")
    local _, stdout = run(("{ %s & %s & %s & wait; } 2>&1 | cat"):format(one, one, one))
    local found = read_lines(stdout)
    assert.equal(3 * 100 * 5, #found)
    local calls, count = {}, 0
    for _, line in ipairs(found) do calls[line.invocation_id] = (calls[line.invocation_id] or 0) + 1 end
    for _, events in pairs(calls) do
      assert.equal(5, events)
      count = count + 1
    end
    assert.equal(300, count)
  end)

  it("writes text, by AWS_LOG alone", function()
    local _, stdout, stderr = run(program("call(1)", { LOGGER = false, AWS_LOG = "text:warn" }))
    assert.equal("", stdout)
    assert.matches("^%d+%-%d%d%-%d%dT%d%d:%d%d:%d%d%.%d%d%dZ warn  drs.retry_data_replication response region=us%-east%-1 "
      .. 'attempt=1 outcome="HTTP 503" status=503 seconds=[%d.]+ applied=unknown message="[^\n]*…" invocation_id=%S+\n$', stderr)
  end)

  it("breaks nothing where standard error is closed, or a full disk", function()
    for _, place in ipairs({ "2>&-", "2>/dev/full", "2</dev/null" }) do
      local code = run(program("call(20)") .. " " .. place)
      assert.equal(0, code)
    end
  end)

  it("ends no program whose pipe nobody reads (SIGPIPE)", function()
    local body = [[
      local is_unread = false
      for _ = 1, 1000 do
        is_unread = core.write_error("x", 0) == 0
        if is_unread then break end
        core.sleep(0.01)
      end
      assert(is_unread)
      call(20)
    ]]
    run("{ " .. program(body) .. "; } 2>&1 | true")
  end)

  it("does not wait for a reader that has stopped, and goes on when it reads again", function()
    local reads, body = made.path .. "/reads", [[
      local lines = 0
      while core.write_error(("x"):rep(4095) .. "\n", 0) > 0 do lines = lines + 1 end
      assert(lines > 0)
      call(40)
      assert(core.write_error("y\n", 0) == 0)
      io.open(os.getenv "READS", "w"):close()
      while core.write_error("y\n", 1) == 0 do end
      call(1)
    ]]
    -- What opens the FIFO for reading lets the program go on from there, and reads then.
    local _, stdout = run(("mkfifo %s; { %s; } 2>&1 | { cat %s; tail -n 5; }"):format(reads, program(body, { READS = reads }), reads))
    local found = read_lines(stdout)
    assert.same({ "attempt", "response", "retry", "attempt", "response" },
      { found[1].type, found[2].type, found[3].type, found[4].type, found[5].type })
  end)
end)
