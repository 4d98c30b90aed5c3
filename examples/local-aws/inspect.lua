-- The unsigned paths for tests: what was received, what is the state, set it, move the clock, start over.

local delivery = require "delivery"
local dms = require "dms"
local jobs = require "jobs"
local json = require "json"
local servers = require "servers"
local state = require "state"

local inspect = {}

local function send(status, value)
  return delivery.normal {
    status = status, headers = { { "Content-Type", "application/json" } }, body = json.encode(value),
  }
end

local function requests()
  local args = ngx.req.get_uri_args()
  local list = state.requests(tonumber(args.n) or 10, function(entry)
    return not args.id or entry.fault_id == args.id
  end)
  return send(200, json.list(list))
end

-- The resource that arn= or id= names, with its world, or nil.
local function named(args)
  local place = state.world(args.world)
  if type(args.arn) == "string" then
    return dms.find(place, args.arn), place
  elseif type(args.id) == "string" then
    local find = args.id:find("^drsjob") and jobs.find or servers.find
    return find(place, type(args.region) == "string" and args.region or "us-east-1", args.id), place
  end
end

local function no_resource()
  return send(404, { message = "There is no such resource; ask with ?arn= or ?id=." })
end

local function shown(resource)
  return send(200, { status = resource.status, count = resource.count })
end

local function resource_state()
  local resource = named(ngx.req.get_uri_args())
  return resource and shown(resource) or no_resource()
end

-- What may be set by hand; an empty value takes it away.
local settable = { "status", "stop_reason", "provision_state", "failure", "error", "lag", "launch" }

local function set_state()
  local args = ngx.req.get_uri_args()
  local resource, place = named(args)
  if not resource then
    return no_resource()
  end
  resource.next_steps, resource.since = nil, state.now(place)
  for _, name in ipairs(settable) do
    if type(args[name]) == "string" then
      resource[name] = args[name] ~= "" and args[name] or nil
    end
  end
  resource.gone = resource.status == "missing"
  state.keep(place, resource)
  return shown(resource)
end

local function advance()
  local args = ngx.req.get_uri_args()
  local seconds = tonumber(args.seconds)
  if not seconds or seconds < 0 then
    return send(400, { message = "advance?seconds=S needs a number of 0 or more." })
  end
  local place = state.world(args.world)
  place.ahead = place.ahead + seconds
  return send(200, { now = state.now(place) })
end

local function reset()
  state.reset(ngx.req.get_uri_args().world)
  return send(200, {})
end

local paths = {
  ["GET /local-aws/requests"] = requests,
  ["GET /local-aws/state"] = resource_state,
  ["POST /local-aws/state"] = set_state,
  ["POST /local-aws/advance"] = advance,
  ["POST /local-aws/reset"] = reset,
}

--- Answers an inspection request.
---@param req table
function inspect.answer(req)
  local action = paths[req.method .. " " .. req.path]
  if not action then
    return send(404, { message = "Known: GET requests and state, POST state, advance and reset, all below /local-aws/." })
  end
  return action()
end

return inspect
