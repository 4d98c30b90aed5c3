--- Regular expressions of published models, in one form: what the whole text has to match. They are for people; nobody
--- checks a text by them.
local patterns = {}

--- botocore's: anchors say nothing, as the whole text is meant.
---@param pattern? string
---@return string?
function patterns.whole(pattern)
  if not pattern then return nil end
  local inner = pattern:gsub("^%^", "")
  return inner:find("[^\\]%$$") and inner:sub(1, -2) or inner
end

--- Smithy's: a part of the text is meant where there is no anchor.
---@param pattern? string
---@return string?
function patterns.part(pattern)
  if not pattern then return nil end
  local inner = patterns.whole(pattern)
  local is_closed = #inner + (pattern:sub(1, 1) == "^" and 1 or 0) < #pattern
  local front = pattern:find("^[%^]") or inner:find("^%.%*")
  local back = is_closed or inner:find("%.%*$")
  return (front and "" or ".*") .. inner .. (back and "" or ".*")
end

return patterns
