--- Clients whose keys are in a lua_shared_dict, and come from key_server.lua: for credentials_cache_spec.lua.
local core = require "aws.core"
local key_server = require "spec.nginx.handlers.key_server"

local credentials_cache = {}

local INPUT, key_of = key_server.INPUT, key_server.key_of

--- A client whose keys come from this server and are shared in `keys`, unless the settings say otherwise.
local function new_client(name, settings, options)
  local given = { credentials_cache = "keys" }
  for setting, value in pairs(settings or {}) do given[setting] = value end
  return key_server.client(ngx.var.server_port, name, given, options)
end

--- A client whose keys are in the shared credentials file at `path`, whatever the variables say.
local function client_of_file(name, path, cache)
  local getenv = os.getenv
  os.getenv = function(variable) return variable == "AWS_SHARED_CREDENTIALS_FILE" and path or getenv(variable) end
  local client = key_server.client(ngx.var.server_port, name, {
    credentials_cache = cache, credentials = require("aws.credentials").shared_file(),
  })
  os.getenv = getenv
  return client
end

--- Replaces a file at once, as a program that renews keys does.
local function put(path, text)
  local file = assert(io.open(path .. ".new", "w"))
  file:write(text)
  file:close()
  assert(os.rename(path .. ".new", path))
end

local function put_keys(path, id)
  put(path, "[default]\naws_access_key_id = " .. id .. "\naws_secret_access_key = s\n")
end

--- The keys of clients with the same inputs and with others, and how often keys were fetched.
function credentials_cache.share_among_clients()
  local keys = {}
  for i, case in ipairs({
    {}, {}, { { region = "eu-west-1" } }, { { use_fips_endpoint = false } }, { { proxy = false } }, { {}, { timeout = 9 } },
    { {}, { authorization_token = "t" } }, {},
  }) do
    keys[i] = key_of(new_client("Same", case[1], case[2]))
  end
  return keys, key_server.fetches("Same")
end

--- What errors and events of two clients say of the same keys, their place, and how often they were fetched.
function credentials_cache.tell_whose_they_are()
  local clients, used, events = {}, {}, {}
  for i = 1, 2 do
    clients[i] = new_client("Whose", { max_attempts = 1, logger = function(event)
      if event.type == "attempt" then events[i] = event.provider .. " " .. event.place end
    end })
    key_server.set("refused", key_of(clients[i]))
  end
  for i, client in ipairs(clients) do
    local _, err = pcall(client.retry_data_replication, INPUT)
    used[i] = err.credentials
  end
  return used, events, "http://127.0.0.1:" .. ngx.var.server_port, key_server.fetches("Whose")
end

--- What a client says of itself before and after it took keys that another one had fetched.
function credentials_cache.explain()
  local client = new_client("Explain")
  local before = client.explain()
  key_of(new_client("Explain"))
  return before, client.explain({ fetch = true }), "http://127.0.0.1:" .. ngx.var.server_port, key_server.fetches("Explain")
end

--- How often keys are asked for that two clients must not share, of a function and over a transport of the user.
function credentials_cache.keep_apart()
  local asked = 0
  local function provide()
    asked = asked + 1
    return { access_key_id = "AKIAF", secret_access_key = "s" }
  end
  local transport = require("aws.transport").new()
  for _ = 1, 2 do
    key_of(new_client("Mine", { credentials = provide }))
    key_of(new_client("Mine", { transport = transport }))
  end
  return asked + key_server.fetches("Mine")
end

local function renewed_key_of(client)
  for _ = 1, 1500 do
    if key_of(client) ~= "AKIARenew1" then break end
    ngx.sleep(0.01)
  end
  return key_of(client)
end

--- The keys of two clients, at first and once one of the two has renewed them.
function credentials_cache.are_renewed()
  local one, two = new_client("Renew"), new_client("Renew")
  local keys = { key_of(one), key_of(two) }
  key_server.set("shift", 3600 - 5 * 60)
  keys[3], keys[4] = renewed_key_of(one), renewed_key_of(two)
  return keys, key_server.fetches("Renew")
end

--- What new clients get while keys cannot be renewed, up to their end and after it.
function credentials_cache.serve_until_their_end()
  local function key_after(seconds)
    key_server.set("shift", seconds)
    return key_of(new_client("Stale"))
  end
  local first = key_after(0)
  key_server.set("is_down", true)
  return { first, key_after(3600 - 5 * 60), key_after(3600 - 1), key_after(3600 + 1) }
end

--- The keys of two clients before and after the service refuses the first, and the attempts of the call that found out.
local function keys_around_a_refusal(one, two, refused, before_the_call)
  local keys = { key_of(one), key_of(two) }
  before_the_call()
  key_server.set("refused", refused)
  local _, metadata = one.retry_data_replication(INPUT)
  two.retry_data_replication(INPUT)
  keys[3], keys[4] = key_of(one), key_of(two)
  return keys, metadata.attempts
end

function credentials_cache.are_refused()
  local keys, attempts = keys_around_a_refusal(new_client("Bad"), new_client("Bad"), "AKIABad1", function() end)
  return keys, key_server.fetches("Bad"), attempts
end

--- The same with a file that is replaced before the refusal; and the names in the dictionary, before and after.
function credentials_cache.of_a_file_are_refused()
  local path, dictionary = os.tmpname(), ngx.shared.keys
  put_keys(path, "AKIAFILE1")
  local one, two = client_of_file("File", path, "keys"), client_of_file("File", path, "keys")
  local names
  local keys, attempts = keys_around_a_refusal(one, two, "AKIAFILE1", function()
    names = { dictionary:get_keys()[1] }
    put_keys(path, "AKIAFILE2")
  end)
  for _, name in ipairs(dictionary:get_keys()) do names[#names + 1] = name end
  os.remove(path)
  return keys, attempts, names
end

--- How many of many calls at once had which outcome.
local function outcomes_of(client, count)
  local threads, outcomes = {}, {}
  for i = 1, count do
    threads[i] = ngx.thread.spawn(function()
      local ok, result, metadata = pcall(client.retry_data_replication, INPUT)
      local outcome = ok and "ok" .. metadata.attempts or type(result) == "table" and result.type or tostring(result)
      outcomes[outcome] = (outcomes[outcome] or 0) + 1
    end)
  end
  for i = 1, count do ngx.thread.wait(threads[i]) end
  return outcomes
end

--- How often `run` reads a file.
local function reads_of(path, run)
  local reads, read_file = 0, core.read_file
  core.read_file = function(name, limit)
    if name == path then reads = reads + 1 end
    return read_file(name, limit)
  end
  run()
  core.read_file = read_file
  return reads
end

--- What many calls at once make of keys that the service refuses: while their file is half written, when it is whole,
--- and once the new keys are in use; and how often the file was read for the last.
---@param cache? string
function credentials_cache.of_a_file_are_refused_for_many(cache)
  local path = os.tmpname()
  put_keys(path, "AKIAMANY1")
  local client = client_of_file("Many", path, cache)
  key_of(client)
  key_server.set("refused", "AKIAMANY1")
  put(path, "half a li")
  local outcomes = { outcomes_of(client, 16) }
  put_keys(path, "AKIAMANY2")
  outcomes[2] = outcomes_of(client, 16)
  local reads = reads_of(path, function() outcomes[3] = outcomes_of(client, 4) end)
  os.remove(path)
  return outcomes, reads
end

--- The keys of a client, and of another after the dictionary was filled with garbage and a dead worker's locks.
function credentials_cache.survive_garbage()
  local one = key_of(new_client("Dead"))
  for _, key in ipairs(ngx.shared.keys:get_keys()) do
    ngx.shared.keys:set(key, "garbage\n\n\n")
    ngx.shared.keys:set(key .. " lock", "another worker", 0.3)
  end
  return one, key_of(new_client("Dead")), key_server.fetches("Dead")
end

--- The error of a client whose dictionary does not exist.
function credentials_cache.have_no_dictionary()
  local _, err = pcall(new_client, "Unused", { credentials_cache = "nowhere" })
  return { type = err.type, message = err.message }
end

--- The keys of a client whose dictionary is full.
function credentials_cache.have_no_room()
  local function fill()
    for i = 1, 1000 do ngx.shared.tiny:set("key" .. i, ("x"):rep(60)) end
  end
  fill()
  local client = new_client("Tiny", { credentials_cache = "tiny" })
  local key = key_of(client)
  fill()
  return key, key_of(client)
end

--- In init_worker_by_lua: takes part in three rounds, whatever worker a request reaches.
---@param port integer of the server
function credentials_cache.start_rounds(port)
  local state = ngx.shared.state
  ngx.timer.at(0, function()
    local client = key_server.client(port, "All", { credentials_cache = "keys" })
    for round = 1, 3 do
      while (state:get("round") or 0) < round and not ngx.worker.exiting() do ngx.sleep(0.005) end
      state:set("answer " .. round .. " " .. ngx.worker.id(), key_of(client))
      state:incr("answers", 1, 0)
    end
  end)
end

--- Lets the four workers run a round, with their clocks so many seconds ahead; the keys of each, and all fetches.
function credentials_cache.run_round(number, shift)
  local state = ngx.shared.state
  state:set("latency", 0.3)
  state:set("shift", shift)
  state:set("round", number)
  for _ = 1, 2000 do
    if (state:get("answers") or 0) == 4 * number then break end
    ngx.sleep(0.01)
  end
  local keys = {}
  for id = 0, 3 do keys[#keys + 1] = state:get("answer " .. number .. " " .. id) end
  return keys, key_server.fetches("All")
end

--- In init_worker_by_lua: gets keys when the state says `go` and the worker's number.
---@param port integer of the server
function credentials_cache.start_fetcher(port)
  local state = ngx.shared.state
  ngx.timer.at(0, function()
    local client = key_server.client(port, "Orphan", { credentials_cache = "keys" }, { timeout = 600 })
    state:set("pid " .. ngx.worker.id(), ngx.worker.pid())
    while not state:get("go " .. ngx.worker.id()) and not ngx.worker.exiting() do ngx.sleep(0.005) end
    state:set("key " .. ngx.worker.id(), key_of(client))
  end)
end

--- Lets worker 0 begin a fetch that does not end.
function credentials_cache.let_the_first_fetch()
  key_server.set("latency", 600)
  key_server.set("go 0", true)
end

--- Lets the others get keys. The worker that nginx starts in the place of the first one gets none.
function credentials_cache.let_the_others_fetch()
  key_server.set("latency", 0.3)
  ngx.shared.state:delete("go 0")
  for id = 1, 3 do key_server.set("go " .. id, true) end
  ngx.sleep(0.1)
end

return credentials_cache
