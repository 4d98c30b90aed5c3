--- What an error at every instruction is tried on, for spec.support.interruptions: calls, maps, renewals, first clients.
local aws = require "aws"
local dms = require "aws.dms"
local errors = require "aws.errors"
local interruptions = require "spec.support.interruptions"
local coroutines = require "aws.waiting.coroutines"
local scripted = require "spec.support.scripted"
local transport = require "aws.transport"

local scenarios = {}

local INPUT = { ReplicationConfigArn = "arn:aws:dms:us-east-1:123456789012:replication-config:RUNNING-INTERRUPTED" }

local GOOD = scripted.answer('{"Replication":{"Status":"stopping"}}', 200, { ["x-amzn-requestid"] = "r-1" })
local BAD = scripted.answer('{"__type":"ResourceNotFoundFault","message":"m"}', 400)

local function call(client) return client.stop_replication(INPUT) end

--- A client of a transport of its own, and what really happened: `begun` requests, the `status` of the last answer.
local function new_client(answer_of, settings)
  local truth = { begun = 0, heard = 0 }
  local given = {
    region = "us-east-1", credentials = scripted.keys, endpoint_url = "http://localhost", sleep = function() end,
    transport = function()
      truth.status, truth.begun = nil, truth.begun + 1
      local answer = answer_of(truth.begun)
      truth.status = answer.status
      return answer
    end,
  }
  for name, value in pairs(settings or {}) do given[name] = value end
  for _, name in ipairs({ "logger", "audit" }) do
    if given[name] then given[name] = function() truth.heard = truth.heard + 1 end end
  end
  return scripted.with_environment({}, dms.new, given), truth
end

--- What an error may say of an operation that was `begun`, and whose last answer had this status.
local function check_applied(err, begun, status)
  local is_refused = status and status >= 400 and status < 500
  if err.applied == "no" then assert(begun == 0 or is_refused, "carried out perhaps, and it says no") end
  if err.applied == "yes" then assert(status == 200, "not carried out, and it says yes") end
  assert(begun == 0 or err.attempts >= 1, "it forgets an attempt")
end

--- A call by an answer, or several; the client stays the same but for `is_fresh`.
local function call_scenario(answer_of, settings, is_fresh)
  local client, truth = new_client(answer_of, settings)
  return {
    begin = function()
      if is_fresh then client, truth = new_client(answer_of, settings) end
      truth.begun, truth.status = 0, nil
    end,
    run = function() return call(client) end,
    check = function(outcome)
      local err = outcome.first
      if not outcome.is_cut and outcome.ok == false and errors.is(err, "Interrupted") then
        assert(err.cause == interruptions.TEXT, "the text is not its cause")
        assert(err.operation == "stop_replication")
        check_applied(err, truth.begun, truth.status)
      end
      truth.begun, truth.heard = 0, 0
      local ok, value = pcall(call, client)
      assert(ok or errors.is(value, "ResourceNotFoundFault"), tostring(value))
      assert(not (settings and settings.logger) or truth.heard >= 2, "the logger hears nothing")
      assert(not (settings and settings.audit) or truth.heard == 2, "the audit function hears nothing, or too much")
    end,
  }
end

--- The same answer until the third request.
local function recovering(status)
  return function(begun) return begun < 3 and scripted.answer("", status) or GOOD end
end

function scenarios.call() return call_scenario(function() return GOOD end) end

function scenarios.refused_call() return call_scenario(function() return BAD end) end

function scenarios.guarded_call()
  return call_scenario(function() return GOOD end, { audit = true, confirm = function() return true end })
end

function scenarios.refused_guarded_call()
  return call_scenario(function() return BAD end, { audit = true, confirm = function() return true end })
end

function scenarios.told_call()
  return call_scenario(function() return GOOD end, { logger = true, retry_mode = "adaptive" })
end

function scenarios.retried_call()
  return call_scenario(recovering(500), { logger = true, retry_mode = "adaptive", timeout = 60 }, true)
end

function scenarios.throttled_call()
  local settings = { logger = true, retry_mode = "adaptive", timeout = 1e6, clock = function() return 5 end }
  return call_scenario(recovering(429), settings, true)
end

--- A call that ends before it sends, with keys that its provider fetches.
function scenarios.prepared_call()
  local settings = { timeout = 60, clock = function() return 5 end, credentials = function() return scripted.keys end }
  local client, truth = new_client(function() return GOOD end, settings)
  local function prepare() return client.prepare.stop_replication(INPUT) end
  return {
    run = prepare,
    check = function(outcome)
      local err = outcome.first
      if not outcome.is_cut and outcome.ok == false and errors.is(err) then
        assert(err.type == "Interrupted" and err.applied == "no" and err.attempts == 0, "it was not sent")
      end
      assert(truth.begun == 0, "something was sent")
      assert(prepare().method == "POST")
    end,
  }
end

--- A map over three items, which are all to have ended.
local function map_scenario(client, body, options)
  return {
    begin = function() return {} end,
    run = function(threads)
      return aws.map({ 1, 2, 3 }, function(item)
        interruptions.join()
        threads[coroutine.running()] = true
        return body(item, client)
      end, options)
    end,
    check = function(outcome, threads)
      debug.sethook()
      assert(not interruptions.running(threads), "an item can go on")
      assert(not coroutines.current(), "an item counts as running")
      local err = outcome.first
      if not outcome.is_cut and not outcome.ok and errors.is(err, "interrupted") then
        assert(#err.results == 3 or #err.results == 0 and next(threads) == nil, "results are missing")
      end
      local ok, value = pcall(call, client)
      assert(ok, tostring(value))
      local results, failed = aws.map({ 1, 2 }, function() transport.sleep(0) return call(client) end)
      assert(failed == 0, tostring(results[1].error))
    end,
  }
end

local function good_client() return (new_client(function() return GOOD end)) end

local function sleep_a_little() transport.sleep(1e-6) end

function scenarios.map_of_sleeps()
  return map_scenario(good_client(), sleep_a_little, { concurrency = 2 })
end

function scenarios.map_of_calls()
  return map_scenario(good_client(), function(_, client)
    sleep_a_little()
    return call(client)
  end, { concurrency = 2 })
end

--- Items go on after the map's end: they catch it, reckon, and call again.
function scenarios.map_that_is_ended()
  return map_scenario(good_client(), function(_, client)
    pcall(transport.sleep, 60)
    local sum = 0
    for i = 1, 20 do sum = sum + i end
    pcall(transport.sleep, 60)
    return call(client)
  end, { concurrency = 2, timeout = 1e-5 })
end

function scenarios.map_that_on_result_ends()
  return map_scenario(good_client(), function(item) transport.sleep(item < 3 and 1e-6 or 60) end, {
    concurrency = 3,
    on_result = function(done) if done == 2 then error("enough") end end,
  })
end

function scenarios.map_in_a_map()
  return map_scenario(good_client(), function(item)
    return pcall(aws.map, { 1, 2 }, function()
      interruptions.join()
      transport.sleep(item == 2 and 60 or 1e-6)
    end, { timeout = item == 2 and 1e-5 or nil })
  end, { concurrency = 3 })
end

--- Keys that are fetched, or renewed `seconds` before their end. Others need them as well, and wait for nobody who is gone.
local function renewal(seconds)
  local now, clock, asked = scripted.time, 1000, 0
  local function sleep(duration)
    clock = clock + duration
    if coroutine.isyieldable and coroutine.isyieldable() then coroutine.yield() end
  end
  local function provider(context)
    asked = asked + 1
    context.transport({ method = "GET", url = "http://keys.example/", headers = {}, body = "" })
    context.sleep(0.01)
    return { access_key_id = "AK" .. asked, secret_access_key = "a secret of ours", expiration = now + 3600 }
  end
  local client
  local settings = {
    credentials = provider, sleep = sleep, clock = function() return clock end, now = function() return now end,
  }
  local function finish(threads)
    for _ = 1, 1000 do
      if not interruptions.running(threads) then return end
      for thread in pairs(threads) do
        if coroutine.status(thread) ~= "dead" then assert(coroutine.resume(thread, client)) end
      end
    end
    error("it waits for ever")
  end
  return {
    begin = function()
      client = new_client(function() return GOOD end, settings)
      if not seconds then return end
      finish({ [coroutine.create(call)] = true })
      now = now + 3600 - seconds
    end,
    run = function() return call(client) end,
    check = function()
      local began, threads = clock, {}
      for _ = 1, 3 do threads[coroutine.create(call)] = true end
      finish(threads)
      assert(clock - began < 1, "it waited for somebody who is gone")
    end,
  }
end

function scenarios.first_keys() return renewal() end

function scenarios.renewal_that_can_wait() return renewal(12 * 60) end

function scenarios.renewal_that_cannot_wait() return renewal(5 * 60) end

--- A client, whose providers are loaded when they are first needed.
function scenarios.first_client()
  local function new()
    return scripted.with_environment({ AWS_REGION = "us-east-1" }, dms.new, { transport = function() return GOOD end })
  end
  return {
    begin = function()
      for name in pairs(package.loaded) do
        if name:find("^aws%.credentials%.") and not name:find("flight$") then package.loaded[name] = nil end
      end
    end,
    run = new,
    check = function() new() end,
  }
end

--- What a client says of itself, and keys that are fetched for that.
function scenarios.explanation()
  local client
  return {
    begin = function() client = new_client(function() return GOOD end, { credentials = function() return scripted.keys end }) end,
    run = function() return client.explain({ fetch = true }) end,
    check = function(outcome)
      local err = outcome.first
      if not outcome.is_cut and outcome.ok == false and errors.is(err, "Interrupted") then
        assert(err.operation == "explain" and err.applied == "no")
      end
      local text = client.explain({ fetch = true })
      assert(text:find("credentials function", 1, true) and text:find("…MPLE", 1, true), text)
    end,
  }
end

local asked = 0

--- Five replications, two a page; the request for the rest begins after the token's number.
local function page_of(request)
  asked = asked + 1
  local first, list = tonumber(request.body:match('"Marker":"(%d)"') or 1), {}
  for i = first, math.min(5, first + 1) do list[#list + 1] = ('{"ReplicationConfigArn":"%d"}'):format(i) end
  local marker = first + 2 <= 5 and (',"Marker":"%d"'):format(first + 2) or ""
  return scripted.answer(('{"Replications":[%s]%s}'):format(table.concat(list, ","), marker), 200, { ["x-amzn-requestid"] = "r" })
end

local function read_on(next_replication, got)
  for replication in next_replication do got[#got + 1] = replication.ReplicationConfigArn end
end

--- Ctrl-C in a listing is an error of the operation, and tells nothing that is not true of the page that did not come.
local function check_listing_error(outcome, pages)
  local err = outcome.first
  if outcome.is_cut or outcome.ok or not errors.is(err) then return end
  assert(err.type == "Interrupted" and err.cause == interruptions.TEXT and err.operation == "describe_replications", tostring(err))
  check_applied(err, asked - pages, 200)
end

--- A listing, which goes on after the error: by the same iterator, or by another one from its token. Of what came nothing
--- comes again, but for the one that was on its way, which may be lost with it.
local function listing_scenario(go_on)
  local client = scripted.with_environment({}, dms.new, {
    region = "us-east-1", credentials = scripted.keys, transport = page_of,
  })
  return {
    begin = function()
      local world = { got = {} }
      asked = 0
      world.next_replication, world.state = client.each.describe_replications()
      return world
    end,
    run = function(world) read_on(world.next_replication, world.got) end,
    check = function(outcome, world)
      local before = #world.got
      check_listing_error(outcome, world.state.pages)
      go_on(world, client)
      local text = table.concat(world.got)
      if text == "12345" then return end
      assert(text == ("12345"):sub(1, before) .. ("12345"):sub(before + 2), text .. " after " .. before)
    end,
  }
end

function scenarios.listing()
  return listing_scenario(function(world) read_on(world.next_replication, world.got) end)
end

function scenarios.listing_from_its_token()
  return listing_scenario(function(world, client)
    if world.state.items > 0 and not world.state.token then return end
    read_on(client.each.describe_replications({}, { token = world.state.token }), world.got)
  end)
end

--- A listing as a whole: an error has what had come, and where to go on; nothing comes again, and nothing is lost but what was
--- on its way.
function scenarios.whole_listing()
  local client = scripted.with_environment({}, dms.new, {
    region = "us-east-1", credentials = scripted.keys, transport = page_of,
  })
  return {
    begin = function() asked = 0 end,
    run = function() return client.all.describe_replications() end,
    check = function(outcome)
      local err, got = outcome.first, {}
      check_listing_error(outcome, errors.is(err) and err.items and math.ceil(#err.items / 2) or 0)
      if outcome.is_cut or outcome.ok or not (errors.is(err) and err.items) then return end
      for i, replication in ipairs(err.items) do got[i] = replication.ReplicationConfigArn end
      local before = #got
      if before == 0 or err.token then read_on(client.each.describe_replications({}, { token = err.token }), got) end
      local text = table.concat(got)
      assert(text == "12345" or text == ("12345"):sub(1, before) .. ("12345"):sub(before + 2), text .. " after " .. before)
    end,
  }
end

--- A wait of two looks, a sleep between them.
function scenarios.wait()
  local function looks(begun)
    return scripted.answer(('{"Replications":[{"Status":"%s"}]}'):format(begun % 2 == 1 and "stopping" or "stopped"))
  end
  local client, truth = new_client(looks, { clock = function() return 5 end })
  local function wait() return client.wait.replication_stopped(INPUT.ReplicationConfigArn) end
  return {
    begin = function() truth.begun = 0 end,
    run = wait,
    check = function(outcome)
      local err = outcome.first
      if not outcome.is_cut and outcome.ok == false and errors.is(err, "Interrupted") then
        assert(err.waiter == "replication_stopped", "the waiter is missing")
        assert(not err.observed or #err.observed <= 2, "it saw too much")
      end
      truth.begun = 0
      assert(wait().Status == "stopped")
    end,
  }
end

--- A look, a stop, and a look that sees its effect. An error never says that nothing was carried out once the stop was sent.
function scenarios.ensure_stopped()
  local function answers(begun)
    if begun % 3 == 2 then return GOOD end
    local status = begun % 3 == 1 and "running" or "stopped"
    return scripted.answer(('{"Replications":[{"Status":"%s"}]}'):format(status), 200, { ["x-amzn-requestid"] = "r-1" })
  end
  local client, truth = new_client(answers, { clock = function() return 5 end })
  local function ensure() return client.ensure_stopped(INPUT) end
  return {
    begin = function() truth.begun = 0 end,
    run = ensure,
    check = function(outcome)
      local err = outcome.first
      if not outcome.is_cut and outcome.ok == false and errors.is(err) then
        assert(err.waiter == "ensure_stopped", "the helper's name is missing")
        assert(truth.begun < 2 or err.applied ~= "no", "it denies a stop")
        assert(truth.begun > 0 or err.applied == "no", "it claims a stop")
      end
      truth.begun = 0
      local result = ensure()
      assert(result.status == "stopped" and result.changed == "yes" and result.sent == 1)
    end,
  }
end

--- Calls over libcurl, by a client with these settings.
function scenarios.curl_call(settings)
  local client = scripted.with_environment({}, dms.new, settings)
  return {
    run = function() return call(client) end,
    check = function() call(client) end,
  }
end

function scenarios.curl_map(settings)
  local client = scripted.with_environment({}, dms.new, settings)
  return map_scenario(client, function(_, own) return call(own) end, { concurrency = 2 })
end

return scenarios
