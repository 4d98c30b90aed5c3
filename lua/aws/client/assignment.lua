--- Errors of assignments that would change nothing: to fields of clients and modules, and to `client.config`.
local core = require "aws.core"
local door = require "aws.errors.door"
local errors = require "aws.errors.typed"
local guess = require "aws.text.guess"
local settings = require "aws.settings"

local assignment = {}

--- Bytes of a name that a message shows.
local LONGEST_NAME = 64

--- How a setting is changed.
local function advice(service, name)
  local setting = settings.by_name[name]
  local shown = setting and name or "…"
  local with_call = setting and setting.per_call and (", or give it with a call, { %s = … }"):format(name) or ""
  return ("make another client, %s.new{ %s = … }%s"):format(service, shown, with_call)
end

local function raise(service, message)
  errors.raise({ type = "ConfigError", message = message, service = service, attempts = 0, applied = "no", history = {} })
end

--- Raises ConfigError for an assignment to a client's or module's `config`, or to a member of that.
---@param service string "dms"
---@param name? any of the member
function assignment.to_config(service, name)
  local known = type(name) == "string" and settings.by_name[name] and name
  local nearest = type(name) == "string" and not known and core.nearest(name, door.names_of(settings.by_name))
  raise(service, ("config shows the settings of a client and changes none: %s%s"):format(advice(service, known), guess.hint(nearest)))
end

--- Raises ConfigError for a field that nothing reads.
local function refuse_field(service, title, name, known)
  if settings.by_name[name] then
    raise(service, ("%s is a setting, which a client has from new: %s"):format(name, advice(service, name)))
  end
  raise(service, ("%q of a %s means nothing%s"):format(name:sub(1, LONGEST_NAME), title, guess.hint(core.nearest(name, known))))
end

--- Checks an assignment to a field that is not there. One that is, or would be made when it is read, may be replaced, as in a
--- test; so may a name that no operation could have.
---@param service string "dms"
---@param title string "client", "module", "pages"
---@param name any
---@param known string[] names of operations and other members
---Raises ConfigError.
function assignment.check(service, title, name, known)
  if not door.is_name(name) then return end
  for _, own in ipairs(known) do
    if own == name then return name == "config" and assignment.to_config(service) or nil end
  end
  refuse_field(service, title, name, known)
end

return assignment
