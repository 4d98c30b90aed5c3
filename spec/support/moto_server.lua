--- moto (a fake of AWS's services in Python) on loopback, where it is installed: users, roles and their policies in its
--- IAM, signatures and permissions enforced.
---
--- A shell holds the server until this process closes a pipe, or dies: it never outlives it.
local child = require "spec.support.child"
local curl = require "aws.transport.curl"
local files = require "spec.support.files"
local sigv4 = require "aws.sigv4"
local system = require "system"

local moto_server = { region = "us-east-1", account = "123456789012" }

local START_SECONDS = 120

-- Before signatures are enforced, any key will do.
local ANY_KEY = { access_key_id = "AKIAANYKEY0000000000", secret_access_key = "any" }

--- Why there is no server here, or nil.
---@return string?
function moto_server.missing()
  if child.run("python3 -c 'import moto.server'") ~= 0 then return "moto is not installed (python3 -c 'import moto.server')" end
end

---@class spec.MotoServer
---@field url string
local methods = {}
methods.__index = methods

--- Starts a server on a free port and waits until it listens.
---@return spec.MotoServer
function moto_server.start()
  local log = os.tmpname()
  local pipe = assert(io.popen(([[python3 -m moto.server -H 127.0.0.1 -p 0 >%s 2>&1 </dev/null & pid=$!
    cat >/dev/null; kill $pid; wait $pid; :]]):format(log), "w"))
  local self = setmetatable({ pipe = pipe, log = log }, methods)
  local deadline = system.monotime() + START_SECONDS
  repeat
    system.sleep(0.05)
    self.url = files.read(log):match("Running on (http://127%.0%.0%.1:%d+)")
  until self.url or system.monotime() > deadline
  if not self.url then
    self:stop()
    error("moto does not start")
  end
  return self
end

--- Ends the server.
function methods:stop()
  self.pipe:close()
  os.remove(self.log)
end

--- One POST; the body of its answer, which must be a 200.
function methods:post(path, headers, body)
  local transport = curl.new()
  local response, failure = transport({ method = "POST", url = self.url .. path, headers = headers, body = body,
    connect_timeout = 60, read_timeout = 60 })
  transport:close()
  if not response then error(failure.message) end
  if response.status ~= 200 then error(("moto: %d %s"):format(response.status, response.body)) end
  return response.body
end

local function form(parameters)
  local words = {}
  for name, value in pairs(parameters) do
    words[#words + 1] = name .. "=" .. value:gsub("[^%w]", function(c) return ("%%%02X"):format(c:byte()) end)
  end
  return table.concat(words, "&")
end

--- A call of IAM's; the answer's text.
---@param action string
---@param parameters table<string, string>
---@return string
function methods:iam(action, parameters)
  local body = ("Action=%s&Version=2010-05-08&%s"):format(action, form(parameters))
  local headers = sigv4.sign({
    method = "POST", url = self.url .. "/", body = body, service = "iam", region = moto_server.region, credentials = ANY_KEY,
    headers = { { "Content-Type", "application/x-www-form-urlencoded" } },
  })
  return self:post("/", headers, body)
end

local function statement(action, more)
  return ('{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"%s",%s}]}'):format(action, more)
end

--- Makes a user that may do one action.
---@param name string
---@param action string "sts:AssumeRole", "dms:*"
---@return aws.Credentials
function methods:user(name, action)
  self:iam("CreateUser", { UserName = name })
  self:iam("PutUserPolicy", { UserName = name, PolicyName = "own", PolicyDocument = statement(action, '"Resource":"*"') })
  local text = self:iam("CreateAccessKey", { UserName = name })
  return {
    access_key_id = text:match("<AccessKeyId>(.-)</AccessKeyId>"),
    secret_access_key = text:match("<SecretAccessKey>(.-)</SecretAccessKey>"),
  }
end

--- Makes a role that may do one action.
---@param name string
---@param action string
---@param principal string the ARN of who may assume it, a user or a role's session
---@return string arn
function methods:role(name, action, principal)
  local trust = statement("sts:AssumeRole", ('"Principal":{"AWS":"%s"}'):format(principal))
  self:iam("CreateRole", { RoleName = name, AssumeRolePolicyDocument = trust })
  self:iam("PutRolePolicy", { RoleName = name, PolicyName = "own", PolicyDocument = statement(action, '"Resource":"*"') })
  return ("arn:aws:iam::%s:role/%s"):format(moto_server.account, name)
end

--- From now on signatures and permissions are enforced; false: no more.
---@param is_on boolean
function methods:enforce(is_on)
  self:post("/moto-api/reset-auth", { { "Host", self.url:match("//(.*)$") } }, is_on and "0" or "inf")
end

return moto_server
