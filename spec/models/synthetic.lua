--- Shapes that AWS's tools make up where a member narrows the shape it refers to; named as they name them.
local ascii = require "aws.text.ascii"

local synthetic = {}

local STYLES = { iso8601 = "date_time", rfc822 = "http_date", unixTimestamp = "epoch_seconds" }

local function copy(shape, name)
  local new = {}
  for key, value in pairs(shape or { type = name }) do new[key] = value end
  return new
end

--- The name of the shape as a member has it: the same when the member adds nothing.
---@param shapes table<string, table> gets the new shape
---@param name string the shape that the member refers to, or a built-in type
---@param limits table what the member says: min, max, pattern, timestamp_format
---@param place string structure and member: "ListRequestMaxResults"
---@return string
function synthetic.narrowed(shapes, name, limits, place)
  if next(limits) == nil then return name end
  local shape = copy(shapes[name], name)
  for key, value in pairs(limits) do shape[key] = value end
  local new = place .. ascii.upper(shape.type:sub(1, 1)) .. shape.type:sub(2)
  if limits.timestamp_format then new = "SyntheticTimestamp_" .. (STYLES[limits.timestamp_format] or "unknown") end
  shapes[new] = shape
  return new
end

return synthetic
