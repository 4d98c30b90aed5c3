--- Where a listing goes on, as a text: the service's own token, or that and how many items of its page have come already.
---
--- A service knows positions between two pages only. One inside a page is written "+3@dms.describe_replications:TOKEN".
local position = {}

--- Writes a position.
---@param operation string "dms.describe_replications"
---@param token? string the service's; nil for the first page
---@param skip integer items of that page to leave out
---@return string? # nil for the beginning
function position.text(operation, token, skip)
  if skip == 0 then return token end
  return ("+%.0f@%s:%s"):format(skip, operation, token or "")
end

--- Reads a position, which may be a service's token as it is.
---@param operation string "dms.describe_replications"
---@param text? string
---@return string? token
---@return integer? skip nil for a position of another operation
---@return string? other that operation
function position.read(operation, text)
  local digits, other, token = (text or ""):match("^%+(%d+)@([0-9A-Za-z_]+%.[0-9A-Za-z_]+):(.*)$")
  if not digits or #digits > 15 then return text, 0 end
  if other ~= operation then return nil, nil, other end
  return token ~= "" and token or nil, math.floor(tonumber(digits))
end

return position
