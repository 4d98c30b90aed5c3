--- Waits inside nginx: for wait_spec.lua.
local aws = require "aws"
local wait_cases = require "spec.support.wait_cases"

local wait = {}

--- Makes a wait that the spec has prepared.
wait.performs = wait_cases.perform

local progress = "idle"

--- A stop with its wait, which notes how far it is: "looking 1", "asleep 1", …; status, `changed`, and how many looks.
function wait.tells_progress(settings, arn)
  local looks = 0
  settings.logger = function(event)
    if event.type == "attempt" and event.operation == "describe_replications" then progress = "looking " .. looks + 1 end
  end
  local result = aws.dms.new(settings).ensure_stopped(arn, {
    delay = 1, max_time = 60, on_poll = function(info)
      looks = info.polls
      progress = "asleep " .. looks
    end,
  })
  progress = "idle"
  return result.status, result.changed, looks
end

--- Another request's answer.
function wait.says_progress()
  ngx.print(progress)
end

--- A stop, and the wait for its end.
function wait.stops(settings, arn)
  local dms = aws.dms.new(settings)
  dms.stop_replication({ ReplicationConfigArn = arn })
  local replication, info = dms.wait.replication_stopped(arn, { delay = 0.1, max_time = 60 })
  return replication.Status, info.polls > 1, info.observed[1].state
end

--- A wait that is not over before the light thread beside it has run many times; how often that was at least.
function wait.lets_others_run(settings, arn)
  local dms = aws.dms.new(settings)
  local turns, turns_at_look = 0, {}
  local waiting = ngx.thread.spawn(function()
    return select(2, dms.wait.replication_stopped(arn, {
      delay = 0.3,
      on_poll = function(info)
        turns_at_look[info.polls] = turns
        return info.polls < 4
      end,
    }))
  end)
  while coroutine.status(waiting) ~= "dead" and coroutine.status(waiting) ~= "zombie" and turns < 100000 do
    ngx.sleep(0.001)
    turns = turns + 1
  end
  local least = math.huge
  for i = 2, #turns_at_look do least = math.min(least, turns_at_look[i] - turns_at_look[i - 1]) end
  return #turns_at_look, least
end

--- A wait whose light thread is killed; how often it looked until then, and how often until later.
function wait.is_killed(settings, arn)
  local dms = aws.dms.new(settings)
  local looks = 0
  local waiting = ngx.thread.spawn(dms.wait.replication_stopped, arn, { delay = 0.05, on_poll = function() looks = looks + 1 end })
  for _ = 1, 5000 do
    if looks >= 2 then break end
    ngx.sleep(0.01)
  end
  ngx.thread.kill(waiting)
  local before = looks
  ngx.sleep(0.5)
  return before, looks
end

--- Many waits at once.
function wait.in_a_map(settings, ids)
  local drs = aws.drs.new(settings)
  local results, failed = aws.map(ids, function(id)
    return drs.wait.source_server_initiated(id, { delay = 0.05, max_time = 0.2 })
  end)
  local words = {}
  for i, result in ipairs(results) do
    local err = result.error
    words[i] = result.ok and result.value.dataReplicationInfo.dataReplicationState or err.type .. " " .. err.state
  end
  return failed, words
end

--- In a timer.
function wait.in_a_timer(settings, arn)
  local found
  assert(ngx.timer.at(0, function()
    local ok, value = pcall(wait.stops, settings, arn)
    found = ok and value or tostring(value)
  end))
  for _ = 1, 3000 do
    if found then break end
    ngx.sleep(0.01)
  end
  return found
end

local ARN = "arn:aws:dms:us-east-1:123456789012:replication-config:ONE"

--- A phase's code that waits for a replication that looks like this.
local function waiting_for(list)
  return aws.errors.handler(function()
    local dms = aws.dms.new({
      region = "us-east-1", credentials = { access_key_id = "AKIAEXAMPLE", secret_access_key = "example" },
      transport = function() return { status = 200, headers = {}, body = '{"Replications":[' .. list .. "]}" } end,
    })
    ngx.print(dms.wait.replication_stopped(ARN, { delay = 0.01, max_time = 0.05 }).Status)
  end)
end

wait.is_fine = waiting_for('{"Status":"stopped"}')
wait.is_late = waiting_for('{"Status":"running"}')
wait.fails = waiting_for('{"Status":"failed"}')
wait.finds_nothing = waiting_for("")

return wait
