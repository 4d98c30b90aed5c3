--- A world of one's own in the local AWS endpoint: nobody else's replications, servers and clock. Its calls are signed
--- requests, without the client.
local curl = require "aws.transport.curl"
local dkjson = require "dkjson"
local local_aws = require "spec.support.local_aws"
local sigv4 = require "aws.sigv4"

local local_world = {}

local protocols = {
  dms = function(operation)
    return "/", { { "Content-Type", "application/x-amz-json-1.1" }, { "X-Amz-Target", "AmazonDMSv20160101." .. operation } }
  end,
  drs = function(operation) return "/" .. operation, { { "Content-Type", "application/json" } } end,
}

local function plain_key()
  local variables = local_aws.variables()
  return { access_key_id = variables.AWS_ACCESS_KEY_ID, secret_access_key = variables.AWS_SECRET_ACCESS_KEY }
end

---@class spec.LocalWorld
---@field name string
local methods = {}
methods.__index = methods

--- A new world; `words` are those of a fault path, which hold for all of its calls.
---@param words? string "many=5,phase=1"
---@return spec.LocalWorld
function local_world.new(words)
  return setmetatable({ name = "world" .. local_aws.fresh(), words = words }, methods)
end

--- The endpoint's URL with this world and further words in it.
---@param words? string
---@return string
function methods:url(words)
  local all = { "world=" .. self.name }
  all[#all + 1] = self.words
  all[#all + 1] = words
  return local_aws.http(table.concat(all, ","))
end

--- Sends a signed request.
local function send(request)
  local signed, details = sigv4.sign(request)
  local transport = curl.new()
  local response = transport(local_aws.request(details.url, { headers = signed, body = request.body }))
  transport:close()
  return response
end

--- One form for STS; status and body of the answer.
---@param form string
---@return integer status
---@return string body
function methods:sts(form)
  local response = send({
    method = "POST", url = self:url() .. "/", headers = { { "Content-Type", "application/x-www-form-urlencoded" } }, body = form,
    service = "sts", region = "us-east-1", credentials = plain_key(),
  })
  return response.status, response.body
end

--- One call; `more`: words, region, credentials, body (as text), url.
---@param service string "dms" or "drs"
---@param operation string
---@param input? table
---@param more? table
---@return table? document nil when the connection was closed without an answer
---@return integer? status
---@return table<string, string>? headers
function methods:call(service, operation, input, more)
  more = more or {}
  local path, headers = protocols[service](operation)
  local response = send({
    method = "POST", url = self:url(more.words) .. path, headers = headers, service = service,
    body = more.body or dkjson.encode(setmetatable(input or {}, { __jsontype = not (input or {})[1] and "object" or nil })),
    region = more.region or "us-east-1", credentials = more.credentials or plain_key(),
  })
  if not response then return nil end
  return dkjson.decode(response.body), response.status, response.headers
end

function methods:dms(operation, input, more) return self:call("dms", operation, input, more) end

function methods:drs(operation, input, more) return self:call("drs", operation, input, more) end

--- The name of the error that a call gets.
---@return string?
function methods:refusal(service, operation, input, more)
  local document, status, headers = self:call(service, operation, input, more)
  if not document or status == 200 then return nil end
  return ((headers["x-amzn-errortype"] or document.__type or ""):gsub("^.*#", ""):gsub(":.*", "")), document
end

--- Moves this world's clock ahead.
---@param seconds number
function methods:advance(seconds)
  local_aws.ask(("/local-aws/advance?world=%s&seconds=%s"):format(self.name, seconds), "POST")
end

local function resource_query(resource)
  return (resource:find("^arn:") and "arn=" or "id=") .. resource
end

--- Status of a resource, and how often it was changed.
---@param resource string ARN or id
---@return table { status, count }
function methods:state(resource)
  return local_aws.ask(("/local-aws/state?world=%s&%s"):format(self.name, resource_query(resource)))
end

--- Sets members of a resource by hand.
---@param resource string ARN or id
---@param members table<string, string>
function methods:set(resource, members)
  local words = {}
  for name, value in pairs(members) do words[#words + 1] = "&" .. name .. "=" .. value end
  return local_aws.ask(("/local-aws/state?world=%s&%s%s"):format(self.name, resource_query(resource), table.concat(words)), "POST")
end

return local_world
