--- Durations as ISO 8601 writes them (4.4.3.2): "PT1H30M", "P2DT0.5S".
local duration = {}

--- Seconds of each unit. Years and months have no fixed length, and are not read.
local units = { W = 604800, D = 86400, H = 3600, M = 60, S = 1 }

--- The order in which units come, those of a date and those of a time.
local DATE, TIME = "WD", "HMS"

--- The sum of a part's components: each is a number and a unit, in order; nil for anything else.
local function sum_of(text, order)
  local total, at, last = 0, 1, 0
  while at <= #text do
    local number, unit, stop = text:match("^(%d+[.,]?%d*)([A-Z])()", at)
    local rank = unit and order:find(unit, 1, true)
    if not rank or rank <= last then return nil end
    local whole, fraction = number:match("^(%d+)[.,]?(%d*)$")
    local value = tonumber(whole) + (fraction ~= "" and tonumber(fraction) / 10 ^ #fraction or 0)
    total, at, last = total + value * units[unit], stop, rank
  end
  return total
end

--- Reads a duration.
---@param text any
---@return number? seconds; nil for what is not a duration of a fixed length
function duration.seconds(text)
  if type(text) ~= "string" or #text > 64 then return nil end
  local date, time = text:match("^P([^T]*)T(.+)$")
  if not date then date, time = text:match("^P(.+)$"), "" end
  if not date then return nil end
  local days, seconds = sum_of(date, DATE), sum_of(time, TIME)
  return days and seconds and days + seconds
end

return duration
