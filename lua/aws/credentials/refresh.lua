--- Keys that are fetched once for all callers, kept, and renewed before they end.
local ask = require "aws.ask"
local core = require "aws.core"
local errors = require "aws.errors"
local flights = require "aws.credentials.flight"
local provider = require "aws.credentials.provider"

local refresh = {}

--- Seconds before the end: one caller renews, and the others go on with the old keys.
local ADVISORY_WINDOW = 15 * 60

--- Seconds before the end: everybody needs new keys.
local MANDATORY_WINDOW = 10 * 60

--- Seconds between two renewals in the advisory window; up to twice as many, so that processes do not march in step.
local SPACING = 60

---@class aws.RefreshingSource: aws.CredentialsSource
---@field name string of the provider, for messages
---@field fetch fun(context: aws.CredentialsContext): aws.Credentials the step that asks the provider; may be replaced
---@field identity? string provider and inputs, where they are known: equal texts stand for equal keys
---@field is_renewable boolean keys without expiration can be asked for again when a service refuses them
---@field keys? aws.Credentials
---@field renew_at? number epoch time at which the advisory window begins; nil for keys that do not end
---@field next_early number epoch time before which no early renewal is tried
---@field flight? aws.Flight the fetch under way
local source = {}
source.__index = source

local function store(self, keys)
  self.keys = keys
  self.renew_at = keys.expiration and keys.expiration - ADVISORY_WINDOW
end

--- The step that asks the provider. Keys that have expired are no use, however new.
local function fetch_fresh(self, context, values)
  local keys = self.fetch(context)
  if keys.expiration and keys.expiration <= ask.number(values, "now") then
    provider.fail(keys.provider or self.name, "the keys that it returned had expired at %s",
      core.format_timestamp(keys.expiration, "iso8601") or "an impossible time")
  end
  return keys
end

--- Whether a failure says nothing about the next caller's chances: Ctrl-C, the end of a map, no time left for this call.
local function is_private(raised, context, values)
  if not errors.is(raised) or errors.is(raised, "interrupted") or errors.is(raised, "DeadlineExceeded") then return true end
  return context.deadline ~= nil and ask.number(values, "clock") >= context.deadline
end

--- Fetches, as the owner of a flight.
local function fetch(self, values, make_context, call)
  local context = make_context(call)
  local flight = flights.start(values, self.flight)
  if flights.is_endless(flight) then provider.fail(self.name, "it makes a call that needs the very keys it is asked for") end
  self.flight = flight
  local ok, keys = pcall(fetch_fresh, self, flights.watch(flight, context, values), values)
  local is_current = self.flight == flight -- else the others took this owner for dead
  if is_current then self.flight = nil end
  flight.done = true
  if not ok then
    flight.failure = not is_private(keys, context, values) and keys or nil
    error(keys, 0)
  end
  flight.keys = keys
  if is_current or not self.keys then store(self, keys) end
  return keys
end

--- New keys: those of the flight under way, or of one's own.
local function join(self, values, make_context, call)
  local old = self.keys
  while self.flight and flights.can_wait(self.flight, values) do
    local flight = self.flight
    local ended = flights.wait(flight, values, make_context(call).deadline)
    if ended and flight.keys then return flight.keys end
    if ended and flight.failure then error(flight.failure, 0) end
    if self.flight == flight then self.flight = nil end
    if self.keys and self.keys ~= old then return self.keys end
  end
  return fetch(self, values, make_context, call)
end

--- Renews ahead of time, or goes on with the old keys: somebody else renews, or it was tried a moment ago, or it fails.
local function renew_early(self, values, make_context, call, now)
  local old = self.keys
  if now < self.next_early or self.flight and flights.is_alive(self.flight, values) then return old end
  self.next_early = now + SPACING * (1 + ask.number(values, "random"))
  local ok, result = pcall(fetch, self, values, make_context, call)
  if ok then return result end
  if not errors.is(result) or errors.is(result, "interrupted") then error(result, 0) end
  return old
end

--- The keys to sign with. Nothing is made where they are at hand and far from their end.
function source:get(values, make_context, call)
  local keys, renew_at = self.keys, self.renew_at
  if not keys then return join(self, values, make_context, call) end
  if not renew_at then return keys end
  local now = ask.number(values, "now")
  if now <= renew_at then return keys end
  if now <= renew_at + ADVISORY_WINDOW - MANDATORY_WINDOW then
    return renew_early(self, values, make_context, call, now)
  end
  return join(self, values, make_context, call)
end

--- The service refused these keys as expired: whether `get` can come with others.
function source:expire(keys)
  if self.keys ~= keys then return true end
  if not (keys.expiration or self.is_renewable) then return false end
  self.keys = nil
  return true
end

--- A source of keys.
---@param fields { name: string, fetch: fun(context: aws.CredentialsContext): aws.Credentials, identity?: string, is_renewable?: boolean }
---@return aws.RefreshingSource # whose `get` raises what `fetch` raises; CredentialsError for keys that have expired
function refresh.new(fields)
  return setmetatable({
    name = fields.name,
    fetch = fields.fetch,
    identity = fields.identity,
    is_renewable = fields.is_renewable or false,
    next_early = -math.huge,
  }, source)
end

return refresh
