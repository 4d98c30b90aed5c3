--- Places for plans to look at: accounts and regions that a transport makes up.
local dkjson = require "dkjson"
local identities = require "spec.support.identities"
local retries = require "spec.support.retries"
local scripted = require "spec.support.scripted"

local plans = {}

--- The ARN of a replication.
function plans.arn(name, region, account)
  return ("arn:aws:dms:%s:%s:replication-config:%s"):format(region or "us-east-1", account or "123456789012", name:upper())
end

--- A replication as DMS lists it.
function plans.replication(name, status, region, account)
  return { ReplicationConfigArn = plans.arn(name, region, account), ReplicationConfigIdentifier = name, Status = status }
end

--- A source server as DRS lists it.
function plans.server(id, state, more)
  local server = { sourceServerID = id, dataReplicationInfo = { dataReplicationState = state }, tags = { env = "test" },
    sourceProperties = { identificationHints = { hostname = "host-" .. id } } }
  for name, value in pairs(more or {}) do server[name] = value end
  return server
end

local function json(value, status)
  return scripted.answer(dkjson.encode(value), status, { ["x-amzn-requestid"] = "r-1" })
end

--- A page of a list, and the token of the next one.
local function page(place, token)
  local first = (tonumber(token) or 0) + 1
  local last = math.min(#place.list, first + (place.page or 100) - 1)
  local items = setmetatable({}, { __jsontype = "array" })
  for i = first, last do items[#items + 1] = place.list[i] end
  return items, last < #place.list and tostring(last) or nil
end

local operations = {}

function operations.GetCallerIdentity(place)
  return identities.answer({ Account = place.account })
end

function operations.DescribeReplications(place, input)
  local items, token = page(place, input.Marker)
  return json({ Replications = items, Marker = token })
end

function operations.DescribeSourceServers(place, input)
  local items, token = page(place, input.nextToken)
  return json({ items = items, nextToken = token })
end

function operations.ListTagsForResource(place, input)
  local list = setmetatable({}, { __jsontype = "array" })
  for _, arn in ipairs(input.ResourceArnList) do
    if place.gone and place.gone[arn] then return retries.refusal(400, "ResourceNotFoundFault") end
    for key, value in pairs((place.tags or {})[arn] or {}) do list[#list + 1] = { Key = key, Value = value, ResourceArn = arn } end
  end
  return json({ TagList = list })
end

local function operation_of(request)
  local target = scripted.header(request, "X-Amz-Target")
  return target and target:match("%.(%w+)$") or request.body:match("^Action=(%w+)") or request.url:match("/(%w+)$")
end

--- A place: `list` of resources, `page` (items of one), `account`, `tags` by ARN, `gone` ARNs; `answers` by operation (an answer or
--- a failure, or a function that gives or raises one) in place of the usual ones. It notes `calls`, and `closed`.
---@return table place its `settings` are a target's
function plans.place(given, settings)
  local place = { calls = {}, closed = 0, account = "123456789012", list = {} }
  for name, value in pairs(given or {}) do place[name] = value end
  local transport = setmetatable({ close = function() place.closed = place.closed + 1 end }, {
    __call = function(_, request)
      local operation = operation_of(request)
      place.calls[#place.calls + 1] = operation
      local answer = (place.answers or {})[operation]
      if type(answer) == "function" then answer = answer(request) end
      if answer and answer.failure then return nil, answer.failure end
      if answer then return answer end
      local input = request.body:find("^{") and dkjson.decode(request.body) or {}
      return operations[operation](place, input)
    end,
  })
  place.settings = { region = "us-east-1", credentials = scripted.keys, transport = transport, max_attempts = 1 }
  for name, value in pairs(settings or {}) do place.settings[name] = value end
  return place
end

--- A plan of places, with an environment of its own.
---@param service string
---@param places table[]
---@param more? table of the plan's request
function plans.make(service, places, more)
  local request = { service = service, targets = {} }
  for i, place in ipairs(places) do request.targets[i] = place.settings end
  for name, value in pairs(more or {}) do request[name] = value end
  return scripted.with_environment({}, require "aws.plan", request)
end

--- One member of all items.
function plans.column(plan, name)
  local list = {}
  for i, item in ipairs(plan.items) do list[i] = item[name] or false end
  return list
end

--- How often a value is in a list.
function plans.count(list, wanted)
  local found = 0
  for _, value in ipairs(list) do found = found + (value == wanted and 1 or 0) end
  return found
end

return plans
