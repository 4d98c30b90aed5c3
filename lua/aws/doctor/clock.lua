--- This machine's clock against the Date of the service's answer.
local cells = require "aws.explain.cells"
local core = require "aws.core"
local header_values = require "aws.text.header_values"

--- Seconds: AWS refuses signatures that are more than five minutes off; below half a minute a slow answer is to blame.
local REFUSED, NOTICED = 300, 30

local HINT = "set the clock (timedatectl set-ntp true); this library corrects it for its own signatures, other tools do not"

--- Compares the clocks.
---@param examination aws.Examination
return function(examination)
  local text = header_values.of(examination.answer.headers, "date")
  local date = text and core.parse_timestamp(text)
  if not date then return examination:skip("clock", "the answer has no Date to compare with") end
  local off = examination.asked_at - date
  local seconds = math.abs(off)
  if seconds <= NOTICED then return examination:ok("clock", "agrees with the answer's Date") end
  local words = ("this machine's clock is %s %s the service's"):format(cells.span(seconds), off > 0 and "ahead of" or "behind")
  if seconds > REFUSED then
    examination:fail("clock", words .. ": AWS refuses signatures that are more than 5 min off", { hint = HINT })
  else
    examination:warn("clock", words, { hint = HINT })
  end
end
