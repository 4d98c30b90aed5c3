--- Names of operations and waiters as boto3 spells them (botocore's xform_name): "StopReplication" → "stop_replication".
local ascii = require "aws.text.ascii"

local names = {}

--- Words that botocore keeps together, in a list of whole operations; the rules below would cut them in two.
local words = { iSCSI = "Iscsi", HITsFor = "HitsFor", PartiQL = "Partiql", WhatsApp = "Whatsapp", OTel = "Otel" }

--- The word in snake case.
---@param name string "StopReplication"
---@return string "stop_replication"
function names.snake(name)
  if name:find("_", 1, true) then return name end
  for word, kept in pairs(words) do name = name:gsub(word, kept) end
  local head, plural = name:match("^(.-)([A-Z][A-Z]+s)$")
  if plural then name = head .. "_" .. ascii.lower(plural) end
  name = name:gsub("(.)([A-Z][a-z]+)", "%1_%2"):gsub("([a-z0-9])([A-Z])", "%1_%2")
  return (ascii.lower(name))
end

--- AWS's name for a version of a service: "Parcel Depot" → "parcel-depot-2024-01-31".
---@param service_id string
---@param version string
---@return string
function names.uid(service_id, version)
  return ascii.lower(service_id):gsub(" ", "-") .. "-" .. version
end

return names
