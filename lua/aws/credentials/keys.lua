--- The rules for keys, wherever they come from: what is cut from them, and what is wrong with them. No message shows a
--- value.
local ascii = require "aws.text.ascii"
local blanks = require "aws.text.blanks"
local errors = require "aws.errors.typed"

local keys = {}

--- Members of type string, in the order in which they are checked.
keys.members = { "access_key_id", "secret_access_key", "session_token", "account_id" }

local is_required = { access_key_id = true, secret_access_key = true }

--- Quotes as they are typed and as word processors set them, in UTF-8.
local quotes = { '"', "'", "`", "\226\128[\152-\159]", "\194[\171\187]" }

local function has_blank(id)
  for at = 1, #id do
    if blanks.length_at(id, at) then return true end
  end
  return false
end

local function has_quote(id)
  for _, quote in ipairs(quotes) do
    if id:find(quote) then return true end
  end
  return false
end

local function is_plain(id)
  return not id:find("[^A-Za-z0-9_]")
end

--- What in an access key id would break the Authorization header, or was copied with the id by mistake.
---@param id string
---@return string? # "a blank"
function keys.separator_in_id(id)
  if is_plain(id) then return nil end
  return has_blank(id) and "a blank" or has_quote(id) and "a quote" or id:find(",", 1, true) and "a comma" or nil
end

--- What must not be in an access key id: AWS's have letters, digits and "_" (STS and IAM: `[\w]*`).
---@param id string
---@return string? # "a blank"
function keys.stray_in_id(id)
  if is_plain(id) then return nil end
  return keys.separator_in_id(id) or "a character other than letters, digits and _"
end

--- A part of keys without the blanks around it. One with control characters stays as it is, and is refused later.
---@param text string
---@return string
function keys.trim(text)
  return ascii.has_control(text) and text or blanks.trim(text)
end

local function fault_of_text(text, name)
  local required = is_required[name]
  if text == nil then return required and "has no " .. name or nil end
  if type(text) ~= "string" then
    return ("has %s %s that is not a string"):format(name:find("^a") and "an" or "a", name)
  end
  if ascii.has_control(text) then return "has a control character in " .. name, true end
  if required and text == "" then return "has an empty " .. name end
  local stray = name == "access_key_id" and keys.stray_in_id(text)
  if stray then return ("has %s in %s"):format(stray, name), true end
end

local function fault_of(own)
  for _, name in ipairs(keys.members) do
    local fault, is_stray = fault_of_text(own[name], name)
    if fault then return fault, is_stray end
  end
  local ends = own.expiration
  if ends ~= nil and (type(ends) ~= "number" or ends ~= ends) then return "has an expiration that is not a number" end
end

--- The members that count. Each is read once: a user's table may give another value the next time.
local function members_of(value)
  local own = { expiration = value.expiration }
  for _, name in ipairs(keys.members) do
    local text = value[name]
    if type(text) == "string" then text = keys.trim(text) end
    if is_required[name] or text ~= "" then own[name] = text end
  end
  return own
end

--- Reads keys from any table into a plain one, without the blanks around them.
---@param value any
---@return aws.Credentials? # nil where something is wrong
---@return string? fault "has no access_key_id"
---@return boolean? is_stray it has a character that no header may have
---Raises Ctrl-C, and Lua's own error for memory or stack that ran out.
function keys.read(value)
  if type(value) ~= "table" then return nil, "is a " .. type(value) .. ", not a table of keys" end
  local ok, own = pcall(members_of, value)
  if not ok and (errors.is_interruption(own) or errors.exhausted(own)) then error(own, 0) end
  if not ok then return nil, "has members that cannot be read" end
  local fault, is_stray = fault_of(own)
  return not fault and own or nil, fault, is_stray
end

--- Whether two tables hold the same keys, whenever they end.
---@param one aws.Credentials
---@param other aws.Credentials
---@return boolean
function keys.is_same(one, other)
  return one.access_key_id == other.access_key_id and one.secret_access_key == other.secret_access_key
    and one.session_token == other.session_token
end

return keys
