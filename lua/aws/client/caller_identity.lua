--- Whose keys a client's are: GetCallerIdentity of STS, made as any call of the client's is.
local calls = require "aws.client.call"
local common = require "aws.client.common"
local config = require "aws.settings.config"
local protocol = require "aws.protocol"
local report = require "aws.client.report"
local sts = require "aws.credentials.services.sts"
local xml = require "aws.text.xml"

---@class aws.CallerIdentity
---@field account string twelve digits
---@field arn string of the user, role session or root
---@field user_id string

local NAME = "get_caller_identity"

--- STS as far as it is asked here. Its protocol, AWS Query, is one in which the form is the body, and the answer is XML.
---@type aws.ServiceModel
local model = {
  name = "sts", service_id = "STS", endpoint_prefix = "sts", signing_name = "sts", protocol = "restJson1",
  operations = {
    [NAME] = { name = "GetCallerIdentity", method = "POST", path = "/", input = "Form", read_only = true },
  },
  shapes = {
    Form = {
      type = "structure", payload = "form",
      members = { form = "string", content_type = { shape = "string", location = "header", location_name = "Content-Type" } },
    },
  },
}

--- Where the answer has the members of an identity.
local places = {
  { "account", "GetCallerIdentityResult/Account" },
  { "arn", "GetCallerIdentityResult/Arn" },
  { "user_id", "GetCallerIdentityResult/UserId" },
}

--- Reads an answer.
local function read(body)
  if not body:find("<GetCallerIdentityResponse", 1, true) then return nil end
  local leaves, fault = xml.leaves(body)
  if not leaves then return nil, "the answer " .. fault end
  local identity = {}
  for _, place in ipairs(places) do
    local text = leaves[place[2]]
    if not text or text == "" then return nil, "the answer has no " .. place[2] end
    identity[place[1]] = text
  end
  return identity
end

--- The operation, compiled when it is first called.
local operations = {}

local function compile()
  local operation = protocol.compile(model, NAME)
  operation.read = read
  operations[NAME] = operation
end

--- The settings of a call of STS: those of the client's call, with the place of STS. Without a region the call says so itself.
local function values_for(state, options)
  common.check_open(state)
  local values = options == nil and state.values or config.for_call(state.values, options)
  local own = { use_fips_endpoint = false, use_dualstack_endpoint = false, credentials = rawget(state.values, "credentials") }
  if values.region then
    local place, region = sts.place("STS", values.region, state.surroundings)
    own.region, own.endpoint_url = region, place.base .. (place.query ~= "" and "?" .. place.query or "")
  end
  return setmetatable(own, { __index = values })
end

--- A client's state with STS in the place of its service. Clock, keys, quota and connections are the client's own.
local function state_for(state, values)
  if not operations[NAME] then compile() end
  local own = { service = model, operations = operations, endpoints = {}, endpoint = false, values = values }
  return setmetatable(own, { __index = state, __newindex = state })
end

local function prepare(state, options)
  return state_for(state, values_for(state, options))
end

--- Raises why the call cannot be made, as a call does.
local function fail(state, credentials, raised)
  report.fail({
    service = model.name, name = NAME, state = state, attempt = {}, progress = { attempts = 0 },
    values = setmetatable({ credentials = credentials }, { __index = state.values }),
  }, raised)
end

--- Asks STS whose the keys are that a client, or a call with these options, signs with.
---@param state aws.ClientState
---@param options? aws.Options
---@return aws.CallerIdentity identity
---@return aws.Metadata metadata
---Raises what a call raises, with STS's codes.
return function(state, options)
  local credentials = type(options) == "table" and rawget(options, "credentials") or nil
  local ok, own = pcall(prepare, state, options)
  if not ok then fail(state, credentials, own) end
  return calls.perform(own, NAME, { form = sts.form("GetCallerIdentity", {}), content_type = sts.CONTENT_TYPE },
    credentials and { credentials = credentials })
end
