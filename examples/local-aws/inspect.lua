-- The unsigned paths for tests: what was received, what is the state, start over.

local delivery = require "delivery"
local dms = require "dms"
local drs = require "drs"
local json = require "json"
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

local function resource_state()
  local args = ngx.req.get_uri_args()
  local resource = args.arn and dms.find(args.arn) or args.id and drs.find(args.id)
  if not resource then
    return send(404, { message = "There is no such resource; ask with ?arn= or ?id=." })
  end
  return send(200, { status = resource.status, count = resource.count })
end

local function reset()
  state.reset()
  return send(200, {})
end

local paths = {
  ["GET /local-aws/requests"] = requests,
  ["GET /local-aws/state"] = resource_state,
  ["POST /local-aws/reset"] = reset,
}

--- Answers an inspection request.
---@param req table
function inspect.answer(req)
  local action = paths[req.method .. " " .. req.path]
  if not action then
    return send(404, { message = "Known: GET /local-aws/requests, GET /local-aws/state, POST /local-aws/reset." })
  end
  return action()
end

return inspect
