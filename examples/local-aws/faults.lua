-- Faults asked for in the URL: /fault/name=value,name,…/rest. This file reads the wish and says whether it strikes;
-- fault_answers.lua changes the answer, delivery.lua the way it is sent.

local delivery = require "delivery"
local fault_answers = require "fault_answers"
local pages = require "pages"
local services = require "services"
local state = require "state"

local faults = {}

-- Words that are not a fault but say more about one.
local settings = {
  times = true, id = true, on = true, apply = true, message = true, body = true, ["retry-after"] = true,
  ["amz-retry-after"] = true, delay = true, ["date-skew"] = true, none = true,
}

-- Words for the world that the request sees; they hold whether or not a fault strikes.
local wishes = { world = true, many = true, phase = true, deprovision = true, missing = true }

-- After these the operation was not carried out, unless apply=yes; after all others it was, unless apply=no.
local not_applied = { error = true, status = true, redirect = true, throttled = true, ["cut-before"] = true }

-- A client may have encoded the two separators.
local function separators(s)
  return (s:gsub("%%3[dD]", "="):gsub("%%2[cC]", ","))
end

-- A separator that belongs to a value comes encoded twice.
local function unescape(s)
  return separators((s:gsub("%%(%x%x)", function(hex)
    return string.char(tonumber(hex, 16))
  end)))
end

-- Seconds, bytes or times; a word without a value gets the default of whoever reads it.
local numeric = {
  times = true, delay = true, ["date-skew"] = true, status = true, ["stall-body"] = true, drip = true, deep = true,
  large = true, ["header-large"] = true, continue = true, throttled = true,
}

-- Lists hold that many at most: the numbers in their names have five digits.
local most_many = 99999

local function check_wish(name, value)
  local number = tonumber(value)
  if name == "many" and not (value:find("^%d+$") and number <= most_many) then
    return ("The wish 'many' needs a whole number up to %d, not '%s'."):format(most_many, value)
  elseif (name == "phase" or name == "deprovision") and not (number and number >= 0 and number < math.huge) then
    return ("The wish '%s' needs seconds, 0 or more, not '%s'."):format(name, value)
  elseif name == "missing" and value ~= "empty" then
    return ("The wish 'missing' knows 'empty', not '%s'."):format(value)
  end
end

local function check(name, value)
  if not (settings[name] or wishes[name] or fault_answers.edits[name] or delivery.ways[name] or name == "tokens") then
    return ("There is no fault '%s'; README.md lists them."):format(name)
  elseif name == "on" and not services.have(value) then
    return ("There is no operation '%s'."):format(value)
  elseif name == "tokens" and not pages.knows(value) then
    return ("There are no tokens of the kind '%s'."):format(value)
  elseif numeric[name] and value ~= "" and not tonumber(value) then
    return ("The fault '%s' needs a number, not '%s'."):format(name, value)
  end
  return check_wish(name, value)
end

--- The fault that a path asks for.
---@param path string
---@return table|nil fault {name = value, …}; nil when the path asks for none or a wrong one
---@return string rest the path behind it
---@return string|nil problem
function faults.parse(path)
  local spec, rest = path:match("^/fault/([^/]*)(.*)$")
  if not spec then
    return nil, path
  end
  local fault = {}
  for word in separators(spec):gmatch("[^,]+") do
    local name, value = word:match("^([^=]+)=?(.*)$")
    name, value = name or word, unescape(value or "")
    local problem = check(name, value)
    if problem then
      return nil, rest, problem
    end
    fault[name] = value
  end
  return fault, rest == "" and "/" or rest
end

--- Does it strike this time? With on=OPERATION requests of that one only, with times=N the first N requests of that id,
--- with throttled=S those within S seconds after the first.
---@param fault table|nil
---@param operation string|nil
---@return table|nil
function faults.strike(fault, operation)
  if not fault or fault.on and fault.on ~= operation then
    return nil
  elseif fault.times and state.strike(fault.id or "") > (tonumber(fault.times) or 1) then
    return nil
  elseif fault.throttled then
    local past = state.since_throttled(state.world(fault.world), fault.id or "")
    return past < (tonumber(fault.throttled) or 1) and fault or nil
  end
  return fault
end

--- What a request wishes for: a world, its numbers and its pace, whether the operation is left undone.
---@param asked table|nil
---@param fault table|nil the same when it strikes
---@return table { world, many, phase, deprovision, missing, tokens, dry }
function faults.wishes(asked, fault)
  asked = asked or {}
  return {
    world = asked.world, many = tonumber(asked.many), phase = tonumber(asked.phase),
    deprovision = tonumber(asked.deprovision), missing = asked.missing, tokens = fault and fault.tokens,
    dry = faults.dry(fault),
  }
end

--- Is the operation left undone?
---@param fault table|nil
---@return boolean
function faults.dry(fault)
  if not fault then
    return false
  elseif fault.apply then
    return fault.apply == "no"
  end
  for name in pairs(fault) do
    if not_applied[name] then
      return true
    end
  end
  return false
end

--- Seconds by which this request's clock is off.
---@param fault table|nil
---@return number
function faults.skew(fault)
  return fault and tonumber(fault["date-skew"]) or 0
end

--- Changes an answer as the fault wants it.
---@param fault table|nil
---@param answer table
---@param req table
---@param service string
---@return table answer
function faults.edit(fault, answer, req, service)
  for _, name in ipairs(fault and fault_answers.order or {}) do
    if fault[name] then
      answer = fault_answers.edits[name](answer, fault[name], fault, { req = req, service = service })
    end
  end
  return answer
end

--- Sends an answer the way the fault wants it, after its delay.
---@param fault table|nil
---@param answer table
function faults.send(fault, answer)
  if fault and fault.delay then
    ngx.sleep(tonumber(fault.delay) or 1)
  end
  for name, value in pairs(fault or {}) do
    if delivery.ways[name] then
      return delivery.ways[name](answer, value)
    end
  end
  return delivery.normal(answer)
end

return faults
