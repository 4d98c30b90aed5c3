--- Runs a scenario with memory that runs out at the N-th allocation, for one N after the other. A script for
--- memory_host (there is the table `memory`):
---
---   memory_host spec/support/memory_sweep.lua SCENARIO KIND COUNT FIRST STEP LAST
---
--- KIND and COUNT as memory.arm takes them, COUNT 0 for ever. Ends by itself when a run needs fewer than N. Right is: the
--- scenario's result, or an error that says what happened; and that the next run has the result. Prints what is not,
--- and one line for all; the exit code tells too. SWEEP_HTTP, SWEEP_HTTPS, SWEEP_CA_BUNDLE, SWEEP_RESET and
--- SWEEP_CONTAINER say where servers are, and AWS's variables the keys for them.
local aws = require "aws"
local credentials = require "aws.credentials"
local dms = require "aws.dms"
local errors = require "aws.errors"
local sigv4 = require "aws.sigv4"

local memory = _G.memory
-- libgcc does not survive a failed malloc when LuaJIT tells it of a new trace.
if rawget(_G, "jit") then _G.jit.off() end
local LONGEST_RUN = 60 -- seconds: ten times what the limits below allow, since the machine may be busy

local KEY, SECRET = os.getenv "AWS_ACCESS_KEY_ID", os.getenv "AWS_SECRET_ACCESS_KEY"
local COMMAND = ("/bin/echo '{\"Version\":1,\"AccessKeyId\":\"%s\",\"SecretAccessKey\":\"%s\"}'"):format(KEY, SECRET)

local function settings(more)
  local all = {
    region = "us-east-1", credentials = { access_key_id = KEY, secret_access_key = SECRET },
    endpoint_url = os.getenv "SWEEP_HTTP", connect_timeout = 2, read_timeout = 2, sleep = function() end,
  }
  for name, value in pairs(more or {}) do all[name] = value end
  return all
end

local function stop(client)
  return client.stop_replication({ ReplicationConfigArn = "arn:aws:dms:us-east-1:123456789012:replication-config:RUNNING1" })
end

--- A call of a client that is made for it.
local function fresh(more)
  local client = dms.new(settings(more))
  local output = stop(client)
  client.close()
  return output.Replication.Status
end

local function of_map(client)
  local results, failed = aws.map({ 1, 2, 3 }, function() return stop(client) end)
  for i = 1, 3 do
    if not results[i].ok then error(results[i].error, 0) end
  end
  client.close()
  return failed .. results[3].value.Replication.Status
end

local warm

--- Of another day each time, so that a key is derived as well. An OpenSSL that has no memory is not one that refuses.
local day = 0
local function sign()
  day = day + 1
  local ok, raised = pcall(sigv4.sign, {
    method = "GET", url = "https://a.example/", service = "s", region = "us-east-1", body = "x", time = day * 86400,
    credentials = { access_key_id = KEY, secret_access_key = SECRET },
  })
  if ok then return "signed" end
  local text = tostring(raised)
  if text:find("OpenSSL", 1, true) and not text:find("without a reason", 1, true) then error("OpenSSL is blamed: " .. text, 0) end
  error(raised, 0)
end

local scenarios = {
  sign = sign,
  fresh = fresh,
  warm = function()
    warm = warm or dms.new(settings())
    return stop(warm).Replication.Status
  end,
  reset = function()
    local client = dms.new(settings({ endpoint_url = os.getenv "SWEEP_RESET" }))
    local ok, err = pcall(stop, client)
    client.close()
    if ok then error("a success", 0) end
    if not errors.is(err, "ConnectionError") or err.applied == "no" or err.message:find "memory" then error(err, 0) end
    return err.type .. " " .. err.applied
  end,
  process = function() return fresh({ credentials = credentials.process({ command = COMMAND }) }) end,
  container = function()
    return fresh({ credentials = credentials.container({ full_uri = os.getenv "SWEEP_CONTAINER", attempts = 1 }) })
  end,
  map = function() return of_map(dms.new(settings())) end,
  listing = function()
    warm = warm or dms.new(settings())
    local list, state = warm.all.describe_replications({}, { page_size = 2, max_items = 5 })
    return #list .. " of " .. state.pages .. " pages"
  end,
  tls = function()
    return fresh({ endpoint_url = os.getenv "SWEEP_HTTPS", ca_bundle = os.getenv "SWEEP_CA_BUNDLE" })
  end,
}

--- Whether an error is what a person can use. A text is right only where Lua had no memory for a table.
local function is_sound(raised, kind)
  if tostring(raised):find(SECRET, 1, true) then return false end
  if errors.is(raised) then return raised.kind ~= nil and raised.message ~= "" end
  return (kind == "lua" or kind == "both") and type(raised) == "string" and raised:find("not enough memory", 1, true) ~= nil
end

local name, kind = arg[1], arg[2]
local count, first, step, last = tonumber(arg[3]), tonumber(arg[4]), tonumber(arg[5]), tonumber(arg[6])
local run = scenarios[name]
local tally = { right = 0, errors = 0, texts = 0, wrong = 0 }

--- { text, the first N, how many of them }, and their places by text
local complaints, place = {}, {}

local function complain(n, what, value)
  tally.wrong = tally.wrong + 1
  local text = what .. ": " .. tostring(value)
  if not place[text] then
    complaints[#complaints + 1] = { text, n, 0 }
    place[text] = #complaints
  end
  local known = complaints[place[text]]
  known[3] = known[3] + 1
end

local is_whole, want = pcall(run)
if not is_whole or run() ~= want then
  print(("%s: %s without any failure"):format(name, tostring(want)))
  os.exit(2, true)
end

--- One run with the N-th allocation failing, and one after it. Returns how many allocations failed.
local function try(n)
  collectgarbage("stop") -- the same allocations each time
  memory.watch(LONGEST_RUN)
  memory.arm(kind, n, count > 0 and count or nil)
  local ok, value = pcall(run)
  local failures = memory.disarm()
  collectgarbage("restart")
  if not ok and not is_sound(value, kind) then complain(n, "a bad error", value) end
  if ok and value ~= want then complain(n, "a wrong result", value) end
  local member = ok and "right" or type(value) == "table" and "errors" or "texts"
  tally[member] = tally[member] + 1
  local after_ok, after = pcall(run)
  if not after_ok or after ~= want then complain(n, "the next call", after) end
  memory.watch(0)
  return failures
end

local n = first
repeat
  local failures = try(n)
  if n % 16 == 0 then collectgarbage() end
  n = n + step
until failures == 0 or n > last

if warm then warm.close() end
for _, known in ipairs(complaints) do
  print(("N = %d (%d of them): %s"):format(known[2], known[3], known[1]))
end
print(("%s %s x%d: N = %d..%d by %d: %d right, %d errors, %d texts, %d wrong"):format(
  name, kind, count, first, n - step, step, tally.right, tally.errors, tally.texts, tally.wrong))
os.exit(tally.wrong == 0 and 0 or 1, true)
