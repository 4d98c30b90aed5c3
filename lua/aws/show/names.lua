--- What names of members say: that a value is a secret, or a time. Outputs are plain tables and do not know their shapes, so the
--- names count, by the models of all services that the program uses.
local ascii = require "aws.text.ascii"
local iterate = require "aws.language.iterate"
local pieces = require "aws.protocol.pieces"

local names = {}

--- Secrets whatever a model says, in lower case without "-", "_" and an "aws" at the beginning: of this library, of AWS's services
--- that hand keys out (STS does not mark its session tokens), of the environment, profiles and headers.
local secrets = {}
for _, name in ipairs({
  "secret_access_key", "session_token", "security_token", "secret_key", "authorization", "x-amz-security-token", "signature", "signing_key",
  "password", "client_secret", "access_token", "refresh_token", "id_token", "authorization_token",
}) do
  secrets[(name:gsub("[-_]", ""))] = true
end

--- Times whose members are this library's own.
local own_times = { time = true, expiration = true, deprovision_time = true, eta = true }

--- Epoch seconds that a name alone makes a time: 2001 to 2099.
local FIRST, LAST = 1e9, 4.1e9
--- Those of years of four digits.
local MOST = 253402300799

---@class aws.ShownNames what a model says of its members' names
---@field sensitive table<string, true>
---@field times table<string, true>

---@type table<aws.ServiceModel, aws.ShownNames>
local of_models = setmetatable({}, { __mode = "k" })

--- What a model says.
local function read(model)
  local found = { sensitive = {}, times = {} }
  for _, shape in iterate.pairs(pieces.all(model.shapes)) do
    for name, member in iterate.pairs(shape.members or {}) do
      local target = type(member) == "table" and member.shape or member
      local its_shape = model.shapes[target] or { type = target }
      if its_shape.sensitive or type(member) == "table" and member.sensitive then found.sensitive[name] = true end
      if its_shape.type == "timestamp" then found.times[name] = true end
    end
  end
  return found
end

--- The services of which there are modules.
local function models()
  local client = package.loaded["aws.client"]
  return type(client) == "table" and client.models or {}
end

--- What is known by now.
---@return aws.ShownNames
function names.known()
  local all = { sensitive = {}, times = {} }
  for model in iterate.pairs(models()) do
    of_models[model] = of_models[model] or read(model)
    for kind, set in iterate.pairs(of_models[model]) do
      for name in iterate.pairs(set) do all[kind][name] = true end
    end
  end
  return all
end

--- Whether a value with this name lets whoever has it act for somebody.
---@param name any
---@return boolean
function names.is_secret(name)
  if type(name) ~= "string" then return false end
  local plain = ascii.lower((name:gsub("[-_]", "")))
  return secrets[plain] == true or secrets[plain:gsub("^aws", "")] == true
end

--- The date of a time; nil for what is not one.
---@param known aws.ShownNames
---@param name any
---@param value any
---@return string?
function names.date(known, name, value)
  if type(name) ~= "string" or type(value) ~= "number" or value ~= value then return nil end
  local is_known = (known.times[name] or own_times[name]) and value >= 0 and value <= MOST
  local is_likely = (name:find("Date") or name:find("Time$") or name:find("At$")) and value >= FIRST and value <= LAST
  return (is_known or is_likely) and os.date("!%Y-%m-%d %H:%M:%S UTC", math.floor(value)) or nil
end

return names
