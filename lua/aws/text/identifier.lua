--- ARNs and ids that say what an operation is about, as people paste them.
---
--- An ARN or id with white space or control characters around it is refused: that is a mistake of pasting. Any other text
--- is for the service to judge, as in AWS's own clients.
local ascii = require "aws.text.ascii"
local blanks = require "aws.text.blanks"

local identifier = {}

--- U+200B and U+FEFF, which no editor shows; U+0080 to U+009F are control characters.
local UNSEEN = { "\226\128\139", "\239\187\191", "\194[\128-\159]" }

--- The text without white space and control characters.
local function without_blanks(text)
  text = text:gsub("[" .. ascii.SPACE .. ascii.CONTROL .. "]+", "")
  for _, pattern in ipairs(UNSEEN) do text = text:gsub(pattern, "") end
  return (text:gsub("()([\194-\227][\128-\191]+)", function(at, character)
    local length = blanks.length_at(text, at)
    return length and character:sub(length + 1)
  end))
end

--- What is wrong with the text of an ARN or id, or nil.
---@param text string
---@param is_arn boolean an ARN fits
---@return string?
function identifier.fault(text, is_arn)
  local own = without_blanks(text)
  local looks_right = own:find("^arn:") or not is_arn and own:find("^[a-z]+%-[0-9A-Za-z]+$")
  if looks_right and (own:byte() ~= text:byte() or own:byte(-1) ~= text:byte(-1)) then
    return "has white space or a control character around it"
  end
  if not is_arn and own:find("^arn:") then return "is an ARN, where an id is wanted" end
end

return identifier
