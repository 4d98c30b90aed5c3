-- plan:run in a process that is killed at random moments, and started again with its report until all is done.
local child = require "spec.support.child"
local dkjson = require "dkjson"
local local_aws = require "spec.support.local_aws"
local local_world = require "spec.support.local_world"
local system = require "system"
local temporary = require "spec.support.folder"

--- A random number of 1 to `limit`.
local seed = tonumber(os.getenv "SEED") or os.time() % 2147483646 + 1
local function random(limit)
  seed = seed * 16807 % 2147483647
  return seed % limit + 1
end

--- So many kills, and so many runs at most.
local KILLS, MOST_RUNS = 50, 250

--- Worlds of made-up replications or servers: which of those listed need a write, of what kind.
local kinds = {
  dms = {
    operation = "StopReplication", many = 60, period = 6, name = "arn:aws:dms:us-east-1:123456789012:replication-config:%s-%05d",
    words = { "RUNNING", "RUNNING", "STOPPED", "RUNNING", "CREATED", "FAILED" }, needy = { RUNNING = true },
  },
  drs = {
    operation = "RetryDataReplication", many = 60, period = 5,
    words = { "s-continuous%07d", "s-continuous%07d", "s-stalled%010d", "s-continuous%07d", "s-disconnected%05d" },
    needy = { ["s-stalled%010d"] = true, ["s-disconnected%05d"] = true },
  },
}

--- The ARN or id of a listed resource, and how many writes it needs.
local function resource(kind, number)
  local word = kind.words[(number - 1) % kind.period + 1]
  return kind.name and kind.name:format(word, number) or word:format(number), kind.needy[word] and 1 or 0
end

describe(("plan:run that is killed (SEED=%d)"):format(seed), function()
  local made

  before_each(function()
    child.compile("process", true)
    made = temporary.new()
  end)

  after_each(function() made.remove() end)

  --- A world with a report of its own. Some replies are lost after their first bytes: a connection that closes without one makes
  --- libcurl send a request again.
  local function new_place(service, is_same)
    local kind, id = kinds[service], "kill" .. local_aws.fresh()
    local words = ("many=%d,phase=0.04,cut-headers,on=%s,times=3,id=%s"):format(kind.many, kind.operation, id)
    local path = made.path .. "/" .. id
    return { service = service, kind = kind, id = id, world = local_world.new(words), path = path, writes = 0, refused = {}, last = nil,
      plan = is_same and path .. ".plan" or "anew" }
  end

  local function size(path)
    local file = io.open(path, "rb")
    local bytes = file and file:seek("end") or 0
    if file then file:close() end
    return bytes
  end

  local function command(place, steps)
    local words = { os.getenv "LUA" or "lua5.4", "spec/support/plan_program.lua", place.service, child.quote(place.path),
      child.quote(place.plan), steps }
    return child.environment(local_aws.environment({ AWS_ENDPOINT_URL = place.world:url() })) .. table.concat(words, " ")
  end

  --- Runs the program. Returns its exit code and what it printed.
  local function run_alone(place)
    local code, stdout, stderr = child.run(command(place))
    return code, stdout .. stderr
  end

  --- The same, but it kills itself somewhere in its run. The exit code is 137 then.
  local function run_with_steps(place)
    local code, text = child.run("{ " .. command(place, random(800)) .. "; } 2>/dev/null")
    return code, text
  end

  --- The same, but kills it when the report has grown by some bytes, or after some time: inside a system call, or before its run.
  local function run_and_kill(place)
    local pid_file = made.path .. "/pid"
    local pipe = io.popen(("{ %s 2>&1 </dev/null & echo $! >%s.new; mv %s.new %s; wait $!; } 2>/dev/null; echo exit:$?"):format(
      command(place), pid_file, pid_file, pid_file), "r")
    local before, growth = size(place.path), random(900)
    local deadline = system.monotime() + (random(5) == 1 and random(200) / 1000 or 5)
    while size(place.path) < before + growth and system.monotime() < deadline do system.sleep(0.001) end
    system.sleep(random(4) / 1000)
    repeat local is_started = size(pid_file) > 0 until is_started
    os.execute(("kill -KILL $(cat %s) 2>/dev/null"):format(pid_file))
    local text = pipe:read("*a")
    pipe:close()
    os.remove(pid_file)
    return tonumber(text:match("exit:(%d+)")), text
  end

  --- Counts the writes that came since the last time.
  local function count_writes(place)
    local list = local_aws.requests(place.id)
    local first = list[1] and list[1].number or 0
    assert.is_true(#list < 500 or first <= place.last + 1, "the endpoint has forgotten requests")
    for _, request in ipairs(list) do
      if request.number > (place.last or 0) and request.operation == place.kind.operation then
        place.writes = place.writes + 1
        if not request.applied then place.refused[#place.refused + 1] = request.code end
      end
      place.last = math.max(place.last or 0, request.number)
    end
  end

  --- Runs until all is done; kills each run while `kills` are left. Returns how many were killed.
  local function run_to_the_end(place, kills)
    local killed = 0
    for _ = 1, MOST_RUNS do
      local run = killed >= kills and run_alone or random(2) == 1 and run_with_steps or run_and_kill
      local code, text = run(place)
      count_writes(place)
      if code == 0 then return killed end
      assert.equal(137, code, text)
      killed = killed + 1
    end
    error("it does not end")
  end

  local function check(place)
    local needed = 0
    for number = 1, place.kind.many do
      local name, writes = resource(place.kind, number)
      needed = needed + writes
      assert.equal(writes, place.world:state(name).count, name)
    end
    assert.same({}, place.refused)
    assert.equal(needed, place.writes)
    local sent = {}
    for text in io.lines(place.path) do
      local line = assert(dkjson.decode(text))
      if line.phase == "sent" then sent[line.resource] = true end
    end
    for number = 1, place.kind.many do
      local name, writes = resource(place.kind, number)
      assert.equal(writes > 0, sent[name] == true, name .. ": whether the report tells of its write")
    end
  end

  it("writes nothing again that a look shows as done, and leaves nothing out", function()
    local killed, services, is_same = 0, { "dms", "drs" }, true
    while killed < KILLS do
      local place = new_place(services[1], is_same)
      is_same = random(100) > 50
      services[1], services[2] = services[2], services[1]
      killed = killed + run_to_the_end(place, KILLS - killed)
      check(place)
    end
  end)
end)
