--- What the functions of `pages`, `each` and `all` take beside an input: a call's options, and their own.
local ascii = require "aws.text.ascii"
local checks = require "aws.settings.checks"
local iterate = require "aws.language.iterate"
local settings = require "aws.settings"

local page_options = {}

---@class aws.PageOptions: aws.Options
---@field page_size? integer items of a page; made to fit what the service takes, where that is documented
---@field max_items? integer so many items at most
---@field token? string where to go on: the `token` of another iterator's state, or one of the service's own
---@field total_timeout? number seconds from the first request on, for all pages together

local function check_token(value)
  if type(value) ~= "string" then return checks.string(value) end
  if value == "" then return "is empty" end
end

--- Ours, and what fits.
local own = {
  page_size = checks.count,
  max_items = checks.count,
  token = check_token,
  total_timeout = checks.seconds,
}

--- The names of all that may be given, in order.
local function known_names()
  local names = {}
  for _, name in ipairs(settings.per_call_names) do names[#names + 1] = name end
  for name in iterate.pairs(own) do names[#names + 1] = name end
  table.sort(names, ascii.before)
  return names
end

--- What is wrong with one option, or nil.
local function fault_of(name, value)
  local setting = settings.all[name]
  local check = own[name] or setting and setting.per_call and setting.check
  if not check then return checks.unknown("option", name, known_names()) end
  local fault = check(value)
  return fault and name .. " " .. fault
end

--- Takes options apart.
---@param given any
---@return table? mine `page_size`, `max_items`, `token`, `total_timeout`; nil when something is wrong
---@return table|string of_calls the options of each call, a table of their own; or what is wrong
function page_options.read(given)
  if given == nil then return {}, {} end
  if type(given) ~= "table" then return nil, ("pages take a table of options, got a %s"):format(type(given)) end
  local mine, of_calls = {}, {}
  for name, value in iterate.next, given do -- raw, as everything reads what is given
    local fault = fault_of(name, value)
    if fault then return nil, fault end
    local target = own[name] and mine or of_calls
    target[name] = value
  end
  return mine, of_calls
end

return page_options
