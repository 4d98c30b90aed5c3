--- Keys that are fetched once for all callers, kept, and renewed before they end.
local user_functions = require "aws.waiting.user_functions"
local core = require "aws.core"
local errors = require "aws.errors.typed"
local flights = require "aws.credentials.keep.flight"
local key_rules = require "aws.credentials.keys"
local nginx = require "aws.waiting.nginx"
local origin = require "aws.credentials.origin"
local provider = require "aws.credentials.provider"

local refresh = {}

--- Seconds before the end of keys from which one caller renews them while the others use the old ones.
local ADVISORY_WINDOW = 15 * 60

--- Seconds before the end of keys from which every caller needs new ones.
local MANDATORY_WINDOW = 10 * 60

--- Seconds between two renewals of keys that can still be used; at random up to twice as many, so that processes spread
--- out.
local SPACING = 60

---@class aws.RefreshingSource: aws.CredentialsSource
---@field name string of the provider, for messages
---@field origin? aws.KeyOrigin of keys that a user's function returns
---@field fetch fun(context: aws.CredentialsContext): aws.Credentials the step that asks the provider; may be replaced
---@field is_renewable boolean each fetch gets other keys, also where they have no expiration
---@field is_rereadable boolean another fetch may get other keys: files may have changed
---@field keys? aws.Credentials
---@field refused? aws.Credentials keys that a service refused, until there are others
---@field has_failed boolean the last fetch failed: files may have been read while they were half written
---@field next_renewal number epoch time before which no renewal is tried that can wait
---@field is_detachable boolean inside nginx a timer fetches: the end of a handler does not end the fetch
---@field open_shared? fun(): aws.SharedKeys? where the workers of nginx share the keys
---@field shared? aws.SharedKeys|false
---@field flight? aws.Flight the fetch under way
local source = {}
source.__index = source

--- The time, corrected by what services' answers said.
local function now_of(values, call)
  return user_functions.corrected(user_functions.number(values, "now"), call.state.skew)
end

--- Asks the provider. Keys that have expired cannot be used, however new they are.
local function ask_provider(self, context, values, call)
  local keys = self.fetch(context)
  if not keys.expiration or keys.expiration > now_of(values, call) then return keys end
  local whose = origin.of(keys) or self.origin or { provider = self.name }
  errors.raise({
    type = "CredentialsError",
    provider = whose.provider,
    place = whose.place,
    message = ("%s: the keys that it returned had expired at %s"):format(whose.provider,
      core.format_timestamp(keys.expiration, "iso8601") or "an impossible time"),
  })
end

--- Where the workers share these keys; nil where they do not.
local function shared_of(self)
  if self.shared == nil then self.shared = self.open_shared and self.open_shared() or false end
  return self.shared or nil
end

--- Asks the provider, unless another worker has keys or is about to get them.
local function fetch_fresh(self, flight, context, values, call)
  local shared = shared_of(self)
  if not shared then return ask_provider(self, context, values, call) end
  local function now() return now_of(values, call) end
  local own = self.keys
  local may_serve = own and own.expiration and now() < own.expiration - MANDATORY_WINDOW
  return shared:renew(own, may_serve, flight, context, now, function()
    return ask_provider(self, context, values, call)
  end)
end

--- Whether a failure concerns this caller alone: Ctrl-C, the end of a map, no time left for this call.
local function is_private(raised, context, values)
  return errors.is_final(raised) or context.deadline ~= nil and user_functions.number(values, "clock") >= context.deadline
end

--- Fetches, as the owner of a flight, and fills its `keys` or `raised`.
local function fly(self, flight, context, values, call)
  context.reread = self.refused ~= nil or self.has_failed
  local ok, keys = pcall(fetch_fresh, self, flight, flights.watch(flight, context, values), values, call)
  local is_current = self.flight == flight -- if not, the waiters took this owner for dead
  if is_current then self.flight = nil end
  flight.done, self.has_failed = true, not ok
  if not ok then
    flight.raised, flight.failure = keys, not is_private(keys, context, values) and keys or nil
    return
  end
  flight.keys = keys
  if is_current or not self.keys then self.keys, self.refused = keys, nil end
end

--- The keys of a flight that has ended, or its error.
local function result_of(flight)
  if not flight.keys then error(flight.raised, 0) end
  return flight.keys
end

local function fetch_here(self, call)
  local context = call:context()
  local flight = flights.start(call.values, self.flight)
  if flights.is_endless(flight) then provider.fail(self.name, "it makes a call that needs the very keys it is asked for") end
  call.flight = flight -- whatever happens, the flight ends with the call
  self.flight = flight
  fly(self, flight, context, call.values, call)
  return result_of(flight)
end

--- Tells the logger that keys could not be renewed, and are still used.
local function tell(context, keys, raised)
  if context.stale and errors.is(raised) then context.stale(keys, raised) end
end

--- Lets a timer fetch, with the client's settings and without a deadline. Returns the flight; nil where no timer can.
---@param old? aws.Credentials that are used meanwhile
local function launch(self, call, old)
  if not (self.is_detachable and nginx.can_detach()) then return nil end
  local context, values = call:context(true)
  local flight = flights.start_in_timer(values)
  local is_made = nginx.api().timer.at(0, function()
    if self.flight ~= flight then return end -- it began too late, and another coroutine fetches
    flights.take_over(flight, values)
    fly(self, flight, context, values, call)
    if old and not flight.keys then tell(context, old, flight.raised) end
  end)
  self.flight = is_made and flight or nil
  return self.flight
end

--- Fetches new keys for this call and all that wait. If a fetch is alive here, it is our own caller's: fetch in place,
--- never in a timer.
local function fetch(self, call)
  local is_nested = self.flight and flights.is_alive(self.flight, call.values)
  local flight = not is_nested and launch(self, call)
  if not flight then return fetch_here(self, call) end
  if flights.wait(flight, call.values, call:context().deadline) then return result_of(flight) end
  if self.flight == flight then self.flight = nil end
  return fetch_here(self, call)
end

--- New keys: those of the flight under way, or of a new one.
local function join(self, call)
  local old = self.keys
  while self.flight and flights.can_wait(self.flight, call.values) do
    local flight = self.flight
    local ended = flights.wait(flight, call.values, call:context().deadline)
    if ended and flight.keys then return flight.keys end
    if ended and flight.failure then error(flight.failure, 0) end
    if self.flight == flight then self.flight = nil end
    if self.keys and self.keys ~= old then return self.keys end
  end
  return fetch(self, call)
end

--- Renews keys that can still be used. The old ones are used where another call renews, where it was tried a moment ago,
--- where a timer renews, and where it fails.
local function renew(self, call, now)
  local old = self.keys
  if now < self.next_renewal or self.flight and flights.is_alive(self.flight, call.values) then return old end
  self.next_renewal = now + SPACING * (1 + user_functions.number(call.values, "random"))
  if launch(self, call, old) then return old end
  local ok, result = pcall(fetch_here, self, call)
  if ok then return result end
  if not errors.is(result) or errors.is(result, "interrupted") or now_of(call.values, call) >= old.expiration then
    error(result, 0)
  end
  tell(call:context(), old, result)
  return old
end

--- Whether a failure to renew keys is tolerated now; inside nginx it is until they end.
local function may_serve(keys, now)
  return now <= keys.expiration - MANDATORY_WINDOW or nginx.api() ~= nil and now < keys.expiration
end

--- Keys to use after the service refused some. If none can be read, refused keys without an end stay: a file may be half
--- written.
local function replace(self, call)
  local refused = self.refused
  local ok, result = pcall(join, self, call)
  if ok then return result end
  if refused.expiration or self.is_renewable or errors.is_final(result) then error(result, 0) end
  self.keys = self.keys or origin.pass(refused, (key_rules.read(refused)))
  return self.keys
end

--- The keys to sign with. Where they are known and far from their end, no table or function is made.
function source:get(call)
  local keys = self.keys
  if not keys then return (self.refused and replace or join)(self, call) end
  if not keys.expiration then return keys end
  local now = now_of(call.values, call)
  if now <= keys.expiration - ADVISORY_WINDOW then return keys end
  if may_serve(keys, now) then return renew(self, call, now) end
  return join(self, call)
end

--- The keys that are kept; nil before the first fetch.
function source:known()
  return self.keys
end

--- The service refused these keys: whether `get` may return others, and whether it may return the same again. Callers
--- that had the same keys share one fetch.
function source:expire(keys)
  local is_renewed = keys.expiration ~= nil or self.is_renewable
  if self.keys ~= keys then return true, not is_renewed end
  if not (is_renewed or self.is_rereadable) then return false end
  self.refused = keys
  self.keys = nil
  if self.shared then self.shared:forget(keys) end
  return true, not is_renewed
end

--- What a source of keys is made of.
---@class aws.RefreshingFields
---@field name string
---@field origin? aws.KeyOrigin
---@field fetch fun(context: aws.CredentialsContext): aws.Credentials
---@field is_renewable? boolean
---@field is_rereadable? boolean
---@field is_detachable? boolean
---@field open_shared? fun(): aws.SharedKeys?

--- A source of keys.
---@param fields aws.RefreshingFields
---@return aws.RefreshingSource # whose `get` raises what `fetch` raises; CredentialsError for keys that have expired
function refresh.new(fields)
  return setmetatable({
    name = fields.name,
    origin = fields.origin,
    fetch = fields.fetch,
    is_renewable = fields.is_renewable or false,
    is_rereadable = fields.is_rereadable or false,
    is_detachable = fields.is_detachable or false,
    open_shared = fields.open_shared,
    has_failed = false,
    next_renewal = -math.huge,
  }, source)
end

return refresh
