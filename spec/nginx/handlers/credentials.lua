--- Clients in one nginx worker whose keys come from key_server.lua: for credentials_spec.lua.
local key_server = require "spec.nginx.handlers.key_server"

local credentials = {}

local INPUT, key_of = key_server.INPUT, key_server.key_of

--- A client whose keys come from this server.
local function new_client(name, settings, options)
  return key_server.client(ngx.var.server_port, name, settings, options)
end

--- Makes a call whose keys cannot be had; returns its error.
local function failure_of(client, options)
  local _, err = pcall(client.retry_data_replication, INPUT, options)
  return err
end

--- The keys of a client, asked for by so many threads at once.
local function keys_at_once(client, count)
  local threads, keys = {}, {}
  for i = 1, count do threads[i] = ngx.thread.spawn(function() keys[i] = key_of(client) end) end
  for i = 1, count do ngx.thread.wait(threads[i]) end
  return keys
end

--- Waits a while for a condition.
local function wait_until(condition)
  for _ = 1, 1500 do
    if condition() then return end
    ngx.sleep(0.01)
  end
end

--- The worker's clients, one for each name.
local clients = {}

local function client_of_the_worker(name, settings)
  clients[name] = clients[name] or new_client(name, settings)
  return clients[name]
end

--- A request's content: the access key that the worker's client of a name signs with.
function credentials.print_key(name) ngx.print(key_of(client_of_the_worker(name))) end

--- A request's content: the same after the seconds in its argument `delay`, and whether the worker is about to leave.
function credentials.print_key_and_stay(name)
  ngx.sleep(tonumber(ngx.var.arg_delay))
  local client = client_of_the_worker(name, { credentials_cache = "keys" })
  ngx.print(key_of(client), ngx.worker.exiting() and " leaving " or " staying ")
end

--- A call that ends before its keys are there, and what another gets.
function credentials.is_late()
  local client = new_client("Late")
  local err = failure_of(client, { timeout = 0.1 })
  return err.type, key_of(client), key_server.fetches("Late")
end

function credentials.fail_for_all_who_wait(count)
  return table.concat(keys_at_once(new_client("Down"), count), " "), key_server.fetches("Down")
end

--- The keys in use as they get older, while they cannot be renewed, and then again.
function credentials.grow_old()
  local client, keys = new_client("Old"), {}
  local function look(seconds)
    key_server.set("shift", seconds)
    keys[#keys + 1] = key_of(client)
    ngx.sleep(0.05)
  end
  look(0)
  key_server.set("is_down", true)
  for _, left in ipairs({ 14 * 60, 5 * 60, 4 * 60, 30, -1 }) do look(3600 - left) end
  key_server.set("is_down", false)
  look(3600 + 2)
  return keys
end

--- The keys in use `left` seconds before their end, while a timer fetches new ones: of ten calls at once, and once they
--- are there.
function credentials.renew_in_a_timer(name, left)
  local client = new_client(name)
  key_of(client)
  key_server.set("shift", 3600 - left)
  key_server.set("latency", 2)
  local ok, err = pcall(client.retry_data_replication, INPUT, { timeout = 1.8 })
  if not ok then error(tostring(err)) end
  local keys = keys_at_once(client, 10)
  local during, after = key_server.fetches(name), keys[1]
  wait_until(function()
    after = key_of(client)
    return after ~= keys[1]
  end)
  return table.concat(keys, " "), during, key_server.fetches(name), after
end

--- What a client's logger hears of keys that cannot be renewed, and when they end.
function credentials.tell_the_logger()
  local events = {}
  local function logger(event)
    if event.type == "stale" then events[#events + 1] = event end
  end
  local client = new_client("Told", { logger = logger })
  key_of(client)
  key_server.set("is_down", true)
  key_server.set("shift", 3600 - 5 * 60)
  local ends = ngx.time() + 3600
  key_of(client)
  wait_until(function() return events[1] end)
  key_of(client)
  return events[1], #events, ends
end

--- The error of a call with a function that needs the request, and of a call of a client with such a function.
function credentials.provide_from_the_request()
  local function provide() return { access_key_id = "AKIA" .. ngx.var.request_method, secret_access_key = "s" } end
  key_server.set("refused", "AKIAPOST")
  local refused = failure_of(new_client("Unused"), { credentials = provide, max_attempts = 1 })
  return refused.type, failure_of(new_client("Unused", { credentials = provide })).message
end

function credentials.need_themselves()
  local client
  client = new_client("Unused", { credentials = function() client.retry_data_replication(INPUT) end })
  return failure_of(client).message
end

--- The error of a call that has no keys.
function credentials.are_missing()
  return tostring(failure_of(new_client("Unused", {
    credentials = require("aws.credentials").chain(), connect_timeout = 0.1,
    transport = function() return nil, { type = "ConnectTimeoutError", message = "no", sent = false } end,
  })))
end

--- The errors of a client with a profile and of a call with keys of SSO, where there is no HOME.
function credentials.have_no_home()
  local _, err = pcall(require("aws.drs").new, { region = "eu-west-1", profile = "dr" })
  local sso = require("aws.credentials").sso({
    sso_role_name = "r", sso_account_id = "1", sso_region = "eu-west-1", sso_start_url = "https://x",
  })
  return tostring(err), tostring(failure_of(new_client("Unused", { credentials = sso })))
end

--- The error of a call with one provider, which finds nothing.
function credentials.are_not_found_by(provider)
  return tostring(failure_of(new_client("Unused", { credentials = require("aws.credentials")[provider]() })))
end

--- A client whose keys a command prints, and the events of a blocked worker that it tells.
local function client_of_process(command)
  local events = {}
  local function logger(event)
    if event.type == "blocked" then events[#events + 1] = event end
  end
  return new_client("Unused", { credentials = require("aws.credentials").process({ command = command }), logger = logger }), events
end

--- Asks twice for the keys that a command prints; returns both, the events, and how long it took.
function credentials.come_of_process(command)
  local client, events = client_of_process(command)
  local began = ngx.now()
  local one, two = key_of(client), key_of(client)
  ngx.update_time()
  return one, two, events, ngx.now() - began
end

--- The keys in use where nginx runs no timer more, and where none more may wait.
function credentials.are_short_of_timers()
  assert(ngx.timer.at(0, function() ngx.sleep(20) end))
  ngx.sleep(0.05)
  local running = key_of(new_client("Running"))
  assert(ngx.timer.at(20, function() end))
  return running, key_of(new_client("Pending"))
end

return credentials
