--- Whose keys: which provider found them, and in what place. It is kept beside the keys and not in them: the keys are
--- compared, shared, and handed to users' code.
local ascii = require "aws.text.ascii"

local origin = {}

--- How many characters of a key id are shown.
local LAST = 4

---@class aws.KeyOrigin
---@field provider string name of a provider; "settings" for a table of keys, "credentials function" for a user's function
---@field place? string where it found them: "AWS_ACCESS_KEY_ID", 'profile "dr" in /home/me/.aws/credentials'

--- Those who are not providers of this library: a table of keys, and a function.
origin.SETTINGS, origin.FUNCTION = "settings", "credentials function"

---@type table<aws.Credentials, aws.KeyOrigin>
local origins = setmetatable({}, { __mode = "k" })

--- Remembers where keys are from.
---@param keys aws.Credentials
---@param provider string
---@param place? string without any secret; control characters in it (of a path) become blanks
---@return aws.Credentials # the same
function origin.note(keys, provider, place)
  origins[keys] = { provider = provider, place = place and ascii.one_line(place) }
  return keys
end

--- Where keys are from, as far as it was noted. The table is not to be changed.
---@param keys any
---@return aws.KeyOrigin?
function origin.of(keys)
  return origins[keys]
end

--- Notes for a copy of keys what is known of them.
---@param keys table
---@param copy aws.Credentials
---@return aws.Credentials # the copy
function origin.pass(keys, copy)
  origins[copy] = origins[keys]
  return copy
end

--- The end of an access key id, which is enough to know it by.
---@param id string
---@return string # "…WXYZ"
function origin.last_of(id)
  return "…" .. id:sub(-LAST)
end

--- What an error says of keys: where they are from, and the last characters of the key id.
---@param keys aws.Credentials
---@param known? aws.KeyOrigin for keys of which nothing was noted
---@return aws.KeysUsed
function origin.describe(keys, known)
  local found = origin.of(keys) or known or {}
  return { provider = found.provider or "unknown", place = found.place, key_id = origin.last_of(keys.access_key_id) }
end

--- A URL as a place: its user info, query and fragment may hold anything.
---@param url string
---@return string
function origin.url(url)
  return (url:gsub("[?#].*$", ""):gsub("^([A-Za-z][A-Za-z0-9+.-]*://)[^/]*@", "%1"))
end

return origin
