--- A stub: what its users do with it, and the transport that it is.
local client_room = require "aws.client"
local coroutines = require "aws.waiting.coroutines"
local errors = require "aws.errors.typed"
local iterate = require "aws.language.iterate"
local options_room = require "aws.settings.options"
local problems = require "aws.settings.problems"
local record = require "aws.stub.record"
local reply = require "aws.stub.reply"
local services = require "aws.stub.services"
local steps = require "aws.stub.steps"

local object = {}

---@class aws.Stub: function
---@overload fun(request: aws.TransportRequest): aws.TransportResponse?, aws.TransportFailure?
---@field calls aws.StubCall[] all that it was asked, in order
---@field sleeps number[] seconds that clients slept, in order
---@field unanswered string[] requests that it could not answer, and why
---@field private entries table<aws.StubTarget, aws.StubEntry>
---@field private services aws.StubServices
---@field private by_id table<string, aws.StubCall>
---@field private account string
---@field private started_at number epoch seconds
---@field private clock aws.VirtualClock
---@field private answered integer requests that got an answer of AWS's
---@field private raised? { value: any } the first error of an answering function
---@field private source aws.ClientSource
local Stub = {}

local metatable = { __name = "aws.Stub", __index = Stub }

-- Answers -------------------------------------------------------------------------------------------------------

--- Raises what was found, if anything was.
---@param found aws.Problems
local function raise(found)
  if not found:is_empty() then errors.unfit("aws.stub: " .. found:text(), found:list()) end
end

local function read_service(self, key, given, entries, faults)
  local service, fault = services.get(self.services, key)
  if not service then return faults:add(type(key) == "string" and key or "", fault, fault) end
  if type(given) ~= "table" then
    local wrong = ("is a %s, a table of answers by operation is wanted"):format(type(given))
    return faults:add(service.name, wrong, service.name .. " " .. wrong)
  end
  for name, value in iterate.next, given do
    local target, wrong = services.target(service, name)
    if target then
      entries[target] = steps.entry(target, value, faults, self.account)
    else
      faults:add(("%s.%s"):format(service.name, tostring(name)), wrong, wrong)
    end
  end
end

--- Gives operations other answers. They are read now: what changes in their tables later does not count.
---@param given aws.StubAnswers
---@return aws.Stub self
---Raises ConfigError for answers that do not fit the services' models, with all that is wrong; nothing has changed then.
function Stub:set(given)
  if type(given) ~= "table" then errors.config("aws.stub takes a table of answers by service, got a %s", type(given)) end
  local entries, faults = {}, problems.new()
  for key, answers in iterate.next, given do read_service(self, key, answers, entries, faults) end
  raise(faults)
  for target, entry in iterate.pairs(entries) do self.entries[target] = entry end
  return self
end

-- Time ----------------------------------------------------------------------------------------------------------

--- The stub's time.
---@return number # epoch seconds
function Stub:now()
  return self.started_at + self.clock.elapsed
end

--- Raises ConfigError for what is not a number of seconds.
local function check_seconds(taker, seconds)
  if type(seconds) ~= "number" or not (seconds >= 0 and seconds < math.huge) then
    errors.config("aws.stub: %s takes a number of seconds, not below 0", taker)
  end
end

--- Lets time pass.
---@param seconds number
---Raises ConfigError for what is not a number of seconds.
function Stub:pass(seconds)
  check_seconds("pass", seconds)
  self.clock.elapsed = self.clock.elapsed + seconds
end

-- Clients -------------------------------------------------------------------------------------------------------

--- Settings that are the stub's.
local own_settings = { transport = true, now = true, clock = true, sleep = true }

--- Chance is not wanted in tests, but ids of calls have to differ.
local function random_numbers()
  local state = 1
  return function()
    state = state * 16807 % 2147483647 -- Lehmer's generator
    return state / 2147483647
  end
end

--- The settings of a client that is asked nowhere else: not in the environment, not in files.
local function base_of(self)
  return {
    region = "us-east-1", credentials = { access_key_id = "AKIASTUBSTUBSTUBSTUB", secret_access_key = "stub" },
    retry_mode = "standard", max_attempts = 3, proxy = false, ignore_configured_endpoint_urls = true, use_fips_endpoint = false,
    use_dualstack_endpoint = false, transport = self, random = self.random,
    now = function() return self:now() end,
    clock = function() return self.clock.elapsed end,
    sleep = function(seconds)
      check_seconds("sleep", seconds)
      self.sleeps[#self.sleeps + 1] = seconds
      coroutines.sleep_on(self.clock, seconds)
    end,
  }
end

--- Settings for a client of the stub, or for a target of a plan: with its transport, keys and clock, and "us-east-1".
---@param more? aws.Settings that count before the stub's
---@return aws.Settings
---Raises ConfigError for settings that are the stub's own.
function Stub:settings(more)
  if more ~= nil and type(more) ~= "table" then errors.config("aws.stub: settings are a %s, not a table", type(more)) end
  local all = base_of(self)
  for name, value in iterate.next, more or {} do
    if own_settings[name] then errors.config("aws.stub: the setting %s is the stub's own", name) end
    all[name] = value
  end
  return all
end

--- Settings that lead out of a test: where keys are, and what is trusted.
local dropped = { profile = true, credentials = true, credentials_cache = true, ca_bundle = true, mfa = true }

--- The settings of a client that the code under test makes.
local function settings_for(self, given)
  local all = base_of(self)
  for name, value in iterate.next, given do
    if not (own_settings[name] or dropped[name]) then all[name] = value end
  end
  return all
end

local function no_environment() return nil end

local function module_of(self, key)
  local service, fault = services.get(self.services, key)
  if service and service.module then return service.module end
  errors.config("aws.stub: %s", fault or ("%s has no clients"):format(service.name))
end

--- Makes a client of the stub. It reads neither the environment nor files.
---@generic T
---@param module T a module; "dms" and "drs" are known by name
---@param settings? aws.Settings that count before the stub's
---@return T client
---@overload fun(self: aws.Stub, module: "dms", settings?: aws.Settings): aws.dms.Client
---@overload fun(self: aws.Stub, module: "drs", settings?: aws.Settings): aws.drs.Client
---Raises ConfigError.
function Stub:client(module, settings)
  local own = self:settings(settings)
  return client_room.new_by(module_of(self, module), own, { settings = function() return own end, getenv = no_environment })
end

--- The modules whose clients are the stub's once it is installed.
local function modules_of(self)
  local list = { module_of(self, "dms"), module_of(self, "drs") }
  for _, service in ipairs(self.services.list) do
    if service.module ~= list[1] and service.module ~= list[2] then list[#list + 1] = service.module end
  end
  return list
end

--- Has the stub answer all calls of `aws.dms`, `aws.drs` and of the modules that it has answers for, until `remove`: those of
--- the modules themselves, and of clients that are made from now on, whatever keys, profile or transport they are given.
---@return aws.Stub self
function Stub:install()
  for _, module in ipairs(modules_of(self)) do client_room.set_source(module, self.source) end
  return self
end

--- Ends `install`. It may be called at any time, and again.
function Stub:remove()
  for _, module in ipairs(modules_of(self)) do
    if client_room.source_of(module) == self.source then client_room.set_source(module, nil) end
  end
end

-- What happened -------------------------------------------------------------------------------------------------

--- The calls of an operation.
---@param name string "stop_replication", or "dms.stop_replication"
---@return aws.StubCall[]
---Raises ConfigError for an operation that no service of the stub has.
function Stub:calls_of(name)
  return record.of(self, name)
end

--- Raises an error unless each request was answered and each answer of a list was asked for: for the end of a test. Where a
--- function raised an error (an assertion), that is it.
function Stub:verify()
  if self.raised then error(self.raised.value, 0) end
  local faults = problems.new()
  for i, text in ipairs(self.unanswered) do faults:add(("requests[%d]"):format(i), text, text) end
  for target, entry in iterate.pairs(self.entries) do
    local left, name = #entry.steps - entry.used, target.full_name
    local text = ("%d of %d answers were not asked for"):format(left, #entry.steps)
    if left > 0 then faults:add(name, text, name .. ": " .. text) end
  end
  raise(faults)
end

--- What was asked, a line for each call.
function metatable:__tostring()
  local lines = { ("aws.stub: %d call%s"):format(#self.calls, #self.calls == 1 and "" or "s") }
  for _, call in ipairs(self.calls) do lines[#lines + 1] = "  " .. record.line(call) end
  return table.concat(lines, "\n")
end

--- With a dot in the place of the colon a method would get something else for its stub.
for name, run in iterate.pairs(Stub) do
  Stub[name] = function(self, ...)
    if getmetatable(self) ~= metatable then errors.config("aws.stub: %s is called with a colon: aws:%s(…)", name, name) end
    return run(self, ...)
  end
end

metatable.__call = reply.serve
metatable.__close = Stub.remove

-- New -----------------------------------------------------------------------------------------------------------

--- The beginning of 2026.
local BEGINNING = 1767225600

local function account(value)
  if type(value) ~= "string" or not value:find("^%d%d%d%d%d%d%d%d%d%d%d%d$") then return "is not a text of twelve digits" end
end

local function time(value)
  if type(value) ~= "number" or not (value >= 0 and value < 253402300800) then return "is not a time in epoch seconds" end
end

local words = { table = "aws.stub: options are a table", unknown = "option of aws.stub", wrong = "aws.stub: the option %s" }

--- Makes a stub.
---@param given aws.StubAnswers
---@param options? aws.StubOptions
---@return aws.Stub # raises ConfigError
function object.new(given, options)
  local own, fault, wrong = options_room.read(options, { now = time, account = account }, words)
  if not own then errors.unfit(fault, wrong) end
  local self = setmetatable({
    calls = {}, sleeps = {}, unanswered = {}, entries = {}, services = services.new(), by_id = {},
    account = own.account or "123456789012", started_at = own.now or BEGINNING, clock = { elapsed = 0 }, answered = 0,
    random = random_numbers(),
  }, metatable)
  self.source = { settings = function(more) return settings_for(self, more) end, getenv = no_environment }
  self:set({ sts = { get_caller_identity = {} } })
  return given == nil and self or self:set(given)
end

return object
