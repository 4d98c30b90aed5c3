--- What clients, modules and their tables of functions print as: one line, without any secret. Nothing is read or asked for.
local iterate = require "aws.language.iterate"
local origin = require "aws.credentials.origin"
local pieces = require "aws.protocol.pieces"
local printable = require "aws.text.printable"
local utf8 = require "aws.text.utf8"

local describe = {}

--- Bytes of a setting that are shown.
local LONGEST = 200

local function shorten(text)
  return #text > LONGEST and utf8.cut(text, LONGEST) .. "…" or text
end

--- A setting with its source: "profile dr (AWS_PROFILE)".
local function with_source(words, value, source)
  return ("%s %s (%s)"):format(words, shorten(tostring(value)), shorten(tostring(source)))
end

--- Whose settings a client has.
---@param state aws.ClientState
---@return string
local function settings_of(state)
  local values, sources, parts = state.values, state.sources, {}
  parts[1] = values.region and with_source("region", values.region, sources.region) or "no region"
  if sources.profile ~= "default" then parts[#parts + 1] = with_source("profile", values.profile, sources.profile) end
  if values.endpoint_url then
    parts[#parts + 1] = with_source("endpoint", origin.url(values.endpoint_url), sources.endpoint_url)
  end
  if values.read_only then parts[#parts + 1] = "read-only" end
  if state.closed then parts[#parts + 1] = "closed" end
  return table.concat(parts, ", ")
end

local function count_of(entries, only)
  local count = 0
  for _, entry in iterate.pairs(pieces.all(entries)) do
    if not only or entry[only] ~= nil then count = count + 1 end
  end
  return count
end

--- What a table of operations, or of waiters, is in words.
local words = {
  client = function(offer) return "client: " .. settings_of(offer.owner) end,
  module = function(offer)
    local state = offer.owner.state
    return ("module: %s, %d operations; %s"):format(offer.model.full_name or offer.model.service_id,
      count_of(offer.model.operations), state and "its client: " .. settings_of(state) or "its client is made by the first call")
  end,
  functions = function(offer)
    if offer.waiters then return ("%s: %d waiters"):format(offer.title, count_of(offer.waiters)) end
    return ("%s: %d operations"):format(offer.title, count_of(offer.model.operations, offer.only))
  end,
}

--- What a table prints as.
---@param offer aws.Offer
---@return string
function describe.offer(offer)
  return printable.escape(("aws.%s %s"):format(offer.model.name, (words[offer.title] or words.functions)(offer)))
end

return describe
