--- The JSON documents in which metadata services and programs hand out keys. They are not trusted: only the words of an
--- error document ever get into a message.
local ascii = require "aws.text.ascii"
local core = require "aws.core"
local key_rules = require "aws.credentials.keys"
local iterate = require "aws.language.iterate"

local document = {}

--- Bytes of the longest document that is read.
document.LONGEST = 64 * 1024

--- Bytes shown of words that are not this library's.
local LONGEST_EXCERPT = 200

---@class aws.KeyDocument members of a document that was read
---@field access_key_id? string
---@field secret_access_key? string
---@field session_token? string
---@field expiration? string
---@field account_id? string
---@field version? any
---@field code? string of an error document, or "Success"
---@field message? string of an error document

---@class aws.KeyDocumentLayout
---@field shape userdata
---@field names table<string, string> how the document spells the members of keys
---@field required string[]

---@return aws.KeyDocumentLayout
local function layout(token_name, required)
  local names = {
    access_key_id = "AccessKeyId",
    secret_access_key = "SecretAccessKey",
    session_token = token_name,
    expiration = "Expiration",
    account_id = "AccountId",
  }
  local members = {
    version = { shape = "document", location_name = "Version" },
    code = { shape = "string", location_name = "Code" },
    message = { shape = "string", location_name = "Message" },
  }
  for member, name in iterate.pairs(names) do members[member] = { shape = "string", location_name = name } end
  local shapes = { Keys = { type = "structure", members = members } }
  return { shape = core.shape(shapes, "Keys"), names = names, required = required }
end

--- Of container and EC2 metadata services.
document.metadata = layout("Token", { "access_key_id", "secret_access_key", "session_token", "expiration" })

--- Of a credential process.
document.process = layout("SessionToken", { "access_key_id", "secret_access_key" })

--- The error documents of container agents spell their members in lower case.
local complaint_shape = core.shape({
  Complaint = { type = "structure", members = { code = "string", message = "string" } },
}, "Complaint")

--- The first line of a text that is not this library's, cut, without control characters.
---@param text string
---@return string
function document.excerpt(text)
  local line = text:match("[^\r\n]+") or ""
  line = ascii.one_line(line:sub(1, LONGEST_EXCERPT))
  return line
end

--- What an answer's error document says, or nil.
---@param text string
---@return string?
function document.complaint(text)
  local value = core.decode(document.metadata.shape, text)
  local code, message = value and value.code, value and value.message
  if not code then
    value = core.decode(complaint_shape, text)
    code, message = value and value.code, value and value.message
  end
  if not code and not message then return nil end
  return document.excerpt((code or "error") .. (message and ": " .. message or ""))
end

--- Whether a time says how far it is from UTC: by a name or an offset after the clock time.
local function has_zone(text)
  local clock = text:match("[Tt ]%d%d:?%d%d.*$") or ""
  return clock:find("[A-Za-z]$") ~= nil or clock:find("%d *[+-]%d%d:?%d?%d?$") ~= nil
end

--- A point in time that needs no guess.
---@param text string
---@return number? # epoch seconds; nil when it is not a time or has no time zone
function document.time(text)
  return has_zone(text) and core.parse_timestamp(text) or nil
end

--- Reads a document.
---@param kind aws.KeyDocumentLayout
---@param text string
---@return aws.KeyDocument?
---@return string? fault "is not the JSON expected (…)"
function document.parse(kind, text)
  local value, fault = core.decode(kind.shape, text)
  if not value then return nil, ("is not the JSON expected (%s)"):format(fault) end
  return value
end

--- The keys of a document.
---@param kind aws.KeyDocumentLayout
---@param value aws.KeyDocument
---@return aws.Credentials?
---@return string? fault "has no SecretAccessKey"
function document.keys(kind, value)
  local keys = {}
  for member, name in iterate.pairs(kind.names) do
    local text = value[member]
    if text and ascii.has_control(text) then return nil, "has a control character in " .. name end
    text = text and key_rules.trim(text)
    keys[member] = text ~= "" and text or nil
  end
  local stray = keys.access_key_id and key_rules.stray_in_id(keys.access_key_id)
  if stray then return nil, ("has %s in %s"):format(stray, kind.names.access_key_id) end
  for _, member in ipairs(kind.required) do
    if not keys[member] then return nil, "has no " .. kind.names[member] end
  end
  if keys.expiration then
    keys.expiration = document.time(keys.expiration)
    if not keys.expiration then return nil, "has an Expiration that is not an ISO 8601 time with a time zone" end
  end
  return keys
end

return document
