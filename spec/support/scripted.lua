--- A transport that gives the answers it was told and records the requests it got; and clients that use one.
local ascii = require "aws.text.ascii"

local scripted = {}

scripted.keys = { access_key_id = "AKIDEXAMPLE", secret_access_key = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" }

--- 2024-02-29T23:59:58Z
scripted.time = 1709251198

local function copy(value)
  if type(value) ~= "table" then return value end
  local made = {}
  for key, item in pairs(value) do made[key] = copy(item) end
  return made
end

--- Each answer is a response, { failure = {…} }, or a function(request) that returns what a transport would.
---@return table transport # with `requests`, all that it got, and `closed`, how often it was closed
function scripted.transport(answers)
  local transport = { requests = {}, closed = 0 }
  function transport:close() self.closed = self.closed + 1 end
  return setmetatable(transport, {
    __call = function(self, request)
      self.requests[#self.requests + 1] = copy(request)
      local answer = answers[#self.requests]
      if answer == nil then error("the script has no answer number " .. #self.requests, 0) end
      if type(answer) == "function" then return answer(request) end
      if answer.failure then return nil, copy(answer.failure) end
      return copy(answer)
    end,
  })
end

--- A whole answer.
function scripted.answer(body, status, headers)
  return { status = status or 200, headers = headers or {}, body = body or "{}" }
end

--- Gives the real environment back, without a table in between: memory may have run out.
local function with_real_environment(real, ok, ...)
  os.getenv = real -- luacheck: ignore 122
  if not ok then error((...), 0) end
  return ...
end

--- Runs `body` with an environment of its own. What the machine has set is hidden.
function scripted.with_environment(variables, body, ...)
  local real = os.getenv
  os.getenv = function(name) return variables[name] end -- luacheck: ignore 122
  return with_real_environment(real, pcall(body, ...))
end

--- A client of a service module with a scripted transport, fixed time and keys, one attempt and no environment.
function scripted.client(service, answers, settings)
  local given = {
    region = "us-east-1",
    credentials = scripted.keys,
    max_attempts = 1,
    transport = scripted.transport(answers),
    now = function() return scripted.time end,
  }
  for name, value in pairs(settings or {}) do given[name] = value end
  return scripted.with_environment({}, service.new, given), given.transport
end

--- What a source of keys sees of a call.
---@param values table settings
---@param context fun(): table what a provider may use
---@return aws.KeysCall
function scripted.keys_call(values, context)
  return { values = values, state = { values = values, skew = 0 }, context = function() return context() end }
end

--- The value of a request's header, or nil; `count` tells how often it is there.
function scripted.header(request, name)
  local value, count = nil, 0
  for _, header in ipairs(request.headers) do
    if ascii.lower(header[1]) == ascii.lower(name) then value, count = header[2], count + 1 end
  end
  return value, count
end

--- Calls something that must raise and returns what it raised.
function scripted.failure(call, ...)
  local ok, raised = pcall(call, ...)
  if ok then error("nothing was raised", 2) end
  return raised
end

--- The text of an error, or one that was printed, without the line that made the call.
---@param raised any
---@return string
function scripted.without_line(raised)
  return (tostring(raised):gsub(" %(at .-:%d+%)", ""):gsub(", at .-:%d+%)", ")"))
end

return scripted
