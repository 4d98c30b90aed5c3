-- Mixes all faults at random for a while: soak.lua SECONDS [SEED]. Every call must come to what the fault matrix says,
-- what it says must be true of what the endpoint did, and neither memory nor descriptors may grow.
-- Ends with 0, 1 when something was wrong, 130 after Ctrl-C.

-- What this machine's environment says stays out.
local getenv = os.getenv
os.getenv = function(name) -- luacheck: ignore 122
  if name == "AWS_CONFIG_FILE" or name == "AWS_SHARED_CREDENTIALS_FILE" then return "/dev/null" end
  return not name:find("^AWS_") and getenv(name) or nil
end

local core = require "aws.core"
local errors = require "aws.errors"
local fault_calls = require "spec.support.fault_calls"
local faults = require "spec.support.faults"
local files = require "spec.support.files"
local lfs = require "lfs"
local local_aws = require "spec.support.local_aws"

local SECONDS = tonumber(arg[1]) or 300
local SEED = tonumber(arg[2]) or math.floor(core.random() * 1e9)

--- A client's quota of 500 allows so many calls with two retries of 14 each.
local CALLS_OF_A_CLIENT = 15

--- How often everything is closed and measured, and which of these the last is compared with.
local CHECKPOINTS, BASELINE = 20, 4

--- KiB that may be there more: allocators keep some, tables keep room.
local MORE_RSS, MORE_LUA = 6 * 1024, 512

local SHOWN_PROBLEMS = 20

local state = SEED % 2147483647 + 1
--- Park and Miller's generator: the same on every Lua.
local function random(limit)
  state = state * 16807 % 2147483647
  return math.floor(state / 2147483647 * limit) + 1
end

local function pick(list) return list[random(#list)] end

local clients, problems, outcomes = {}, {}, {}
local calls, successes, attempts = 0, 0, 0

local function complain(text)
  problems[#problems + 1] = text
  if #problems <= SHOWN_PROBLEMS then print("  PROBLEM " .. text) end
end

local function new_client(fault, service, mode)
  local made = fault_calls.client(fault, service, {
    max_attempts = 3,
    retry_mode = mode,
    logger = random(2) == 1 and function(event) assert(event.type) end or nil,
    sleep = function(seconds) core.sleep(math.min(seconds, 0.005)) end,
  })
  made.left = CALLS_OF_A_CLIENT
  return made
end

--- A client that has calls left.
local function client_for(fault, service, mode)
  local key = fault.name .. " " .. service .. " " .. mode
  local client = clients[key]
  if client and (client.left == 0 or fault.once) then
    client.close()
    client = nil
  end
  client = client or new_client(fault, service, mode)
  client.left = client.left - 1
  clients[key] = client
  return client
end

local function close_clients()
  for key, client in pairs(clients) do
    client.close()
    clients[key] = nil
  end
end

--- Whether a call ran out of time, before or inside a success.
local function is_late(result)
  return result.type == "DeadlineExceeded" or result.type == "ResponseParseError" and result.message:find("(timeout)", 1, true)
end

--- What is wrong with a result, or nil.
local function wrong(expected, ok, result, timeout)
  if ok then
    if expected.type then return "it succeeded" end
    return result.attempts ~= expected.attempts and result.attempts .. " attempts" or nil
  end
  if not errors.is(result) then return "raised " .. tostring(result) end
  if timeout and is_late(result) then return nil end
  if result.type ~= expected.type or result.applied ~= expected.applied or result.attempts ~= expected.attempts
    or #result.history ~= result.attempts then
    return ("%d attempts, applied %s, %s"):format(result.attempts, tostring(result.applied), tostring(result))
  end
end

--- Makes one call; false after Ctrl-C.
local function step()
  local fault, service, mode = pick(faults.list), pick(fault_calls.services), pick(fault_calls.modes)
  local timeout = random(8) == 1 and random(40) / 100 or nil
  local ok, result, resource = client_for(fault, service, mode).call({ timeout = timeout })
  if not ok and errors.is(result, "interrupted") then return false end
  calls, attempts = calls + 1, attempts + result.attempts
  successes = successes + (ok and 1 or 0)
  local outcome = ok and "ok" or result.type
  outcomes[outcome] = (outcomes[outcome] or 0) + 1
  local name = ("%s, %s, %s%s: "):format(fault.name, service, mode, timeout and (", timeout %g"):format(timeout) or "")
  local fault_found = wrong(faults.expected(fault, service, mode), ok, result, timeout)
    or fault_calls.untruth(fault, ok, result, resource)
  if fault_found then complain(name .. fault_found) end
  return true
end

local function resident_kib()
  local text = files.read("/proc/self/status")
  return tonumber(text:match("VmRSS:%s+(%d+) kB"))
end

local function descriptors()
  local count = 0
  for _ in lfs.dir("/proc/self/fd") do count = count + 1 end
  return count
end

--- Closes everything and measures what is left.
local function checkpoint(elapsed)
  close_clients()
  local_aws.reset()
  if jit then jit.flush() end -- compiled traces are no leak
  collectgarbage()
  collectgarbage()
  local found = { rss = resident_kib(), lua = collectgarbage "count", descriptors = descriptors() }
  print(("%5.0f s %8d calls %8d ok %8d errors   RSS %.1f MiB, Lua %.0f KiB, %d descriptors"):format(
    elapsed, calls, successes, calls - successes, found.rss / 1024, found.lua, found.descriptors))
  io.flush()
  return found
end

local function check_growth(first, last)
  if last.descriptors > first.descriptors then
    complain(("descriptors grew from %d to %d"):format(first.descriptors, last.descriptors))
  end
  if last.rss > first.rss + MORE_RSS then complain(("RSS grew from %d to %d KiB"):format(first.rss, last.rss)) end
  if last.lua > first.lua + MORE_LUA then complain(("Lua's memory grew from %.0f to %.0f KiB"):format(first.lua, last.lua)) end
end

--- Makes calls until the clock reads `stop`; false after Ctrl-C.
local function run_until(stop)
  while core.clock() < stop do
    if not step() then return false end
  end
  return true
end

--- The first intervals fill caches and let allocators reach their size.
local function run()
  local start, marks = core.clock(), {}
  for i = 1, CHECKPOINTS do
    if not run_until(start + SECONDS * i / CHECKPOINTS) then return false end
    marks[i] = checkpoint(core.clock() - start)
  end
  check_growth(marks[BASELINE], marks[CHECKPOINTS])
  return true
end

local function summary()
  local names = {}
  for name in pairs(outcomes) do names[#names + 1] = name end
  table.sort(names, function(a, b) return outcomes[a] > outcomes[b] or outcomes[a] == outcomes[b] and a < b end)
  for i, name in ipairs(names) do names[i] = ("%s %d"):format(name, outcomes[name]) end
  print(("%d calls, %d attempts: %s"):format(calls, attempts, table.concat(names, ", ")))
end

print(("soak: %g s on %s, seed %d (SEED=%d repeats it)"):format(SECONDS, jit and jit.version or _VERSION, SEED, SEED))
local finished = run()
close_clients()
summary()
if not finished then
  print "interrupted"
elseif #problems > 0 then
  print(("FAILED: %d problems"):format(#problems))
else
  print "ok: every call accounted for, no growth of memory or descriptors"
end
os.exit(not finished and 130 or #problems > 0 and 1 or 0, true)
