--- Describes an answer that is not what AWS's services send (a proxy's page, a firewall's text), with its first words.
--- For messages: one line, without tags, without control characters, in UTF-8.
local ascii = require "aws.text.ascii"
local header_values = require "aws.text.header_values"

local excerpt = {}

--- How many bytes of a body are read, and how many are shown.
local LONGEST_READ = 16384
local LONGEST = 300

--- Elements whose content is not for readers.
local hidden = { script = true, style = true, svg = true }

local entities = { lt = "<", gt = ">", amp = "&", quot = '"', apos = "'", nbsp = " " }

--- The character of a reference, if it is ASCII. Other references stay as they are.
local function character(name)
  local digits, base = name:match("^#(%d+)$"), 10
  if not digits then digits, base = name:match("^#[xX](%x+)$"), 16 end
  local code = digits and #digits < 5 and tonumber(digits, base)
  return entities[name] or code and code < 128 and string.char(code) or nil
end

--- The last byte of the tag that begins at `at`, together with content that is not shown; nil if it has no end, false if
--- the "<" is text.
---@param text string
---@param lower string the same in lower case
---@param at integer
local function end_of_markup(text, lower, at)
  if text:find("^<!%-%-", at) then return select(2, text:find("-->", at + 4, true)) end
  if text:find("^<!%[CDATA%[", at) then return at + 8 end
  local name = lower:match("^<([a-z][0-9a-z]*)", at)
  if not (name or text:find("^<[/!?]", at)) then return false end
  local from = hidden[name] and lower:find("</" .. name, at, true)
  if hidden[name] and not from then return nil end
  return text:find(">", from or at, true)
end

--- The text between tags. Takes linear time: at markup without an end it stops.
local function without_tags(text)
  local parts, lower, from, at = {}, ascii.lower(text), 1, text:find("<", 1, true)
  while at do
    local stop = end_of_markup(text, lower, at)
    if stop ~= false then
      parts[#parts + 1] = text:sub(from, at - 1)
      if not stop then return table.concat(parts, " ") end
      from = stop + 1
    end
    at = text:find("<", (stop or at) + 1, true)
  end
  parts[#parts + 1] = text:sub(from)
  return table.concat(parts, " ")
end

--- The second bytes that may follow some first bytes (RFC 3629 4): other ones would be too long a form, or half of a pair.
local least_second, most_second = { [0xE0] = 0xA0, [0xF0] = 0x90 }, { [0xED] = 0x9F, [0xF4] = 0x8F }

--- A sequence that begins with a byte above 127: unchanged if it is UTF-8, a space if it is a blank, a control character or
--- one that nobody sees (U+0080 to U+00A0, U+200B to U+200F, U+2028 to U+202E, U+2060 to U+206F, U+FEFF).
local function clean_sequence(sequence)
  local lead, second = sequence:byte(1, 2)
  local length = lead >= 0xF0 and lead <= 0xF4 and 4 or lead >= 0xE0 and lead < 0xF0 and 3 or lead >= 0xC2 and lead < 0xE0 and 2
  if length ~= #sequence or second < (least_second[lead] or 0) or second > (most_second[lead] or 255) then return "?" end
  local is_blank = sequence:find("^\194[\128-\160]") or sequence:find("^\226\128[\139-\143\168-\174]")
    or sequence:find("^\226\129[\160-\175]") or sequence == "\239\187\191"
  return is_blank and " " or sequence
end

--- Any text as one line: runs of control characters are a space, what is not UTF-8 is "?".
---@param text string
---@return string
function excerpt.line(text)
  return ascii.trim((text:gsub("[\128-\255][\128-\191]*", clean_sequence):gsub("[%z\1-\32\127]+", " ")))
end

--- Cuts between two words, or at least between two characters.
local function shorten(text)
  if #text <= LONGEST then return text end
  local stop = LONGEST
  while stop > LONGEST - 100 and text:byte(stop + 1) ~= 32 do stop = stop - 1 end
  if stop == LONGEST - 100 then
    stop = LONGEST
    while text:find("^[\128-\191]", stop + 1) do stop = stop - 1 end
  end
  return text:sub(1, stop) .. "…"
end

--- Whether a body is not text: compressed data, an image.
local function is_binary(text)
  local _, strange = text:sub(1, 512):gsub("[%z\1-\8\14-\31\127]", "")
  return strange > 3 and strange * 20 > math.min(#text, 512)
end

--- The first words of a body.
---@param body string anything
---@return string # "" for a body that is blank
function excerpt.of(body)
  local head = body:sub(1, LONGEST_READ)
  if is_binary(head) then return ("%d bytes that are not text"):format(#body) end
  local text = head:find("<", 1, true) and without_tags(head):gsub("&(#?[0-9A-Za-z]+);", character) or head
  local line = excerpt.line(text)
  if line == "" then line = excerpt.line(head) end -- nothing but tags
  return shorten(line)
end

--- The first words of a text that may be anything: one line of UTF-8, of some 300 bytes at most.
---@param text string
---@return string
function excerpt.first_words(text)
  return shorten(excerpt.line(text:sub(1, LONGEST_READ)))
end

--- The first value of a header, for a message.
---@param answer aws.TransportResponse
---@param name string in lower case
---@return string?
local function header_of(answer, name)
  local value = header_values.of(answer.headers, name)
  return value and excerpt.first_words(value)
end

--- Whether a body may be a JSON object.
---@param body string
---@return boolean
function excerpt.is_object(body)
  return body:find("^[ \t\r\n]*{") ~= nil
end

--- The coding of a compressed body, which no request asks for; nil if there is none.
local function coding_of(answer)
  local coding = header_of(answer, "content-encoding")
  return coding and ascii.lower(coding) ~= "identity" and coding or nil
end

--- What an answer is, when it is not what was expected.
---@param answer aws.TransportResponse
---@return string # a phrase without an end: "the answer is …"
function excerpt.describe(answer)
  local coding, words = coding_of(answer), excerpt.of(answer.body)
  if coding then return ("the answer is compressed (Content-Encoding: %s), which was not asked for"):format(coding) end
  if words == "" then return "the answer is empty" end
  local kind = header_of(answer, "content-type")
  local what = excerpt.is_object(answer.body) and "JSON of another kind" or "not a JSON object"
  return ("the answer is %s%s: %s"):format(what, kind and (" (Content-Type: %s)"):format(kind) or "", words)
end

--- Where a redirect leads.
---@param status? integer
---@param headers? table<string, string>
---@return string? # nil if the answer is not a redirect
function excerpt.target(status, headers)
  local place = headers and headers.location
  if type(status) ~= "number" or status < 300 or status > 399 or type(place) ~= "string" or place == "" then return nil end
  place = place:gsub(", .*$", ""):gsub("^([A-Za-z]+://)[^/?#]*@", "%1***@")
  return excerpt.first_words(place)
end

return excerpt
