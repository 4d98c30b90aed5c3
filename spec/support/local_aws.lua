--- The local AWS endpoint for specs: one for a whole run, started when it is first asked for.
---
--- `local-aws run` holds it for a command that ends when this process closes a pipe, or dies: it never outlives it.
local child = require "spec.support.child"
local curl = require "aws.transport.curl"
local dkjson = require "dkjson"
local dms = require "aws.dms"
local system = require "system"

local local_aws = {
  temporary_key = {
    access_key_id = "ASIALOCALAWSTEMP0001",
    secret_access_key = "local/temp+secret/EXAMPLEKEY00000000002",
    session_token = "local-session-token//good+0123456789abcdefghijklmnopqrstuvwxyz==",
  },
  expired_key = {
    access_key_id = "ASIALOCALAWSEXPIRED1",
    secret_access_key = "local/expired+secret/EXAMPLEKEY0000000003",
    session_token = "local-session-token//expired+0123456789abcdefghijklmnopqrstuvwxyz==",
  },
  denied_key = {
    access_key_id = "AKIALOCALAWSDENIED01",
    secret_access_key = "local/denied+secret/EXAMPLEKEY000000004",
  },
  reader_key = {
    access_key_id = "AKIALOCALAWSREADER01",
    secret_access_key = "local/reader+secret/EXAMPLEKEY000000006",
  },
  uninitialized_key = {
    access_key_id = "AKIALOCALAWSNODRS001",
    secret_access_key = "local/nodrs+secret/EXAMPLEKEY0000000005",
  },
}

local START_SECONDS = 60

-- { pipe, variables, serial }. busted loads modules anew for every file; the registry stays, and closes the pipe when
-- the Lua state ends.
local registry, KEY = debug.getregistry(), "spec.support.local_aws"

local function unquote(text)
  return text:match("^'(.*)'$") and text:sub(2, -2):gsub("'\\''", "'") or text
end

local function read_variables(path)
  local variables = {}
  for line in io.lines(path) do
    local name, value = line:match("^export ([%w_]+)=(.*)$")
    if name then variables[name] = unquote(value) end
    for unset in (line:match("^unset (.*)") or ""):gmatch("%S+") do variables[unset] = false end
  end
  return variables
end

local function start()
  local file = os.tmpname()
  local command = ('cp "$LOCAL_AWS_DIR/variables" %s.new && mv %s.new %s; cat >/dev/null'):format(file, file, file)
  local pipe = assert(io.popen(("sh examples/local-aws/local-aws run sh -c %s >/dev/null || echo failed >%s")
    :format(child.quote(command), file), "w"))
  local deadline = system.monotime() + START_SECONDS
  local variables
  repeat
    system.sleep(0.02)
    variables = read_variables(file)
  until variables.LOCAL_AWS_DIR or system.monotime() > deadline or io.lines(file)() == "failed"
  os.remove(file)
  if not variables.LOCAL_AWS_DIR then
    pipe:close()
    error("the local AWS endpoint does not start")
  end
  return { pipe = pipe, variables = variables, serial = 1000 } -- the examples' resources have lower numbers
end

local function instance()
  registry[KEY] = registry[KEY] or start()
  return registry[KEY]
end

--- What local-aws exports: AWS_REGION, LOCAL_AWS_HTTP_URL, …; false is a variable that it unsets.
---@return table<string, string|false>
function local_aws.variables()
  return instance().variables
end

--- The URL of the endpoint over http, with a fault when one is named.
---@param fault? string "delay=1,id=KEY"
---@return string
function local_aws.http(fault)
  return local_aws.variables().LOCAL_AWS_HTTP_URL .. (fault and "/fault/" .. fault or "")
end

--- The same over https.
function local_aws.https(fault)
  return local_aws.variables().LOCAL_AWS_HTTPS_URL .. (fault and "/fault/" .. fault or "")
end

--- A name that nothing had before.
---@return string
function local_aws.fresh()
  local shared = instance()
  shared.serial = shared.serial + 1
  return ("%05d"):format(shared.serial) -- as long as a server's id leaves room for
end

--- The ARN of a replication nobody has touched.
---@param state? string "RUNNING", "FAILED", …
---@return string
function local_aws.arn(state)
  return ("arn:aws:dms:us-east-1:123456789012:replication-config:%s-%s"):format(state or "RUNNING", local_aws.fresh())
end

--- The id of a server nobody has touched.
---@param state? string "stalled", "continuous", …
---@return string
function local_aws.server_id(state)
  local text = (state or "stalled") .. ("0"):rep(17)
  local tail = local_aws.fresh()
  return "s-" .. text:sub(1, 17 - #tail) .. tail
end

--- Settings for a client of the endpoint, with one attempt.
---@param endpoint_url? string
---@param more? table further settings
---@return table
function local_aws.settings(endpoint_url, more)
  local variables = local_aws.variables()
  local settings = {
    region = variables.AWS_REGION,
    endpoint_url = endpoint_url or local_aws.http(),
    ca_bundle = variables.LOCAL_AWS_CA_BUNDLE,
    max_attempts = 1,
    credentials = {
      access_key_id = variables.AWS_ACCESS_KEY_ID,
      secret_access_key = variables.AWS_SECRET_ACCESS_KEY,
    },
  }
  for name, value in pairs(more or {}) do settings[name] = value end
  return settings
end

--- The error of one StopReplication at an endpoint, which must fail.
---@param endpoint_url string
---@param more? table further settings
---@return aws.Error
function local_aws.call_error(endpoint_url, more)
  local client = dms.new(local_aws.settings(endpoint_url, more))
  local ok, err = pcall(client.stop_replication, { ReplicationConfigArn = local_aws.arn() })
  client.close()
  if ok then error("the call succeeded") end
  return err
end

--- The environment in which a child's default client talks to the endpoint.
---@param more? table<string, string|false>
---@return table<string, string|false>
function local_aws.environment(more)
  local environment = {}
  for name, value in pairs(local_aws.variables()) do environment[name] = value end
  for name, value in pairs(more or {}) do environment[name] = value end
  return environment
end

--- A request for a transport.
---@param url string
---@param more? table members that differ
---@return aws.TransportRequest
function local_aws.request(url, more)
  local request = {
    method = "POST",
    url = url,
    headers = { { "Host", url:match("^%w+://([^/]*)") } },
    body = "{}",
    connect_timeout = 30,
    read_timeout = 60,
    ca_bundle = local_aws.variables().LOCAL_AWS_CA_BUNDLE,
  }
  for name, value in pairs(more or {}) do request[name] = value end
  return request
end

--- The URL that answers with the request itself, behind a fault when one is named.
---@param fault? string
---@return string
function local_aws.echo(fault)
  return local_aws.http(fault) .. "/local-aws/echo"
end

local function send(url, method)
  local transport = curl.new()
  local response, failure = transport(local_aws.request(url, { method = method, body = "" }))
  transport:close()
  if not response then error(failure.message) end
  return response
end

--- What an inspection path of the endpoint answers.
---@param path string "/local-aws/…"
---@param method? string GET without it
---@return table
function local_aws.ask(path, method)
  return (assert(dkjson.decode(send(local_aws.http() .. path, method or "GET").body)))
end

--- The answer to a request, unsigned, at a fault path.
---@param fault string
---@return aws.TransportResponse
function local_aws.refused(fault)
  return send(local_aws.http(fault) .. "/", "POST")
end

--- The requests that named `id` in their fault, oldest first.
---@param id string
---@return table[]
function local_aws.requests(id)
  return local_aws.ask("/local-aws/requests?n=500&id=" .. id)
end

--- How often the operation was carried out on a replication or server.
---@param resource string ARN or server id
---@return integer
function local_aws.count(resource)
  return local_aws.ask("/local-aws/state?" .. (resource:find("^arn:") and "arn=" or "id=") .. resource).count
end

--- Back to the endpoint's first day.
function local_aws.reset()
  local_aws.ask("/local-aws/reset", "POST")
end

--- How many connections the requests that name `id` came over.
function local_aws.connections(id)
  local seen, count = {}, 0
  for _, request in ipairs(local_aws.requests(id)) do
    if not seen[request.connection] then count = count + 1 end
    seen[request.connection] = true
  end
  return count
end

return local_aws
