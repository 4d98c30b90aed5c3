--- ARNs and ids that say what an operation is about, as people paste them.
local ascii = require "aws.text.ascii"
local blanks = require "aws.text.blanks"

local identifier = {}

local BLANK = "has white space or a control character"
local ARN = "is an ARN, where an id is wanted"

--- What no editor shows: U+0080 to U+009F, U+200B to U+200F, U+202A to U+202E, U+2060 to U+206F, U+FEFF.
identifier.UNSEEN = { "\194[\128-\159]", "\226\128[\139-\143\170-\174]", "\226\129[\160-\175]", "\239\187\191" }

--- Letters and digits after the hyphen of an id of today: "s-1234567890abcdef0".
local ID_LENGTH = 17

--- The text without white space and control characters.
local function without_blanks(text)
  text = text:gsub("[" .. ascii.SPACE .. ascii.CONTROL .. "]+", "")
  for _, pattern in ipairs(identifier.UNSEEN) do text = text:gsub(pattern, "") end
  return (text:gsub("()([\194-\227][\128-\191]+)", function(at, character)
    local length = blanks.length_at(text, at)
    return length and character:sub(length + 1)
  end))
end

local function is_arn(text)
  return text:find("^arn:") ~= nil
end

--- What is wrong with the text of an ARN or id that is there to be looked at, or nil.
---@param text string
---@param wants_arn boolean an ARN is needed, and not an id
---@return string?
function identifier.fault(text, wants_arn)
  if without_blanks(text) ~= text then return BLANK end
  if wants_arn and not is_arn(text) then return "is not an ARN" end
  if is_arn(text) and not wants_arn then return ARN end
end

--- What is wrong with the text of an ARN or id that is sent as it is, or nil. White space in what is else an ARN or a whole
--- id, or around any id, is a mistake of pasting. Any other text is for the service to judge, as in AWS's own clients.
---@param text string
---@param fits_arn boolean an ARN fits
---@return string?
function identifier.pasting_fault(text, fits_arn)
  local own = without_blanks(text)
  local after = not fits_arn and own:match("^[a-z]+%-([0-9A-Za-z]+)$")
  local is_whole = is_arn(own) or after and #after == ID_LENGTH
  local is_around = own:byte() ~= text:byte() or own:byte(-1) ~= text:byte(-1)
  if own ~= text and (is_whole or after and is_around) then return BLANK end
  if not fits_arn and is_arn(own) then return ARN end
end

return identifier
