--- How a client is set up, as data: where calls go, whose keys they are signed with, every setting with its value and
--- source, what is ignored and why, and the files. `text.lua` makes it readable; `client.explain` and the doctor use it.
---
--- Nothing is read here but what the facts hold or can be asked for: the same facts give the same rows. No row holds a secret.
local cells = require "aws.explain.cells"
local core = require "aws.core"
local endpoints = require "aws.explain.endpoints"
local ignored = require "aws.explain.ignored"
local settings = require "aws.settings"
local text_of = require "aws.explain.text"
local try = require "aws.explain.try"

local explain = {}

--- One line of an explanation.
---@class aws.ExplainRow
---@field name string
---@field value string
---@field source? string where the value came from: "AWS_REGION", "default"
---@field note? string
---@field is_loud? boolean somebody should look at this: an endpoint that is not AWS's own, keys that cannot work
---@field is_default? boolean of a setting: nobody set it
---@field is_moot? boolean of what does not count: without it all would be the same

---@class aws.Explanation
---@field service string "dms"
---@field endpoint aws.ExplainRow[] where calls go: the endpoint first, then other overrides, then the proxy
---@field keys aws.ExplainRow[] whose keys
---@field settings aws.ExplainRow[] in the order of the manual, but for endpoint_url and proxy
---@field ignored aws.ExplainRow[] what is set somewhere and does not count; each has a note that says why
---@field files aws.ExplainRow[]

--- What is known of a client's keys.
---@class aws.ExplainKeys
---@field found? aws.Credentials
---@field whose? aws.KeysUsed of `found`
---@field failure? string why there are none, in one line without any secret
---@field now? number epoch seconds

--- What an explanation is made from.
---@class aws.ExplainFacts
---@field service aws.ServiceModel
---@field values table settings, as of config.resolve
---@field sources table<string, string> as of config.resolve
---@field profiles aws.Profiles
---@field getenv fun(name: string): string? the environment
---@field read fun(path: string): string?, string?, boolean? a file's text; or nil, what is wrong, and whether it is missing
---@field keys? aws.ExplainKeys nil where nobody asked for them yet
---@field key_source? string who is asked for keys: "chain", "imds", "credentials function"
---@field is_nginx? boolean

-- Settings --------------------------------------------------------------------------------------------------------

--- Settings that the endpoint's rows tell of.
local elsewhere = { endpoint_url = true, proxy = true }

local function setting_rows(facts)
  local rows = {}
  for _, setting in ipairs(settings.list) do
    local name = setting.name
    local value, source = facts.values[name], facts.sources[name]
    if not elsewhere[name] then
      rows[#rows + 1] = {
        name = name,
        value = cells.value(value, source == "default"),
        source = source,
        is_default = value == nil or source == "default",
      }
    end
  end
  return rows
end

-- Files -----------------------------------------------------------------------------------------------------------

--- What there is to say of a file. A folder where no variable names the file counts as a missing file.
local function state_of(facts, path)
  if path:find("^~/") then return "HOME is not set" end
  local text, fault, is_missing = facts.read(path)
  if text then return "read" end
  return is_missing and "missing" or fault
end

--- Whether a file has the profile, in words.
local function profile_note(facts, method)
  local profiles = facts.profiles
  local values = try(profiles[method], profiles, profiles.name)
  return values and (', has profile "%s"'):format(profiles.name) or ""
end

local methods = { config_file = "from_config", credentials_file = "from_credentials" }

local function file_rows(facts)
  local rows = {}
  for i, file in ipairs(settings.files) do
    local path = facts.values[file.name]
    rows[i] = {
      name = file.name, value = cells.text(path), source = facts.sources[file.name],
      note = cells.text(state_of(facts, path)) .. profile_note(facts, methods[file.name]),
    }
  end
  local bundle = facts.values.ca_bundle
  if bundle then
    rows[#rows + 1] = {
      name = "ca_bundle", value = cells.text(bundle), source = facts.sources.ca_bundle, note = cells.text(state_of(facts, bundle)),
    }
  end
  return rows
end

-- Keys ------------------------------------------------------------------------------------------------------------

--- https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
local kinds = { AKIA = "long-term", ASIA = "temporary" }

--- What kind of key an id belongs to, and what is wrong with keys that have no session token and need one.
local function id_row(found, whose)
  local prefix = found.access_key_id:sub(1, 4)
  local kind = kinds[prefix]
  local lacks_token = prefix == "ASIA" and not found.session_token
  return {
    name = "access key", value = whose.key_id,
    note = kind and kind .. " (" .. prefix .. ")" .. (lacks_token and ", and there is no session token: it cannot work" or "") or nil,
    is_loud = lacks_token or nil,
  }
end

local function expiry_row(found, now)
  if not found.expiration then return { name = "expires", value = "no end is known" } end
  local left = now and found.expiration - now
  local note = left and (left > 0 and "in " .. cells.span(left) or "ended " .. cells.span(-left) .. " ago")
  local text = core.format_timestamp(math.floor(found.expiration), "iso8601") or "at an impossible time"
  return { name = "expires", value = text, note = note, is_loud = left and left <= 0 or nil }
end

local function key_rows(keys, key_source)
  if not keys then
    return { { name = "keys", value = "not asked for yet", source = key_source, note = "explain{ fetch = true } asks for them" } }
  end
  local found, whose = keys.found, keys.whose
  if not found then return { { name = "keys", value = "none", source = key_source, note = keys.failure, is_loud = true } } end
  local rows = {
    { name = "provider", value = cells.text(whose.provider) },
    { name = "place", value = cells.text(whose.place or "not known") },
    id_row(found, whose),
    expiry_row(found, keys.now),
  }
  if found.account_id then rows[#rows + 1] = { name = "account", value = cells.text(found.account_id) } end
  return rows
end

--- Explains how a client is set up.
---@param facts aws.ExplainFacts
---@return aws.Explanation
function explain.of(facts)
  return {
    service = facts.service.name,
    endpoint = endpoints.rows(facts),
    keys = key_rows(facts.keys, facts.key_source),
    settings = setting_rows(facts),
    ignored = ignored.rows(facts),
    files = file_rows(facts),
  }
end

--- The text of an explanation, in columns for terminals of 80 to 120 characters; it ends with a line feed.
---@param explanation aws.Explanation
---@return string
function explain.text(explanation)
  return text_of(explanation)
end

return explain
