--- What is known of whether an operation was carried out.
local certainty = {}

local order = { no = 0, unknown = 1, yes = 2 }

--- What is known after two attempts of which `one` and `other` is known: a refusal takes nothing back.
---@param one? "no"|"yes"|"unknown"
---@param other? "no"|"yes"|"unknown"
---@return "no"|"yes"|"unknown"
function certainty.worse(one, other)
  one, other = one or "no", other or "no"
  return order[one] > order[other] and one or other
end

return certainty
