-- Faults asked for in the URL: /fault/name=value,name,…/rest. This file reads the wish and says whether it strikes;
-- fault_answers.lua changes the answer, delivery.lua the way it is sent.

local delivery = require "delivery"
local fault_answers = require "fault_answers"
local state = require "state"

local faults = {}

-- Words that are no fault of their own but say more about one.
local settings = {
  times = true, id = true, apply = true, message = true, body = true, ["retry-after"] = true,
  ["amz-retry-after"] = true, delay = true, ["date-skew"] = true, none = true,
}

-- After these the operation was not carried out, unless apply=yes; after all others it was, unless apply=no.
local not_applied = { error = true, status = true, redirect = true, ["cut-before"] = true }

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
  large = true, ["header-large"] = true, continue = true,
}

local function check(name, value)
  if not (settings[name] or fault_answers.edits[name] or delivery.ways[name]) then
    return ("There is no fault '%s'; README.md lists them."):format(name)
  elseif numeric[name] and value ~= "" and not tonumber(value) then
    return ("The fault '%s' needs a number, not '%s'."):format(name, value)
  end
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

--- Does it strike this time? With times=N only the first N requests of that id are struck.
---@param fault table|nil
---@return table|nil
function faults.strike(fault)
  if not fault or not fault.times then
    return fault
  end
  local count = state.strike(fault.id or "")
  return count <= (tonumber(fault.times) or 1) and fault or nil
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
