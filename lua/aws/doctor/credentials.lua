--- Whose keys: the chain's providers, each asked as the chain asks them, and what they say.
local clients = require "aws.client.clients"
local examinations = require "aws.doctor.examination"
local errors = require "aws.errors.typed"
local iterate = require "aws.language.iterate"
local key_checks = require "aws.doctor.key_checks"
local key_rules = require "aws.credentials.keys"
local origin = require "aws.credentials.origin"
local provider_context = require "aws.client.provider_context"
local provider_hints = require "aws.doctor.provider_hints"
local providers = require "aws.credentials.providers"

---@class aws.KeySearch
---@field examination aws.Examination
---@field context aws.CredentialsContext
---@field surroundings aws.Surroundings
---@field exchanges aws.KeyExchange[] of the provider that was asked last
---@field wants_code? boolean it wanted the code of an MFA device, without a network to use it
---@field winner? string who ended the search
---@field whose? aws.KeyOrigin who had the keys
---@field how? "has keys"|"has failed"|"was not asked" how

---@class aws.KeyExchange one request of a provider
---@field method string
---@field status? integer of the answer
---@field type? string of the failure

-- The search ----------------------------------------------------------------------------------------------------

--- A context whose requests are noted. Without a network its time is over: what would send or run a program ends.
local function watched_context(search, state, has_network)
  local values = state.values
  local context = provider_context.new({ state = state, values = values, progress = { attempts = 0 } })
  local send = context.transport
  function context.transport(request)
    local response, failure = send(request)
    search.exchanges[#search.exchanges + 1] = {
      method = request.method, status = type(response) == "table" and response.status or nil,
      type = type(failure) == "table" and failure.type or nil,
    }
    return response, failure
  end
  if not has_network then context.deadline = values.clock() - 1 end
  return context
end

--- The client's surroundings; without a network nobody is asked for the code of an MFA device.
local function surroundings_of(search, state, has_network)
  if has_network or not state.surroundings.mfa then return state.surroundings end
  local function mfa()
    search.wants_code = true
    error("no network", 0)
  end
  return setmetatable({ mfa = mfa }, { __index = state.surroundings })
end

local function new_search(examination)
  local search = { examination = examination, exchanges = {} }
  search.context = watched_context(search, examination.state, examination.network)
  search.surroundings = surroundings_of(search, examination.state, examination.network)
  return search
end

-- One provider --------------------------------------------------------------------------------------------------

--- A nearly right key of the profile, which may be why it has no keys.
local function suspicion_of(examination)
  for _, suspicion in ipairs(examination.suspicions) do
    if suspicion.meant ~= "region" and suspicion.profile == examination.profiles.name then return suspicion.text end
  end
end

local function with_suspicion(examination, text)
  local suspicion = suspicion_of(examination)
  return suspicion and text .. "; " .. suspicion or text
end

--- Takes the keys that a provider returned.
local function take(search, name, found)
  local keys, fault = key_rules.read(found)
  if not keys then return search.examination:fail("credentials." .. name, "its result " .. fault) end
  local from = origin.of(found) or { provider = name }
  search.whose = from
  search.examination:hide_keys(keys)
  search.examination:ok("credentials." .. name, "has keys", { source = from.place })
  search.examination.keys = keys
end

--- What an error of a provider says, without what a program of the profile wrote.
local function words_of(raised)
  local words = examinations.words(raised)
  if errors.is(raised) and raised.provider == "process" then words = words:gsub("(: exit code %d+):.*$", "%1") end
  return words
end

--- What a provider raised.
local function note_failure(search, name, raised)
  local examination, label = search.examination, "credentials." .. name
  if not examination.network and (errors.is(raised, "DeadlineExceeded") or search.wants_code) then
    search.how = "was not asked"
    return examination:skip(label, "not asked: that takes the network, or a program of the profile")
  end
  search.how = "has failed"
  examination:fail(label, with_suspicion(examination, words_of(raised)),
    { hint = provider_hints.of_failure(name, raised, search) })
end

local function ask(search, name)
  search.exchanges, search.wants_code = {}, false
  local ok, found, reason = examinations.try(function()
    return providers.load(name).new(nil, search.surroundings)(search.context)
  end)
  if ok and found == nil then
    search.examination:skip("credentials." .. name, "nothing there: " .. (type(reason) == "string" and reason or "no reason given"),
      { hint = provider_hints.of_nothing(name, search.exchanges) })
    return
  end
  search.winner = name
  if not ok then return note_failure(search, name, found) end
  search.how = "has keys"
  take(search, name, found)
end

--- Asks each in turn, until one ends the search.
local function ask_all(search)
  local examination = search.examination
  for _, name in ipairs(providers.order) do
    if search.winner then
      examination:skip("credentials." .. name, ("not asked: %s %s"):format(search.winner, search.how))
    elseif providers.load(name).is_of_environment and examination.profiles.is_explicit then
      examination:skip("credentials." .. name, "not asked: the code names a profile")
    else
      ask(search, name)
    end
  end
end

-- The keys ------------------------------------------------------------------------------------------------------

--- It is asked on every machine, whether or not anybody has set it up.
local LAST = "imds"

local function no_keys(search)
  local examination = search.examination
  local profile = examination.profiles.name:sub(1, 64)
  if search.winner == LAST and search.how == "was not asked" then
    return examination:warn("credentials", with_suspicion(examination, ('no keys for profile "%s", unless the metadata service of '
      .. "EC2 has them"):format(profile)), { hint = provider_hints.of_none(examination.profiles) })
  end
  if search.winner then
    return examination:skip("credentials", ("left out: credentials.%s %s"):format(search.winner, search.how))
  end
  examination:fail("credentials", with_suspicion(examination, ('no keys in any place, for profile "%s"'):format(profile)),
    { hint = provider_hints.of_none(examination.profiles) })
end

--- Goes on with a client that has these keys: nobody is asked for them twice.
local function use(examination, keys, provider)
  local given = { credentials = keys }
  for name, value in iterate.pairs(examination.given) do
    if name ~= "credentials" then given[name] = value end
  end
  local service = { model = examination.service, operations = {}, helpers = {}, member_names = {} }
  local client, state = clients.new(service, given, examination.getenv)
  examination.client.close()
  examination.client, examination.state, examination.provider = client, state, provider
end

--- Keys, or a provider, that the program gave.
local function ask_given(search)
  local examination = search.examination
  local state = examination.state
  local call = { state = state, values = state.values, context = function() return search.context, state.values end }
  local ok, found = examinations.try(state.credentials.get, state.credentials, call)
  search.winner = "settings"
  if ok then return take(search, "settings", found) end
  note_failure(search, "settings", found)
end

--- Looks for keys.
---@param examination aws.Examination
return function(examination)
  local search = new_search(examination)
  if examination.given.credentials ~= nil then ask_given(search) else ask_all(search) end
  local keys = examination.keys
  if not keys then return no_keys(search) end
  key_checks.run(examination, keys, search.whose)
  use(examination, keys, search.whose.provider)
end
