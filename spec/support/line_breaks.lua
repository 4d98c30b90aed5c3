--- Texts that would split a line of a request, and what proves that they did not.
local assert = require "luassert"
local errors = require "aws.errors"

local line_breaks = {}

local INJECTED = "X-Injected: 1"

line_breaks.INJECTED = INJECTED
line_breaks.list = {
  "\r", "\n", "\0", "\r\n", "\n" .. INJECTED, "\r\n" .. INJECTED .. "\r\n\r\n", "\0\r\n" .. INJECTED,
}

--- A text with each break in front of it, inside and behind it.
function line_breaks.in_text(text)
  local list = {}
  for _, lines in ipairs(line_breaks.list) do
    local half = math.floor(#text / 2)
    list[#list + 1] = lines .. text
    list[#list + 1] = text:sub(1, half) .. lines .. text:sub(half + 1)
    list[#list + 1] = text .. lines
  end
  return list
end

function line_breaks.assert_line(text, what)
  assert.is_nil(text:find("[%z\r\n]"), what)
end

--- A request has no more lines than it should.
function line_breaks.assert_whole(request, what)
  line_breaks.assert_line(request.method, what)
  line_breaks.assert_line(request.url, what)
  for _, header in ipairs(request.headers) do
    line_breaks.assert_line(header[1], what)
    line_breaks.assert_line(header[2], what)
  end
end

--- Something raised says what is wrong in one line.
function line_breaks.assert_told(raised, what, type_name)
  assert.is_true(errors.is(raised, type_name), what .. ": " .. tostring(raised))
  assert.is_nil(tostring(raised):find("[%z\r\n]"), what)
end

return line_breaks
